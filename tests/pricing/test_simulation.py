"""What a cost may be: closed forms, bounds, and laws on random prices and workloads."""

from __future__ import annotations

import statistics
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.catalog.schema import Offer
from advisor.pricing.lattice import GENERATOR, points, position
from advisor.pricing.projection import Projection, calendar_months, periods_of, project
from advisor.pricing.simulation import (
    Simulation,
    discount_factors,
    simulate,
    spread,
    twelfth_root,
)
from advisor.pricing.thinking import USUAL, ThinkingRatio
from advisor.pricing.tokens import SAME, TokenRatio
from advisor.pricing.uncertain import INPUTS, Draws, Traffic
from advisor.profile.quantities import Estimate
from advisor.profile.schema import Workload
from tests.worlds import TODAY, Data, Dice, offer, price

D = Decimal
SURE = {"uncertainty": 0, "growth_uncertainty": 0, "cache_uncertainty": 0}
SCENARIO = Estimate.model_validate({"low": "-40%", "base": "-10%", "high": "30%"})
RATIO = TokenRatio(D("0.9"), D("1.1"), D("1.6"), "some", "exact")


def workload(**more: Any) -> Workload:
    """1,000,000 requests of 1,000 tokens in and 100 out a month, for six months; all certain."""
    given = {
        "requests_per_month": 1_000_000,
        "input_tokens": 1000,
        "output_tokens": 100,
        "horizon_months": 6,
        **SURE,
        **more,
    }
    return Workload.model_validate(given)


def both(
    work: Workload,
    *rows: Data,
    draws: Draws | None = None,
    thinking: ThinkingRatio = USUAL,
    tokens: TokenRatio = SAME,
    price_change: Estimate | None = None,
) -> tuple[Projection, Simulation]:
    sold = Offer.model_validate(offer("acme/alpha", *(rows or (price("2", "8"),))))
    thinking = thinking if work.thinking == "added" else ThinkingRatio(D(1), D(1), D(1))
    ratios: Any = {"thinking": thinking, "tokens": tokens, "price_change": price_change}
    done = project(sold, work, TODAY, (), **ratios)
    periods = periods_of(sold, None, calendar_months(TODAY, work.horizon_months))
    traffic = Traffic(work, draws or Draws.of())
    return done, simulate(done, periods, traffic, **ratios)


def simulated(work: Workload, *rows: Data, **more: Any) -> Simulation:
    return both(work, *rows, **more)[1]


WIDE: Data = {
    "requests_per_month": {"low": 600_000, "base": 1_000_000, "high": 1_800_000},
    "input_tokens": {"low": 600, "base": 1000, "high": 2600},
    "output_tokens": {"low": 50, "base": 100, "high": 300},
    "growth_per_month": "0.04",
    "growth_uncertainty": "0.5",
    "cached_share": "0.6",
    "cache_uncertainty": "0.1",
    "batch_share": "0.2",
    "thinking": "added",
}
ROWS = (
    price(
        "2",
        "8",
        cache_read="0.5",
        cache_write={"five_minutes": "2.5"},
        batch={"factor": "0.5"},
        tiers=[{"above": 2000, "factor": "2"}],
        windows=[{"hours": "22:00-06:00", "factor": "0.5", "days": ["mon", "sun"]}],
    ),
    price("3", "8", since="2027-03-11", monthly_minimum="1000", per_month="10"),
)


# -- exact where it can be ----------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_without_uncertainty_every_figure_is_the_base(seed: int) -> None:
    dice = Dice(seed)
    rows = [row for row in dice.prices() if "input" in row and "output" in row]
    rows = [{**row, "windows": []} for row in rows] or [price("2", "8")]
    done, found = both(workload(**{**dice.workload(), **SURE}), *rows)
    if not done.known:  # The first row begins after the first month.
        return
    assert found.months == [[float(band.base)] for _, band in done.months]
    assert set(spread(found.totals)) == {float(done.total.base)}
    assert found.drivers == {}


@pytest.mark.parametrize(("level", "place"), [("low", -1.0), ("base", 0.0), ("high", 1.0)])
def test_the_ends_of_all_inputs_are_the_levels_of_the_projection(level: str, place: float) -> None:
    """Growth and the share of the cache have no part in those."""
    columns = {name: [0.0 if name in ("growth", "cache") else place] for name in INPUTS}
    given: Any = {"draws": Draws(columns, 0), "tokens": RATIO, "price_change": SCENARIO}
    done, found = both(workload(**WIDE), *ROWS, **given)
    for (cost,), (_, band) in zip(found.months, done.months, strict=True):
        assert cost == pytest.approx(float(getattr(band, level)), rel=1e-12)


def test_one_uncertain_factor_has_a_closed_form() -> None:
    """A tenth of a triangle that is one high lies beyond 1 - sqrt(0.2) of the way to its end."""
    found = simulated(workload(uncertainty="0.2"))
    base = 1000 * 2 + 100 * 8
    total = spread(found.totals)
    far = 0.2 * (1 - 0.2**0.5)
    assert total.p50 == pytest.approx(6 * base, rel=1e-4)
    assert total.p90 == pytest.approx(6 * base * (1 + far), rel=1e-4)
    assert total.p10 == pytest.approx(6 * base * (1 - far), rel=1e-4)
    assert total.mean == pytest.approx(6 * base, rel=1e-4)
    assert found.drivers == {"requests": pytest.approx(1, abs=1e-9)}


def test_a_scenario_of_prices_moves_every_month_but_the_first() -> None:
    steady = Estimate.model_validate("-10%")
    work = workload(horizon_months=13)
    done, found = both(work, price_change=steady)
    assert found.drivers == {} and len(set(found.totals)) == 1
    assert spread(found.totals).p50 == pytest.approx(float(done.total.base))
    found = simulated(work, price_change=SCENARIO)
    assert list(found.drivers) == ["prices"]
    assert set(found.months[0]) == {2800.0}
    # A tenth of the cases is beyond so much of the way from the base to an end.
    far = 1 - 0.2**0.5
    last = spread(found.months[12])
    assert last.p10 == pytest.approx(2800 * (0.9 - far * 0.3), rel=1e-3)
    assert last.p90 == pytest.approx(2800 * (0.9 + far * 0.4), rel=1e-3)


@given(st.floats(1e-6, 1e6))
def test_a_twelfth_root_is_one(value: float) -> None:
    root = twelfth_root(value)
    assert root == pytest.approx(value ** (1 / 12), rel=1e-13)


def test_shares_of_the_spread_have_a_closed_form() -> None:
    """Two lengths that add up: each explains as much as the square of its own effect."""
    work = workload(
        input_tokens={"low": 500, "base": 1000, "high": 1500},
        output_tokens={"low": 50, "base": 100, "high": 150},
    )
    found = simulated(work)  # 500 x 2 = 1000 either way against 50 x 8 = 400
    whole = 1000**2 + 400**2
    assert found.drivers["input_tokens"] == pytest.approx(1000**2 / whole, abs=0.01)
    assert found.drivers["output_tokens"] == pytest.approx(400**2 / whole, abs=0.01)


def test_a_budget_is_broken_as_often_as_the_form_says() -> None:
    work = workload(uncertainty="0.2", horizon_months=3)
    found, base = simulated(work), 1000 * 2 + 100 * 8
    # Beyond half the way to the high end lies half of the square of the other half.
    risk = found.risk(base * 1.1)
    assert risk.months == tuple([pytest.approx(0.125, abs=0.002)] * 3)
    assert risk.ever == risk.months[0] and risk.first(0) == 0 and risk.first(0.5) is None
    growing = simulated(workload(uncertainty="0.2", growth_per_month="0.1")).risk(base * 1.1)
    assert growing.first(0.5) == 2 and growing.ever > growing.months[0]
    assert list(growing.months) == sorted(growing.months)


def test_present_value_of_equal_months() -> None:
    """At 10 % a year twelve payments of 1, at the ends of the months, are worth 11.40."""
    factors = discount_factors(D("0.1"), 12)
    assert float(sum(factors)) == pytest.approx((1 - 1.1**-1) / (1.1 ** (1 / 12) - 1), rel=1e-12)
    assert factors[-1] == pytest.approx(1 / D("1.1"))
    found = simulated(workload(horizon_months=12))
    assert found.present_values(factors) == [pytest.approx(2800 * float(sum(factors)))]


# -- laws ---------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_percentiles_are_ordered_and_within_what_is_possible(seed: int) -> None:
    work = workload(**{**WIDE, "growth_uncertainty": 0, "cache_uncertainty": 0})
    done, found = both(work, *ROWS, draws=Draws.of(seed, 256), tokens=RATIO)
    for month, (_, band) in zip(found.months, done.months, strict=True):
        p10, p50, p90, mean = spread(month)
        assert float(band.low) <= p10 <= p50 <= p90 <= float(band.high)
        assert p10 <= mean <= p90
    shares = found.drivers
    assert all(0 <= share <= 1 for share in shares.values())
    assert 0.8 < sum(shares.values()) <= 1 + 1e-12
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


WIDENED = (
    {"uncertainty": "0.2"},
    {"input_tokens": {"low": 800, "base": 1000, "high": 1500}},
    {"output_tokens": {"low": 50, "base": 100, "high": 300}},
    {"growth_per_month": "0.05", "growth_uncertainty": "0.3"},
    {"thinking": "added"},
    {"cached_share": "0.5", "cache_uncertainty": "0.1"},
)


@pytest.mark.parametrize("wider", WIDENED)
def test_more_uncertainty_never_narrows_the_band(wider: Data) -> None:
    """At the same points; beside other inputs, up to the error of the points."""
    row = price("2", "8", cache_read="0.2")
    for other in ({}, {"uncertainty": "0.3"}, {"input_tokens": WIDE["input_tokens"]}):
        if other.keys() & wider.keys():
            continue
        known = {
            **other,
            **{k: v for k, v in wider.items() if k.startswith(("growth_p", "cached"))},
        }
        before = spread(simulated(workload(**known), row).totals)
        after = spread(simulated(workload(**{**other, **wider}), row).totals)
        assert after.p90 - after.p10 > 0.998 * (before.p90 - before.p10)
        if not other:
            assert after.p90 - after.p10 > before.p90 - before.p10


@given(st.integers(2, 50))
def test_variable_prices_scale_with_the_volume(times: int) -> None:
    few, many = (
        spread(
            simulated(workload(**{**WIDE, "requests_per_month": n, "uncertainty": "0.2"})).totals
        )
        for n in (1_000, 1_000 * times)
    )
    assert many == pytest.approx([figure * times for figure in few], rel=1e-9)


def test_a_minimum_holds_at_every_point() -> None:
    found = simulated(workload(**WIDE), price("2", "8", monthly_minimum="4000"))
    assert min(min(month) for month in found.months) == 4000
    assert spread(found.months[0]).p10 == 4000 < spread(found.months[0]).p90


def test_offers_are_compared_at_the_same_points() -> None:
    work, draws = workload(**WIDE), Draws.of()
    dear, cheap = (
        simulated(work, price(*rates), draws=draws) for rates in (("2", "8"), ("1", "4"))
    )
    likely, saved = cheap.below(dear)
    assert likely == 1
    assert saved == pytest.approx(spread(cheap.totals), rel=1e-12)
    assert dear.below(cheap)[0] == 0
    certain = simulated(workload(), draws=draws)
    assert dear.below(certain)[0] == pytest.approx(1 - certain.below(dear)[0])


# -- the points ---------------------------------------------------------------------------------


def test_a_seed_gives_the_same_points_for_good() -> None:
    """These figures may never change: decisions that were written down rest on them."""
    columns = points(8, 2, 2026)
    assert columns == points(8, 2, 2026) != points(8, 2, 2027)
    assert [round(each, 12) for each in columns[0][:2]] == FIRST
    assert columns[1][0] != columns[0][0]


FIRST = [0.857854223011, 0.982854223011]


def test_every_coordinate_is_evenly_spaced() -> None:
    for column in points(1024, len(GENERATOR), 7):
        assert len(GENERATOR) == len(INPUTS)
        steps = [b - a for a, b in pairwise(sorted(column))]
        assert max(steps) - min(steps) < 1e-12


def test_positions_lie_above_the_base_as_often_as_below() -> None:
    assert [position(u) for u in (0, 0.125, 0.5, 0.875, 1)] == [-1, -0.5, 0, 0.5, 1]


def test_the_error_shrinks_with_the_points() -> None:
    """Over shifted copies; random points would need sixteen times as many to quarter it."""

    def error(count: int) -> float:
        means = [
            spread(simulated(workload(**WIDE), draws=Draws.of(seed, count)).totals).mean
            for seed in range(6)
        ]
        return statistics.pstdev(means) / statistics.mean(means)

    few, many = error(64), error(1024)
    assert many < 0.002
    assert many < few / 4
