"""The cost of the candidates by monthly volume: who is cheapest where, and what each costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from advisor.candidates import Candidate
from advisor.decision.findings import number
from advisor.decision.record import CheapestByVolume, VolumeCurve, VolumeStretch
from advisor.measures.base import Context
from advisor.measures.cost import projection
from advisor.pricing.crossings import Curve, OfferCurve, Stretch, cheapest, reaches
from advisor.pricing.projection import Projection
from advisor.ranking.rank import Judged

if TYPE_CHECKING:
    from advisor.deployments.ownership import Ownership
    from advisor.deployments.staircase import Staircase

BELOW, ABOVE = 10, 100
"""From a tenth of the stated requests to a hundred times as many."""
MOST_POINTS = 400


def cheapest_by_volume(ranked: Sequence[Judged], context: Context) -> CheapestByVolume | None:
    """The cheapest of all that qualify, for months of constant traffic.

    The curves are those of the cheapest somewhere, of the recommendation, and of the best that
    runs on one's own machines and the best that does not.
    """
    workload = context.profile.workload
    if workload is None or not workload.requests_per_month.base:
        return None
    requests = Decimal(workload.requests_per_month.base)
    curves = dict(_curves((item.candidate for item in ranked), context, requests))
    if not curves:
        return None
    low, high = requests / BELOW, requests * ABOVE
    stretches = cheapest(_in_question(curves, ranked, low, high), low, high)
    shown = dict.fromkeys(each.cheapest for each in stretches)
    shown |= dict.fromkeys(id for id in _best(ranked) if id in curves)
    return {
        "since": number(low),
        "until": number(high),
        "stretches": [_stretch(each, curves) for each in stretches],
        "curves": [_drawn(id, curves[id], low, high) for id in shown if reaches(curves[id], low)],
    }


def _curves(
    candidates: Iterable[Candidate], context: Context, requests: Decimal
) -> Iterable[tuple[str, Curve]]:
    for candidate in candidates:
        done = projection(candidate, context)
        if not done.known:
            continue
        if candidate.deployment:
            from advisor.deployments.staircase import Staircase

            yield candidate.id, Staircase(cast("Ownership", done))
        else:
            yield candidate.id, OfferCurve(cast(Projection, done), requests)


def _in_question(
    curves: Mapping[str, Curve], ranked: Sequence[Judged], low: Decimal, high: Decimal
) -> Mapping[str, Curve]:
    """Without those that cannot be the cheapest, where there are any on own machines."""
    if not any(item.candidate.deployment for item in ranked):
        return curves
    from advisor.deployments.staircase import in_question

    return in_question(curves, low, high)


def _best(ranked: Sequence[Judged]) -> Iterable[str]:
    """The first of all, and the first of each kind."""
    seen: set[str] = set()
    for item in ranked:
        if item.candidate.kind not in seen:
            seen.add(item.candidate.kind)
            yield item.id


def _stretch(found: Stretch, curves: Mapping[str, Curve]) -> VolumeStretch:
    told: VolumeStretch = {
        "since": number(found.since),
        "until": number(found.until),
        "candidate": found.cheapest,
    }
    curve = curves[found.cheapest]
    if not isinstance(curve, OfferCurve):
        curve = cast("Staircase", curve)
        near = found.until * (1 - Decimal("1e-9"))
        told["replicas"] = curve.serving(near)
        told["machines"] = curve.machines(near)
    return told


def _drawn(id: str, curve: Curve, low: Decimal, high: Decimal) -> VolumeCurve:
    """A curve as the ends of its straight pieces; a jump has two points at one volume."""
    if curve.most is not None:
        high = min(high, curve.most)
    edges = [low, *sorted(set(curve.bends(low, high))), high]
    step = -(-len(edges) // MOST_POINTS)
    edges = [*edges[:-1:step], high] if step > 1 else edges
    points: list[list[float]] = []
    for left, right in pairwise(edges):
        line = curve.between(left, right)
        points += [[number(at), number(line.at(at))] for at in (left, right)]
    return {"candidate": id, "points": points}
