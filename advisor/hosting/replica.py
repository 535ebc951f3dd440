"""One copy of a model: what it holds in memory, and how many requests it answers in time."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from advisor.hosting.case import Case
from advisor.hosting.constants import LIVE_QUANTILE, MOST_SEQUENCES, UTILIZATION
from advisor.hosting.demand import Demand
from advisor.hosting.layout import Layout
from advisor.hosting.speed import Roofline, roofline

_MOST = int(MOST_SEQUENCES.value)
_SPREAD = LIVE_QUANTILE.value


@dataclass(frozen=True, slots=True)
class Replica:
    """One copy of a model, and the memory of each accelerator in it, in bytes."""

    layout: Layout
    budget: int
    """What the engine may claim."""
    weights: int
    overhead: int
    longest: int
    """The cache of one request that fills the context."""
    in_memory: int
    """Requests that the caches hold at once, 95 times of 100; 0 where not even one fits."""
    batch: int
    """Those of them that are answered in time; 0 where not even one is."""
    speed: Roofline | None
    """``None`` where the rate of the accelerator is not known."""

    @property
    def pool(self) -> int:
        """What is left for caches; negative where the weights alone are too large."""
        return self.budget - self.weights - self.overhead

    @property
    def short(self) -> int:
        """Bytes that are lacking for one request that fills the context."""
        return max(self.longest - self.pool, 0)


def replica(case: Case, layout: Layout) -> Replica:
    """The replica of a case in a layout, whether it fits or not."""
    ranks, copies = layout
    budget = int(case.accelerator.memory * UTILIZATION.value)
    weights = -(-case.weights.others // ranks) - (-case.weights.experts // layout.gpus)
    overhead = case.shape.overheads[ranks]
    longest = case.cache.bytes(case.demand.context, ranks)
    pool, in_memory = budget - weights - overhead, 0
    if pool >= longest:
        in_memory = copies * max(_sequences(case, pool, ranks), 1)
    speed, batch = None, in_memory
    if case.peak and in_memory:
        speed = roofline(case, layout, case.peak)
        batch = _in_time(speed, in_memory, case.demand)
    return Replica(layout, budget, weights, overhead, longest, in_memory, batch, speed)


def _sequences(case: Case, pool: int, ranks: int) -> int:
    """Requests that the caches of one accelerator hold 95 times of 100.

    On average each has half its output; all at the end of theirs at once is no matter of chance
    once there are many. ``n`` requests take ``n * mean + spread * sqrt(n)``, solved for ``n``.
    """
    cache, demand = case.cache, case.demand
    mean = cache.bytes(demand.input_tokens + demand.output_tokens // 2, ranks)
    spread = _SPREAD * (cache.bytes(demand.input_tokens + demand.output_tokens, ranks) - mean)
    if not mean:
        return _MOST
    root = (sqrt(spread * spread + 4.0 * mean * pool) - spread) / (2.0 * mean)
    return min(int(root * root), _MOST)


def _in_time(speed: Roofline, most: int, demand: Demand) -> int:
    """The largest batch up to ``most`` that keeps the latencies; they rise with it."""
    limits = demand.max_tpot, demand.max_ttft
    if limits == (None, None) or speed.keeps(most, *limits):
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if speed.keeps(middle, *limits):
            low = middle
        else:
            high = middle
    return low
