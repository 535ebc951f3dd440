"""Projections worked out by hand. All prices are USD per million tokens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.catalog.schema import Offer
from advisor.pricing.projection import Projection, project
from advisor.profile.quantities import Estimate
from advisor.profile.schema import Workload
from tests.worlds import TODAY, Data, offer, price

D = Decimal


def projected(
    *rows: Data,
    regions: tuple[str, ...] = (),
    start: date = TODAY,
    price_change: Any = None,
    **more: Any,
) -> Projection:
    """1,000,000 requests of 1,000 tokens in and 100 out a month, for two months, unless stated."""
    workload = {
        "requests_per_month": 1_000_000,
        "input_tokens": 1000,
        "output_tokens": 100,
        "horizon_months": 2,
        **more,
    }
    given = Offer.model_validate(offer("acme/alpha", *rows))
    change = None if price_change is None else Estimate.model_validate(price_change)
    stated = Workload.model_validate(workload)
    return project(given, stated, start, regions, price_change=change)


def base(*rows: Data, **more: Any) -> Decimal:
    """The base cost of the first month."""
    return projected(*rows, **more).months[0][1].base


def test_a_plain_price() -> None:
    found = projected(price("2", "8"))
    # 1,000 M tokens in at 2 and 100 M tokens out at 8.
    assert [(month, band.base) for month, band in found.months] == [
        ("2026-12", D(2800)),
        ("2027-01", D(2800)),
    ]
    assert found.total.base == D(5600)


def test_the_first_month_is_the_one_after_the_decision() -> None:
    assert projected(price(), start=date(2026, 12, 31)).months[0][0] == "2027-01"


def test_growth_compounds_from_the_second_month() -> None:
    found = projected(price("2", "8"), growth_per_month="0.1", horizon_months=3)
    assert [band.base for _, band in found.months] == [D(2800), D(3080), D(3388)]
    assert found.total.base == D(9268)
    assert found.peak.base == D(3388)


def test_traffic_may_shrink() -> None:
    found = projected(price("2", "8"), growth_per_month="-50%")
    assert [band.base for _, band in found.months] == [D(2800), D(1400)]
    assert found.peak.base == D(2800)


def test_uncertainty_widens_the_number_of_requests() -> None:
    band = projected(price("2", "8"), uncertainty="0.25").months[0][1]
    assert (band.low, band.base, band.high) == (D(2100), D(2800), D(3500))


def test_ranges_replace_the_uncertainty() -> None:
    requests = {"low": 500_000, "base": 1_000_000, "high": 3_000_000}
    tokens = {"low": 800, "base": 1000, "high": 2000}
    band = projected(price("2", "8"), requests_per_month=requests, input_tokens=tokens).months[0][1]
    # 0.5 M x (800 x 2 + 100 x 8) and 3 M x (2,000 x 2 + 100 x 8), per million.
    assert (band.low, band.base, band.high) == (D(1200), D(2800), D(14400))


def test_a_price_step_counts_from_its_day_within_the_month() -> None:
    found = projected(price("2", "8", since="2026-01-01"), price("4", "8", since="2027-01-11"))
    # 10 of the 31 days of January at 2,800 a month, 21 at 4,800.
    january = found.months[1][1].base
    assert found.months[0][1].base == D(2800)
    assert january.quantize(D("1e-15")) == ((D(2800) * 10 + D(4800) * 21) / 31).quantize(D("1e-15"))
    assert any("2027-01-11" in note for note in found.notes)


def test_listed_prices_change_by_a_scenario_of_the_profile() -> None:
    row = price("2", "8", per_month="100")
    scenario = {"low": "-75%", "base": "-19%", "high": "21%"}
    found = projected(row, price_change=scenario, horizon_months=13, uncertainty=0)
    plain = projected(row, horizon_months=13, uncertainty=0)
    assert found.months[0] == plain.months[0]
    half, year = found.months[6][1], found.months[12][1]
    assert [round(each, 9) for each in half] == [
        D(2900) * f for f in (D("0.5"), D("0.9"), D("1.1"))
    ]
    assert list(year) == [D(2900) * f for f in (D("0.25"), D("0.81"), D("1.21"))]
    assert found.total.base == sum(band.base for _, band in found.months)
    assert (found.peak, found.peak_high) == (found.months[0][1], year.high)
    assert "A scenario of the profile: listed prices change by -19% (-75% to 21%) a year." in (
        found.notes
    )


def test_what_a_contract_fixes_is_in_no_scenario() -> None:
    row = price("2", "8", monthly_minimum="2000")
    found = projected(row, price_change="-75%", horizon_months=13)
    assert [found.months[n][1].base for n in (0, 12)] == [D(2800), D(2000)]


def test_a_price_that_ends_leaves_the_rest_unknown() -> None:
    found = projected(price("2", "8", until="2026-12-31"))
    assert not found.known
    assert found.months == ()
    assert found.missing == ("prices from 2027-01",)


def test_a_price_that_has_not_begun_is_no_price() -> None:
    assert projected(price(since="2027-01-01")).missing == ("prices from 2026-12",)


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([], ("prices from 2026-12",)),
        ([price(None, "8")], ("prices.input from 2026-12",)),
        ([price("2", None)], ("prices.output from 2026-12",)),
        ([price(None, None)], ("prices.input from 2026-12", "prices.output from 2026-12")),
        ([price("2", None, per_request="0.01")], ("prices.output from 2026-12",)),
        ([price(None, "8", per_month="100")], ("prices.input from 2026-12",)),
        (
            [price(since="2026-01-01"), price("2", None, since="2027-01-05")],
            ("prices.output from 2027-01",),
        ),
    ],
)
def test_a_missing_price_is_named_and_never_zero(
    rows: list[Data], missing: tuple[str, ...]
) -> None:
    found = projected(*rows)
    assert found.missing == missing
    assert not found.known


def test_a_stated_zero_is_a_price() -> None:
    assert base(price("0", "0")) == 0


@pytest.mark.parametrize(
    ("tokens", "rate"), [(1999, 2), (2000, 2), (2001, 4), (5000, 4), (5001, 10)]
)
def test_a_tier_holds_for_the_whole_request_above_its_bound(tokens: int, rate: int) -> None:
    row = price("2", "8", tiers=[{"above": 2000, "input": "4"}, {"above": 5000, "input": "10"}])
    assert base(row, input_tokens=tokens, output_tokens=0) == tokens * rate


def test_a_tier_may_be_a_factor_on_every_token_rate() -> None:
    row = price("2", "8", cache_read="1", tiers=[{"above": 999, "factor": "2"}])
    # Half of the input is cached: 500 x 4 + 500 x 2 + 100 x 16.
    assert base(row, cached_share="0.5") == D(4600)


def test_cached_input_has_its_own_price() -> None:
    # 400 x 2 + 600 x 0.5 + 100 x 8
    assert base(price("2", "8", cache_read="0.5"), cached_share="60%") == D(1900)


def test_without_a_cache_price_cached_input_costs_the_full_price_and_it_is_told() -> None:
    found = projected(price("2", "8"), cached_share="60%")
    assert found.months[0][1].base == D(2800)
    assert any("cached input" in note for note in found.notes)


def test_writing_the_cache_counts_in_the_high_figure_only() -> None:
    row = price("2", "8", cache_read="0.5", cache_write="2.5")
    band = projected(row, cached_share="0.6", uncertainty="0").months[0][1]
    # High: 400 x 2.5 instead of 400 x 2.
    assert (band.low, band.base, band.high) == (D(1900), D(1900), D(2100))


def test_a_batch_factor() -> None:
    # Three quarters at 2,800 and a quarter at half of it.
    assert base(price("2", "8", batch={"factor": "0.5"}), batch_share="0.25") == D(2450)


def test_explicit_batch_prices() -> None:
    # Half at 2,800, half at 1,000 x 1 + 100 x 5.
    assert base(price("2", "8", batch={"input": "1", "output": "5"}), batch_share="0.5") == D(2150)


def test_an_explicit_batch_price_is_scaled_by_the_tier_that_is_reached() -> None:
    row = price(
        "2", "8", tiers=[{"above": 500, "factor": "2"}], batch={"input": "1", "output": "4"}
    )
    # The tier doubles the batch price too: 1,000 x 2 + 100 x 8.
    assert base(row, batch_share="1") == D(2800)


def test_without_a_batch_price_the_batched_share_costs_the_normal_price() -> None:
    found = projected(price("2", "8"), batch_share="0.5")
    assert found.months[0][1].base == D(2800)
    assert any("batch" in note for note in found.notes)


def test_windows_count_by_their_share_of_the_week() -> None:
    night = {"hours": "00:00-12:00", "factor": "0.5", "days": ["sat", "sun"]}
    band = projected(price("2", "8", windows=[night]), uncertainty="0").months[0][1]
    # 24 of 168 hours at half the price: 2,800 x (1 - 1/14).
    assert band.base == D(2600)
    assert (band.low, band.high) == (D(1400), D(2800))


@pytest.mark.parametrize(
    ("hours", "share"), [("22:00-06:00", 8), ("00:00-24:00", 24), ("09:30-17:00", D("7.5"))]
)
def test_hours_may_pass_midnight(hours: str, share: Decimal) -> None:
    found = base(price("24", "0", windows=[{"hours": hours, "factor": "0"}]))
    assert found.quantize(D("1e-15")) == 1000 * (24 - share)


def test_a_surcharge_of_the_required_region() -> None:
    row = price("2", "8", region={"eu": {"factor": "1.1"}})
    assert base(row) == D(2800)
    assert base(row, regions=("eu",)) == D(3080)
    assert base(row, regions=("us",)) == D(2800)


def test_fees_per_request_and_per_month() -> None:
    assert base(price("2", "8", per_request="0.001")) == D(3800)
    found = projected(price(None, None, per_month="500"), growth_per_month="1")
    assert [band.base for _, band in found.months] == [D(500), D(500)]
    assert projected(price("2", "8", per_month="500"), growth_per_month="1").total.base == D(9400)


def test_arithmetic_is_exact() -> None:
    # 0.1 + 0.2 as binary numbers would be 0.30000000000000004.
    found = base(price("0.1", "0.2"), requests_per_month=1, input_tokens=10**6, output_tokens=10**6)
    assert found == D("0.3")


def test_months_add_up_to_the_total() -> None:
    found = projected(
        price("2.37", "8.11", since="2026-01-01"),
        price("1.93", "7.7", since="2027-02-14"),
        growth_per_month="0.0371",
        horizon_months=36,
    )
    for level in ("low", "base", "high"):
        months = sum(getattr(band, level) for _, band in found.months)
        assert abs(months - getattr(found.total, level)) < D("1e-15")
