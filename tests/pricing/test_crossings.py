"""The cheapest offer by volume, worked out by hand and against trying volumes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.catalog.schema import Offer
from advisor.pricing.crossings import OfferCurve, Stretch, cheapest
from advisor.pricing.projection import Projection, project
from advisor.profile.quantities import Estimate
from advisor.profile.schema import Workload
from tests.worlds import TODAY, Data, Dice, offer, price

D = Decimal


def projected(*rows: Data, requests: int = 1000, **more: Any) -> Projection:
    """A request is a million tokens in: it costs what the price says."""
    given = {"input_tokens": 1_000_000, "output_tokens": 0, "horizon_months": 1, **more}
    workload = Workload.model_validate({"requests_per_month": requests, **given})
    return project(Offer.model_validate(offer("acme/alpha", *rows)), workload, TODAY, ())


def curves(offers: dict[str, Projection]) -> dict[str, OfferCurve]:
    return {name: OfferCurve(done, D(1000)) for name, done in offers.items()}


def told(offers: dict[str, Projection], low: int, high: int) -> list[tuple[int, int, str]]:
    found = cheapest(curves(offers), D(low), D(high))
    return [(int(each.since), int(each.until), each.cheapest) for each in found]


def test_without_fees_the_cheapest_stays() -> None:
    offers = {"a": projected(price("2", "8")), "b": projected(price("3", "8"))}
    assert told(offers, 100, 10_000) == [(100, 10_000, "a")]


def test_a_fee_pays_from_some_volume_on() -> None:
    offers = {
        "flat": projected(price(None, None, per_month="4000")),
        "plain": projected(price("2", "8")),
        "both": projected(price("1", "8", per_month="600")),
    }
    # 2 v = 600 + v at 600; 600 + v = 4000 at 3400.
    assert told(offers, 100, 10_000) == [
        (100, 600, "plain"),
        (600, 3400, "both"),
        (3400, 10_000, "flat"),
    ]


def test_a_minimum_bends_the_line() -> None:
    offers = {
        "plain": projected(price("2", "8")),
        "least": projected(price("1", "8", monthly_minimum="1000")),
    }
    assert told(offers, 100, 10_000) == [(100, 500, "plain"), (500, 10_000, "least")]


def test_a_price_step_counts_by_month() -> None:
    """January doubles: 2 v and then 4 v, 3 v in the mean, against 2.9 v."""
    work: Data = {"horizon_months": 2, "growth_per_month": "0.1"}
    offers = {
        "steps": projected(price("2", "8"), price("4", "8", since="2027-01-01"), **work),
        "even": projected(price("2.9", "8"), **work),
    }
    assert told(offers, 1, 10) == [(1, 10, "even")]
    offers["even"] = projected(price("3.1", "8"), **work)
    assert told(offers, 1, 10) == [(1, 10, "steps")]


def test_a_scenario_of_prices_counts_at_its_mean_and_leaves_the_minimum() -> None:
    given = Workload.model_validate(
        {
            "requests_per_month": 1000,
            "input_tokens": 1_000_000,
            "output_tokens": 0,
            "horizon_months": 2,
        }
    )
    row = price("2", "8", monthly_minimum="1000")
    sold = Offer.model_validate(offer("acme/alpha", row))
    change = Estimate.model_validate("-50%")
    curve = OfferCurve(project(sold, given, TODAY, (), price_change=change), D(1000))
    second = D("0.5") ** (D(1) / 12)
    at = curve.between(D(900), D(1100)).at(D(1000))
    assert round(at, 12) == round(1000 * (1 + second), 12)
    bends = list(curve.bends(D(1), D(10_000)))
    assert [round(each, 6) for each in bends] == [500, round(500 / second, 6)]


def test_equal_ones_go_by_name_and_nothing_is_told_of_nothing() -> None:
    offers = {"b": projected(price("2", "8")), "a": projected(price("2", "8"))}
    assert told(offers, 1, 10) == [(1, 10, "a")]
    assert cheapest({}, D(1), D(2)) == ()


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(2, 6))
def test_no_volume_has_a_cheaper_one(seed: int, count: int) -> None:
    dice = Dice(seed)
    rows = [
        price(
            str(dice.randrange(0, 9)),
            "1",
            **({"per_month": str(dice.randrange(0, 4000))} if dice.maybe() else {}),
            **({"monthly_minimum": str(dice.randrange(0, 6000))} if dice.maybe() else {}),
        )
        for _ in range(count)
    ]
    offers = {str(n): projected(row, horizon_months=3) for n, row in enumerate(rows)}
    found = cheapest(curves(offers), D(100), D(10_000))
    assert found[0].since == 100 and found[-1].until == 10_000
    assert all(a.until == b.since for a, b in pairwise(found))
    for each in found:
        for requests in _within(each):
            costs = {
                name: projected(row, requests=requests, horizon_months=3).total.base
                for name, row in zip(offers, rows, strict=True)
            }
            assert costs[each.cheapest] == min(costs.values())


def _within(stretch: Stretch) -> set[int]:
    """Whole requests inside."""
    first, last = int(stretch.since) + 1, int(stretch.until)
    return {first, (first + last) // 2, last} if first <= last else set()
