"""When requests come: by month, weekday and hour; the peak; growth with its error."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.workload.traffic import Traffic

DAY = 24 * 60
MONDAY = 29_459_520
"""2026-01-05 00:00 UTC in minutes since 1970."""


def traffic(counts: dict[int, int], zone: str = "UTC") -> Traffic:
    minutes = sorted(counts)
    return Traffic(np.array(minutes), np.array([counts[m] for m in minutes]), zone, False)


def daily(counts: list[int]) -> Traffic:
    return traffic({MONDAY + n * DAY + 600: count for n, count in enumerate(counts) if count})


def test_hours_and_weekdays_are_those_of_the_zone() -> None:
    late = traffic({MONDAY + 20 * 60: 7}, "Asia/Seoul")
    assert late.week()["tue"][5] == 7 and sum(map(sum, late.week().values())) == 7
    assert {str(day): n for day, n in late.days().items()} == {"2026-01-06": 7}


def test_days_without_requests_are_told() -> None:
    assert list(daily([3, 0, 5]).days().values()) == [3, 0, 5]


def test_the_peak_counts_quiet_minutes() -> None:
    minutes = {MONDAY + n: 60 for n in range(0, 1000, 10)}
    minutes[MONDAY] = 600
    # Of 991 minutes 100 have requests: the 99th percentile is a minute of 60.
    assert traffic(minutes).peak() == (1.0, 10.0)
    assert traffic({MONDAY: 60, MONDAY + 10_000: 60}).peak() == (0.0, 1.0)


def test_growth_of_traffic_that_doubles_each_four_weeks() -> None:
    found = daily([1, *(round(1000 * 2 ** (n / 28)) for n in range(70)), 1]).growth()
    assert found is not None
    assert found.value == pytest.approx(2 ** (365.25 / 12 / 28) - 1, rel=1e-3)
    assert found.low <= found.value <= found.high and found.error < 0.01


def test_the_interval_of_growth_holds_the_truth_as_often_as_it_says() -> None:
    dice, hits = np.random.default_rng(5), 0
    for _ in range(300):
        level = 5000 * 1.05 ** (np.arange(86) / (365.25 / 12))
        counts = np.maximum(1, dice.normal(level, level / 4)).astype(int).tolist()
        found = daily(counts).growth()
        assert found is not None
        hits += found.low <= 0.05 <= found.high
    assert 0.90 <= hits / 300 <= 0.99


def test_growth_needs_four_whole_weeks() -> None:
    assert daily([10] * 29).growth() is None
    assert daily([10] * 30).growth() is not None
    assert daily([10] * 15 + [0] * 14 + [10] * 15).growth() is None


def test_a_month_is_told_by_whole_weeks() -> None:
    found = daily([1, *[100] * 5, *[0] * 2, *[100] * 5, 0, 0, 1]).per_month()
    assert found is not None and found.value == pytest.approx(100 * 5 / 7 * 365.25 / 12)
    assert daily([5] * 8).per_month() is None
