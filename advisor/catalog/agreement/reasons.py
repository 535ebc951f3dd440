"""Why two figures differ. Each reason is a function that finds it or not; the first found counts.

A reason is a sentence about this figure, with what shows it: the day, the tier, the version. What
none of them explains is ``unexplained``, and somebody has to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from advisor.catalog.agreement.statements import (
    Figures,
    Names,
    Statement,
    Subject,
    price_figures,
    subject_of,
)
from advisor.catalog.catalog import Catalog
from advisor.catalog.identity import RefusedError
from advisor.catalog.schema import Dispute, Offer, PriceRow
from advisor.pricing.rates import row_on

UNEXPLAINED = "unexplained"
HALF_PERCENT = Decimal("0.005")
FIVE_PERCENT = Decimal("0.05")
CENT = Decimal("0.01")


class Other(NamedTuple):
    """What another source states of the same thing."""

    source: str
    day: date
    figures: Figures


@dataclass(frozen=True)
class Case:
    """A statement beside what is ours on the day."""

    catalog: Catalog
    subject: Subject
    said: Statement
    names: Names
    row: PriceRow | None
    """Our price row in force."""
    own: Figures
    figures: Figures
    """Theirs."""
    others: Sequence[Other]
    as_of: date

    def of(self, field: str, ours: Decimal | None, theirs: Decimal) -> Difference:
        return Difference(self, field, ours, theirs)


@dataclass(frozen=True)
class Difference:
    """One figure of a case: ``ours`` is ``None`` where the row does not have it."""

    case: Case
    field: str
    ours: Decimal | None
    theirs: Decimal

    @property
    def is_price(self) -> bool:
        return self.field.startswith("prices.")

    @property
    def offer(self) -> Offer | None:
        return self.case.subject.offer

    def split(self) -> tuple[str, str]:
        """The condition and the rate: ``prices.batch.input`` -> ``batch``, ``input``."""
        inner = self.field.removeprefix("prices.")
        rate = "cache_write.one_hour" if inner.endswith("one_hour") else inner.rpartition(".")[2]
        return inner.removesuffix(rate).rstrip("."), rate


class Reason(NamedTuple):
    id: str
    title: str
    explains: Callable[[Difference], str | None]


_REASONS: list[Reason] = []


def reasons() -> Sequence[Reason]:
    """Every reason, in the order in which they are tried."""
    return _REASONS


def _reason(title: str) -> Callable[[Callable[[Difference], str | None]], None]:
    """Add a reason behind those above it; its id is the name of its function."""

    def add(explains: Callable[[Difference], str | None]) -> None:
        _REASONS.append(Reason(explains.__name__, title, explains))

    return add


# -- what is known about this very figure --------------------------------------------------------


@_reason("on record as a dispute")
def disputed(found: Difference) -> str | None:
    for dispute in _disputes(found):
        try:
            value = Decimal(str(dispute.value))
        except ArithmeticError:
            continue
        if value == found.theirs:
            return dispute.why
    return None


def _disputes(found: Difference) -> Iterator[Dispute]:
    """Claims on record against this field, of the offer or of the model behind it."""
    model, provider, offer = found.case.subject
    yield from (each for each in model.disputed if each.field == found.field)
    if provider is None or offer is None:
        return
    short = model.id.partition("/")[2]
    names = {offer.endpoint, model.id, short, f"{short}@{offer.id}", f"{offer.endpoint}@{offer.id}"}
    fields = {f"offers[{name}].{found.field}" for name in names}
    yield from (each for each in provider.disputed if each.field in fields)


@_reason("the same figure, rounded")
def rounding(found: Difference) -> str | None:
    if not found.ours:
        return None
    less, more = sorted((found.ours, found.theirs))
    if (more - less) / more < HALF_PERCENT:
        return "they differ by less than half a percent"
    if not found.is_price:
        return _same_limit(less, more)
    cents = {each.quantize(CENT, ROUND_HALF_UP) for each in (less, more)}
    return "the same to the cent" if less >= 5 * CENT and len(cents) == 1 else None


def _same_limit(less: Decimal, more: Decimal) -> str | None:
    """131,072 is 128 k; 1,050,000 is told as a million."""
    for thousand, binary, unit in ((1000, 1024, "k"), (10**6, 2**20, "M")):
        if less % thousand == 0 and less / thousand * binary == more:
            return f"{less / thousand:f} {unit}, read as decimal and as binary"
    for one, other in ((less, more), (more, less)):
        for digits in (1, 2, 3):
            step = Decimal(10) ** (one.adjusted() + 1 - digits)
            told = {(one / step).quantize(1, mode) * step for mode in (ROUND_DOWN, ROUND_HALF_UP)}
            if other in told and (more - less) / more < FIVE_PERCENT:
                return f"{one:,f} told in {digits} digit{'s'[: digits > 1]}"
    return None


@_reason("a price of another day")
def dated_step(found: Difference) -> str | None:
    if not found.is_price:
        return None
    for row in found.offer.prices if found.offer else ():
        if row is not found.case.row and price_figures(row).get(found.field) == found.theirs:
            when = f"from {row.since}" if row.since else "before the rows that have a day"
            return f"it is our price {when}"
    for row in found.case.said.rows:
        if price_figures(row).get(found.field) == found.ours:
            when = f"from {row.since}" if row.since else "before the day that is stated"
            return f"they have our price {when}"
    return None


# -- another condition taken for this one ----------------------------------------------------------


@_reason("a tier of long requests")
def tier(found: Difference) -> str | None:
    if found.ours is None:
        return _lacking(found)
    return _under_condition(found, "tiers.", "the rate of long requests")


def _lacking(found: Difference) -> str | None:
    """They have a tier and we have none; an older file may speak of one that has ended."""
    above, row = int(found.split()[0].split(".")[1]), found.case.row
    window = found.case.own.get("limits.window")
    if window is not None and above >= window:
        return f"above {above:,} input tokens, and our window ends at {window:,}"
    if row is None or found.case.said.day < row.checked:
        return None
    return f"they have rates of their own above {above:,} input tokens; our row has none"


@_reason("an hour of the day taken for all of them")
def peak(found: Difference) -> str | None:
    return _under_condition(found, "windows.", "the rate of some hours")


@_reason("a way of service taken for the standard one")
def variant(found: Difference) -> str | None:
    for condition in ("batch", "flex", "priority", "region."):
        if why := _under_condition(found, condition, "the rate of another way of service"):
            return why
    return _sibling(found)


def _under_condition(found: Difference, condition: str, told: str) -> str | None:
    """Is one side's figure what the other side states under such a condition?"""
    own, rate = found.split()
    if not found.is_price:
        return None
    pairs = (
        (found.case.own, found.theirs, "ours"),
        (found.case.figures, found.ours, "theirs"),
    )
    for figures, wanted, whose in pairs:
        for name, value in figures.items():
            inner = name.removeprefix("prices.")
            under = inner.removesuffix(rate).rstrip(".")
            if value != wanted or not inner.endswith(rate) or under == own:
                continue
            if under.startswith(condition) or (own.startswith(condition) and not under):
                return f"{told}: it is {whose} of {under or 'the standard service'}"
    return None


def _sibling(found: Difference) -> str | None:
    """Is it the figure of another offer of the same model, of a region for instance?"""
    provider, offer = found.case.subject.provider, found.offer
    if provider is None or offer is None or not found.is_price:
        return None
    for other in provider.offers:
        if other is not offer and other.model == offer.model:
            row = row_on(other, found.case.as_of)
            if price_figures(row).get(found.field) == found.theirs:
                return f"the price of {other.endpoint}" + (f" ({other.id})" if other.id else "")
    return None


@_reason("a name that stood for another version")
def alias(found: Difference) -> str | None:
    said, offer = found.case.said, found.offer
    try:
        then = subject_of(said, found.case.names, said.day)
    except RefusedError:
        then = found.case.subject
    if then.about != found.case.subject.about or then.model is not found.case.subject.model:
        return f"on {said.day} {said.name} stood for {then.model.id}"
    provider = found.case.subject.provider
    for other in provider.offers if provider and offer else ():
        if other is offer or not offer or other.endpoint != offer.endpoint:
            continue
        if any(price_figures(row).get(found.field) == found.theirs for row in other.prices):
            return f"the name {offer.endpoint} also stood for {other.model}, at this price"
    return None


@_reason("another meaning of the limit")
def meaning(found: Difference) -> str | None:
    """Window, input and output: 400,000 = 272,000 + 128,000."""
    if found.is_price:
        return None
    for name, value in _other_limits(found, found.case.own):
        if _is_same(value, found.theirs):
            return f"it is our {name}"
    for name, value in _other_limits(found, found.case.figures):
        if found.ours is not None and _is_same(value, found.ours):
            return f"they have our figure as {name}"
        if found.field == "limits.output" and value == found.theirs:
            return f"they repeat their {name}; no limit of the output is told"
    return _less_the_output(found)


def _less_the_output(found: Difference) -> str | None:
    """Is one side's figure the window, the other's what is left of it beside the output?"""
    sides = ((found.case.own, found.theirs, "our"), (found.case.figures, found.ours, "their"))
    for figures, wanted, whose in sides:
        window, output = figures.get("limits.window"), figures.get("limits.output")
        if window and output and wanted and window - output <= wanted < window:
            return f"it is {whose} window less what is kept for the output"
    return None


def _other_limits(found: Difference, figures: Figures) -> Iterator[tuple[str, Decimal]]:
    for name, value in figures.items():
        if name.startswith("limits.") and name != found.field:
            yield name, value


def _is_same(one: Decimal, other: Decimal) -> bool:
    return one == other or _same_limit(*sorted((one, other))) is not None


# -- who is right ----------------------------------------------------------------------------------


@_reason("our figure is wrong")
def ours_wrong(found: Difference) -> str | None:
    same = {each.source for each in found.case.others if _says(each, found.field, found.theirs)}
    if len(same) < 2:
        return None
    return f"{' and '.join(sorted(same))} say the same against ours"


@_reason("contradicted by the others")
def outlier(found: Difference) -> str | None:
    if found.ours is None:
        return None
    same = {each.source for each in found.case.others if _says(each, found.field, found.ours)}
    return f"{' and '.join(sorted(same))} have ours" if len(same) > 1 else None


@_reason("an older state")
def stale(found: Difference) -> str | None:
    day, row = found.case.said.day, found.case.row
    for each in found.case.others:
        if found.ours is not None and each.day > day and _says(each, found.field, found.ours):
            return f"{each.source} of {each.day} has ours"
    if row is None or not found.is_price:
        return None
    if row.since and day < row.since:
        return f"ours holds from {row.since}"
    if day < row.checked:
        return f"ours was checked on {row.checked}"
    return None


def _says(other: Other, field: str, value: Decimal) -> bool:
    return other.figures.get(field) == value
