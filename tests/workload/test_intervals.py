"""Means and ratios of few values, with their errors."""

from __future__ import annotations

import math
from random import Random

import pytest

from advisor.workload.intervals import mean, quantile_t, ratio


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [
        (1, 12.7062),
        (2, 4.3027),
        (3, 3.1824),
        (4, 2.7764),
        (10, 2.2281),
        (27, 2.0518),
        (100, 1.9840),
        (1_000_000, 1.9602),
    ],
)
def test_quantiles_of_student(freedom: int, expected: float) -> None:
    assert quantile_t(freedom) == pytest.approx(expected, abs=1e-4)


def test_the_interval_of_a_mean() -> None:
    found = mean([10, 12, 14, 16])
    assert found.value == 13 and found.error == pytest.approx(1.29099, abs=1e-5)
    assert (found.low, found.high) == pytest.approx((8.8915, 17.1085), abs=1e-4)


def test_a_ratio_that_all_pairs_share_has_no_error() -> None:
    found = ratio([3, 6, 30], [2, 4, 20])
    assert found.value == 1.5 and found.low == found.high == 1.5
    assert math.isnan(ratio([3], [2]).error)


def test_the_interval_of_a_ratio_holds_the_truth_as_often_as_it_says() -> None:
    dice, hits = Random(7), 0
    for _ in range(500):
        of = [dice.uniform(100, 2000) for _ in range(12)]
        found = ratio([each * dice.gauss(1.3, 0.1) for each in of], of)
        hits += found.low <= 1.3 <= found.high
    assert 0.90 <= hits / 500 <= 0.98
