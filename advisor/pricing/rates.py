"""Which rates hold: the price row of a day, and what tier, batch, hour and region make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from advisor.catalog.schema import CacheWrite, Offer, PriceRow, Rates, Window

Variant = Literal["standard", "batch", "flex", "priority"]
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RATES = ("input", "output", "cache_read", "cache_write")


@dataclass(frozen=True, slots=True)
class Effective:
    """USD per million tokens, after everything that applies. ``None`` is not stated."""

    input: Decimal | None
    output: Decimal | None
    cache_read: Decimal | None
    cache_write: Decimal | None


def row_on(offer: Offer, day: date) -> PriceRow | None:
    """The price row that holds on a day: the latest that has begun and not ended."""
    found = None
    for row in offer.prices:
        began, ended = row.since or date.min, row.until or date.max
        if began <= day <= ended and (found is None or began >= (found.since or date.min)):
            found = row
    return found


def offer_changes(offer: Offer) -> list[date]:
    """The days on which another price row begins to hold, or one ends, in order."""
    days = {row.since for row in offer.prices if row.since}
    days |= {date.fromordinal(row.until.toordinal() + 1) for row in offer.prices if row.until}
    return sorted(days)


def effective(
    row: PriceRow,
    input_tokens: int,
    variant: Variant = "standard",
    window: Window | None = None,
    regions: Sequence[str] = (),
) -> Effective:
    """The rates of a whole request of ``input_tokens``, served as ``variant`` in ``window``.

    A rate that one condition states outright replaces the row's; where two conditions meet, the
    second multiplies by its ratio to the row's own rate. A variant that is not priced leaves the
    rates as they are.
    """
    own = Effective(row.input, row.output, row.cache_read, _write(row.cache_write))
    rates = own
    for condition in _conditions(row, input_tokens, variant, window, regions):
        rates = _apply(condition, rates, own)
    return rates


def _conditions(
    row: PriceRow,
    input_tokens: int,
    variant: Variant,
    window: Window | None,
    regions: Sequence[str],
) -> Iterable[Rates]:
    if window:
        yield window
    reached = [tier for tier in row.tiers if input_tokens > tier.above]
    if reached:
        yield max(reached, key=lambda tier: tier.above)
    stated = None if variant == "standard" else getattr(row, variant)
    if stated:
        yield stated
    uplift = next((row.region[region] for region in regions if region in row.region), None)
    if uplift:
        yield uplift


def _apply(condition: Rates, rates: Effective, own: Effective) -> Effective:
    changed = {}
    for name in _RATES:
        now, first = getattr(rates, name), getattr(own, name)
        stated = (
            _write(condition.cache_write) if name == "cache_write" else getattr(condition, name)
        )
        if stated is not None:
            changed[name] = stated if now == first or not first else now * stated / first
        elif condition.factor is not None and now is not None:
            changed[name] = now * condition.factor
    return replace(rates, **changed)


def _write(stated: CacheWrite | None) -> Decimal | None:
    """The rate of the shortest lifetime that is priced."""
    if stated is None:
        return None
    rates = (stated.any, stated.five_minutes, stated.one_hour)
    return next((rate for rate in rates if rate is not None), None)


def window_at(row: PriceRow, moment: datetime) -> Window | None:
    """The window of hours and weekdays that a moment falls into, on the clock of its zone."""
    for window in row.windows:
        local = moment.astimezone(ZoneInfo(window.zone))
        if _DAYS[local.weekday()] in window.days and _inside(window, local.time()):
            return window
    return None


def window_shares(row: PriceRow) -> list[tuple[Window | None, Decimal]]:
    """Each window with its share of the hours of a week; ``None`` is the rest."""
    shares: list[tuple[Window | None, Decimal]] = []
    rest = Decimal(1)
    for window in row.windows:
        share = Decimal(_minutes(window) * len(window.days)) / (7 * 24 * 60)
        shares.append((window, share))
        rest -= share
    return [*shares, (None, max(rest, Decimal(0)))]


def _bounds(window: Window) -> tuple[time, time]:
    start, _, end = window.hours.partition("-")
    return time.fromisoformat(start), time.fromisoformat("00:00" if end == "24:00" else end)


def _inside(window: Window, clock: time) -> bool:
    start, end = _bounds(window)
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


def _minutes(window: Window) -> int:
    start, end = _bounds(window)
    length = (end.hour - start.hour) * 60 + end.minute - start.minute
    return length if length > 0 else length + 24 * 60
