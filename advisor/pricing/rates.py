"""Which rates hold: the price row of a day, and what tier, service, hour and region make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Context, Decimal
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from advisor.catalog.schema import CacheWrite, Discount, Offer, PriceRow, Rates, Tier, Window

Service = Literal["standard", "batch", "flex", "priority"]
Lifetime = Literal["five_minutes", "one_hour", "any"]
MILLION = Decimal(1_000_000)
"""Prices of tokens are of so many."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Effective(NamedTuple):
    """USD per million tokens, after everything that applies. ``None`` is not stated."""

    input: Decimal | None
    output: Decimal | None
    cache_read: Decimal | None
    five_minutes: Decimal | None
    """A token written to a cache, to live so long."""
    one_hour: Decimal | None

    def write(self, lifetime: Lifetime) -> Decimal | None:
        """The rate of a written token; of ``any`` lifetime it is the shortest that is priced."""
        if lifetime == "any":
            return self.one_hour if self.five_minutes is None else self.five_minutes
        return self.five_minutes if lifetime == "five_minutes" else self.one_hour


_UNWRITTEN = CacheWrite()
_RATIOS = Context(prec=28)
"""A third of a rate has no end; it is cut here, whatever its user computes with."""


def row_on(offer: Offer, day: date) -> PriceRow | None:
    """The price row that holds on a day: the latest that has begun and not ended."""
    found = None
    for row in offer.prices:
        began, ended = row.since or date.min, row.until or date.max
        if began <= day <= ended and (found is None or began >= (found.since or date.min)):
            found = row
    return found


def discount_on(discount: Discount | None, day: date) -> Discount | None:
    """The discount, if it holds on that day."""
    if discount is None:
        return None
    holds = (discount.since or date.min) <= day <= (discount.until or date.max)
    return discount if holds else None


def offer_changes(offer: Offer, discount: Discount | None = None) -> list[date]:
    """The days on which another price row or a discount begins to hold, or one ends, in order."""
    dated: list[PriceRow | Discount] = [*offer.prices, *((discount,) if discount else ())]
    days = {each.since for each in dated if each.since}
    days |= {date.fromordinal(each.until.toordinal() + 1) for each in dated if each.until}
    return sorted(days)


def effective(
    row: PriceRow,
    input_tokens: int,
    service: Service = "standard",
    window: Window | None = None,
    regions: Sequence[str] = (),
) -> Effective:
    """The rates of a whole request of ``input_tokens``, served as ``service`` in ``window``.

    A rate that one condition states outright replaces the row's; where two conditions meet, the
    second multiplies by its ratio to the row's own rate. A service that is not priced leaves the
    rates as they are; one with tiers of its own has no others.
    """
    own = rates = stated_rates(row)
    if window:
        rates = _apply(window, rates, own)
    variant = None if service == "standard" else getattr(row, service)
    tiers = row.tiers if variant is None or variant.tiers is None else ()
    if tiers and (tier := reached(tiers, input_tokens)):
        rates = _apply(tier, rates, own)
    if variant:
        rates = _apply(variant, rates, own)
        if tier := reached(variant.tiers or (), input_tokens):
            rates = _apply(tier, rates, _apply(variant, own, own))
    for region in regions:
        if region in row.region:
            return _apply(row.region[region], rates, own)
    return rates


def reached(tiers: Sequence[Tier], input_tokens: int) -> Tier | None:
    """The tier that holds for a request: the highest that it is above."""
    above = [tier for tier in tiers if input_tokens > tier.above]
    return max(above, key=lambda tier: tier.above) if above else None


def stated_rates(stated: PriceRow | Rates) -> Effective:
    """What a row or a condition states outright."""
    write = stated.cache_write or _UNWRITTEN
    return Effective(
        stated.input,
        stated.output,
        stated.cache_read,
        write.any if write.five_minutes is None else write.five_minutes,
        write.any if write.one_hour is None else write.one_hour,
    )


def _apply(condition: Rates, rates: Effective, own: Effective) -> Effective:
    factor = condition.factor
    return Effective(
        *(
            _one(stated, factor, now, first)
            for stated, now, first in zip(stated_rates(condition), rates, own, strict=True)
        )
    )


def _one(
    stated: Decimal | None, factor: Decimal | None, now: Decimal | None, first: Decimal | None
) -> Decimal | None:
    """A rate that is ``now``, and ``first`` was the row's, under a condition."""
    if stated is not None:
        if now == first or not first or now is None:
            return stated
        return _RATIOS.divide(now * stated, first)
    return now * factor if factor is not None and now is not None else now


def window_at(row: PriceRow, moment: datetime) -> Window | None:
    """The window of hours and weekdays that a moment falls into, on the clock of its zone."""
    for window in row.windows:
        local = moment.astimezone(ZoneInfo(window.zone))
        if _DAYS[local.weekday()] in window.days and _inside(window, local.time()):
            return window
    return None


_ALWAYS: list[tuple[Window | None, Decimal]] = [(None, Decimal(1))]


def window_shares(row: PriceRow) -> list[tuple[Window | None, Decimal]]:
    """Each window with its share of the hours of a week; ``None`` is the rest."""
    if not row.windows:
        return _ALWAYS
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
