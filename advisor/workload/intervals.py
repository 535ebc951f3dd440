"""Means with their errors: how far a few samples or a few days can be trusted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

ENOUGH = 10_000
"""Degrees of freedom beyond which Student's t is taken as it is there, 0.01 % too far."""


class Interval(NamedTuple):
    """An estimate with its standard error and the ends of its 95 % interval."""

    value: float
    error: float
    low: float
    high: float


def mean(values: Sequence[float]) -> Interval:
    """The mean of independent values; of one value the error is not known (NaN)."""
    n, middle = len(values), sum(values) / len(values)
    if n < 2:
        return Interval(middle, math.nan, middle, middle)
    error = math.sqrt(sum((v - middle) ** 2 for v in values) / (n - 1) / n)
    reach = quantile_t(n - 1) * error
    return Interval(middle, error, max(0.0, middle - reach), middle + reach)


def ratio(values: Sequence[float], of: Sequence[float]) -> Interval:
    """The sum of ``values`` for one of the sum of ``of``, which go in pairs.

    Its error is that of the mean of what each pair strays from the common ratio.

    Raises:
        ZeroDivisionError: the second ones add up to nothing.
    """
    n, middle = len(values), math.fsum(values) / math.fsum(of)
    if n < 2:
        return Interval(middle, math.nan, middle, middle)
    rest = math.fsum((v - middle * w) ** 2 for v, w in zip(values, of, strict=True))
    error = math.sqrt(rest / (n - 1) * n) / math.fsum(of)
    reach = quantile_t(n - 1) * error
    return Interval(middle, error, max(0.0, middle - reach), middle + reach)


@cache
def quantile_t(freedom: int, inside: float = 0.95) -> float:
    """Student's t: so far from 0 lies the given share, for one or more degrees of freedom."""
    freedom, low, high = min(freedom, ENOUGH), 0.0, 2.0
    while _inside_t(high, freedom) < inside:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside_t(middle, freedom) < inside else (low, middle)
    return high


def _inside_t(t: float, freedom: int) -> float:
    """The share between ``-t`` and ``t``: the finite series for whole degrees of freedom."""
    angle = math.atan(t / math.sqrt(freedom))
    cos2, odd = math.cos(angle) ** 2, freedom % 2
    total, term = 0.0, math.cos(angle) if odd else 1.0
    for n in range(freedom // 2):
        total += term
        term *= cos2 * (2 * n + 1 + odd) / (2 * n + 2 + odd)
    series = math.sin(angle) * total
    return 2 / math.pi * (angle + series) if odd else series
