"""What would make a model fit, or be in time, that is not as it was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from advisor.hosting.accelerator import Accelerator
from advisor.hosting.precision import PRECISIONS
from advisor.hosting.sizing import Sizing, size

_SMALLER = ("fp8", "nvfp4", "int4")


class Remedy(NamedTuple):
    """One thing changed, all else as asked. ``what`` is ``cache``, ``precision``, ``context`` or
    ``gpu``; ``value`` is what it would be."""

    what: str
    value: str
    gpus: int | None


def remedies(sizing: Sizing, accelerators: Iterable[Accelerator] = ()) -> tuple[Remedy, ...]:
    """Everything that suffices by itself; of the accelerators the smallest one."""
    if sizing.replica is None or sizing.serving is not None:
        return ()
    return (
        *_precisions(sizing),
        *_cache(sizing),
        *_context(sizing),
        *_accelerators(sizing, accelerators),
    )


def _precisions(sizing: Sizing) -> Iterator[Remedy]:
    for id in _SMALLER:
        precision = PRECISIONS[id]
        if sizing.weights and sizing.blueprint.weights(precision).total < sizing.weights.total:
            other = size(sizing.blueprint, sizing.accelerator, precision, sizing.demand)
            if other.serving is not None:
                yield Remedy("precision", id, other.gpus)


def _cache(sizing: Sizing) -> Iterator[Remedy]:
    if sizing.demand.cache == "bf16":
        demand = replace(sizing.demand, cache="fp8")
        other = size(sizing.blueprint, sizing.accelerator, sizing.precision, demand)
        if other.serving is not None:
            yield Remedy("cache", "fp8", other.gpus)


def _context(sizing: Sizing) -> Iterator[Remedy]:
    """The longest context that fits, where it still takes a mean request."""
    low = sizing.demand.input_tokens + sizing.demand.output_tokens
    high = sizing.demand.context
    if not _with_context(sizing, low).serving or low >= high:
        return
    while high - low > 1:
        middle = (low + high) // 2
        if _with_context(sizing, middle).serving:
            low = middle
        else:
            high = middle
    yield Remedy("context", str(low), _with_context(sizing, low).gpus)


def _with_context(sizing: Sizing, context: int) -> Sizing:
    demand = replace(sizing.demand, context=context)
    return size(sizing.blueprint, sizing.accelerator, sizing.precision, demand)


def _accelerators(sizing: Sizing, accelerators: Iterable[Accelerator]) -> Iterator[Remedy]:
    """The smallest of the same maker, else of any."""

    def order(one: Accelerator) -> tuple[bool, int, float, str]:
        return one.vendor != sizing.accelerator.vendor, one.memory, one.bandwidth, one.id

    for other in sorted(accelerators, key=order):
        found = size(sizing.blueprint, other, sizing.precision, sizing.demand)
        if found.serving is not None:
            yield Remedy("gpu", other.id, found.gpus)
            return
