from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workload.usage import records, write
from tests.worlds import PAGE, write_files


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


def test_a_request_that_no_window_takes_is_told(run: Any) -> None:
    def notes(tokens: str) -> str:
        return " ".join(one(run, "acme/large@acme", "--input-tokens", tokens, *DAY)["notes"])

    assert "context window" not in notes("150k")
    told = notes("250k")
    assert "its context window of 200,000 tokens takes no request of 250,000" in told


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


def test_patterns_take_models_or_offers(run: Any) -> None:
    def offers(*names: str) -> list[str]:
        return [item["offer"] for item in cost(run, *names, "--input-tokens", "1k", *DAY)["items"]]

    assert offers("acme/*") == ["acme/large@acme", "acme/large@cumulus", "acme/small@acme"]
    assert offers("*@cumulus") == ["acme/large@cumulus", "open/base-7b@cumulus"]
    assert offers("acme/s*", "acme/small") == ["acme/small@acme"]
    few = ("--input-tokens", "1k")
    assert "no model matches 'x/*'" in run("cost", "x/*", *few, code=2).stderr
    assert "no offer matches '*@x'" in run("cost", "*@x", *few, code=2).stderr


@pytest.fixture
def aliases(tmp_path: Path) -> str:
    """An overlay in which names move, on 2026-06-01 the last time."""
    return overlay(
        tmp_path,
        {
            "models/acme/large.yaml": {
                "id": "acme/large",
                "aliases": [{"name": "big", "moving": True, "since": "2026-06-01"}],
            },
            "models/acme/small.yaml": {
                "id": "acme/small",
                "aliases": [{"name": "big", "moving": True, "until": "2026-06-01"}],
            },
            "refused_names.yaml": {
                "refused_names": [{"name": "router", "why": "it \x1b[31mpicks"}]
            },
        },
    )


def overlay(folder: Path, files: dict[str, Any]) -> str:
    return str(write_files(folder / "overlay", files))


def test_a_name_counts_for_what_it_meant_on_the_day(run: Any, aliases: str) -> None:
    def models(name: str, day: str) -> set[str]:
        told = cost(run, name, "--input-tokens", "1k", "--at", day, "--catalog", aliases)
        return {item["offer"] for item in told["items"]}

    assert models("big", "2026-05-31") == {"acme/small@acme"}
    assert models("big", "2026-06-01") == {"acme/large@acme", "acme/large@cumulus"}
    assert models("big@acme", "2026-06-01") == {"acme/large@acme"}
    assert models("large-2026-03-01", "2026-06-01") == {"acme/large@acme", "acme/large@cumulus"}


def test_a_name_that_means_no_version_is_refused_with_the_reason(run: Any, aliases: str) -> None:
    def refused(name: str) -> str:
        work = ("--input-tokens", "1k", "--catalog", aliases)
        told: str = run("cost", name, *work, code=2).stderr
        return told

    assert "moves from version to version" in refused("acme-latest")
    assert "did you mean 'acme/large@acme'" in refused("big@acne")
    assert "picks" in refused("router")
    assert "\x1b" not in refused("router")


def test_cache_writes_by_lifetime_and_services(run: Any, tmp_path: Path) -> None:
    row = {
        "input": "2",
        "output": "8",
        "cache_write": {"five_minutes": "2.5", "one_hour": "4"},
        "flex": {"factor": "0.5"},
        "per_search": "0.01",
        "source": "pricing",
        "also": {"flex": "second"},
        "checked": "2026-11-18",
    }
    second = {"id": "second", "title": "Another \x1b[31mlist", "read": "2026-11-18"}
    own = {
        "provider": "acme",
        "offers": [{"model": "acme/large", "endpoint": "x", "prices": [row]}],
        "sources": [second],
    }
    work = (
        *("acme/large@acme", "--catalog", overlay(tmp_path, {"offers/acme.yaml": own}), *DAY),
        *("--input-tokens", "1M", "--cache-writes", "200k", "--cache-writes", "one_hour=300k"),
        *("--searches", "2"),
    )
    item = one(run, *work)
    # 500 k at 2, 200 k at 2.5 (the shortest lifetime), 300 k at 4, two searches.
    assert item["total"] == "2.72"
    assert one(run, *work, "--service", "flex")["total"] == "1.37"
    assert item["price"]["also"] == [
        {"field": "flex", "source": "Another \x1b[31mlist", "url": None}
    ]
    table = run("cost", *work).stdout
    assert "flex by Another" in table
    assert "\x1b" not in table
    assert one(run, *work, "--service", "priority")["missing"] == ["prices.priority"]


def test_thinking_is_added_with_a_band_or_is_unknown(run: Any, tmp_path: Path) -> None:
    facts = {
        "models/acme/large.yaml": {"id": "acme/large", "features": {"reasoning": True}},
        "models/acme/small.yaml": {"id": "acme/small", "features": {"reasoning": False}},
        "models/open/base-7b.yaml": {"id": "open/base-7b", "features": {}},
    }
    work = ("--output-tokens", "1M", "--catalog", overlay(tmp_path, facts), *DAY)
    large = one(run, "acme/large@acme", *work, "--thinking", "added")
    assert (large["total"], large["band"]) == ("34.8", {"low": "12", "high": "63.6"})
    assert any("an estimate" in note for note in large["notes"])
    assert one(run, "acme/large@acme", *work)["band"] is None
    small = one(run, "acme/small@acme", *work, "--thinking", "added")
    assert (small["total"], small["band"]) == ("1.1", None)
    unknown = one(run, "open/base-7b@cumulus", *work, "--thinking", "added")
    assert (unknown["total"], unknown["missing"]) == (None, ["features.reasoning"])
    assert (
        "34.80 (12.00 to 63.60)"
        in run("cost", "acme/large@acme", *work, "--thinking", "added").stdout
    )


def test_a_discount_of_the_provider_or_of_the_offer(run: Any, tmp_path: Path) -> None:
    def total(provider: dict[str, Any], offer: dict[str, Any], name: str) -> str:
        terms = {"provider": "acme", **provider, "offers": [{"model": "acme/large", **offer}]}
        terms["offers"][0]["endpoint"] = "x"
        catalog = overlay(tmp_path / name, {"offers/acme.yaml": terms})
        work = ("--input-tokens", "1k", "--requests", "1k", "--catalog", catalog, *DAY)
        found: str = one(run, "acme/large@acme", *work)["total"]
        return found

    half = {"discount": {"factor": "0.5", "why": "all of it"}}
    tenth = {"discount": {"factor": "0.9", "why": "this one"}}
    assert total(half, {}, "a") == "1.5"
    assert total(half, tenth, "b") == "2.7", "the offer's own stands in place of the provider's"
    old = {"discount": {**half["discount"], "until": "2026-11-22"}}
    assert total(old, {}, "c") == "3"


def test_totals_in_another_currency_by_a_rate_that_the_user_states(run: Any) -> None:
    work = ("acme/large@acme", *WORK, *DAY, "--exchange", "EUR=1.08@2026-11-20")
    told = cost(run, *work)
    assert told["exchange"] == {
        "code": "EUR",
        "usd": "1.08",
        "as_of": "2026-11-20",
        "source": "the user",
    }
    assert told["items"][0]["total"] == "25500"
    assert told["items"][0]["converted"] == "23611.111111"
    table = run("cost", *work).stdout
    assert "USD 25,500.00 = EUR 23,611.11" in table
    assert "1 EUR = 1.08 USD on 2026-11-20" in table


@pytest.mark.parametrize("rate", ["EUR=1.08", "EUR=0@2026-11-20", "XXX=1@2026-11-20", "EUR=1@x"])
def test_a_rate_without_its_day_is_refused(run: Any, rate: str) -> None:
    assert "EUR=1.08@2026-11-20" in run("cost", "acme/large", "--exchange", rate, code=2).stderr


def test_the_first_month_of_a_profile(run: Any, profile: str, tmp_path: Path) -> None:
    told = cost(run, "acme/large@acme", "--workload", profile, *DAY)
    stated = yaml.safe_load(Path(profile).read_text())["workload"]
    assert sum(part["requests"] for part in told["parts"]) == stated["requests_per_month"]
    assert all(part["hours"] == "week" for part in told["parts"])
    (item,) = told["items"]
    assert sum(Decimal(line["amount"]) for line in item["lines"]) == Decimal(item["total"])
    alone = tmp_path / "workload.yaml"
    alone.write_text(json.dumps({"workload": stated}))
    assert cost(run, "acme/large@acme", "--workload", str(alone), *DAY) == told
    both = ("--workload", profile, "--input-tokens", "5")
    assert "leave out --input-tokens" in run("cost", "acme/large", *both, code=2).stderr
    alone.write_text("workload: {requests_per_month: many}")
    assert "workload.yaml:1:" in run("cost", "acme/large", "--workload", str(alone), code=2).stderr


def test_wrong_use(run: Any) -> None:
    assert "did you mean 'acme/small'" in run("cost", "acme/smal", *WORK, code=2).stderr
    assert "state the workload" in run("cost", "acme/large", code=2).stderr
    few = ("--input-tokens", "5", "--cached-tokens", "6")
    assert "at most --input-tokens" in run("cost", "acme/large", *few, code=2).stderr
    forever = ("--input-tokens", "5", "--cache-writes", "forever=5")
    assert "none of five_minutes" in run("cost", "acme/large", *forever, code=2).stderr
    two = ("--input-tokens", "5", "--batch", "--service", "flex")
    assert "exclude each other" in run("cost", "acme/large", *two, code=2).stderr
    assert "not a count" in run("cost", "acme/large", "--input-tokens", "-5", code=2).stderr
    assert (
        "neither a day nor a time"
        in run("cost", "acme/large", *WORK, "--at", "noon", code=2).stderr
    )


# -- workloads from files -----------------------------------------------------------------------


@pytest.fixture
def counted(tmp_path: Path) -> tuple[str, str]:
    """``--catalog`` with an overlay that says which tokenizers the models have."""
    families = {"large": "o200k-base", "small": "cl100k-base"}
    files = {
        f"models/acme/{name}.yaml": {
            "id": f"acme/{name}",
            "tokenizer": {"family": family, "grade": "exact"},
        }
        for name, family in families.items()
    }
    return "--catalog", overlay(tmp_path / "counted", files)


@pytest.mark.parametrize("name", ["usage.parquet", "usage.csv", "usage.jsonl"])
def test_a_log_and_the_workload_file_that_was_made_of_it_cost_the_same(
    run: Any, name: str, counted: tuple[str, str], tmp_path: Path
) -> None:
    log, file = tmp_path / name, tmp_path / "usage.workload.yaml"
    write(log, records(model="acme/large"))
    run("workload", log, "-o", file, *counted)
    told = cost(run, "acme/*", "--workload", str(log), *DAY, *counted)
    assert cost(run, "acme/*", "--workload", str(file), *DAY, *counted) == told
    large = next(item for item in told["items"] if item["offer"] == "acme/large@acme")
    # 730 requests of 600 fresh tokens at 3 USD, 400 cached ones at 0.30 and 200 at 12 a million.
    assert (large["total"], large["band"]) == ("3.1536", None)
    assert told["tokens"] == {"reference": "o200k-base", "kinds": {"english": 1.0}}


def test_tokens_are_carried_over_to_each_model_with_its_grade(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    log = write(tmp_path / "usage.jsonl", records(model="acme/large"))
    work = ("acme/*", "--workload", str(log), *DAY, *counted)
    items = {item["offer"]: item for item in cost(run, *work)["items"]}
    assert items["acme/large@acme"]["tokens"] == {
        "family": "o200k-base",
        "grade": "exact",
        "measured": True,
        "counted": False,
        "ratio": {"low": "1", "base": "1", "high": "1"},
    }
    small = items["acme/small@acme"]
    ratio = {level: Decimal(each) for level, each in small["tokens"]["ratio"].items()}
    assert (small["tokens"]["family"], small["tokens"]["grade"]) == ("cl100k-base", "exact")
    assert ratio["low"] < 1 < ratio["base"] < ratio["high"]
    sent = sum(line["quantity"] for line in small["lines"] if "input" in line["what"])
    assert sent == pytest.approx(730 * 1000 * float(ratio["base"]))
    low, total, high = (
        Decimal(each) for each in (small["band"]["low"], small["total"], small["band"]["high"])
    )
    assert low / total == pytest.approx(ratio["low"] / ratio["base"])
    assert high / total == pytest.approx(ratio["high"] / ratio["base"])
    table = run("cost", *work).stdout
    assert "tokenizer o200k-base (exact): times 1\n" in table
    assert f"tokenizer cl100k-base (exact): times {ratio['base'].normalize():f} (" in table
    assert max(map(len, table.splitlines())) <= 80
    rows = csv.DictReader(run("cost", *work, "-f", "csv").stdout.splitlines())
    grades = {(row["offer"], row["tokenizer"], row["grade"], row["ratio"]) for row in rows}
    assert ("acme/large@acme", "o200k-base", "exact", "1") in grades


def test_long_requests_of_a_log_pay_their_own_price(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    log = write(
        tmp_path / "usage.jsonl", records(model="acme/large", sent=(1000,) * 9 + (200_000,))
    )
    told = cost(run, "acme/large@acme", "--workload", str(log), *DAY, *counted)
    few, many = sorted(told["parts"], key=lambda part: part["requests"])
    assert (few["requests"], few["input_tokens"], many["input_tokens"]) == (73, 200_000, 1000)
    lines = {
        (line["what"], line["unit_price"]): line["quantity"] for line in told["items"][0]["lines"]
    }
    # Above 100,000 tokens all of a request costs twice as much.
    assert lines["input tokens", "3"] == 657 * 600
    assert lines["input tokens", "6"] == 73 * 199_600


def test_a_bound_is_reached_by_the_tokens_of_the_model_that_is_priced(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    at = ("acme/large@acme", *DAY, *counted)
    log = write(tmp_path / "usage.jsonl", records(model="acme/small"))
    ratio = Decimal(one(run, *at, "--workload", str(log))["tokens"]["ratio"]["base"])
    assert ratio < 1
    # The first is above 100,000 tokens where it was logged, and not where it is priced.
    sent = int(100_000 / ratio), 300_000
    log = write(tmp_path / "long.jsonl", records(model="acme/small", sent=sent))
    lines = {
        (line["what"], line["unit_price"]): Decimal(line["quantity"])
        for line in one(run, *at, "--workload", str(log))["lines"]
    }
    fresh = [(each - 400) * 365 * ratio for each in sent]
    assert lines["input tokens", "3"] == pytest.approx(fresh[0], rel=Decimal("1e-6"))
    assert lines["input tokens", "6"] == pytest.approx(fresh[1], rel=Decimal("1e-6"))


def test_many_sizes_are_told_in_a_few_lines(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    tiers = [{"above": n * 1000, "factor": str(1 + n)} for n in range(1, 13)]
    row = {"input": "3", "output": "12", "cache_read": "0.30", "tiers": tiers}
    offers = [
        {
            "model": "acme/large",
            "endpoint": "l",
            "prices": [{**row, "source": "page", "checked": "2026-11-18"}],
        }
    ]
    many = overlay(
        tmp_path / "many",
        {"offers/acme.yaml": {"provider": "acme", "offers": offers, "sources": [PAGE]}},
    )
    sent = tuple(range(500, 13_000, 1000))
    log = write(tmp_path / "usage.jsonl", records(model="acme/large", sent=sent))
    work = ("acme/large@acme", "--workload", log, *DAY, *counted, "--catalog", many)
    head = run("cost", *work).stdout.partition("tokens of")[0]
    assert head.count("requests ·") == 6
    assert head.splitlines()[-1] == "… and 7 more sizes, which are priced too"


def test_a_log_is_priced_at_any_day(run: Any, counted: tuple[str, str], tmp_path: Path) -> None:
    log = write(tmp_path / "usage.jsonl", records(model="acme/large"))

    def total(day: str) -> str | None:
        work = ("acme/large@acme", "--workload", str(log), "--at", day, *counted)
        found: str | None = one(run, *work)["total"]
        return found

    assert total("2026-08-31") != total("2026-11-23") == total("2031-01-01")
    assert total("2020-01-01") is None


def test_a_log_of_less_than_a_week_needs_the_requests_of_a_month(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    log = write(tmp_path / "usage.jsonl", records(days=3, model="acme/large"))
    work = ("acme/large@acme", "--workload", str(log), *DAY, *counted)
    assert "state the --requests of a month" in run("cost", *work, code=2).stderr
    assert one(run, *work, "--requests", "1k")["total"] == "4.32"


def test_rows_in_no_figure_are_told(run: Any, counted: tuple[str, str], tmp_path: Path) -> None:
    log = write(tmp_path / "usage.jsonl", records(model="acme/large"))
    log.write_text(log.read_text() + "oops\x1b[2J\n")
    done = run("cost", "acme/large", "--workload", log, *DAY, *counted)
    assert "1 of 841 rows are in no figure: the line is no JSON object (1)." in done.stderr
    assert "\x1b" not in done.output


def test_samples_tell_the_input_and_its_error(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    for n in range(1, 7):
        (tmp_path / f"{n}.txt").write_text("Where is my parcel? " * n)
    samples = ("--samples", str(tmp_path / "*.txt"), "--output-tokens", "100")
    work = ("acme/*", *samples, "--requests", "1k", *DAY, *counted)
    told = cost(run, *work)
    items = {item["offer"]: item for item in told["items"]}
    large, small = items["acme/large@acme"], items["acme/small@acme"]
    assert told["usage"]["input_tokens"] > 20
    assert Decimal(large["band"]["low"]) < Decimal(large["total"]) < Decimal(large["band"]["high"])
    assert small["tokens"]["counted"]
    assert "counted on the samples" in " ".join(run("cost", *work).stdout.split())
    cached = run("cost", *work, "--cached-tokens", "1k", code=2)
    assert "at most --input-tokens" in cached.stderr
    none = run("cost", "acme/large", "--samples", tmp_path / "no-such.txt", code=2)
    assert "there is no such file" in none.stderr


def test_plain_numbers_are_of_each_model_unless_a_tokenizer_is_named(
    run: Any, counted: tuple[str, str]
) -> None:
    work = ("acme/small@acme", "--input-tokens", "1M", *DAY, *counted)
    plain = one(run, *work)
    assert (plain["total"], plain["tokens"]) == ("0.25", None)
    own = one(run, *work, "--tokens-of", "acme/small")
    assert (own["total"], own["tokens"]["grade"]) == ("0.25", "exact")
    other = one(run, *work, "--tokens-of", "acme/large")
    assert Decimal(other["total"]) == Decimal("0.25") * Decimal(other["tokens"]["ratio"]["base"])
    wrong = run("cost", *work, "--tokens-of", "acme/larg", code=2).stderr
    assert "unknown model or tokenizer family 'acme/larg'; did you mean 'acme/large'?" in wrong


def test_a_profile_states_what_text_it_is(
    run: Any, counted: tuple[str, str], tmp_path: Path
) -> None:
    stated = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100}

    def ratio(**more: Any) -> Decimal:
        file = tmp_path / "profile.yaml"
        file.write_text(json.dumps({"workload": stated, **more}))
        item = one(run, "acme/small@acme", "--workload", str(file), *DAY, *counted)
        return Decimal(item["tokens"]["ratio"]["base"])

    assert ratio(languages={"ko": 1}) > ratio(languages={"en": 1, "ko": 1}) > ratio()
    (tmp_path / "a.txt").write_text("Where is my parcel?")
    file = tmp_path / "profile.yaml"
    file.write_text(json.dumps({"workload": {**stated, "samples": "a.txt"}}))
    assert one(run, "acme/small@acme", "--workload", str(file), *DAY)["status"] == "ok"
    both = ("--workload", str(file), "--samples", str(tmp_path / "a.txt"))
    assert "are stated in it" in run("cost", "acme/small", *both, code=2).stderr
    file.write_text(json.dumps({"workload": {**stated, "tokens_of": "acme/larg"}}))
    wrong = run("cost", "acme/small", "--workload", file, code=2).stderr
    assert "did you mean 'acme/large'" in wrong
    file.write_text("title: nothing to price")
    assert "'workload' is missing" in run("cost", "acme/small", "--workload", file, code=2).stderr
