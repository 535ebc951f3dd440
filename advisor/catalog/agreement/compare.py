"""Statements x catalog: what agrees is counted, what does not is told with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.catalog.agreement.reasons import UNEXPLAINED, Case, Other, reasons
from advisor.catalog.agreement.statements import (
    Figures,
    Read,
    Statement,
    Subject,
    price_figures,
    subject_of,
)
from advisor.catalog.catalog import Catalog
from advisor.catalog.identity import RefusedError
from advisor.catalog.proposal.offers import ended
from advisor.pricing.rates import row_on


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One figure that an upstream states otherwise. ``kind`` is the class, ``why`` the reason."""

    source: str
    about: str
    name: str
    """What the upstream calls it."""
    field: str
    ours: Decimal | None
    """``None``: the row does not have such a figure, a tier for instance."""
    theirs: Decimal
    checked: date | None
    """When somebody last looked at ours."""
    stated: date
    """When they looked, or their file was published."""
    kind: str
    why: str


@dataclass
class Agreement:
    """What was compared, and everything that differs."""

    as_of: date
    published: list[tuple[str, date]] = field(default_factory=list)
    offers: Counter[str] = field(default_factory=Counter)
    """Source -> offers and models of ours that it has."""
    compared: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(source, field) -> figures that both state; tiers and variants count for their rate."""
    agreed: Counter[tuple[str, str]] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)
    """Source -> prices compared that rest on another source here: only these are a test of ours."""
    apart_agreed: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def unsettled(self) -> list[Disagreement]:
        """What nobody may leave as it is."""
        return [each for each in self.disagreements if each.kind in (UNEXPLAINED, "ours_wrong")]


Joined = dict[str, tuple[Subject, list[tuple[Read, Statement]]]]


def compared(catalog: Catalog, files: Sequence[Read], as_of: date) -> Agreement:
    """Compare every figure that both sides state of what is in force on the day."""
    found = Agreement(as_of, [(each.source, each.day) for each in files])
    for subject, said in _joined(files, as_of).values():
        found.offers.update({read.source for read, _ in said})
        row = row_on(subject.offer, as_of) if subject.offer else None
        own = price_figures(row) | subject.limits()
        stated = [(read, each, _figures(each, subject, own, as_of)) for read, each in said]
        for read, each, theirs in stated:
            others = [
                Other(other.source, other.day, figures)
                for _, other, figures in stated
                if other.source != each.source
            ]
            case = Case(catalog, subject, each, read.names, row, own, theirs, others, as_of)
            _compare(case, found)
    found.disagreements.sort(key=lambda each: (each.kind, each.about, each.field, each.source))
    return found


def _joined(files: Sequence[Read], day: date) -> Joined:
    """Everything that is said of one thing of ours; exact endpoints before other names of it."""
    found: Joined = {}
    for read in files:
        for said in read.statements:
            try:
                subject = subject_of(said, read.names, day)
            except RefusedError:
                continue
            if subject.offer is None or not ended(subject.offer, day):
                found.setdefault(subject.about, (subject, []))[1].append((read, said))
    return {about: (subject, _exact(subject, said)) for about, (subject, said) in found.items()}


def _exact(subject: Subject, said: list[tuple[Read, Statement]]) -> list[tuple[Read, Statement]]:
    """Of several names of one offer in one file, those that are the endpoint itself."""

    def is_exact(each: Statement) -> bool:
        endpoint = subject.offer and subject.offer.endpoint
        return each.claim is None or each.claim.endpoint == endpoint

    exact = {read.source for read, each in said if is_exact(each)}
    return [(read, each) for read, each in said if is_exact(each) or read.source not in exact]


def _figures(said: Statement, subject: Subject, own: Figures, day: date) -> Figures:
    """Theirs, as far as a figure of ours stands beside it or ought to."""
    prices = said.prices(day) if subject.offer else {}
    theirs = {_same_step(name, own): value for name, value in prices.items()} | said.limits
    if "limits.input" in theirs and "limits.input" not in own and "limits.window" in own:
        # They tell no window: what they call the input can be no more than that.
        theirs.setdefault("limits.window", theirs["limits.input"])
    return theirs


def _same_step(name: str, own: Figures) -> str:
    """Their tier by our name of it: above 199,999 tokens and from 200,000 on are the same."""
    condition, _, rate = name.removeprefix("prices.tiers.").partition(".")
    if name in own or not condition.isdigit():
        return name
    beside = (f"prices.tiers.{int(condition) + step}.{rate}" for step in (-1, 1))
    return next((near for near in beside if near in own), name)


def _compare(case: Case, found: Agreement) -> None:
    for name, theirs in case.figures.items():
        ours = case.own.get(name)
        if ours is None and not _is_step_of_theirs(case, name):
            continue
        source = case.said.source
        found.compared[source, _kind(name)] += 1
        found.agreed[source, _kind(name)] += ours == theirs
        if _rests_on_another(case, name):
            found.apart[source] += 1
            found.apart_agreed[source] += ours == theirs
        if ours != theirs:
            found.disagreements.append(_told(case, name, ours, theirs))


def _rests_on_another(case: Case, name: str) -> bool:
    """Is it a price that we did not take over from this very list?"""
    if case.row is None or not name.startswith("prices."):
        return False
    return case.row.also.get(name.split(".")[1], case.row.source) != case.said.source


def _is_step_of_theirs(case: Case, name: str) -> bool:
    """A tier that our row does not have at all: above it, ours says that nothing changes."""
    parts = name.split(".")
    if case.row is None or parts[:2] != ["prices", "tiers"]:
        return False
    return not any(each.startswith(f"prices.tiers.{parts[2]}.") for each in case.own)


def _kind(name: str) -> str:
    """The rate that a figure is about: ``prices.batch.input`` is ``prices.input``."""
    if name.startswith("limits.") or name.count(".") == 1:
        return name
    return next(
        (f"prices.{rate}" for rate in ("cache_read", "cache_write", "input", "output")
         if f".{rate}" in name.removeprefix("prices")),
        name,
    )  # fmt: skip


def _told(case: Case, name: str, ours: Decimal | None, theirs: Decimal) -> Disagreement:
    kind, why = next(_explanations(case, name, ours, theirs), (UNEXPLAINED, "no reason is known"))
    checked = case.row.checked if case.row and name.startswith("prices.") else None
    return Disagreement(
        case.said.source, case.subject.about, case.said.name, name, ours, theirs, checked,
        case.said.day, kind, why,
    )  # fmt: skip


def _explanations(
    case: Case, name: str, ours: Decimal | None, theirs: Decimal
) -> Iterator[tuple[str, str]]:
    for reason in reasons():
        why = reason.explains(case.of(name, ours, theirs))
        if why:
            yield reason.id, why
