"""One profile against one catalog: gates, advisories, the current model, warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from tests.worlds import TODAY, Data, World, offer, price, provider, small, worlds

ALPHA = "acme/alpha@acme"


def gate(rule: str, world: World, id: str = ALPHA) -> Any:
    gates = world.decide().candidate(id)["gates"]
    return next(finding for finding in gates if finding["rule"] == rule)


def required(**require: Any) -> World:
    world = small()
    world.profile["require"] = require
    return world


def test_a_failed_gate_tells_what_is_and_what_was_needed() -> None:
    told = gate("limits.window", required(window="200k"))
    assert told["outcome"] == "fail"
    assert "128,000 tokens" in told["reason"]
    assert "200,000" in told["reason"]
    assert told["needed"] == ["context window >= 200,000 tokens"]
    fact = next(fact for fact in told["facts"] if fact["name"] == "limits.window")
    assert fact["value"] == 128000
    assert fact["sources"] == ["page"]


def test_an_unknown_gate_names_what_is_missing() -> None:
    told = gate("abilities.features", required(features=["tool_calling", "reasoning"]))
    assert (told["outcome"], told["missing"]) == (
        "unknown",
        ["features.tool_calling", "features.reasoning"],
    )
    told = gate("data.region", required(data_regions=["eu"]))
    assert (told["outcome"], told["missing"]) == ("unknown", ["terms.regions"])


@pytest.mark.parametrize(
    ("terms", "require", "outcomes"),
    [
        ({"training_on_inputs": False}, {"training_on_inputs": False}, {"data.training": "pass"}),
        ({"training_on_inputs": True}, {"training_on_inputs": False}, {"data.training": "fail"}),
        ({"training_on_inputs": True}, {}, {"data.training": "not_applicable"}),
        ({"regions": ["us", "de"]}, {"data_regions": "eu"}, {"data.region": "pass"}),
        ({"regions": ["us"]}, {"data_regions": "eu"}, {"data.region": "fail"}),
        ({"retention_days": 30}, {"retention_days": 0}, {"data.retention": "unknown"}),
        (
            {"retention_days": 30, "zero_retention": "no"},
            {"retention_days": 0},
            {"data.retention": "fail"},
        ),
        (
            {"retention_days": 30, "zero_retention": "yes"},
            {"retention_days": 0},
            {"data.retention": "pass"},
        ),
        ({"zero_retention": "no"}, {"retention_days": 0}, {"data.retention": "unknown"}),
        (
            {"certifications": ["soc2"]},
            {"certifications": ["soc2"]},
            {"data.certifications": "pass"},
        ),
        ({"certifications": []}, {"certifications": ["soc2"]}, {"data.certifications": "fail"}),
    ],
)
def test_terms_of_the_provider(terms: Data, require: Data, outcomes: Data) -> None:
    world = required(**require)
    world.providers[0]["terms"] = terms
    for rule, outcome in outcomes.items():
        assert gate(rule, world)["outcome"] == outcome


def test_an_offer_may_differ_from_its_provider() -> None:
    world = required(data_regions="eu")
    world.providers[0]["terms"] = {"regions": ["us"]}
    world.providers[0]["offers"][0]["terms"] = {"regions": ["us", "eu"]}
    assert gate("data.region", world)["outcome"] == "pass"
    assert gate("data.region", world, "acme/beta@acme")["outcome"] == "fail"


@pytest.mark.parametrize(
    ("require", "left"),
    [
        ({"providers": {"deny": ["acme"]}}, {"globex/open-7b@initech"}),
        ({"providers": {"allow": ["acme"]}}, {ALPHA, "acme/beta@acme"}),
        ({"makers": {"deny": ["globex"]}}, {ALPHA, "acme/beta@acme"}),
        ({"makers": {"allow": ["globex"]}}, {"globex/open-7b@initech"}),
        ({"openness": "open_weights"}, {"globex/open-7b@initech"}),
        ({"monthly_budget": "500 USD"}, {"acme/beta@acme", "globex/open-7b@initech"}),
        ({"minimum": {"arena-text": 1300}}, {ALPHA, "acme/beta@acme"}),
    ],
)
def test_requirements_leave_these(require: Data, left: set[str]) -> None:
    world = required(**require)
    world.profile["workload"]["growth_per_month"] = 0
    if "monthly_budget" in require:
        world.profile["workload"]["horizon_months"] = 1
    assert set(world.decide().record["ranking"]) == left


def test_the_budget_is_held_against_the_dearest_month() -> None:
    """beta costs 180 dollars a month; with growth of a tenth the third month is 217.80."""
    world = required(monthly_budget="217.80 USD")
    world.profile["workload"]["growth_per_month"] = "0.1"
    assert gate("cost.budget", world, "acme/beta@acme")["outcome"] == "pass"
    world.profile["require"]["monthly_budget"] = "217.79 USD"
    assert gate("cost.budget", world, "acme/beta@acme")["outcome"] == "fail"


def test_hosting_by_oneself_without_any_facts_is_for_review() -> None:
    world = small()
    del world.profile["hosting"]
    item = world.decide().candidate("globex/open-7b@self")
    assert (item["kind"], item["status"], item["cost"]) == ("self_hosted", "review", None)
    assert item["cost_missing"] == ["hosting_costs.peak-to-mean", "hosting_costs.target-load"]
    assert item["band"][0] < item["band"][1]


def test_prices_of_the_day_count() -> None:
    world = small()
    world.providers[0]["offers"][0]["prices"] = [
        price("10", "30", since="2026-01-01"),
        price("1", "3", since="2027-06-01"),
    ]
    dear = world.decide(as_of=TODAY).candidate(ALPHA)["cost"]
    cheap = world.decide(as_of=date(2027, 6, 1)).candidate(ALPHA)["cost"]
    assert dear is not None
    assert cheap is not None
    assert (dear["total"]["base"], cheap["total"]["base"]) == (4800, 480)


def test_two_offers_of_a_provider_are_told_apart() -> None:
    world = small()
    world.providers[0]["offers"].append(offer("acme/alpha", price("9", "9"), id="eu"))
    found = world.judged()
    assert {ALPHA, f"{ALPHA}:eu"} <= set(found)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"languages": {"en": 1, "ko": 1}, "task": {"chat": 1, "multilingual": 0}},
            "task.multilingual is 0",
        ),
        ({"task": {"chat": 1, "multilingual": 1}}, "none other than English"),
        (
            {"task": {"chat": 1}, "prefer": {"cost": 1, "openness": 0, "quality.coding": 1}},
            "prefer.quality.coding",
        ),
    ],
)
def test_warnings(change: Data, told: str) -> None:
    world = small()
    world.profile |= change
    assert any(told in warning for warning in world.decide().record["warnings"])
    assert small().decide().record["warnings"] == []


def test_no_model_at_all() -> None:
    record = World(profile={"task": {"chat": 1}}).decide().record
    assert (record["candidates"], record["ranking"], record["recommendation"]) == ([], [], None)


def test_one_model_and_all_equal() -> None:
    world = small()
    world.models, world.licenses = [world.models[0]], []
    world.providers = [
        provider(name, offer("acme/alpha", price("10", "30")))
        for name in ("acme", "globex", "hooli")
    ]
    record = world.decide().record
    assert record["ranking"] == ["acme/alpha@acme"]
    assert record["runner_up"] is None
    assert {item["rank"] for item in record["candidates"]} == {1}


@given(worlds())
def test_every_rejection_and_every_doubt_has_a_reason(world: World) -> None:
    for item in world.decide().record["candidates"]:
        found = {finding["outcome"]: finding for finding in item["gates"]}
        expected = "rejected" if "fail" in found else "review" if "unknown" in found else "ranked"
        assert item["status"] == expected
        assert "error" not in found
        if expected != "ranked":
            decisive = found["fail" if expected == "rejected" else "unknown"]
            assert decisive["reason"]
            assert decisive["facts"]
            assert decisive["needed"]
