"""What one request costs by a price row, at many points of what is uncertain. Floats.

The same reckoning as the projection's, which is exact and knows three points alone: whole-request
tiers, hours, batches and the cache, with the rates of :func:`advisor.pricing.rates.effective`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.schema import Window
from advisor.pricing.projection import Band, Period
from advisor.pricing.rates import MILLION, Service, effective, window_shares
from advisor.pricing.thinking import ThinkingRatio
from advisor.pricing.tokens import TokenRatio
from advisor.pricing.uncertain import Draws, along, cached_of
from advisor.profile.quantities import Range
from advisor.profile.schema import Workload


class Sizes(NamedTuple):
    """The tokens of one request at every point."""

    sent: list[float]
    cached: list[float]
    written: list[float]
    """Written to a cache, of those that it does not answer."""
    received: list[float]
    hours: Sequence[float]
    """From the cheapest hour (-1) over a week's mean (0) to the dearest (1)."""


def sizes(workload: Workload, draws: Draws, thinking: ThinkingRatio, tokens: TokenRatio) -> Sizes:
    """The requests of a workload, as a model with these ratios counts them."""
    columns = draws.columns
    ratio = along(Band(*tokens[:3]), columns["tokenizer"])
    thought = along(Band(*thinking[:3]), columns["thinking"])
    asked = along(_band(workload.input_tokens), columns["input_tokens"])
    answers = along(_band(workload.output_tokens), columns["output_tokens"])
    shares = along(cached_of(workload), columns["cache"])
    sent = [count * factor for count, factor in zip(asked, ratio, strict=True)]
    cached = [count * share for count, share in zip(sent, shares, strict=True)]
    fresh = zip(sent, cached, columns["cache_writes"], strict=True)
    return Sizes(
        sent,
        cached,
        [(count - read) * max(place, 0.0) for count, read, place in fresh],
        [one * two * three for one, two, three in zip(answers, ratio, thought, strict=True)],
        columns["hours"],
    )


def _band(stated: Range) -> Band:
    return Band(Decimal(stated.low), Decimal(stated.base), Decimal(stated.high))


class _Rates(NamedTuple):
    """USD a token; ``written`` is what writing one costs beside reading it fresh."""

    fresh: float
    cached: float
    written: float
    received: float

    def cost(self, sent: float, cached: float, written: float, received: float) -> float:
        return (
            (sent - cached) * self.fresh
            + cached * self.cached
            + written * self.written
            + received * self.received
        )


class _Plan(NamedTuple):
    """The rates of one range of request sizes: by the hours with their shares, and of a batch."""

    hours: list[tuple[_Rates, float]]
    batch: _Rates | None


class Meter:
    """A price row, with its discount, as a function of what a request holds."""

    def __init__(self, period: Period, workload: Workload, regions: tuple[str, ...]) -> None:
        row = period.row
        assert row is not None
        self._row, self._regions = row, regions
        self._caches = bool(workload.cached_share)
        self._waiting = float(workload.batch_share) if row.batch else 0.0
        self._fee = float(row.per_request or 0)
        self._factor = float(period.discount.factor) if period.discount else 1.0
        own = row.batch.tiers if row.batch and row.batch.tiers else ()
        self._edges = sorted({tier.above for tier in (*row.tiers, *own)})
        self._plans = [self._plan(edge + 1) for edge in (-1, *self._edges)]

    def costs(self, found: Sizes) -> list[float]:
        """USD of one request at every point."""
        if len(self._plans) == 1 and len(self._plans[0].hours) == 1 and not self._waiting:
            cost, fee, factor = self._plans[0].hours[0][0].cost, self._fee, self._factor
            return [(cost(*each) + fee) * factor for each in zip(*found[:4], strict=True)]
        return [self._cost(*each) for each in zip(*found, strict=True)]

    def _cost(
        self, sent: float, cached: float, written: float, received: float, hour: float
    ) -> float:
        # A tier holds for requests above its edge, not at it.
        plan = self._plans[bisect_left(self._edges, sent)]
        costs = [rates.cost(sent, cached, written, received) for rates, _ in plan.hours]
        cost = costs[0]
        if len(costs) > 1:
            cost = math.fsum(
                each * share for each, (_, share) in zip(costs, plan.hours, strict=True)
            )
            end = max(costs) if hour > 0 else min(costs)
            cost += abs(hour) * (end - cost)
        if self._waiting and plan.batch:
            waiting = plan.batch.cost(sent, cached, written, received)
            cost += self._waiting * (waiting - cost)
        return (cost + self._fee) * self._factor

    def _plan(self, sent: int) -> _Plan:
        hours = [
            (self._rates(sent, "standard", window), float(share))
            for window, share in window_shares(self._row)
            if share
        ]
        batch = self._rates(sent, "batch", None) if self._waiting else None
        return _Plan(hours, batch)

    def _rates(self, sent: int, service: Service, window: Window | None) -> _Rates:
        rates = effective(self._row, sent, service, window, self._regions)
        million = float(MILLION)
        fresh = float(rates.input or 0)
        cached = fresh if rates.cache_read is None else float(rates.cache_read)
        write = max(fresh, float(rates.write("any") or fresh)) if self._caches else fresh
        output = float(rates.output or 0)
        return _Rates(
            fresh / million, cached / million, (write - fresh) / million, output / million
        )
