from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import Any

import pytest


def cost(run: Any, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("cost", *arguments, "-f", "json").stdout)
    return told


def one(run: Any, *arguments: str) -> dict[str, Any]:
    (item,) = cost(run, *arguments)["items"]
    found: dict[str, Any] = item
    return found


WORK = ("--input-tokens", "32k", "--output-tokens", "500", "--requests", "250_000")
DAY = ("--at", "2026-11-23")


def test_the_shape_and_the_exact_sum(run: Any) -> None:
    told = cost(run, "acme/large@acme", *WORK, *DAY)
    assert told["currency"] == "USD"
    assert told["at"] == "2026-11-23T12:00:00+00:00"
    (item,) = told["items"]
    assert (item["model"], item["offer"], item["status"]) == ("acme/large", "acme/large@acme", "ok")
    assert item["total"] == "25500"
    assert item["missing"] == []
    assert sum(Decimal(line["amount"]) for line in item["lines"]) == Decimal(item["total"])
    assert item["price"]["checked"] == "2026-11-18"
    assert item["price"]["url"] == "https://example.com/pricing#large"


def test_a_tier_holds_for_the_whole_request(run: Any) -> None:
    below = one(run, "acme/large@acme", "--input-tokens", "100_000", *DAY)
    above = one(run, "acme/large@acme", "--input-tokens", "100_001", *DAY)
    assert below["total"] == "0.3"
    assert above["total"] == "0.600006"


def test_cached_input_and_batch(run: Any) -> None:
    work = ("--input-tokens", "10k", "--cached-tokens", "4k", "--output-tokens", "1k")
    assert one(run, "acme/large@acme", *work, *DAY)["total"] == "0.0312"
    assert one(run, "acme/large@acme", *work, *DAY, "--batch")["total"] == "0.0156"


@pytest.mark.parametrize(
    ("offer", "options", "missing"),
    [
        ("acme/large@cumulus", (), ["prices"]),
        ("acme/small@acme", ("--cached-tokens", "1k"), ["prices.cache_read"]),
        ("acme/small@acme", ("--batch",), ["prices.batch"]),
        ("acme/large@acme", ("--at", "2026-02-28"), ["prices"]),
        ("acme/small@acme", ("--at", "2028-01-01"), ["prices"]),
        ("open/nc-13b", (), ["offers"]),
    ],
)
def test_what_is_not_stated_is_unknown_by_name(
    run: Any, offer: str, options: tuple[str, ...], missing: list[str]
) -> None:
    item = one(run, offer, "--input-tokens", "2k", *(options or DAY))
    assert (item["status"], item["total"], item["lines"]) == ("unknown", None, [])
    assert item["missing"] == missing


def test_the_price_of_the_day_holds(run: Any) -> None:
    def total(day: str) -> str:
        found: str = one(run, "acme/large@acme", "--input-tokens", "1M", "--at", day)["total"]
        return found

    assert total("2026-08-31") == "4"
    assert total("2026-09-01") == "6", "a tier above 100,000 tokens came with the new prices"


@pytest.mark.parametrize(
    ("moment", "total"),
    [
        ("2026-11-23T16:29:59", "0.25"),
        ("2026-11-23T16:30:00", "0.125"),
        ("2026-11-24T00:29:59Z", "0.125"),
        ("2026-11-24T00:30:00+00:00", "0.25"),
        ("2026-11-23T18:30:00+02:00", "0.125"),
    ],
)
def test_hours_count_by_the_exact_moment(run: Any, moment: str, total: str) -> None:
    assert one(run, "acme/small@acme", "--input-tokens", "1M", "--at", moment)["total"] == total


def test_a_model_is_all_its_offers_cheapest_first(run: Any) -> None:
    items = cost(run, "acme/large", "open/base-7b", "--input-tokens", "1k", *DAY)["items"]
    assert [item["offer"] for item in items] == [
        "acme/large@acme",
        "acme/large@cumulus",
        "open/base-7b@cumulus",
    ]


def test_a_table_and_a_csv(run: Any) -> None:
    text = run("cost", "acme/large", *WORK, *DAY).stdout
    assert "acme/large@acme: USD 25,500.00" in text
    assert "price checked 2026-11-18" in text
    assert "not stated: prices" in text
    rows = list(
        csv.DictReader(run("cost", "acme/large", *WORK, *DAY, "-f", "csv").stdout.splitlines())
    )
    assert [row["amount"] for row in rows] == ["24000", "1500", "25500", ""]
    assert rows[-1]["missing"] == "prices"


def test_nothing_is_rounded(run: Any) -> None:
    item = one(run, "acme/small@acme", "--input-tokens", "1", "--requests", "3", *DAY)
    assert item["total"] == "0.00000075"


def test_wrong_use(run: Any) -> None:
    assert "did you mean 'acme/small'" in run("cost", "acme/smal", *WORK, code=2).stderr
    assert "state the workload" in run("cost", "acme/large", code=2).stderr
    few = ("--input-tokens", "5", "--cached-tokens", "6")
    assert "at most --input-tokens" in run("cost", "acme/large", *few, code=2).stderr
    assert "not a count" in run("cost", "acme/large", "--input-tokens", "-5", code=2).stderr
    assert (
        "neither a day nor a time"
        in run("cost", "acme/large", *WORK, "--at", "noon", code=2).stderr
    )
