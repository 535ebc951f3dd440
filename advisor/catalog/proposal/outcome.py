"""What became of each claim: confirmed, added, updated, disputed, or left out with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity import Identities
from advisor.catalog.importers.claims import Upstream
from advisor.catalog.proposal.draft import Data, Draft, put

Kind = Literal["add", "update", "dispute"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that is proposed. ``about`` is a model or ``provider: endpoint``."""

    kind: Kind
    about: str
    field: str
    old: Any
    new: Any
    why: str = ""


@dataclass
class Proposal:
    """Everything that a file would change, and what it would not, counted and with reasons."""

    changes: list[Change] = field(default_factory=list)
    confirmed: int = 0
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(name, reason) -> how many claims."""
    texts: Mapping[Path, tuple[str, str]] = field(default_factory=dict)
    """Path -> text before and after."""


@dataclass
class Table:
    """Where claims are held against the catalog: what is known, who claims, and the outcome."""

    catalog: Catalog
    identities: Identities
    upstream: Upstream
    source: Data
    """The source as a file cites it: ``id``, ``title``, ``url``, ``read``."""
    as_of: date
    draft: Draft
    proposal: Proposal
    new_offers: bool = False
    """May an endpoint that the catalog does not have become an offer?"""

    @property
    def source_id(self) -> str:
        return str(self.source["id"])

    def model(self, name: str, day: date) -> str:
        """The model that the claimant means by a name. Raises RefusedError."""
        return self.identities.resolve(name, None if self.upstream.own else self.upstream.id, day)

    def confirm(self) -> None:
        self.proposal.confirmed += 1

    def leave(self, name: str, reason: str) -> None:
        self.proposal.left_out[name, reason] += 1

    def note(self, kind: Kind, about: str, field: str, old: Any, new: Any, why: str = "") -> None:
        self.proposal.changes.append(Change(kind, about, field, old, new, why))

    def dispute(self, kind: str, id: str, about: str, field: str, ours: Any, theirs: Any) -> None:
        """Keep the claim that loses, with the reason; one already on record is confirmed."""
        theirs = str(theirs) if not isinstance(theirs, bool | int | list) else theirs
        whole = self.draft.whole(kind, id)
        known = [*whole.get("disputed", ()), *self.draft.file(kind, id).get("disputed", ())]
        if any(_same_claim(each, field, theirs) for each in known):
            self.confirm()
            return
        why = f"{self.source['title']} says so; the value here rests on another source"
        entry = {"field": field, "value": theirs, "source": self.source_id, "why": why}
        file = self.draft.file(kind, id)
        if "disputed" not in file:
            put(file, "disputed", [], kind)
        file["disputed"].append(entry)
        self.note("dispute", about, field, ours, theirs)

    def vouch(self, kind: str, id: str, field: str) -> None:
        """Let the source support a field of a file, beside what it supports there already."""
        entry = self.draft.entry(kind, id, "sources", self.source)
        for name, value in self.source.items():
            if name not in entry:
                put(entry, name, value, "sources")
        before: list[str] = next(
            (
                source.get("supports", [])
                for source in self.draft.whole(kind, id).get("sources", ())
                if source["id"] == self.source_id
            ),
            [],
        )
        supports = entry.get("supports", before)
        if field not in supports and field.partition(".")[0] not in supports:
            put(entry, "supports", [*supports, field], "sources")


def _same_claim(known: Data, field: str, value: Any) -> bool:
    """Is this value of this field on record as having lost, whoever said so?"""
    return known.get("field") == field and plain(known.get("value")) == plain(value)


ROUNDED = Decimal("0.05")
"""How far a figure in full thousands may lie from the one that it rounds: 1,000,000 for 2**20."""


def agree(field: str, ours: Any, theirs: Any) -> bool:
    """Do two values of a field say the same? Token limits may be told in full thousands."""
    if plain(ours) == plain(theirs):
        return True
    if not field.startswith("limits.") or ours is None:
        return False
    coarse = Decimal(str(theirs)) % 1000 == 0 or Decimal(str(ours)) % 1000 == 0
    far = abs(Decimal(str(ours)) - Decimal(str(theirs)))
    return coarse and far <= ROUNDED * Decimal(str(ours))


def plain(value: Any) -> Any:
    """A value as it is compared: numbers by size, lists without order."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return str(value)
