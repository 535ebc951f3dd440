"""At which monthly volume another candidate becomes the cheapest: exactly, without trying volumes.

The cost of a month is a straight line of its requests between bends: a minimum that is grown out
of, or a step where one more machine is needed. Which of several is lowest changes only where two
lines meet or one bends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, Protocol

from advisor.pricing.projection import Projection

ZERO = Decimal(0)


class Stretch(NamedTuple):
    """From so many requests a month to so many, this one is the cheapest."""

    since: Decimal
    until: Decimal
    cheapest: str


class Line(NamedTuple):
    """``fixed + slope * requests``"""

    fixed: Decimal
    slope: Decimal

    def at(self, requests: Decimal) -> Decimal:
        return self.fixed + self.slope * requests


class Curve(Protocol):
    """The base cost of a month by its requests, up to ``most`` of them; ``None`` is any number."""

    most: Decimal | None

    def bends(self, low: Decimal, high: Decimal) -> Iterator[Decimal]:
        """Where it bends or jumps between two volumes."""

    def between(self, low: Decimal, high: Decimal) -> Line:
        """The line that it is between two neighboring bends."""


class OfferCurve:
    """What an offer costs in a month with so many requests, at the mean of the horizon's prices."""

    most: Decimal | None = None

    def __init__(self, done: Projection, requests: Decimal) -> None:
        """``requests`` is what the projection was made for."""
        self.months: list[tuple[Line, Decimal]] = []
        count = len(done.growth)
        for n in range(count):
            fixed = slope = least = ZERO
            for cost, held in done.shares:
                if share := held.get(n):
                    price = share * (done.prices[n].base if done.prices else 1)
                    slope += cost.traffic.base / requests * price / count
                    fixed += cost.fixed * price / count
                    least += cost.least * share / count
            self.months.append((Line(fixed, slope), least))

    def bends(self, low: Decimal, high: Decimal) -> Iterator[Decimal]:
        """Where a month grows out of its minimum."""
        for line, least in self.months:
            if least > line.fixed and line.slope:
                at = (least - line.fixed) / line.slope
                if low < at < high:
                    yield at

    def between(self, low: Decimal, high: Decimal) -> Line:
        middle = (low + high) / 2
        fixed = slope = ZERO
        for line, least in self.months:
            held_up = line.at(middle) < least
            fixed += least if held_up else line.fixed
            slope += ZERO if held_up else line.slope
        return Line(fixed, slope)


def cheapest(curves: Mapping[str, Curve], low: Decimal, high: Decimal) -> tuple[Stretch, ...]:
    """The cheapest by base cost, for months of ``low`` to ``high`` requests.

    Of equal ones the first by name counts. Where none can serve as many there is no stretch.
    """
    curves = {name: curves[name] for name in sorted(curves) if reaches(curves[name], low)}
    if not curves or low >= high:
        return ()
    bending: dict[Decimal, list[str]] = defaultdict(list)
    for name, curve in curves.items():
        for bend in curve.bends(low, high):
            bending[bend].append(name)
        if curve.most is not None and curve.most < high:
            bending[curve.most].append(name)
    edges = [low, *sorted(bending), high]
    lines = {name: curve.between(low, edges[1]) for name, curve in curves.items()}
    lines = _in_question(lines, {name for names in bending.values() for name in names}, low, high)
    found: list[Stretch] = []
    for left, right in pairwise(edges):
        for name in bending.get(left, ()):
            if reaches(curves[name], left):
                lines[name] = curves[name].between(left, right)
            else:
                lines.pop(name, None)
        if not lines:
            break
        for each in _lowest(lines, left, right):
            if found and found[-1].cheapest == each.cheapest:
                each = each._replace(since=found.pop().since)
            found.append(each)
    return tuple(found)


def reaches(curve: Curve, requests: Decimal) -> bool:
    """Can more requests than that be served?"""
    return curve.most is None or requests < curve.most


def _in_question(
    lines: dict[str, Line], bent: set[str], low: Decimal, high: Decimal
) -> dict[str, Line]:
    """Without the straight ones that another straight one undercuts everywhere: where there are
    many steps, each line is looked at many times."""
    straight = {name: line for name, line in lines.items() if name not in bent}
    if not straight:
        return lines
    lowest = {stretch.cheapest for stretch in _lowest(straight, low, high)}
    return {name: line for name, line in lines.items() if name in bent or name in lowest}


def _lowest(lines: Mapping[str, Line], low: Decimal, high: Decimal) -> Iterator[Stretch]:
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
