"""When requests came: by minute, and from that by month, day, weekday and hour; peak and growth."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from advisor.workload.cells import MICROS
from advisor.workload.intervals import Interval, mean, quantile_t
from advisor.workload.sums import sound

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

DAYS_A_MONTH = 365.25 / 12
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEAST_WEEKS = 4
"""Whole weeks without which growth cannot be told from chance."""


@dataclass(frozen=True, eq=False)
class Traffic:
    """``minutes``: since 1970, on the clock of the log, ascending; ``counts``: requests of each."""

    minutes: NDArray[np.int64]
    counts: NDArray[np.int64]
    zone: str
    naive: bool

    def shown(self) -> list[tuple[datetime, int]]:
        """Requests by the hour, as a clock in the zone shows it."""
        hours, of = np.unique(self.minutes // 60, return_inverse=True)
        totals = np.bincount(of, self.counts).astype(np.int64)
        clock = None if self.naive else ZoneInfo(self.zone)
        found = []
        for hour, count in zip(hours.tolist(), totals.tolist(), strict=True):
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
            local = moment if clock is None else moment.astimezone(clock)
            found.append((local.replace(tzinfo=None), count))
        return found

    def days(self) -> dict[date, int]:
        """Every day from the first to the last, also those without a request."""
        found: Counter[date] = Counter()
        for moment, count in self.shown():
            found[moment.date()] += count
        first, last = min(found), max(found)
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return {day: found[day] for day in every}

    def months(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for day, count in self.days().items():
            found[f"{day:%Y-%m}"] += count
        return dict(found)

    def week(self) -> dict[str, list[int]]:
        """Requests by weekday and hour of the day."""
        found = {name: [0] * 24 for name in WEEKDAYS}
        for moment, count in self.shown():
            found[WEEKDAYS[moment.weekday()]][moment.hour] += count
        return found

    def peak(self) -> tuple[float, float]:
        """Requests per second in the 99th percentile of all minutes, and in the busiest one."""
        span = int(self.minutes[-1] - self.minutes[0]) + 1
        rank = math.ceil(0.99 * span) - (span - len(self.counts))
        at = int(np.sort(self.counts)[rank - 1]) if rank > 0 else 0
        return at / 60, int(self.counts.max()) / 60

    def per_month(self) -> Interval | None:
        """Requests of a month of mean length, by the last whole weeks, at most four."""
        days = _whole(self.days())
        last = days[len(days) - min(28, len(days) // 7 * 7) :]
        return mean([count * DAYS_A_MONTH for count in last]) if last else None

    def growth(self) -> Interval | None:
        """The change per month: a straight line through the logarithms of whole weeks."""
        days = _whole(self.days())
        weeks = len(days) // 7
        sums = [sum(days[len(days) - 7 * (n + 1) : len(days) - 7 * n]) for n in range(weeks)]
        if weeks < LEAST_WEEKS or not all(sums):
            return None
        return _growth(np.log(np.array(sums[::-1], float)))


def by_minute(usage: Table, ends: tuple[int, int], models: list[str], services: list[str]) -> Table:
    """The expression: requests of each minute, of rows that are counted."""
    kept = usage.filter(sound(usage), usage.micros.between(*ends), usage.model.isin(models))
    if "service" in kept.columns:
        kept = kept.filter(kept.service.isnull() | kept.service.isin(services))
    return kept.group_by(minute=kept.micros // MICROS).agg(requests=kept.count())


def _whole(days: dict[date, int]) -> list[int]:
    """Without the first and the last day, of which the log may hold only a part."""
    return list(days.values())[1:-1]


def _growth(logs: NDArray[np.float64]) -> Interval:
    n = len(logs)
    x = np.arange(n) - (n - 1) / 2
    slope = float(x @ logs / (x @ x))
    rest = logs - logs.mean() - slope * x
    error = math.sqrt(float(rest @ rest) / (n - 2) / float(x @ x))
    months = DAYS_A_MONTH / 7
    reach = quantile_t(n - 2) * error
    low, middle, high = (math.expm1(months * s) for s in (slope - reach, slope, slope + reach))
    return Interval(middle, (1 + middle) * months * error, low, high)
