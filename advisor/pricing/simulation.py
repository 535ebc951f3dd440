"""What an offer may cost: the projection at many points of what is uncertain.

Floats; the base of a projection stays exact. Where nothing is uncertain there is one point, the
base, and every figure is it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import add, mul
from typing import Any, NamedTuple

from advisor.pricing.meter import Meter, sizes
from advisor.pricing.projection import Band, Period, Projection
from advisor.pricing.thinking import NONE, ThinkingRatio
from advisor.pricing.tokens import SAME, TokenRatio
from advisor.pricing.uncertain import Traffic, along, cached_of
from advisor.profile.quantities import Estimate


class Spread(NamedTuple):
    """In ten cases of a hundred it is below ``p10``, in ten above ``p90``."""

    p10: float
    p50: float
    p90: float
    mean: float


class Risk(NamedTuple):
    """How likely a limit of a month is passed: in each month, and in any of them."""

    months: tuple[float, ...]
    ever: float

    def first(self, least: float) -> int | None:
        """The first month in which that is more likely than ``least``."""
        return next((n for n, chance in enumerate(self.months) if chance > least), None)


@dataclass(frozen=True)
class Simulation:
    """``months`` holds the cost of each month at every point, in USD.

    ``base`` is the total of the projection; ``inputs`` names what is uncertain about this offer.
    """

    months: Sequence[Sequence[float]]
    base: float
    traffic: Traffic
    inputs: tuple[str, ...] = ()

    @cached_property
    def totals(self) -> list[float]:
        """The cost over the horizon at every point."""
        # Of sums of floats the last digit is not sure; where there is nothing to add, the base is.
        return list(map(math.fsum, zip(*self.months, strict=True))) if self.inputs else [self.base]

    def present_values(self, factors: Sequence[Decimal]) -> list[float]:
        """The same with each month times its factor."""
        weights = [float(factor) for factor in factors]
        return [math.fsum(map(mul, each, weights)) for each in zip(*self.months, strict=True)]

    def risk(self, limit: float) -> Risk:
        def above(costs: Iterable[float]) -> float:
            return sum(cost > limit for cost in costs) / len(self.months[0])

        dearest = map(max, zip(*self.months, strict=True))
        return Risk(tuple(map(above, self.months)), above(dearest))

    def below(self, other: Simulation) -> tuple[float, Spread]:
        """How likely it costs less than another over the horizon, and how much less."""
        mine, theirs = self.totals, other.totals
        count = max(len(mine), len(theirs))
        less = [theirs[n % len(theirs)] - mine[n % len(mine)] for n in range(count)]
        return sum(each > 0 for each in less) / count, spread(less)

    @cached_property
    def drivers(self) -> dict[str, float]:
        """How much of the variance of the total each input explains by itself, largest first.

        That is the variance of the line, with one slope below the input's base and another above
        it, which follows the totals best. What is left to 1 is explained by inputs together: with
        more requests, longer ones weigh more.
        """
        mean = math.fsum(self.totals) / len(self.totals)
        away = [total - mean for total in self.totals]
        whole = math.fsum(map(mul, away, away)) if self.inputs else 0.0
        if not whole:
            return {}
        draws = self.traffic.draws
        found = {name: _explained(away, draws.slopes[name]) / whole for name in self.inputs}
        excess = max(1.0, math.fsum(found.values()))
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return {name: share / excess for name, share in ordered}


def spread(values: Iterable[float]) -> Spread:
    ordered = sorted(values)
    count = len(ordered)

    def at(share: float) -> float:
        place = min(max(share * count - 0.5, 0.0), count - 1.0)
        below = int(place)
        above = min(below + 1, count - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (place - below)

    return Spread(at(0.1), at(0.5), at(0.9), math.fsum(ordered) / count)


def _explained(away: Sequence[float], slopes: Sequence[Sequence[float]]) -> float:
    """The squares that a sum of slopes takes off; the slopes do not vary together."""
    return math.fsum(math.fsum(map(mul, away, slope)) ** 2 for slope in slopes)


def simulate(
    done: Projection,
    periods: Sequence[Period],
    traffic: Traffic,
    regions: tuple[str, ...] = (),
    *,
    thinking: ThinkingRatio = NONE,
    tokens: TokenRatio = SAME,
    price_change: Estimate | None = None,
) -> Simulation:
    """The projection of an offer at every point; arguments that :func:`project` has too as there.

    Args:
        done: its projection, which is known.
        periods: its price rows, as the projection has them.
        traffic: of the run.
    """
    inputs = _uncertain(periods, traffic, thinking, tokens, price_change)
    base = float(done.total.base)
    if not inputs:
        return Simulation([[float(band.base)] for _, band in done.months], base, traffic)
    requests = sizes(traffic.workload, traffic.draws, thinking, tokens)
    costs = [Meter(period, traffic.workload, regions).costs(requests) for period in periods]
    monthly = [twelfth_root(1 + rate) for rate in _rates(price_change, traffic)]
    prices = [1.0] * len(monthly)
    months = []
    for n, volume in enumerate(traffic.months):
        fixed, least, parts = 0.0, 0.0, []
        for each, (cost, held) in zip(costs, done.shares, strict=True):
            if share := float(held.get(n, 0)):
                fixed += share * float(cost.fixed)
                least += share * float(cost.least)
                parts.append((each, share))
        months.append(_month(volume, parts, fixed, least, prices))
        prices = list(map(mul, prices, monthly))
    return Simulation(months, base, traffic, inputs)


def _rates(price_change: Estimate | None, traffic: Traffic) -> list[float]:
    """The yearly change of prices at every point; nothing where there is none."""
    if price_change is None:
        return []
    band = Band(price_change.low, price_change.base, price_change.high)
    return along(band, traffic.draws.columns["prices"])


def twelfth_root(value: float) -> float:
    """Of a number above 0, by Newton's steps: machines do not round powers alike."""
    found = 1 + (value - 1) / 12
    while True:
        square = found * found
        eighth = square * square * square * square
        closer = found + (value / (eighth * square * found) - found) / 12
        if closer >= found:
            return found
        found = closer


def _month(
    volume: Sequence[float],
    parts: list[tuple[list[float], float]],
    fixed: float,
    least: float,
    prices: Sequence[float],
) -> list[float]:
    found = [fixed] * len(volume)
    for costs, share in parts:
        paid: Iterable[float] = map(mul, volume, costs)
        if share != 1:
            paid = (share * each for each in paid)
        found = list(map(add, found, paid))
    if prices:
        found = list(map(mul, found, prices))
    return [max(cost, least) for cost in found] if least else found


def _uncertain(
    periods: Sequence[Period],
    traffic: Traffic,
    thinking: ThinkingRatio,
    tokens: TokenRatio,
    price_change: Estimate | None,
) -> tuple[str, ...]:
    """The inputs that are not known exactly and can bear on these prices."""
    workload = traffic.workload
    rows = [period.row for period in periods if period.row]
    caches = bool(workload.cached_share)
    found = {
        "requests": _open(traffic.requests),
        "growth": _open(traffic.growth) and workload.horizon_months > 1,
        "input_tokens": _open(workload.input_tokens),
        "output_tokens": _open(workload.output_tokens),
        "tokenizer": _open(tokens),
        "thinking": _open(thinking),
        "cache": _open(cached_of(workload)) and any(row.cache_read is not None for row in rows),
        "cache_writes": caches and any(row.cache_write for row in rows),
        "hours": any(row.windows for row in rows),
        "prices": bool(price_change and _open(price_change) and workload.horizon_months > 1),
    }
    return tuple(name for name, is_open in found.items() if is_open)


def _open(band: Any) -> bool:
    return bool(band.low != band.high)


def discount_factors(rate: Decimal, months: int) -> list[Decimal]:
    """What a dollar at the end of each month is worth at the start of the first."""
    yearly = 1 + rate
    return [yearly ** (Decimal(-n) / 12) for n in range(1, months + 1)]
