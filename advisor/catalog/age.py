"""How old is what a catalog says? By the newest day of what supports each fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import Fact, Kind, facts

KINDS: dict[Kind, str] = {
    "price": "price, by the day it was checked",
    "stated": "stated, by the day its source was read",
    "score": "score, by the day it is of",
    "clause": "license clause, by the day it was read",
    "gpu_price": "GPU price, by the day it is of",
    "hosting_cost": "hosting cost, by the day it is of",
}
"""What the day of each kind of fact means."""


class Aged(NamedTuple):
    """A fact with its age in days."""

    days: int
    fact: Fact


class Ages(NamedTuple):
    """The facts of one kind on a day. ``oldest`` and ``older`` come oldest first."""

    kind: Kind
    facts: int
    """Those that have a day, matter on the day, and were known by then."""
    undated: int
    """Those that no source dates; they are never counted as fresh or old."""
    oldest: Aged | None
    older: tuple[Aged, ...]
    """Those of more than the allowed days."""


def ages(catalog: Catalog, day: date, most: int) -> list[Ages]:
    """Every kind of fact, with those that are more than ``most`` days old on ``day``.

    Prices that no longer hold on the day, and those of retired offers, are history: they do not
    go stale and are left out. So is what was read after the day.
    """
    by_kind: dict[Kind, list[Fact]] = {kind: [] for kind in KINDS}
    for fact in facts(catalog):
        if fact.until is None or fact.until >= day:
            by_kind[fact.kind].append(fact)
    return [_ages(kind, found, day, most) for kind, found in by_kind.items()]


def _ages(kind: Kind, found: Iterable[Fact], day: date, most: int) -> Ages:
    undated, aged = 0, []
    for fact in found:
        if fact.dated is None:
            undated += 1
        elif fact.dated <= day:
            aged.append(Aged((day - fact.dated).days, fact))
    aged.sort(key=lambda item: (-item.days, item.fact.owner, item.fact.place))
    older = tuple(item for item in aged if item.days > most)
    return Ages(kind, len(aged), undated, aged[0] if aged else None, older)
