"""At which monthly volume another offer becomes the cheapest: exactly, without trying volumes.

The cost of a month is a straight line of its requests, held up by a minimum where there is one; so
the cost over a horizon is a line with bends, and which of several is lowest changes only where two
lines meet or one bends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from advisor.pricing.projection import Projection

ZERO = Decimal(0)


class Stretch(NamedTuple):
    """From so many requests in the first month to so many, this one is the cheapest."""

    since: Decimal
    until: Decimal
    cheapest: str


class _Line(NamedTuple):
    """``fixed + slope * requests``"""

    fixed: Decimal
    slope: Decimal

    def at(self, requests: Decimal) -> Decimal:
        return self.fixed + self.slope * requests


class _Curve:
    """The base cost over the horizon by the requests of the first month."""

    def __init__(self, done: Projection, requests: Decimal) -> None:
        self.months: list[tuple[_Line, Decimal]] = []
        for n, growth in enumerate(done.growth):
            fixed = slope = least = ZERO
            for cost, held in done.shares:
                if share := held.get(n):
                    slope += cost.traffic.base / requests * growth * share
                    fixed += cost.fixed * share
                    least += cost.least * share
            self.months.append((_Line(fixed, slope), least))

    def bends(self) -> Iterator[Decimal]:
        """Where a month grows out of its minimum."""
        for line, least in self.months:
            if least > line.fixed and line.slope:
                yield (least - line.fixed) / line.slope

    def between(self, low: Decimal, high: Decimal) -> _Line:
        """The line that it is between two neighboring bends of any curve."""
        middle = (low + high) / 2
        fixed = slope = ZERO
        for line, least in self.months:
            held_up = line.at(middle) < least
            fixed += least if held_up else line.fixed
            slope += ZERO if held_up else line.slope
        return _Line(fixed, slope)


def cheapest(
    offers: Mapping[str, Projection], requests: Decimal, low: Decimal, high: Decimal
) -> tuple[Stretch, ...]:
    """The cheapest offer by base cost, for first months from ``low`` to ``high`` requests.

    Args:
        offers: known projections, all of one workload; of equal ones the first by name counts.
        requests: what they were made for.
    """
    curves = {name: _Curve(offers[name], requests) for name in sorted(offers)}
    if not curves or not requests or low >= high:
        return ()
    inner = {bend for curve in curves.values() for bend in curve.bends() if low < bend < high}
    edges = [low, *sorted(inner), high]
    found: list[Stretch] = []
    for left, right in pairwise(edges):
        lines = {name: curve.between(left, right) for name, curve in curves.items()}
        for each in _lowest(lines, left, right):
            if found and found[-1].cheapest == each.cheapest:
                each = each._replace(since=found.pop().since)
            found.append(each)
    return tuple(found)


def _lowest(lines: Mapping[str, _Line], low: Decimal, high: Decimal) -> Iterator[Stretch]:
    """The lowest of straight lines from left to right: each next one is flatter."""
    name = min(lines, key=lambda each: (lines[each].at(low), lines[each].slope))
    while True:
        now = lines[name]
        meets = [
            ((line.fixed - now.fixed) / (now.slope - line.slope), line.slope, other)
            for other, line in lines.items()
            if line.slope < now.slope
        ]
        at, _, after = min(meets, default=(high, ZERO, name))
        if at >= high:
            yield Stretch(low, high, name)
            return
        if at > low:
            yield Stretch(low, at, name)
        low, name = max(at, low), after
