"""One workload at one moment -> what it costs, line by line, exactly. USD, ``Decimal``.

Nothing is guessed: a rate that is needed and not stated makes the whole unknown, by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from advisor.catalog.schema import Offer, PriceRow, Rates
from advisor.pricing.projection import MILLION
from advisor.pricing.rates import Effective, effective, row_on, window_at

EXACT = Context(prec=120)
"""Enough for any product of counts and prices: nothing is rounded."""


@dataclass(frozen=True, slots=True)
class Usage:
    """``requests`` equal requests; tokens are those of one, ``cached_tokens`` part of the input."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    requests: int = 1
    batch: bool = False


class Line(NamedTuple):
    """``amount`` is ``quantity * unit_price``, divided by a million where the unit says so."""

    what: str
    quantity: int
    unit_price: Decimal
    unit: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """``row`` is the price row that held; ``missing`` names what is needed and absent."""

    row: PriceRow | None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The exact sum of the lines; ``None`` where something is missing."""
        if self.missing:
            return None
        with localcontext(EXACT):
            return sum((line.amount for line in self.lines), Decimal(0))


def quote(offer: Offer, usage: Usage, moment: datetime) -> Quote:
    """What a workload costs at an aware moment.

    A tier holds for the whole of each request; hours and weekdays count by the moment, on the
    clock of their zone. A batch has its own rates and no hours.
    """
    row = row_on(offer, moment.astimezone(UTC).date())
    if row is None:
        return Quote(None, missing=("prices",))
    if usage.batch and row.batch is None:
        return Quote(row, missing=("prices.batch",))
    window = None if usage.batch else window_at(row, moment)
    variant = "batch" if usage.batch else "standard"
    rates = effective(row, usage.input_tokens, variant, window)  # type: ignore[arg-type]
    missing = tuple(_missing(row, rates, usage))
    if missing:
        return Quote(row, missing=missing)
    tier = any(usage.input_tokens > tier.above for tier in row.tiers)
    notes = (
        *(("a tier for long requests holds",) if tier else ()),
        *((f"the hours {window.hours} {window.zone} hold",) if window else ()),
    )
    return Quote(row, tuple(_lines(row, rates, usage)), (), notes)


def _quantities(usage: Usage) -> tuple[tuple[str, str, int], ...]:
    """Name of the rate, what is counted, and how many tokens of it."""
    fresh = usage.input_tokens - usage.cached_tokens
    return (
        ("input", "input tokens", fresh * usage.requests),
        ("cache_read", "cached input tokens", usage.cached_tokens * usage.requests),
        ("output", "output tokens", usage.output_tokens * usage.requests),
    )


def _missing(row: PriceRow, rates: Effective, usage: Usage) -> Iterator[str]:
    for name, _, quantity in _quantities(usage):
        if quantity and getattr(rates, name) is None:
            if not _has_fee(row) or any(
                getattr(row, each) is not None for each in ("input", "output")
            ):
                yield f"prices.{name}"
        elif quantity and usage.batch and row.batch and not _stated(row.batch, name):
            yield f"prices.batch.{name}"


def _has_fee(row: PriceRow) -> bool:
    """A price by the request or the month: such an offer need not price tokens at all."""
    return row.per_request is not None or row.per_month is not None


def _stated(rates: Rates, name: str) -> bool:
    return rates.factor is not None or getattr(rates, name) is not None


def _lines(row: PriceRow, rates: Effective, usage: Usage) -> Iterator[Line]:
    batch = "batch " if usage.batch else ""
    with localcontext(EXACT):
        for name, what, quantity in _quantities(usage):
            rate = getattr(rates, name)
            if quantity and rate is not None:
                yield Line(
                    batch + what, quantity, rate, "USD per 1M tokens", quantity * rate / MILLION
                )
        if row.per_request is not None:
            amount = usage.requests * row.per_request
            yield Line("requests", usage.requests, row.per_request, "USD per request", amount)
        if row.per_month is not None:
            yield Line("fixed fee of a month", 1, row.per_month, "USD per month", row.per_month)
