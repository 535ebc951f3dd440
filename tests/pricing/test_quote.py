"""Quotes worked out by hand, and laws that hold for any prices. USD per million tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.catalog.schema import Discount, Model, Offer, PriceRow
from advisor.pricing.projection import project
from advisor.pricing.quote import Quote, quote
from advisor.pricing.thinking import NONE, USUAL, ThinkingRatio, thinking_ratio
from advisor.pricing.usage import Usage, first_month
from advisor.profile.schema import Workload
from tests.worlds import TODAY, Data, model, offer, price

D = Decimal
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
K = 1000


def quoted(*rows: Data, at: datetime = NOON, **usage: Any) -> Quote:
    given = Offer.model_validate(offer("acme/alpha", *rows))
    return quote(given, [Usage(**usage)], at)


def total(*rows: Data, **usage: Any) -> Decimal | None:
    return quoted(*rows, **usage).total


# -- cache writes ---------------------------------------------------------------------------------

ROW = price(cache_read="0.2", cache_write={"five_minutes": "2.5", "one_hour": "4"})


@pytest.mark.parametrize(
    ("writes", "expected"),
    [
        ({}, D(2)),
        ({"five_minutes": 1000 * K}, D("2.5")),
        ({"one_hour": 1000 * K}, D(4)),
        ({"any": 1000 * K}, D("2.5")),
        ({"five_minutes": 500 * K, "one_hour": 250 * K}, D("2.75")),
    ],
)
def test_a_written_token_costs_by_how_long_it_lives(writes: Data, expected: Decimal) -> None:
    assert total(ROW, input_tokens=1000 * K, cache_writes=writes) == expected


def test_one_price_for_every_lifetime() -> None:
    row = price(cache_write="2.5")
    for lifetime in ("five_minutes", "one_hour", "any"):
        found = quoted(row, input_tokens=1000 * K, cache_writes={lifetime: 1000 * K})
        assert found.total == D("2.5")
        assert not found.notes


def test_a_lifetime_that_is_not_priced_is_missing_by_name() -> None:
    row = price(cache_write={"five_minutes": "2.5"})
    found = quoted(row, input_tokens=10, cache_writes={"one_hour": 10})
    assert found.missing == ("prices.cache_write.one_hour",)
    assert quoted(price(), input_tokens=10, cache_writes={"any": 10}).missing == (
        "prices.cache_write",
    )


def test_planned_writes_to_a_cache_without_a_price_are_counted_as_input() -> None:
    found = quoted(price("2"), input_tokens=1000 * K, cache_writes={"one_hour": 10}, planned=True)
    assert found.total == 2
    assert found.notes == ("no price for writing a cache is stated: it is counted as input",)


def test_the_same_texts_are_more_tokens_for_another_model() -> None:
    usage = Usage(1000, 200, 400, {"one_hour": 100}, requests=3)
    more = usage.times(D("1.1"))
    assert (more.fresh_tokens, more.output_tokens, more.requests) == (550, 220, 3)
    assert (more.cached_tokens, more.cache_writes) == (440, {"one_hour": 110})
    # A part of a token above the edge is above it.
    row = price("1", "1", tiers=[{"above": 1000, "factor": "2"}])
    assert total(row, input_tokens=D("1000.1")) == 2 * D("1000.1") / 1_000_000


def test_a_tier_raises_what_is_written_too() -> None:
    tier = {"above": 999 * K, "input": "4", "cache_write": {"five_minutes": "5", "one_hour": "8"}}
    row = {**ROW, "tiers": [tier]}
    assert total(row, input_tokens=1000 * K, cache_writes={"one_hour": 1000 * K}) == D(8)


# -- services, tiers, regions, pieces -------------------------------------------------------------

TIER = [{"above": 200 * K, "input": "4"}]


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        ({"factor": "0.5"}, 2),
        ({"input": "1"}, 2),
        ({"input": "1", "tiers": []}, 1),
        ({"factor": "0.5", "tiers": []}, 1),
        ({"input": "1", "tiers": [{"above": 200 * K, "input": "1.5"}]}, D("1.5")),
        ({"factor": "0.5", "tiers": [{"above": 200 * K, "factor": "3"}]}, 3),
        ({"factor": "0.5", "tiers": [{"above": 2000 * K, "factor": "3"}]}, 1),
    ],
)
def test_a_batch_has_the_tiers_of_the_row_or_its_own(batch: Data, expected: Decimal) -> None:
    row = price("2", "8", tiers=TIER, batch=batch)
    assert total(row, input_tokens=1000 * K, service="batch") == expected


def test_a_long_batch_at_a_price_that_nobody_states_is_told() -> None:
    row = price("2", "8", tiers=TIER, batch={"input": "1", "output": "4"})
    found = quoted(row, input_tokens=1000 * K, service="batch")
    assert any("no batch price for long requests is stated" in note for note in found.notes)


@pytest.mark.parametrize("service", ["batch", "flex", "priority"])
def test_each_service_has_its_own_rates_or_is_missing(service: Any) -> None:
    row = price("2", "8", **{service: {"factor": "1.5"}})
    assert total(row, input_tokens=1000 * K, service=service) == 3
    assert quoted(price(), input_tokens=1, service=service).missing == (f"prices.{service}",)
    half = price("2", "8", **{service: {"input": "1"}})
    missing = quoted(half, input_tokens=1, output_tokens=1, service=service).missing
    assert missing == (f"prices.{service}.output",)


def test_flex_follows_the_hours_and_a_batch_does_not() -> None:
    half = {"factor": "0.5"}
    row = price("4", "8", batch=half, flex=half, windows=[{"hours": "11:00-13:00", **half}])
    assert total(row, input_tokens=1000 * K, service="flex") == 1
    assert total(row, input_tokens=1000 * K, service="batch") == 2


def test_the_surcharge_of_a_region() -> None:
    row = price("2", "8", region={"eu": {"factor": "1.1"}})
    assert total(row, input_tokens=1000 * K, region="eu") == D("2.2")
    other = quoted(row, input_tokens=1000 * K, region="us")
    assert other.total == 2
    assert other.notes == ("no surcharge for us is stated",)


def test_images_and_searches_are_counted_by_the_piece() -> None:
    row = price("2", "8", per_image="0.01", per_search="0.005", per_request="0.001")
    assert total(row, images=2, searches=3, requests=10) == D("0.36")
    assert quoted(price(), images=1, searches=1).missing == (
        "prices.per_image",
        "prices.per_search",
    )


# -- contracts ------------------------------------------------------------------------------------


def contracted(row: Data, usage: Usage, **discount: Any) -> Quote:
    given = Offer.model_validate(offer("acme/alpha", row))
    terms = Discount.model_validate({"why": "contract 7", **discount})
    return quote(given, [usage], NOON, discount=terms)


MILLION_IN = Usage(1000 * K)


def test_a_discount_is_a_line_of_its_own() -> None:
    found = contracted(price("2", "8", per_month="8"), MILLION_IN, factor="0.75")
    assert found.total == D("7.5")
    assert found.lines[-1].what == "discount: contract 7"
    assert found.lines[-1].amount == D("-2.5")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"from": "2026-11-24"}, 2),
        ({"from": "2026-11-23"}, 1),
        ({"until": "2026-11-22"}, 2),
        ({"until": "2026-11-23"}, 1),
    ],
)
def test_a_discount_has_a_first_and_a_last_day(dates: Data, expected: int) -> None:
    assert contracted(price("2", "8"), MILLION_IN, factor="0.5", **dates).total == expected


@pytest.mark.parametrize(("committed", "expected"), [("0.5", 1), ("1", 1), ("100", 100)])
def test_a_commitment_is_paid_in_any_case(committed: str, expected: int) -> None:
    found = contracted(price("2", "8"), MILLION_IN, factor="0.5", monthly_commitment=committed)
    assert found.total == expected


@pytest.mark.parametrize(("least", "expected"), [("1", 2), ("50", 50)])
def test_a_month_costs_at_least_its_minimum(least: str, expected: int) -> None:
    assert total(price("2", "8", monthly_minimum=least), input_tokens=1000 * K) == expected


def test_the_higher_of_minimum_and_commitment_counts_once() -> None:
    row = price("2", "8", monthly_minimum="30")
    assert contracted(row, MILLION_IN, monthly_commitment="50").total == 50
    assert contracted(row, MILLION_IN, monthly_commitment="20").total == 30


def test_the_projection_pays_the_same_contract() -> None:
    given = Offer.model_validate(offer("acme/alpha", price("2", "0")))
    work = {"requests_per_month": 1, "input_tokens": 1000 * K, "output_tokens": 0}
    growing = {**work, "growth_per_month": "1", "horizon_months": 4}
    terms = Discount(factor=D("0.5"), monthly_commitment=D(3), until=date(2027, 1, 31), why="x")
    found = project(given, Workload.model_validate(growing), TODAY, (), discount=terms)
    # List prices 2, 4, 8, 16; at half price, at least 3, until the end of January.
    assert [band.base for _, band in found.months] == [3, 3, 8, 16]
    assert found.total.base == 30
    assert found.peak.base == 16
    assert any("committed" in note for note in found.notes)


# -- currencies -----------------------------------------------------------------------------------

EURO = {"code": "EUR", "usd": "1.1", "as_of": "2026-11-20", "source": "the treasury"}


def test_a_row_in_another_currency_is_read_as_usd_and_says_so() -> None:
    row = price(
        "2",
        "8",
        currency=EURO,
        per_request="1",
        batch={"factor": "0.5", "output": "3", "tiers": [{"above": 5, "input": "10"}]},
        region={"eu": {"input": "4"}},
        monthly_minimum="100",
    )
    read = PriceRow.model_validate(row)
    assert (read.input, read.per_request, read.monthly_minimum) == (D("2.2"), D("1.1"), D(110))
    assert read.batch and read.batch.tiers
    assert (read.batch.factor, read.batch.output) == (D("0.5"), D("3.3"))
    assert (read.batch.tiers[0].above, read.batch.tiers[0].input) == (5, D(11))
    assert read.region["eu"].input == D("4.4")
    found = quoted(row, input_tokens=1)
    assert any("1 EUR = 1.1 USD on 2026-11-20 (the treasury)" in note for note in found.notes)


def test_a_row_that_is_read_again_is_not_converted_again() -> None:
    once = PriceRow.model_validate(price("2", "8", currency=EURO))
    again = PriceRow.model_validate_json(once.model_dump_json(by_alias=True, exclude_defaults=True))
    assert again == once


# -- thinking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"features": {"reasoning": False}}, NONE),
        ({"features": {"reasoning": True}}, USUAL),
        ({"thinking": {"ratio": 4, "source": "page"}}, ThinkingRatio(D(4), D(4), D(4), "page")),
        (
            {"thinking": {"ratio": 4, "low": 1, "high": 9, "source": "page"}},
            ThinkingRatio(D(1), D(4), D(9), "page"),
        ),
    ],
)
def test_how_much_a_model_thinks(facts: Data, expected: ThinkingRatio | None) -> None:
    assert thinking_ratio(Model.model_validate(model(**facts))) == expected


def test_an_offer_may_switch_thinking_off() -> None:
    thinker = Model.model_validate(model(features={"reasoning": True}))
    quick = Offer.model_validate(offer("acme/alpha", features={"reasoning": False}))
    assert thinking_ratio(thinker, quick) == NONE


def test_thinking_is_added_only_where_it_is_asked_for() -> None:
    given = Offer.model_validate(offer("acme/alpha", price("2", "8")))
    for how, expected in (("included", 8), ("added", 32)):
        usage = Usage(0, 1000 * K, thinking=how)  # type: ignore[arg-type]
        assert quote(given, [usage], NOON, thinking=D(4)).total == expected
    added = Usage(10, 10, thinking="added")
    assert quote(given, [added], NOON, thinking=None).missing == ("features.reasoning",)
    assert quote(given, [replace(added, output_tokens=0)], NOON, thinking=None).missing == ()


def test_the_projection_spreads_over_what_is_not_known_of_thinking() -> None:
    given = Offer.model_validate(offer("acme/alpha", price("0", "8")))
    work = Workload.model_validate(
        {
            "requests_per_month": 1,
            "input_tokens": 0,
            "output_tokens": 1000 * K,
            "uncertainty": 0,
            "horizon_months": 1,
            "thinking": "added",
        }
    )
    found = project(given, work, TODAY, (), thinking=USUAL)
    assert found.total == (D(8), 8 * D("2.9"), 8 * D("5.3"))
    assert project(given, work, TODAY, (), thinking=None).missing == ("features.reasoning",)


# -- laws -----------------------------------------------------------------------------------------

rates = st.decimals(0, 100, places=3).map(str)
factors = st.decimals(0, 3, places=2).map(str)


@st.composite
def rows(draw: st.DrawFn) -> Data:
    """A row in which everything is priced, dearer above its tier, cheaper in a batch."""
    base = {name: draw(rates) for name in ("input", "output", "cache_read")}
    more = {name: draw(rates) for name in ("per_image", "per_search", "per_request")}
    writes = {"five_minutes": draw(rates), "one_hour": draw(rates)}
    tier = {"above": draw(st.integers(0, 3000)), "factor": str(1 + D(draw(factors)))}
    night = {"hours": "22:00-06:00", "factor": draw(factors)}
    share = {"factor": str(draw(st.decimals(0, 1, places=2)))}
    return price(
        **base, **more, cache_write=writes, tiers=[tier], windows=[night], batch=share, flex=share
    )


counts = st.integers(0, 2000)
COUNTED = ("input_tokens", "output_tokens", "cached_tokens", "images", "searches", "requests")


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    cached, short, long = draw(counts), draw(counts), draw(counts)
    return Usage(
        draw(counts) + cached + short + long,
        draw(counts),
        cached,
        {"five_minutes": short, "one_hour": long},
        draw(st.integers(0, 3)),
        draw(st.integers(0, 3)),
        draw(counts),
        draw(st.sampled_from(["standard", "flex", "batch"])),
    )


@given(rows(), usages(), st.sampled_from(COUNTED), st.integers(1, 5000))
def test_more_never_costs_less(row: Data, usage: Usage, what: str, more: int) -> None:
    """Cached tokens come on top of the input here: in place of fresh ones they may be cheaper."""
    larger = replace(usage, **{what: getattr(usage, what) + more})
    if what == "cached_tokens":
        larger = replace(larger, input_tokens=usage.input_tokens + more)
    before, after = cost_of(row, usage), cost_of(row, larger)
    assert after >= before


def cost_of(row: Data, usage: Usage) -> Decimal:
    given = Offer.model_validate(offer("acme/alpha", row))
    found = quote(given, [usage], NOON).total
    assert found is not None
    return found


@given(rows(), usages())
def test_a_batch_that_is_stated_so_is_never_dearer(row: Data, usage: Usage) -> None:
    row = {key: value for key, value in row.items() if key != "windows"}
    batch, standard = replace(usage, service="batch"), replace(usage, service="standard")
    assert cost_of(row, batch) <= cost_of(row, standard)


@given(rows(), usages(), st.integers(0, 2000))
def test_parts_of_a_workload_add_up(row: Data, usage: Usage, first: int) -> None:
    assume(first <= usage.requests)
    given = Offer.model_validate(offer("acme/alpha", row))
    parts = [replace(usage, requests=first), replace(usage, requests=usage.requests - first)]
    whole, divided = quote(given, [usage], NOON), quote(given, parts, NOON)
    assert divided.total == whole.total == sum(cost_of(row, part) for part in parts)
    priced = {line.what: line for line in whole.lines if line.quantity}
    assert {line.what: line for line in divided.lines if line.quantity} == priced


@given(rows(), usages(), factors)
def test_a_discount_times_one_changes_nothing(row: Data, usage: Usage, factor: str) -> None:
    given = Offer.model_validate(offer("acme/alpha", row))
    plain = quote(given, [usage], NOON)
    assert quote(given, [usage], NOON, discount=Discount(why="nothing")) == plain
    off = quote(given, [usage], NOON, discount=Discount(factor=D(factor), why="much"))
    assert plain.total is not None
    assert off.total == plain.total * D(factor)


@given(
    st.lists(st.sampled_from([2023, 2024, 2025, 2026]), min_size=1, max_size=4, unique=True),
    st.dates(date(2022, 1, 1), date(2027, 12, 31)),
)
def test_the_order_of_rows_says_nothing(years: list[int], day: date) -> None:
    stated = [price(str(year), "8", since=f"{year}-01-01") for year in years]
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = {total(*order, at=at, input_tokens=K) for order in permutations(stated)}
    assert len(found) == 1


NEEDED: dict[str, Data] = {
    "input": {"input_tokens": 5},
    "output": {"output_tokens": 5},
    "cache_read": {"input_tokens": 5, "cached_tokens": 5},
    "cache_write": {"input_tokens": 5, "cache_writes": {"one_hour": 5}},
    "per_image": {"images": 5},
    "per_search": {"searches": 5},
}


@given(rows(), st.sampled_from(sorted(NEEDED)), st.sampled_from(["standard", "batch", "flex"]))
def test_an_unknown_rate_is_missing_by_name_if_it_is_needed(
    row: Data, name: str, service: Any
) -> None:
    without = {key: value for key, value in row.items() if key != name}
    found = quoted(without, service=service, **NEEDED[name])
    assert found.total is None
    assert all(each.startswith(f"prices.{name}") for each in found.missing)
    assert found.missing
    for other, usage in NEEDED.items():
        if other != name:
            assert (
                quoted(without, service=service, **usage).total
                == quoted(row, service=service, **usage).total
            )


@given(
    st.integers(1, 5000),
    st.integers(1, 4000),
    st.integers(0, 3000),
    st.sampled_from(["0", "0.25", "1"]),
    st.sampled_from(["0", "0.6"]),
    st.booleans(),
)
def test_a_month_quoted_is_the_first_month_projected(
    requests: int, sent: int, received: int, waiting: str, cached: str, is_priced: bool
) -> None:
    """Two ways to the same figure: line by line, and as a base of the projection."""
    more = {"batch": {"factor": "0.5"}, "cache_read": "0.2"} if is_priced else {}
    night = {"hours": "22:00-06:00", "factor": "0.5"}
    tier = {"above": 2000, "input": "4", "output": "10"}
    row = price("2", "8", windows=[night], tiers=[tier], monthly_minimum="0.01", **more)
    work = Workload.model_validate(
        {
            "requests_per_month": requests,
            "input_tokens": sent,
            "output_tokens": received,
            "batch_share": waiting,
            "cached_share": cached,
            "horizon_months": 1,
        }
    )
    given = Offer.model_validate(offer("acme/alpha", row))
    found = quote(given, first_month(work), NOON).total
    assert found is not None
    assert abs(found - project(given, work, TODAY, ()).total.base) < D("1e-18")
