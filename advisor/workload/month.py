"""A month of a logged workload as what is billed: by size and service, not as a mean request.

Where a request is so long that some price is another one, the mean of all would hide it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from advisor.pricing.rates import Lifetime
from advisor.pricing.usage import Usage, Usages
from advisor.workload.logged import Unit
from advisor.workload.schema import Size, WorkloadFile

TOKENS, REQUESTS = Decimal("0.01"), Decimal("0.0001")
"""Means of a part are told so exactly."""


def month(file: WorkloadFile, unit: Unit, requests: int) -> Usages:
    """So many requests of the logged sizes and services, their tokens as ``unit`` counts."""
    sent, received = unit.factors("input_tokens"), unit.factors("output_tokens")
    levels = zip(sent, received, strict=True)
    return Usages(*(tuple(_parts(file, requests, *factors)) for factors in levels))


def _parts(file: WorkloadFile, requests: int, sent: Decimal, received: Decimal) -> Iterator[Usage]:
    """Each size has the services of the whole: a log's file does not tell the two together."""
    sizes, services = (
        sum(each.requests for each in parts) for parts in (file.sizes, file.services)
    )
    for size in file.sizes:
        mean = _mean(size, sent, received)
        for each in file.services:
            share = Decimal(size.requests * each.requests) / (sizes * services)
            times = (requests * share).quantize(REQUESTS)
            yield replace(mean, requests=times, service=each.service)


def _mean(size: Size, sent: Decimal, received: Decimal) -> Usage:
    """A request of this size. Its parts are rounded so that they never exceed the whole."""

    def one(count: int | None, factor: Decimal, way: str = ROUND_FLOOR) -> Decimal:
        return (Decimal(count or 0) / size.requests * factor).quantize(TOKENS, way)

    writes: dict[Lifetime, Decimal] = {
        "five_minutes": one(size.cache_writes_five_minutes, sent),
        "one_hour": one(size.cache_writes_one_hour, sent),
    }
    return Usage(
        one(size.input_tokens, sent, ROUND_CEILING),
        one(size.output_tokens, received, ROUND_CEILING),
        one(size.cached_tokens, sent),
        {lifetime: count for lifetime, count in writes.items() if count},
        hours="week",
        planned=True,
    )
