"""How one replica of a model is spread over accelerators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.catalog.schema import Architecture
from advisor.hosting.cache import Cache
from advisor.hosting.unknown import dimensions

SIZES = (1, 2, 4, 8)
"""Accelerators of one replica: those of one machine."""


class Layout(NamedTuple):
    """Tensor parallel splits every matrix and the attention heads. Data parallel copies attention,
    splits the requests, and spreads the experts over all."""

    tensor_parallel: int
    data_parallel: int = 1

    @property
    def gpus(self) -> int:
        return self.tensor_parallel * self.data_parallel


def layouts(architecture: Architecture, cache: Cache) -> tuple[Layout, ...]:
    """Every layout that engines accept, the smallest first.

    Tensor parallel must divide the attention heads; KV heads are divided too, or repeated. A cache
    that it cannot split is kept by each rank as a whole: with experts, data parallel is then the
    other way.
    """
    (heads,) = dimensions(architecture, "attention_heads")
    return tuple(sorted(_all(heads, cache, architecture.experts), key=lambda one: one.gpus))


def _all(heads: int, cache: Cache, experts: int | None) -> Iterator[Layout]:
    for ranks in SIZES:
        if heads % ranks == 0 and all(_splits(group.heads, ranks) for group in cache.groups):
            yield Layout(ranks)
    if experts and not cache.is_split:
        yield from (Layout(1, ranks) for ranks in SIZES[1:] if experts % ranks == 0)


def _splits(heads: int, ranks: int) -> bool:
    return heads % ranks == 0 or ranks % heads == 0
