"""What each quantity costs at a candidate in each rate cell: the columns of the price matrix."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from advisor.catalog.schema import Offer, PriceRow, Window
from advisor.pricing.rates import (
    MILLION,
    Service,
    discount_on,
    effective,
    offer_changes,
    row_on,
    stated_rates,
    window_at,
)
from advisor.workload.cells import Cells, day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

BILLED = ("requests", "input", "cache_read", "five_minutes", "one_hour", "output")
"""What has a price of its own; ``input`` is what was neither read from a cache nor written."""
SERVICES: dict[str | None, Service] = {
    **dict.fromkeys((None, "", "default", "standard", "auto", "on_demand"), "standard"),
    "batch": "batch",
    "flex": "flex",
    "priority": "priority",
}
"""What logs write -> the service at whose rates they were billed."""
ORDER: tuple[Service, ...] = ("standard", "batch", "flex", "priority")

Prices = tuple[Decimal | None, ...]
"""USD for one of each of :data:`BILLED`; ``None`` is not stated."""


def columns(
    offers: Sequence[Offer],
    cells: Cells,
    services: Sequence[Service],
    ratio: Fraction,
    regions: Sequence[str] = (),
) -> NDArray[np.float64]:
    """USD of offers that need ``ratio`` times the tokens of the log; NaN is not stated.

    ``[offer, phase, size, service, billed]``, with the offer's discount and the surcharge for the
    first of the regions that has one; each price that differs is worked out once.
    """
    least = [ceil(tokens * ratio) for tokens in cells.least]
    days = [day_of(phase) for phase in cells.phases]
    shape = (len(offers), len(cells.phases), len(least), len(services), len(BILLED))
    usd = np.full(shape, np.nan)
    for n, offer in enumerate(offers):
        for (day, window), phases in _states(offer, cells, days).items():
            if row := row_on(offer, day):
                off = discount_on(offer.discount, day)
                state = _state(row, window, least, services, regions)
                usd[n, phases] = state * float(off.factor) if off else state
    return usd


def _states(
    offer: Offer, cells: Cells, days: Sequence[date]
) -> dict[tuple[date, Window | None], list[int]]:
    """The phases of each window and each time without a change, named by its first day."""
    starts = [date.min, *offer_changes(offer, offer.discount)]
    rows = [row_on(offer, start) for start in starts]
    found: dict[tuple[date, Window | None], list[int]] = {}
    for n, phase in enumerate(cells.phases):
        at = bisect_right(starts, days[n]) - 1
        row = rows[at]
        window = window_at(row, phase.moment) if row and row.windows else None
        found.setdefault((starts[at], window), []).append(n)
    return found


def _state(
    row: PriceRow,
    window: Window | None,
    least: Sequence[int],
    services: Sequence[Service],
    regions: Sequence[str],
) -> NDArray[np.float64]:
    """USD by size, service and what is billed."""
    found = np.empty((len(least), len(services), len(BILLED)))
    for n, service in enumerate(services):
        edges = sorted({tier.above for tier in _tiers(row, service)})
        above = [bisect_left(edges, tokens) for tokens in least]
        for size, tokens in enumerate(least):
            if size == 0 or above[size] > above[size - 1]:
                usd = prices(row, tokens, service, window, regions)
                found[size:, n] = [float("nan") if each is None else float(each) for each in usd]
    return found


def _tiers(row: PriceRow, service: Service) -> tuple:  # type: ignore[type-arg]
    variant = None if service == "standard" else getattr(row, service)
    return (*row.tiers, *(getattr(variant, "tiers", None) or ()))


def prices(
    row: PriceRow,
    tokens: int,
    service: Service,
    window: Window | None,
    regions: Sequence[str] = (),
) -> Prices:
    """What one of each costs in a request of so many input tokens.

    As in a quote, a rate that a service does not state is not that of another service, and a batch
    knows no hours. Where a row has a fee alone, tokens cost nothing.
    """
    variant = None if service == "standard" else getattr(row, service)
    if service != "standard" and variant is None:
        return (None,) * len(BILLED)
    rates = effective(row, tokens, service, None if service == "batch" else window, regions)
    own = stated_rates(variant) if variant and variant.factor is None else rates
    fee = row.per_request or Decimal(0)
    alone = row.input is None and row.output is None and _has_fee(row)
    each = (
        (rates.input, own.input),
        (rates.cache_read, own.cache_read),
        (rates.five_minutes, own.five_minutes),
        (rates.one_hour, own.one_hour),
        (rates.output, own.output),
    )
    nothing = Decimal(0) if alone else None
    return (fee, *(nothing if None in pair else pair[0] / MILLION for pair in each))  # type: ignore[operator]


def _has_fee(row: PriceRow) -> bool:
    return row.per_request is not None or row.per_month is not None
