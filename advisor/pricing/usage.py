"""A workload as what is billed: requests alike, with their tokens and how they are served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from advisor.pricing.rates import Lifetime, Service
from advisor.profile.schema import Workload

Quantity = int | Decimal


@dataclass(frozen=True, slots=True)
class Usage:
    """``requests`` equal requests; every other quantity is of one of them.

    ``thinking`` says whether ``output_tokens`` hold what a reasoning model thinks (``included``),
    or are those of the answer, so that it comes on top (``added``). ``hours`` are those of the
    moment that is asked for, or all of a ``week`` alike. ``planned`` requests pay the full price
    where a batch or a cache has none; of those that were made nothing is assumed.
    """

    input_tokens: int = 0
    """Cached and written tokens included."""
    output_tokens: int = 0
    cached_tokens: Quantity = 0
    """Of the input, answered by a cache."""
    cache_writes: Mapping[Lifetime, Quantity] = field(default_factory=dict)
    """Of the input, written to a cache, by how long that lives."""
    images: int = 0
    searches: int = 0
    requests: Quantity = 1
    service: Service = "standard"
    region: str | None = None
    thinking: Literal["included", "added"] = "included"
    hours: Literal["moment", "week"] = "moment"
    planned: bool = False

    @property
    def fresh_tokens(self) -> Quantity:
        """Of the input, neither read from a cache nor written to one."""
        return self.input_tokens - self.cached_tokens - sum(self.cache_writes.values())


def first_month(workload: Workload) -> tuple[Usage, ...]:
    """The base of a profile's workload in its first month: what cannot wait, and what can."""
    requests, waiting = Decimal(workload.requests_per_month.base), workload.batch_share
    parts: tuple[tuple[Service, Decimal], ...] = (("standard", 1 - waiting), ("batch", waiting))
    sent = workload.input_tokens.base
    return tuple(
        Usage(
            sent,
            workload.output_tokens.base,
            sent * workload.cached_share,
            requests=requests * share,
            service=service,
            thinking=workload.thinking,
            hours="week",
            planned=True,
        )
        for service, share in parts
        if share
    )
