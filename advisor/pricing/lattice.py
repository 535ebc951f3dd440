"""Points that fill a cube evenly, the same for a seed on every machine.

A rank-1 lattice, shifted at random: point ``k`` of ``n`` is ``k * GENERATOR / n + shift``, each
coordinate taken modulo 1. In every single coordinate the points are equally spaced, so the spread
of one input is met as well as so many points can; over all coordinates together the error of a mean
falls nearly with ``1 / n``, where random draws need four times the points to halve it.

Only additions, multiplications and square roots enter, which IEEE 754 rounds alike everywhere.
"""

from __future__ import annotations

import math

GENERATOR = (1, 561, 667, 417, 1063, 123, 1591, 391, 1425, 1465, 477, 747, 65, 1739)
"""Found component by component (``benchmarks/simulation.py``): the least worst-case error for
smooth periodic functions, compared over 128, 256, … and 4,096 points. A dimension weighs 0.03, so
that pairs of inputs, which a cost is a product of, are filled best."""
_MASK = 2**64 - 1


def points(count: int, dimensions: int, seed: int) -> list[list[float]]:
    """``dimensions`` columns of ``count`` coordinates in 0..1; ``count`` is a power of two."""
    shifts = _uniform(seed, dimensions)
    return [
        [((k * step) % count / count + shift) % 1.0 for k in range(count)]
        for step, shift in zip(GENERATOR[:dimensions], shifts, strict=True)
    ]


def position(coordinate: float) -> float:
    """A coordinate -> where between ``low`` (-1), ``base`` (0) and ``high`` (1) an input stands.

    Above the base as often as below it; likelihood falls in a straight line to nothing at the ends.
    """
    if coordinate < 0.5:
        return math.sqrt(2 * coordinate) - 1
    return 1 - math.sqrt(2 * (1 - coordinate))


def _uniform(seed: int, count: int) -> list[float]:
    """SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for a seed for good."""
    state, found = seed & _MASK, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        found.append(((mixed ^ (mixed >> 31)) >> 11) / 2**53)
    return found
