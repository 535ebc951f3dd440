"""What an offer costs month by month over the horizon: low, base and high.

The first month is the calendar month after the day of the decision. A price that changes on a
known day counts from that day, within its month. Base is the stated workload at the mean of the
week's hours; low and high take the ends of what the profile leaves open (requests, tokens) and of
the hours of the day, and high pays for writing the cache where that is priced. Where thinking
comes on top of the answers, each level takes its own ratio of the model.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from math import ceil
from typing import Literal, NamedTuple, Protocol

from advisor.catalog.schema import Discount, Offer, PriceRow, Window
from advisor.pricing.rates import (
    MILLION,
    Service,
    discount_on,
    effective,
    offer_changes,
    row_on,
    window_shares,
)
from advisor.pricing.thinking import NONE, ThinkingRatio
from advisor.pricing.tokens import SAME, TokenRatio
from advisor.profile.quantities import Estimate
from advisor.profile.schema import Workload

Level = Literal["low", "base", "high"]
LEVELS: tuple[Level, ...] = ("low", "base", "high")


class Band(NamedTuple):
    """An amount at three levels, most often in USD."""

    low: Decimal
    base: Decimal
    high: Decimal

    def plus(self, other: Band) -> Band:
        return Band(self.low + other.low, self.base + other.base, self.high + other.high)

    def times(self, factor: Decimal, fixed: Decimal) -> Band:
        """Each level times ``factor``, plus ``fixed``."""
        return Band(
            self.low * factor + fixed, self.base * factor + fixed, self.high * factor + fixed
        )

    def by(self, other: Band) -> Band:
        """Each level times the same one of another."""
        return Band(self.low * other.low, self.base * other.base, self.high * other.high)

    def at_least(self, least: Decimal) -> Band:
        return Band(*(max(amount, least) for amount in self))


ZERO = Band(Decimal(0), Decimal(0), Decimal(0))
WHOLE = Decimal(1)


class Projected(Protocol):
    """Costs over a horizon: of an offer, or of one's own machines."""

    @property
    def known(self) -> bool:
        """Is there a cost at all? Else ``missing`` names what it lacks."""

    @property
    def missing(self) -> tuple[str, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def calendar(self) -> tuple[str, ...]:
        """``2026-12``, one a month."""

    @property
    def months(self) -> tuple[tuple[str, Band], ...]: ...
    @property
    def total(self) -> Band: ...
    @property
    def peak(self) -> Band:
        """The dearest month, by its base."""

    @property
    def peak_high(self) -> Decimal:
        """The highest high figure of any month."""


class RowCost(NamedTuple):
    """What a price row makes of the first month: the part that grows, and the fixed fee.

    ``least`` is what a month costs in any case: a minimum, or a commitment.
    """

    traffic: Band
    fixed: Decimal
    least: Decimal = Decimal(0)


@dataclass(frozen=True)
class Projection:
    """Costs over the horizon, as far as they are known.

    ``shares`` holds each price row's cost with the share of every month (by index) that it holds
    for; it is empty where a needed price is absent, and ``missing`` names that.
    """

    shares: tuple[tuple[RowCost, dict[int, Decimal]], ...]
    calendar: tuple[str, ...] = ()
    """``2026-12``, one a month."""
    growth: tuple[Decimal, ...] = ()
    """Traffic of each month as a multiple of the first."""
    prices: tuple[Band, ...] = ()
    """Prices of each month as a multiple of those that are listed for it; empty: they are those."""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.shares)

    @cached_property
    def _is_by_month(self) -> bool:
        """Has a month a minimum or prices of its own? Then no sum over months has a closed form."""
        return bool(self.prices) or any(cost.least for cost, _ in self.shares)

    @cached_property
    def months(self) -> tuple[tuple[str, Band], ...]:
        """Every month with its cost."""
        found = []
        for n, (name, growth) in enumerate(zip(self.calendar, self.growth, strict=True)):
            band, least = ZERO, Decimal(0)
            for cost, held in self.shares:
                if n in held:
                    band = band.plus(cost.traffic.times(growth * held[n], cost.fixed * held[n]))
                    least += cost.least * held[n]
            band = band.by(self.prices[n]) if self.prices else band
            found.append((name, band.at_least(least) if least else band))
        return tuple(found)

    @cached_property
    def total(self) -> Band:
        """The sum over all months, in closed form: each row's cost times the growth it sees."""
        band = ZERO
        if self._is_by_month:
            for _, month in self.months:
                band = band.plus(month)
            return band
        for cost, held in self.shares:
            grown = _grown(self.growth, held)
            band = band.plus(cost.traffic.times(grown, cost.fixed * sum(held.values())))
        return band

    @cached_property
    def peak(self) -> Band:
        """The dearest month, by its base. With one price it is where traffic is highest."""
        if len(self.shares) == 1 and not self._is_by_month:
            cost = self.shares[0][0]
            return cost.traffic.times(max(self.growth), cost.fixed)
        return max((band for _, band in self.months), key=lambda band: band.base)

    @cached_property
    def peak_high(self) -> Decimal:
        """The highest high figure of any month."""
        if len(self.shares) == 1 and not self._is_by_month:
            return self.peak.high
        return max(band.high for _, band in self.months)


def project(
    offer: Offer,
    workload: Workload,
    start: date,
    regions: tuple[str, ...],
    *,
    thinking: ThinkingRatio | None = NONE,
    discount: Discount | None = None,
    tokens: TokenRatio = SAME,
    price_change: Estimate | None = None,
) -> Projection:
    """The projection of an offer; nothing but ``missing`` where a needed price is absent.

    Args:
        thinking: what the model thinks beside its answers, where the workload counts answers
            only; ``None`` where that is not known.
        discount: of the offer or its provider.
        tokens: of the model for each one that the workload states.
        price_change: of a year, which the buyer takes for possible; without it prices stay.
    """
    if workload.thinking == "included":
        thinking = NONE
    elif thinking is None:
        return Projection((), missing=("features.reasoning",))
    held = periods_of(offer, discount, calendar_months(start, workload.horizon_months))
    for period in held:
        if missing := _missing(period.row):
            day = f"{period.day:%Y-%m}"
            return Projection((), missing=tuple(f"{name} from {day}" for name in missing))
    rows = [period.row for period in held if period.row]
    costs = [_row_cost(period, workload, regions, thinking, tokens) for period in held]
    return Projection(
        tuple(zip(costs, (period.shares for period in held), strict=True)),
        month_names(start, workload.horizon_months),
        growth_factors(workload.growth_per_month, workload.horizon_months),
        price_path(price_change, workload.horizon_months) if price_change else (),
        notes=(
            *_notes(rows, workload, start, regions),
            *_terms_notes(held, thinking),
            *_scenario_notes(price_change),
        ),
    )


@cache
def price_path(change: Estimate, months: int) -> tuple[Band, ...]:
    """What a yearly change makes of today's prices in each month, the first as they are."""
    levels = [[changed(getattr(change, level), n) for n in range(months)] for level in LEVELS]
    return tuple(Band(*month) for month in zip(*levels, strict=True))


@cache
def changed(yearly: Decimal, months: int) -> Decimal:
    """A price after so many months, as a multiple of today's."""
    return (1 + yearly) ** (Decimal(months) / 12)


class Period(NamedTuple):
    """Where one price row and one discount hold: its first day, and its share of each month."""

    day: date
    row: PriceRow | None
    discount: Discount | None
    shares: dict[int, Decimal]


def periods_of(
    offer: Offer, discount: Discount | None, calendar: list[tuple[date, date]]
) -> list[Period]:
    """The horizon by the price row and the discount that hold."""
    first, last = calendar[0][0], calendar[-1][1]
    changes = [day for day in offer_changes(offer, discount) if first < day <= last]
    if not changes:
        whole = _every_month(len(calendar))
        return [Period(first, row_on(offer, first), discount_on(discount, first), whole)]
    held: dict[tuple[int, int], Period] = {}
    for n, (begins, ends) in enumerate(calendar):
        for day, share in _spans(changes, begins, ends):
            row, off = row_on(offer, day), discount_on(discount, day)
            shares = held.setdefault((id(row), id(off)), Period(day, row, off, {})).shares
            shares[n] = shares.get(n, Decimal(0)) + share
    return list(held.values())


def _grown(growth: tuple[Decimal, ...], held: dict[int, Decimal]) -> Decimal:
    """The months that a row holds for, as a multiple of the first month's traffic."""
    if held is _every_month(len(growth)):
        return _sum(growth)
    return sum((growth[n] * share for n, share in held.items()), Decimal(0))


@cache
def _sum(growth: tuple[Decimal, ...]) -> Decimal:
    return sum(growth, Decimal(0))


@cache
def _every_month(count: int) -> dict[int, Decimal]:
    return dict.fromkeys(range(count), WHOLE)


@cache
def month_names(after: date, count: int) -> tuple[str, ...]:
    return tuple(f"{day.year}-{day.month:02d}" for day, _ in calendar_months(after, count))


@cache
def growth_factors(rate: Decimal, count: int) -> tuple[Decimal, ...]:
    """``1, 1 + rate, (1 + rate)**2, …``"""
    factors = [WHOLE]
    while len(factors) < count:
        factors.append(factors[-1] * (1 + rate))
    return tuple(factors)


@cache
def calendar_months(after: date, count: int) -> list[tuple[date, date]]:
    """First and last day of each of the ``count`` calendar months after a day's own month."""
    found = []
    for step in range(after.month, after.month + count):
        year, month = after.year + step // 12, step % 12 + 1
        found.append((date(year, month, 1), date(year, month, monthrange(year, month)[1])))
    return found


def _spans(changes: list[date], first: date, last: date) -> list[tuple[date, Decimal]]:
    """The month cut at the days on which prices change: each part's first day and its share."""
    starts = [first, *(day for day in changes if first < day <= last)]
    if len(starts) == 1:
        return [(first, WHOLE)]
    days = Decimal(last.day)
    ends = [*starts[1:], date.fromordinal(last.toordinal() + 1)]
    return [(day, (end - day).days / days) for day, end in zip(starts, ends, strict=True)]


def _missing(row: PriceRow | None) -> tuple[str, ...]:
    """The prices without which nothing can be said.

    A fee alone is a whole price; beside one token price the other one is missing all the same.
    """
    if row is None:
        return ("prices",)
    absent = tuple(f"prices.{name}" for name in ("input", "output") if getattr(row, name) is None)
    has_fee = row.per_month is not None or row.per_request is not None
    return () if has_fee and len(absent) == 2 else absent


def _row_cost(
    period: Period,
    workload: Workload,
    regions: tuple[str, ...],
    thinking: ThinkingRatio,
    tokens: TokenRatio,
) -> RowCost:
    row, discount = period.row, period.discount
    assert row is not None
    requests = requests_of(workload)
    per_request = _request_costs(row, workload, regions, thinking, tokens)
    traffic = Band(*(getattr(requests, level) * per_request[level] for level in LEVELS))
    fixed, least = row.per_month or Decimal(0), row.monthly_minimum or Decimal(0)
    if discount is None:
        return RowCost(traffic, fixed, least)
    traffic = traffic.times(discount.factor, Decimal(0))
    committed = discount.monthly_commitment or Decimal(0)
    return RowCost(traffic, fixed * discount.factor, max(least, committed))


def requests_of(workload: Workload) -> Band:
    """Requests of the first month: a range as stated, else base give or take the uncertainty."""
    stated = workload.requests_per_month
    base, spread = Decimal(stated.base), workload.uncertainty
    if stated.low != stated.high:
        return Band(Decimal(stated.low), base, Decimal(stated.high))
    return Band(base * (1 - spread), base, base * (1 + spread))


def _request_costs(
    row: PriceRow,
    workload: Workload,
    regions: tuple[str, ...],
    thinking: ThinkingRatio,
    tokens: TokenRatio,
) -> dict[Level, Decimal]:
    """USD per request at each level, over the hours of the week and the share that is batched."""
    found: dict[Level, Decimal] = {}
    windows = [(window, share) for window, share in window_shares(row) if share]
    for level in LEVELS:
        ratio: Decimal = getattr(tokens, level)
        sent = getattr(workload.input_tokens, level) * ratio
        received = getattr(workload.output_tokens, level) * ratio * getattr(thinking, level)
        request = _Request(level, sent, received)
        by_window = [
            (_one(row, workload, request, window, regions), share) for window, share in windows
        ]
        if level == "low":
            found[level] = min(cost for cost, _ in by_window)
        elif level == "high":
            found[level] = max(cost for cost, _ in by_window)
        else:
            found[level] = sum((cost * share for cost, share in by_window), Decimal(0))
    return found


class _Request(NamedTuple):
    """The tokens of one request at a level."""

    level: Level
    sent: Decimal
    received: Decimal


def _one(
    row: PriceRow,
    workload: Workload,
    request: _Request,
    window: Window | None,
    regions: tuple[str, ...],
) -> Decimal:
    share = workload.batch_share
    standard = _tokens_cost(row, workload, request, "standard", window, regions)
    if not share or row.batch is None:
        return standard + (row.per_request or 0)
    batched = _tokens_cost(row, workload, request, "batch", None, regions)
    return standard * (1 - share) + batched * share + (row.per_request or 0)


def _tokens_cost(
    row: PriceRow,
    workload: Workload,
    request: _Request,
    service: Service,
    window: Window | None,
    regions: tuple[str, ...],
) -> Decimal:
    """The tokens of one request: fresh and cached input, and output."""
    sent = request.sent
    rates = effective(row, ceil(sent), service, window, regions)
    fresh_rate = rates.input or Decimal(0)
    cached_rate = fresh_rate if rates.cache_read is None else rates.cache_read
    if request.level == "high" and workload.cached_share:
        fresh_rate = max(fresh_rate, rates.write("any") or fresh_rate)
    cached = sent * workload.cached_share
    tokens = (sent - cached) * fresh_rate + cached * cached_rate
    return (tokens + request.received * (rates.output or Decimal(0))) / MILLION


def _terms_notes(held: list[Period], thinking: ThinkingRatio) -> tuple[str, ...]:
    """What a contract, a minimum and thinking do to the figures."""
    notes = [
        f"A discount is counted, times {off.factor}: {off.why}"
        for off in dict.fromkeys(period.discount for period in held)
        if off and off.factor != 1
    ]
    if any(period.row and period.row.monthly_minimum for period in held):
        notes.append("A month costs at least the provider's minimum.")
    if any(period.discount and period.discount.monthly_commitment for period in held):
        notes.append("The committed spend is paid in any case, here by this offer alone.")
    if thinking != NONE:
        whose = "as stated for this model" if thinking.source else "as seen of other models"
        band = f"{thinking.base} ({thinking.low} to {thinking.high})"
        notes.append(f"Output tokens are the answers' times {band} for thinking, {whose}.")
    return tuple(notes)


def _scenario_notes(change: Estimate | None) -> tuple[str, ...]:
    if change is None:
        return ()
    low, base, high = (f"{100 * float(getattr(change, level)):.4g}%" for level in LEVELS)
    band = "" if low == high else f" ({low} to {high})"
    return (f"A scenario of the profile: listed prices change by {base}{band} a year.",)


def _notes(
    rows: list[PriceRow], workload: Workload, start: date, regions: tuple[str, ...]
) -> tuple[str, ...]:
    """What the figures assume, where the price rows leave something open."""
    notes = [
        f"From {row.since.isoformat()} on another price holds; it is counted from that day."
        for row in rows
        if row.since and row.since > start
    ]
    if workload.cached_share and any(row.cache_read is None for row in rows):
        notes.append("No price for cached input is stated: it is counted at the full input price.")
    if workload.cached_share and any(row.cache_write for row in rows):
        notes.append("Writing the cache costs extra here: counted in the high figure only.")
    if workload.batch_share and any(row.batch is None for row in rows):
        notes.append("No batch price is stated: the batched share is counted at the normal price.")
    if any(row.windows for row in rows):
        notes.append("Prices depend on the hour: base spreads requests evenly over the week.")
    if any(region in row.region for row in rows for region in regions):
        notes.append("The provider's surcharge for the required region is counted.")
    if any(workload.input_tokens.base > tier.above for row in rows for tier in row.tiers):
        notes.append(
            "The requests are long enough for a dearer tier; it holds for the whole request."
        )
    return tuple(notes)
