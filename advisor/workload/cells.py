"""Rate cells: the parts of a log in which every candidate's rates are constant.

A request falls into a cell by its size (the candidates' tiers) and by its moment (their windows of
hours and weekdays, the days on which their prices change). Cost is linear within a cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import gcd
from typing import NamedTuple
from zoneinfo import ZoneInfo

from advisor.catalog.schema import Offer, PriceRow
from advisor.pricing.rates import offer_changes, window_at

VARIANTS = ("batch", "flex", "priority")
MICROS = 60_000_000
"""Of a minute."""


class Phase(NamedTuple):
    """A time at which each candidate has one price row and one window: any moment stands for it."""

    moment: datetime


class Span(NamedTuple):
    """The time of a month that is in one phase (an index)."""

    month: str
    phase: int


@dataclass(frozen=True)
class Cells:
    """``sizes``: a request of cell ``i`` has more than ``sizes[i - 1]`` and at most ``sizes[i]``
    input tokens. ``buckets[i]`` is the span of the ``width`` minutes that begin ``first + i``
    widths after 1970, on the clock that the log shows.
    """

    sizes: tuple[int, ...]
    width: int
    first: int
    buckets: tuple[int, ...]
    spans: tuple[Span, ...]
    phases: tuple[Phase, ...]

    @property
    def least(self) -> tuple[int, ...]:
        """The fewest input tokens of a request of each size."""
        return (0, *(edge + 1 for edge in self.sizes))


def thresholds(offers: Iterable[Offer], ratios: Iterable[Fraction] = (Fraction(1),)) -> list[int]:
    """Every size, in tokens of the log, above which some candidate charges otherwise.

    Args:
        ratios: tokens of a candidate for one of the log: a threshold is reached after converting.
    """
    above = {tier for offer in offers for row in offer.prices for tier in _tiers(row)}
    return sorted({int(edge / ratio) for edge in above for ratio in set(ratios)})


def _tiers(row: PriceRow) -> Iterator[int]:
    for rates in (row, *(getattr(row, name) for name in VARIANTS)):
        for tier in getattr(rates, "tiers", None) or ():
            yield tier.above


def cells(
    offers: Sequence[Offer],
    first: datetime,
    last: datetime,
    zone: str,
    *,
    naive: bool = False,
    ratios: Iterable[Fraction] = (Fraction(1),),
) -> Cells:
    """The cells of a log from ``first`` to ``last``, aware moments.

    Args:
        zone: of its months, and of its times where they are ``naive``.
    """
    clock = ZoneInfo(zone)
    windowed = list({row.windows: row for o in offers for row in o.prices if row.windows}.values())
    changes = sorted({day for o in offers for day in offer_changes(o, o.discount)})
    width = _width(windowed, {clock, *_zones(windowed)}, first, last)
    start = _bucket(first, width, clock if naive else None)
    end = _bucket(last, width, clock if naive else None) + 1
    spans: dict[Span, int] = {}
    phases: dict[tuple[object, ...], int] = {}
    moments: list[Phase] = []
    buckets: list[int] = []
    edges = {_bucket(edge, width, None) for edge in _edges(windowed, changes, clock, first, last)}
    begins = sorted({start, *(edge for edge in edges if start < edge < end)})
    if naive:  # a clock that goes back shows some buckets twice: each is looked at
        begins = list(range(start, end))
    for bucket, following in pairwise([*begins, end]):
        moment = _moment(bucket, width, clock if naive else None)
        period = bisect_right(changes, moment.date())
        state = (period, *(window_at(row, moment) for row in windowed))
        if state not in phases:
            phases[state] = len(moments)
            moments.append(Phase(moment))
        span = Span(f"{moment.astimezone(clock):%Y-%m}", phases[state])
        buckets += [spans.setdefault(span, len(spans))] * (following - bucket)
    sizes = tuple(thresholds(offers, ratios))
    return Cells(sizes, width, start, tuple(buckets), tuple(spans), tuple(moments))


def _edges(
    rows: Iterable[PriceRow],
    changes: Iterable[date],
    clock: ZoneInfo,
    first: datetime,
    last: datetime,
) -> Iterator[datetime]:
    """Every moment at which a month, a price row or a window may begin or end."""
    for day in changes:
        yield datetime.combine(day, time(), UTC)
    windows = {window for row in rows for window in row.windows}
    parts = {(w.zone, part) for w in windows for part in ("00:00", *w.hours.split("-"))}
    clocks = [(ZoneInfo(zone), time.fromisoformat(part)) for zone, part in parts if part != "24:00"]
    for day in (first.date() + timedelta(n - 1) for n in range((last - first).days + 3)):
        if day.day == 1:
            yield datetime.combine(day, time(), clock)
        for zone, part in clocks:
            yield datetime.combine(day, part, zone)


def _moment(bucket: int, width: int, clock: ZoneInfo | None) -> datetime:
    """The begin of a bucket in UTC; an hour that a clock shows twice is its first."""
    shown = datetime(1970, 1, 1) + timedelta(minutes=bucket * width)
    return shown.replace(tzinfo=clock or UTC).astimezone(UTC)


def _bucket(moment: datetime, width: int, clock: ZoneInfo | None) -> int:
    shown = moment.astimezone(clock or UTC).replace(tzinfo=None)
    return (shown - datetime(1970, 1, 1)) // timedelta(minutes=width)


def _zones(rows: Iterable[PriceRow]) -> set[ZoneInfo]:
    return {ZoneInfo(window.zone) for row in rows for window in row.windows}


def _width(
    rows: Iterable[PriceRow], clocks: Iterable[ZoneInfo], first: datetime, last: datetime
) -> int:
    """Minutes of the widest bucket that no edge of a window, day or month cuts."""
    edges = [int(part[3:5]) for row in rows for w in row.windows for part in w.hours.split("-")]
    years = range(first.year, last.year + 1)
    seasons = [datetime(year, month, 1, tzinfo=UTC) for year in years for month in (1, 7)]
    offsets = {clock.utcoffset(moment) or timedelta() for clock in clocks for moment in seasons}
    edges += [int(offset.total_seconds()) // 60 for offset in offsets]
    return reduce(gcd, edges, 60)


def day_of(phase: Phase) -> date:
    """The day by which a price row is found, UTC."""
    return phase.moment.date()
