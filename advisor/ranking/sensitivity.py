"""How firm the first place is: at which weight of one group another candidate comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor.ranking.rank import Judged

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Switch:
    """With this share of the whole for ``group`` (others keep proportions), ``winner`` is first."""

    group: str
    weight: Decimal
    switch_at: Decimal
    winner: str


def switches(ranking: Sequence[Judged]) -> list[Switch]:
    """For every group of criteria the nearest weight, above or below, that changes the winner.

    ``ranking`` holds every ranked candidate, best first: at another weight another way to get a
    model may be its best one.

    A candidate's value is a straight line in one group's weight ``t``:
    ``t * inside + (1 - t) * outside``. Lines cross where the winner changes.
    """
    if len(ranking) < 2:
        return []
    winner = ranking[0]
    groups = sorted({item.bound.rule.group or "" for item in winner.criteria if item.weight})
    found = [_nearest(winner, ranking[1:], group) for group in groups]
    return [switch for switch in found if switch]


def _nearest(winner: Judged, others: Sequence[Judged], group: str) -> Switch | None:
    weight, inside, outside = _line(winner, group)
    if weight in (ZERO, Decimal(1)):
        return None
    crossings = []
    for other in others:
        _, other_inside, other_outside = _line(other, group)
        rise = (inside - outside) - (other_inside - other_outside)
        if rise:
            at = (other_outside - outside) / rise
            if 0 <= at <= 1 and at != weight:
                crossings.append((abs(at - weight), at, other.id))
    if not crossings:
        return None
    _, at, other_id = min(crossings)
    return Switch(group, weight, at, other_id)


def _line(judged: Judged, group: str) -> tuple[Decimal, Decimal, Decimal]:
    """The group's weight, the mean worth inside it and the mean worth of all others."""
    mine = [item for item in judged.criteria if item.bound.rule.group == group]
    rest = [item for item in judged.criteria if item.bound.rule.group != group]
    weight = sum((item.weight for item in mine), ZERO)
    others = sum((item.weight for item in rest), ZERO)
    inside = sum((item.contribution for item in mine), ZERO) / weight if weight else ZERO
    outside = sum((item.contribution for item in rest), ZERO) / others if others else ZERO
    return weight, inside, outside
