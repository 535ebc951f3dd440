"""What speaks against a figure: claims that contradict the fields it was read from, and its age."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from advisor.candidates import Candidate, offer_id
from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Dispute
from advisor.decision.plain import plain
from advisor.decision.record import Contradiction, Marked
from advisor.measures.base import Context, Figure
from advisor.measures.evidence import accepted_days, place_in_offer
from advisor.measures.license import lineage
from advisor.measures.scores import selected


class Claim(NamedTuple):
    """A claim that lost, with the place that it is about and the key of its source."""

    path: str
    dispute: Dispute
    source: str


class Marks:
    """The marks of every figure of a run."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, candidate: Candidate, figure: Figure, keys: Collection[str] = ()) -> Marked:
        """What speaks against a figure of a candidate; nothing is no entry.

        ``keys`` are the entries of a map that are asked for; without them all are.
        """
        fields = [field for field in figure.fields if not keys or _entry(field) in keys]
        found: Marked = {}
        against = [told for field in fields for told in self._against(candidate, field)]
        if against:
            found["disputed"] = [told for n, told in enumerate(against) if told not in against[:n]]
        if figure.value is not None and fields:
            day = self._day(candidate, figure, fields)
            of_scores = all(field.startswith(_SCORES) for field in fields)
            if day and (days := self._overdue(day, of_scores)):
                found["stale"] = days
        return found

    def cited(self, judged: Iterable[Candidate]) -> Iterator[str]:
        """The sources of every claim against candidates, their providers, and what they were made
        of."""
        about = {
            owner
            for candidate in judged
            for whose in ("license", "offer", "provider")
            for owner in self._owners(candidate, whose)
        }
        for owner in sorted(about & self._claims.keys()):
            yield from (claim.source for claim in self._claims[owner])

    def claimant(self, figure: Figure) -> str | None:
        """Who claims it: ``own`` also for what rests on sources of the user's overlays alone."""
        own = figure.sources and self._own.issuperset(figure.sources)
        return figure.by or ("own" if own else None)

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(self._context.catalog.own_sources)

    def _against(self, candidate: Candidate, field: str) -> Iterator[Contradiction]:
        """The claims about this field, about what it is part of, or about a part of it."""
        whose, _, path = _place(field).partition(".")
        wanted = f"license.{path}" if whose == "license" else path
        for owner in self._owners(candidate, whose):
            for path, dispute, source in self._claims.get(owner, ()):
                if _within(wanted, path) or _within(path, wanted):
                    yield {
                        "field": dispute.field,
                        "value": plain(dispute.value),
                        "source": source,
                        "why": dispute.why,
                    }

    def _owners(self, candidate: Candidate, whose: str) -> Sequence[str]:
        """By whom ``_claims`` knows what a field stands in."""
        model = candidate.model
        if whose == "license" and model.base_model:
            return [one.id for one in lineage(model, self._context.catalog)]
        if whose == "provider":
            return (candidate.provider.provider,) if candidate.provider else ()
        return (candidate.id if whose == "offer" else model.id,)

    def _day(self, candidate: Candidate, figure: Figure, fields: Sequence[str]) -> date | None:
        """The newest day that supports a figure; of several required scores that of the oldest."""
        if figure.as_of:
            return date.fromisoformat(figure.as_of)
        if all(field.startswith(_SCORES) for field in fields):
            chosen = selected(candidate.model, self._context)
            return min(chosen[_place(field).removeprefix(_SCORES)].score.as_of for field in fields)
        return self._read(figure.sources)

    def _read(self, sources: Iterable[str]) -> date | None:
        """The newest day on which one of the sources was read."""
        known = self._context.catalog.sources
        return max((known[key].read for key in sources), default=None)

    def _overdue(self, day: date, of_scores: bool) -> int:
        """The age in days, if it is above what the profile accepts; else 0."""
        age = (self._context.as_of - day).days
        return age if age > accepted_days(self._context.profile.policy, of_scores) else 0

    @cached_property
    def _claims(self) -> dict[str, list[Claim]]:
        """Every claim that lost, by the model, the provider or the candidate that it is about."""
        catalog = self._context.catalog
        found: dict[str, list[Claim]] = {}
        for owner, file, path, dispute in _disputes(catalog):
            claim = Claim(path, dispute, catalog.source_key(file, dispute.source))
            found.setdefault(owner, []).append(claim)
        return found


def _disputes(catalog: Catalog) -> Iterator[tuple[str, str, str, Dispute]]:
    """What a claim is about, whose file states it, the place, and the claim."""
    for model in catalog.models.values():
        for dispute in model.disputed:
            yield model.id, model.id, dispute.field, dispute
    for provider in catalog.providers.values():
        for dispute in provider.disputed:
            if not dispute.field.startswith("offers["):
                yield provider.provider, provider.provider, dispute.field, dispute
                continue
            for offer in provider.offers:
                place = place_in_offer(dispute.field, offer)
                if place is not None:
                    yield offer_id(provider, offer), provider.provider, place, dispute


_SCORES = "model.scores."


def _place(field: str) -> str:
    """A field of a figure without the entry that it gives a map."""
    return field.partition("#")[0]


def _entry(field: str) -> str:
    """The entry of a map that a field gives: what is below ``model.features``."""
    return field.partition("#")[2] or "".join(_place(field).split(".", 2)[2:])


def _within(path: str, whole: str) -> bool:
    """Is ``limits.window`` the field ``limits.window``, or part of ``limits``, or of everything?"""
    return not whole or path == whole or path.startswith(f"{whole}.")
