"""Judged candidates -> values, bands, statuses and an order.

The value is additive: ``sum(weight * worth)``. Anchors are fixed by rules and profile, never by who
else is in the catalog, so removing a losing candidate changes nothing. Missing facts count at the
end of the band that the policy names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from advisor.candidates import Candidate
from advisor.measures.base import Figure, Figures
from advisor.rules.judge import BoundRule, Outcome, Values, worth, worth_band

Status = Literal["ranked", "review", "rejected"]
STATUSES: tuple[Status, ...] = ("ranked", "review", "rejected")


@dataclass(frozen=True, slots=True)
class Scored:
    """One criterion for one candidate: worth under the policy, and the band it lies in."""

    bound: BoundRule
    weight: Decimal
    value: Decimal
    worst: Decimal
    best: Decimal
    known: bool

    contribution: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contribution", self.weight * self.value)


@dataclass(slots=True)
class Judged:
    """A candidate with everything that was found about it."""

    candidate: Candidate
    figures: Figures
    values: Values
    outcomes: dict[str, Outcome]
    """Rule id -> outcome, for gates."""
    criteria: list[Scored]
    status: Status
    value: Decimal
    worst: Decimal
    best: Decimal
    cost: Decimal | None
    """Base cost over the horizon, USD: the first tie-breaker."""
    rank: int | None = None
    is_best: bool = False

    @property
    def id(self) -> str:
        return self.candidate.id

    def outcome(self, bound: BoundRule) -> Outcome:
        """A gate's outcome; an advisory, which decides nothing, is judged when it is asked for."""
        return self.outcomes.get(bound.loaded.id) or bound.judge(self.values)


TIE_BREAK = (
    "Equal values are ordered by the lower base cost over the horizon (unknown last), then by the "
    "narrower band, then by id."
)


def order(judged: Judged) -> tuple[Decimal, bool, Decimal, Decimal, str]:
    """The sort key of a ranking: see :data:`TIE_BREAK`.

    Figures are equal up to twenty decimals (costs up to twelve): beyond them there is only the
    rounding of thirds, which depends on the order in which weights happen to be written down.
    """
    cost = judged.cost
    return (
        -round(judged.value, 20),
        cost is None,
        round(cost or Decimal(0), 12),
        round(judged.best - judged.worst, 20),
        judged.id,
    )


def status_of(outcomes: Collection[Outcome], unknown_gate: str) -> Status:
    """Ranked when every gate passes; rejected when one fails; else what the policy says."""
    if "fail" in outcomes:
        return "rejected"
    if "unknown" in outcomes or "error" in outcomes:
        return "rejected" if unknown_gate == "reject" else "review"
    return "ranked"


def scored(bound: BoundRule, weight: Decimal, figure: Figure, missing: str) -> Scored:
    """One criterion's worth. A known figure counts as it is, whatever interval surrounds it; an
    unknown one counts at the end of its band that the policy names."""
    value = bound.rule.value
    assert value
    worst, best = worth_band(value, figure.value, figure.low, figure.high)
    known = worth(value, figure.value)
    if known is None:
        middle = worst + (best - worst) / 2
        by_policy = {"pessimistic": worst, "optimistic": best, "midpoint": middle}
        return Scored(bound, weight, by_policy[missing], worst, best, False)
    return Scored(bound, weight, known, worst, best, True)


def ranked(judged: Sequence[Judged]) -> list[Judged]:
    """Everyone in report order: ranked first, then review, then rejected, each by value.

    Sets ``is_best`` for the best way to get each model within its status, and ``rank`` (1-based,
    the place of the model) for everything that is ranked.
    """
    found = sorted(judged, key=lambda item: (STATUSES.index(item.status), order(item)))
    places: dict[str, int] = {}
    seen: set[str] = set()
    for item in found:
        model = item.candidate.model.id
        item.is_best = model not in seen
        seen.add(model)
        if item.status == "ranked":
            item.rank = places.setdefault(model, len(places) + 1)
    return sorted(
        found, key=lambda item: (STATUSES.index(item.status), item.rank or 0, order(item))
    )
