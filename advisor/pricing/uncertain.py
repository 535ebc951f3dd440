"""What of a workload is uncertain, and the points at which every offer of a run is computed.

Each input stands between its low and its high end (:func:`advisor.pricing.lattice.position`), by
itself of all others and in the same place for all months. All offers share the points, so the
difference of two costs is that of the offers and not of chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from advisor.pricing.lattice import points, position
from advisor.pricing.projection import Band, requests_of
from advisor.profile.schema import Workload

POINTS = 1024
"""Another seed moves a percentile by 1 to 2 % where everything is uncertain at once
(``benchmarks/simulation.py``): twenty times less than what is uncertain moves the cost."""
SEED = 2026
INPUTS = (
    "requests",
    "growth",
    "input_tokens",
    "output_tokens",
    "tokenizer",
    "thinking",
    "cache",
    "cache_writes",
    "hours",
    "speed",
    "peak",
    "machines",
    "people",
    "prices",
)
"""All that can be uncertain, in the order of the columns; those from the speed to the people are of
own machines only."""


class Draws:
    """The points of a run: for every input its column of positions from -1 (low) to 1 (high)."""

    def __init__(self, columns: Mapping[str, Sequence[float]], seed: int) -> None:
        self.columns, self.seed = columns, seed
        self.count = len(columns[INPUTS[0]])

    @classmethod
    def of(cls, seed: int = SEED, count: int = POINTS) -> Draws:
        """``count`` is a power of two."""
        found = points(count, len(INPUTS), seed)
        columns = [[position(each) for each in column] for column in found]
        return cls(dict(zip(INPUTS, columns, strict=True)), seed)

    @cached_property
    def slopes(self) -> dict[str, tuple[list[float], list[float]]]:
        """For every input its positions and their sizes, around 0 and of length 1: together they
        make any line with one slope below the base and another above it."""
        return {
            name: (_normal(column), _normal([abs(place) for place in column]))
            for name, column in self.columns.items()
        }


def _normal(values: Sequence[float]) -> list[float]:
    mean = math.fsum(values) / len(values)
    away = [value - mean for value in values]
    length = math.sqrt(math.fsum(each * each for each in away))
    return [each / length for each in away]


class Traffic:
    """What is uncertain alike for every offer: the requests of each month, at each point."""

    def __init__(self, workload: Workload, draws: Draws) -> None:
        self.workload, self.draws = workload, draws
        self.requests, self.growth = requests_of(workload), growth_of(workload)

    @cached_property
    def months(self) -> list[list[float]]:
        """Requests, by month and point."""
        columns = self.draws.columns
        now = along(self.requests, columns["requests"])
        factors = [1 + rate for rate in along(self.growth, columns["growth"])]
        found = [now]
        while len(found) < self.workload.horizon_months:
            now = [each * factor for each, factor in zip(now, factors, strict=True)]
            found.append(now)
        return found


def growth_of(workload: Workload) -> Band:
    """The growth of a month: as stated, give or take the share of it that may be wrong."""
    base, ends = workload.growth_per_month, workload.growth_between
    if ends:
        return Band(ends.low, base, ends.high)
    spread = abs(base) * workload.growth_uncertainty
    return Band(max(base - spread, min(base, Decimal(-1))), base, base + spread)


def cached_of(workload: Workload) -> Band:
    """The share of input that a cache answers. Where none is stated, none is uncertain."""
    base, spread = workload.cached_share, workload.cache_uncertainty
    if not base:
        return Band(base, base, base)
    return Band(max(base - spread, Decimal(0)), base, min(base + spread, Decimal(1)))


def along(band: Band, positions: Sequence[float]) -> list[float]:
    """Values of a band at positions: in a straight line from the base to either end."""
    base = float(band.base)
    below, above = base - float(band.low), float(band.high) - base
    return [base + place * (above if place > 0 else below) for place in positions]
