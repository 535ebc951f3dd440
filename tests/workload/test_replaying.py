"""What a log would have cost: the same as pricing every row by the engine that quotes."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from advisor.catalog.schema import Offer, Provider
from advisor.pricing.quote import quote
from advisor.pricing.usage import Usage
from advisor.workload import read, replay
from advisor.workload.mapping import Choices
from advisor.workload.rates import SERVICES
from advisor.workload.replaying import contracted
from tests.workload.logs import CACHE, COLUMNS, OFFERS, Row, parquet, rows
from tests.worlds import offer, price, provider

INSIDE = Choices(columns=COLUMNS, cached="inside")


def usage(row: Row, region: str | None = None) -> Usage:
    return Usage(
        row["input"],
        row["output"],
        row["cached"],
        {"five_minutes": row["five_minutes"], "one_hour": row["one_hour"]},
        service=SERVICES[row["service"]],
        region=region,
    )


def priced(log: list[Row], of: Offer, region: str | None = None) -> dict[str, Decimal]:
    """USD by month, row by row."""
    found: Counter[str] = Counter()
    for row in log:
        total = quote(of, [usage(row, region)], row["at"], discount=of.discount).total
        assert total is not None
        found[f"{row['at']:%Y-%m}"] += total  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equals_quoting_every_row(seed: int, tmp_path: Path) -> None:
    log = rows(seed, 400)
    found = replay(
        read([parquet(tmp_path / "l.parquet", log)], OFFERS, choices=INSIDE).sums, OFFERS
    )
    for c, each in enumerate(OFFERS):
        for month, usd in priced(log, each).items():
            counted = found.usd[found.months.index(month), c]
            assert counted == pytest.approx(float(usd), rel=1e-12, abs=1e-12), (each.model, month)
    assert found.missing == ((),) * len(OFFERS)


def test_a_threshold_is_reached_after_converting_tokens(tmp_path: Path) -> None:
    log = [{**row, "cached": 0, "five_minutes": 0, "one_hour": 0} for row in rows(4, 300)]
    ratio = Fraction(3, 2)
    # 667 tokens of the log are 1,000.5 of the candidate's: more than 1,000.
    log[0]["input"], log[1]["input"] = 667, 666
    path = parquet(tmp_path / "log.parquet", log)
    sums = read([path], OFFERS, choices=INSIDE, ratios=[ratio, Fraction(1)]).sums
    tiered = OFFERS[1]
    found = replay(sums, [tiered], lambda model, _: ratio if model == "alpha" else Fraction(1))
    usd = 0.0
    for row in log:
        scale = ratio if row["model"] == "alpha" else Fraction(1)
        rate, out = (1.25, 10.0)
        sent = row["input"] * scale
        if sent > 5000:
            rate, out = (3.75, 30.0)
        elif sent > 1000:
            rate, out = (2.5, 15.0)
        if row["service"] == "batch":
            rate, out = _batched(rate), out * 0.5
        usd += float(sent) * rate / 1e6 + row["output"] * float(scale) * out / 1e6
    assert found.totals[0] == pytest.approx(usd, rel=1e-12)


def _batched(rate: float) -> float:
    """The batch price of the input stands to the normal one as 0.6 to 1.25, in every tier."""
    return rate * 0.6 / 1.25


def test_what_is_needed_and_not_stated_is_unknown(tmp_path: Path) -> None:
    bare = Offer.model_validate(offer("acme/bare", price("1", "2")))
    log = [{**row, "five_minutes": 0, "one_hour": 0, "service": None} for row in rows(6)]
    fresh = [{**row, "cached": 0} for row in log]
    offers = [*OFFERS, bare]
    with_cache, without = (
        replay(
            read([parquet(tmp_path / f"{n}.parquet", each)], offers, choices=INSIDE).sums, offers
        )
        for n, each in enumerate((log, fresh))
    )
    assert with_cache.missing[-1] == ("cache_read",) and math.isnan(with_cache.totals[-1])
    assert without.missing[-1] == () and without.totals[-1] > 0
    assert not np.isnan(with_cache.totals[:-1]).any()


def test_a_price_of_another_time_is_none(tmp_path: Path) -> None:
    early = Offer.model_validate(offer("acme/old", price("1", "2", until="2026-10-31")))
    log = [
        {**row, "cached": 0, "five_minutes": 0, "one_hour": 0, "service": None} for row in rows(8)
    ]
    found = replay(
        read([parquet(tmp_path / "l.parquet", log)], [early], choices=INSIDE).sums, [early]
    )
    assert found.months == ("2026-10", "2026-11")
    assert found.usd[0, 0] > 0 and math.isnan(found.usd[1, 0])


def test_a_fee_by_the_month_is_counted_once_a_month(tmp_path: Path) -> None:
    rented = Offer.model_validate(offer("acme/rented", price(None, None, per_month="500")))
    log = [{**row, "service": None} for row in rows(9)]
    found = replay(
        read([parquet(tmp_path / "l.parquet", log)], [rented], choices=INSIDE).sums, [rented]
    )
    assert found.usd.tolist() == [[500.0], [500.0]]


CONTRACT = {"factor": "0.8", "from": "2026-10-28", "until": "2026-11-09", "why": "a contract"}


def test_a_discount_and_a_surcharge_count_as_in_a_quote(tmp_path: Path) -> None:
    log = rows(13, 300)
    surcharge = {"eu": {"factor": "1.1"}}
    more = price("2", "8", **CACHE, batch={"factor": "0.5"}, region=surcharge)
    off = Offer.model_validate(offer("acme/off", more, discount=CONTRACT))
    sums = read([parquet(tmp_path / "l.parquet", log)], [off], choices=INSIDE).sums
    for regions, region in (((), None), (("kr", "eu"), "eu")):
        found = replay(sums, [off], regions=regions)
        for month, usd in priced(log, off, region).items():
            assert found.usd[found.months.index(month), 0] == pytest.approx(float(usd), rel=1e-12)
        assert found.notes == ((),)


def test_a_month_costs_at_least_what_is_agreed(tmp_path: Path) -> None:
    log = [{**row, "service": None} for row in rows(14)]
    row = price("2", "8", **CACHE, per_month="5")
    commitment = {"factor": "0.5", "monthly_commitment": "2000", "why": "a contract"}
    offers = [
        Offer.model_validate(each)
        for each in (
            offer("acme/large", {**row, "monthly_minimum": "1000"}),
            offer("acme/bound", {**row, "monthly_minimum": "1000"}, discount=commitment),
            offer("acme/small", {**row, "monthly_minimum": "0.01"}),
            offer("acme/none", row),
        )
    ]
    found = replay(
        read([parquet(tmp_path / "l.parquet", log)], offers, choices=INSIDE).sums, offers
    )
    assert found.usd[:, 0].tolist() == [1000.0, 1000.0]
    assert found.usd[:, 1].tolist() == [2000.0, 2000.0]
    assert found.usd[:, 2].tolist() == found.usd[:, 3].tolist()
    raised = ("up to the least that a month costs: 2026-10, 2026-11",)
    assert found.notes == (raised, raised, (), ())


def test_what_a_log_does_not_tell_is_noted(tmp_path: Path) -> None:
    euro = {"code": "EUR", "usd": "1.08", "as_of": "2026-11-20", "source": "the bank"}
    priced_so = price("2", "8", **CACHE, per_search="0.01", currency=euro)
    log = [{**row, "service": None} for row in rows(15)]
    several = Offer.model_validate(offer("acme/several", priced_so))
    images = price("2", "8", since="2027-01-01", per_image="1")
    later = Offer.model_validate(offer("acme/later", price("2", "8", **CACHE), images))
    sums = read([parquet(tmp_path / "l.parquet", log)], [several, later], choices=INSIDE).sums
    found = replay(sums, [several, later], regions=("eu",))
    assert found.notes == (
        (
            "searches have a price, and the log does not tell how many there were",
            "no surcharge for eu is stated",
            "priced in EUR; 1 EUR = 1.08 USD on 2026-11-20 (the bank)",
        ),
        ("no surcharge for eu is stated",),
    )


def test_an_offer_without_a_discount_has_its_providers() -> None:
    own = {"factor": "0.9", "why": "its own"}
    given = provider("acme", offer("a/one"), offer("a/two", discount=own), discount=CONTRACT)
    one, two = contracted(Provider.model_validate(given))
    assert one.discount and one.discount.why == "a contract"
    assert two.discount and two.discount.why == "its own"


def test_many_candidates_are_as_each_alone(tmp_path: Path) -> None:
    sums = read([parquet(tmp_path / "l.parquet", rows(10))], OFFERS, choices=INSIDE).sums
    many = OFFERS * 120
    alone = replay(sums, OFFERS).totals
    assert np.allclose(replay(sums, many).totals, np.tile(alone, 120), rtol=1e-14)
