"""A workload as what is billed: requests alike, with their tokens and how they are served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from advisor.pricing.rates import Lifetime, Service
from advisor.pricing.tokens import TokenRatios
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

    input_tokens: Quantity = 0
    """Cached and written tokens included."""
    output_tokens: Quantity = 0
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

    def times(self, ratio: Decimal) -> Usage:
        """The same texts for a model that makes so many tokens of each one."""
        return replace(
            self,
            input_tokens=self.input_tokens * ratio,
            output_tokens=self.output_tokens * ratio,
            cached_tokens=self.cached_tokens * ratio,
            cache_writes={kind: count * ratio for kind, count in self.cache_writes.items()},
        )


class Usages(NamedTuple):
    """A workload in parts: as it is to be billed, and with its tokens at either end of what is
    not known of them."""

    low: tuple[Usage, ...]
    base: tuple[Usage, ...]
    high: tuple[Usage, ...]


class Asked(NamedTuple):
    """A workload to be priced.

    ``ratios`` carry its tokens over to each model; without them they are each model's own.
    """

    usages: Usages
    ratios: TokenRatios | None = None
    warnings: Sequence[str] = ()


def exactly(*parts: Usage) -> Usages:
    """Nothing about it is uncertain."""
    return Usages(parts, parts, parts)


def first_months(workload: Workload) -> Usages:
    """The first month at all levels of its tokens, for the base number of requests."""
    return Usages(*(first_month(workload, level) for level in Usages._fields))


def first_month(workload: Workload, level: str = "base") -> tuple[Usage, ...]:
    """A profile's workload in its first month: what cannot wait, and what can.

    Args:
        level: of the tokens: ``low``, ``base`` or ``high``.
    """
    requests, waiting = Decimal(workload.requests_per_month.base), workload.batch_share
    parts: tuple[tuple[Service, Decimal], ...] = (("standard", 1 - waiting), ("batch", waiting))
    sent: int = getattr(workload.input_tokens, level)
    return tuple(
        Usage(
            sent,
            getattr(workload.output_tokens, level),
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
