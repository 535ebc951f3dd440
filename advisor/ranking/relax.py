"""When nothing qualifies: which requirements, relaxed together, would let a candidate in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor.ranking.rank import Judged, order
from advisor.rules.expression import Leaf
from advisor.rules.judge import BoundRule

NEVER = frozenset({"lifecycle.available"})
"""Gates that no requirement of the profile stands behind: nothing to relax."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Gates to waive or relax together, and who comes in then, best first."""

    gates: tuple[str, ...]
    candidates: tuple[Judged, ...]
    distance: Decimal
    """The sum of relative changes of thresholds; a gate without a threshold counts 1."""


def relaxations(
    judged: Sequence[Judged], gates: Sequence[BoundRule], most: int = 5
) -> list[Relaxation]:
    """The inclusion-minimal sets of gates that stand in somebody's way, nearest first.

    With a finite catalog these are just the minimal ones among the candidates' own sets.
    """
    by_set: dict[frozenset[str], list[Judged]] = {}
    for item in judged:
        blocking = frozenset(
            bound.loaded.id
            for bound in gates
            if item.outcomes[bound.loaded.id] in ("fail", "unknown", "error")
        )
        if blocking and not blocking & NEVER:
            by_set.setdefault(blocking, []).append(item)
    minimal = [one for one in by_set if not any(other < one for other in by_set)]
    bounds = {bound.loaded.id: bound for bound in gates}
    found = [_relaxation(one, by_set[one], bounds) for one in minimal]
    return sorted(found, key=lambda r: (len(r.gates), r.distance, r.gates))[:most]


def _relaxation(
    blocking: frozenset[str], items: list[Judged], bounds: dict[str, BoundRule]
) -> Relaxation:
    distances = {item.id: _distance(item, blocking, bounds) for item in items}
    nearest = sorted(items, key=lambda item: (distances[item.id], order(item)))
    return Relaxation(tuple(sorted(blocking)), tuple(nearest[:5]), distances[nearest[0].id])


def _distance(item: Judged, blocking: frozenset[str], bounds: dict[str, BoundRule]) -> Decimal:
    return sum(
        (
            max((_change(leaf) for leaf in bounds[gate].leaves(item.values)), default=Decimal(1))
            for gate in blocking
        ),
        Decimal(0),
    )


def _change(leaf: Leaf) -> Decimal:
    """How far a threshold would have to move, as a share of itself, at most 1."""
    numbers = [
        value
        for _, value in leaf.operands
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    ]
    if leaf.op in ("<", "<=", ">", ">=") and len(numbers) == 2 and numbers[1]:
        return min(Decimal(1), abs(Decimal(numbers[0] - numbers[1]) / Decimal(numbers[1])))
    return Decimal(1)
