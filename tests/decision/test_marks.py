"""Facts in doubt: what is marked at a finding, and what is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import load_catalog, recommend
from advisor.decision.decision import Decision
from advisor.reporting import table
from tests.worlds import (
    PAGE,
    TODAY,
    Data,
    World,
    benchmark,
    loaded,
    model,
    offer,
    price,
    provider,
    score,
    shipped,
    write_files,
)

RUMOR = {**PAGE, "id": "rumor", "title": "A rumor"}
WORKLOAD = {"requests_per_month": 1000, "input_tokens": 100, "output_tokens": 10}


def dispute(field: str, value: Any = 1) -> Data:
    return {"field": field, "value": value, "source": "rumor", "why": "it was rounded"}


def world(disputed: str = "", of_offer: str = "", **offered: Any) -> World:
    """One model with a known window, features and a score; one offer with a price."""
    given = model(
        limits={"window": 128_000, "output": 8000},
        features={"tool_calling": True, "reasoning": True},
        scores=[score("arena-text", 1400)],
        disputed=[dispute(disputed)] if disputed else [],
        sources=[{**PAGE, "supports": ["limits", "features"]}],
    )
    sold = offer("acme/alpha", price("2", "8", cache_read="1"), **offered)
    told = {"disputed": [dispute(of_offer)]} if of_offer else {}
    return World(
        models=[given],
        providers=[provider("acme", sold, **told)],
        benchmarks=[benchmark("arena-text")],
        profile={
            "task": {"chat": 1},
            "workload": WORKLOAD,
            "require": {"window": 32_000, "features": ["tool_calling"]},
        },
        sources=[PAGE, RUMOR],
    )


def marked(of: World, as_of: date = TODAY) -> dict[str, Any]:
    """Figure -> what speaks against it, over all gates and criteria of the only offer."""
    candidate = of.decide(as_of=as_of).candidate("acme/alpha@acme")
    findings: list[Any] = [*candidate["gates"], *candidate["criteria"]]
    return {
        fact["name"]: {key: fact[key] for key in ("disputed", "stale") if key in fact}
        for finding in findings
        for fact in finding["facts"]
        if "disputed" in fact or "stale" in fact
    }


@pytest.mark.parametrize(
    ("field", "figures"),
    [
        ("limits.window", {"limits.window"}),
        ("limits", {"limits.window", "limits.output"}),
        ("limits.output", {"limits.output"}),
        ("limits.win", set()),
        ("features.tool_calling", {"features"}),
        ("features.reasoning", set()),
        ("scores.arena-text", {"quality.chat"}),
        ("scores.other", set()),
        ("released", set()),
    ],
)
def test_a_dispute_marks_the_facts_of_its_field_alone(field: str, figures: set[str]) -> None:
    assert set(marked(world(field))) == figures


def test_a_mark_says_who_claims_what_and_why_it_lost() -> None:
    assert marked(world("limits.window"))["limits.window"]["disputed"] == [
        {"field": "limits.window", "value": 1, "source": "rumor", "why": "it was rounded"}
    ]
    assert "rumor" in world("limits.window").decide().record["sources"]


@pytest.mark.parametrize(
    ("field", "figures"),
    [
        ("offers[alpha].prices.input", {"price.input", "cost"}),
        ("offers[alpha-endpoint].prices.output", {"price.output", "cost"}),
        ("offers[alpha].prices.cache_read", set()),
        ("offers[alpha].prices", {"price.input", "price.output", "cost"}),
        ("offers[beta].prices", set()),
        ("offers[alpha@eu].prices", set()),
        ("terms.regions", set()),
    ],
)
def test_a_disputed_price_marks_the_costs_that_are_paid_by_it(
    field: str, figures: set[str]
) -> None:
    found = {"cost" if name.startswith("cost.") else name for name in marked(world("", field))}
    assert found == figures


def test_a_cached_price_counts_where_the_workload_uses_a_cache() -> None:
    cached = world("", "offers[alpha].prices.cache_read")
    cached.profile["workload"] = {**WORKLOAD, "cached_share": "0.5"}
    assert "cost.per_million" in marked(cached)


def test_the_price_lines_carry_the_same_marks() -> None:
    decided = world("", "offers[alpha].prices.input").decide(as_of=date(2027, 6, 1))
    cost = decided.candidate("acme/alpha@acme")["cost"]
    assert cost
    found = {line["what"]: line for line in cost["prices"]}
    assert [one["source"] for one in found["input"]["disputed"]] == ["rumor"]
    assert "disputed" not in found["output"]
    assert {line["stale"] for line in found.values()} == {212}


def test_an_offers_own_limit_does_not_rest_on_the_models() -> None:
    own: Data = {"limits": {"window": 64_000}}
    assert "limits.window" not in marked(world("limits.window", **own))
    assert "limits.window" in marked(world("", "offers[alpha].limits.window", **own))
    assert "limits.window" not in marked(world("", "offers[alpha].limits.window"))


@pytest.mark.parametrize(("days", "stale"), [(120, None), (121, 121)])
def test_a_fact_is_as_old_as_the_newest_reading_of_its_sources(
    days: int, stale: int | None
) -> None:
    of = world()
    of.models[0]["sources"] = [
        {**PAGE, "id": "old", "read": "2020-01-01", "supports": ["limits"]},
        {**PAGE, "id": "new", "read": "2026-11-01", "supports": ["limits"]},
    ]
    day = date.fromordinal(date(2026, 11, 1).toordinal() + days)
    assert marked(of, day).get("limits.window") == (stale and {"stale": stale})


@pytest.mark.parametrize(("days", "stale"), [(360, None), (361, 361)])
def test_a_score_may_be_three_times_as_old(days: int, stale: int | None) -> None:
    day = date.fromordinal(date(2026, 10, 1).toordinal() + days)
    assert marked(world(), day).get("quality.chat") == (stale and {"stale": stale})


def test_a_required_score_is_as_old_as_itself() -> None:
    of = world()
    of.profile["require"] = {"minimum": {"arena-text": 1000}}
    of.models[0]["scores"].append(score("other", 50, as_of="2020-01-01"))
    of.benchmarks.append(benchmark("other"))
    assert "scores" not in marked(of)
    of.profile["require"] = {"minimum": {"other": 10}}
    assert marked(of)["scores"]["stale"] > 2000


def test_nothing_in_doubt_leaves_no_trace() -> None:
    text = world().decide().to_json()
    assert '"disputed":[{' not in text
    assert '"stale":' not in text


def test_a_decision_that_was_stored_before_there_were_marks_is_still_read() -> None:
    record = json.loads(world("limits.window").decide().to_json())
    for candidate in record["candidates"]:
        for part in ("gates", "criteria", "advisories"):
            for finding in candidate[part]:
                for fact in finding["facts"]:
                    fact.pop("disputed", None)
    read = Decision.from_json(json.dumps(record))
    assert "disputed:" not in read.to_markdown()
    assert "<html" in read.to_html()


def test_what_rests_on_an_overlays_own_source_is_the_users(tmp_path: Path) -> None:
    base = world()
    contract = {**PAGE, "id": "contract", "title": "Our contract"}
    offered = offer("acme/alpha", price("1", "2", source="contract"))
    mine = write_files(
        tmp_path / "mine", {"acme.yaml": {**provider("acme", offered), "sources": [contract]}}
    )
    more = write_files(
        tmp_path / "more", {"s.yaml": {"sources": [{**RUMOR, "title": "A better rumor"}]}}
    )
    catalog = load_catalog(mine, more, shipped=base.write(tmp_path / "base"))
    record = recommend(loaded(base.profile), catalog, shipped(), TODAY).record
    facts = {
        fact["name"]: fact["by"]
        for gate in record["candidates"][0]["gates"]
        for fact in gate["facts"]
    }
    assert (facts["price.input"], facts["limits.window"]) == ("own", None)
    own = {key for key, source in record["sources"].items() if source.get("own")}
    assert own == {"acme#contract"}
    overlays = record["inputs"]["catalog"]["overlays"]
    assert [item["name"] for item in overlays] == ["mine", "more"]
    decision = Decision(record)
    html = decision.to_html()
    for text in (html, decision.to_markdown(), table.render(record, False)):
        assert text.index("mine") < text.index("more")
        assert all(item["sha256"][:8] in text for item in overlays)
    assert "a later one wins" in html
    assert "your own figure" in html
    assert "Our contract</bdi></strong> · your own source" in html
