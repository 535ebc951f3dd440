"""What the record says of costs: worked out by hand, and only for those that are shown in full."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.decision.build import SIMULATED
from tests.worlds import World, offer, price, provider, score, small


def tiny(**workload: Any) -> World:
    """The small world with one open number, a budget, a baseline and a rate."""
    world = small()
    world.profile["workload"] |= {"uncertainty": "0.2", **workload}
    world.profile["require"] = {"monthly_budget": "660 USD"}
    world.profile["policy"] = {"discount_rate": "0.05"}
    world.profile["current"] = "globex/open-7b"
    return world


def cost(world: World, model: str) -> Any:
    return world.decide().candidate(model)["cost"]


def test_a_golden_tiny_decision() -> None:
    """100,000 requests of 1,000 + 200 tokens: 180 USD a month at 1 and 4; a fifth more or less.

    A tenth of the cases lies beyond 0.2 x (1 - sqrt(0.2)) = 11.06 % of it.
    """
    found = cost(tiny(), "acme/beta")
    assert found["monthly"][0] == {"month": "2026-12", "low": 144, "base": 180, "high": 216}
    simulated = found["simulation"]
    assert (simulated["seed"], simulated["points"]) == (2026, 1024)
    assert [each["month"] for each in simulated["monthly"]] == ["2026-12", "2027-01", "2027-02"]
    first = simulated["monthly"][0]
    assert first["p10"] == pytest.approx(160.10, abs=0.05)
    assert first["p50"] == pytest.approx(180, abs=0.05)
    assert first["mean"] == pytest.approx(180, abs=0.05)
    assert first["p90"] == pytest.approx(199.90, abs=0.05)
    assert simulated["total"]["p50"] == pytest.approx(540, abs=0.1)
    assert simulated["drivers"] == [{"input": "requests", "share": 1}]
    assert simulated["together"] == 0
    value = sum(180 / 1.05 ** (n / 12) for n in (1, 2, 3))
    assert simulated["present_value"]["base"] == pytest.approx(value, abs=1e-6)
    assert simulated["present_value"]["rate"] == 0.05
    # open-7b costs 32 a month, and alike at every point.
    assert simulated["against"]["candidate"] == "globex/open-7b@initech"
    assert simulated["against"]["cheaper"] == 0
    assert simulated["against"]["saving"]["p50"] == pytest.approx(-3 * (180 - 32), abs=0.1)


def test_the_risk_of_the_budget() -> None:
    """Growth of 10 % carries 540 to 594 and 653: past 660 with some luck, and that every time."""
    world = tiny(growth_per_month="0.1", growth_uncertainty=0)
    world.profile["workload"]["requests_per_month"] = 300_000
    risk = cost(world, "acme/beta")["simulation"]["budget"]
    assert risk["amount"] == 660
    assert risk["monthly"] == sorted(risk["monthly"])
    assert risk["monthly"][0] == 0 or risk["monthly"][0] < 0.01
    assert risk["ever"] == risk["monthly"][-1] == pytest.approx(0.45, abs=0.03)
    assert risk["likely"] is None and risk["earliest"] in ("2027-01", "2026-12")


def test_without_a_rate_a_budget_or_a_baseline_nothing_is_told_of_them() -> None:
    found = cost(small(), "acme/beta")["simulation"]
    assert not found.keys() & {"budget", "present_value", "against"}


def test_certain_costs_are_the_base() -> None:
    found = cost(tiny(uncertainty=0), "acme/beta")["simulation"]
    assert found["points"] == 1
    assert found["total"] == {"p10": 540, "p50": 540, "p90": 540, "mean": 540}
    assert (found["drivers"], found["together"]) == ([], 0)
    assert found["budget"]["monthly"] == [0, 0, 0]


def test_only_what_is_shown_in_full_is_simulated() -> None:
    world = small()
    scores = [score("arena-text", 1200)]
    ids = [f"globex/model-{n}" for n in range(SIMULATED + 4)]
    world.models += [{**world.models[1], "id": id, "name": id, "scores": scores} for id in ids]
    world.providers.append(provider("many", *(offer(id, price("1", "4")) for id in ids)))
    world.profile["current"] = ids[-1]
    record = world.decide().record
    simulated = [
        item["id"] for item in record["candidates"] if item["cost"] and "simulation" in item["cost"]
    ]
    assert simulated == [*record["ranking"][:SIMULATED], f"{ids[-1]}@many"]
    assert all(item["cost"]["tokens"] for item in record["candidates"] if item["cost"])


def test_the_cheapest_by_volume() -> None:
    world = small()
    world.providers[1]["offers"][0]["prices"] = [price("0.2", "0.6", per_month="296")]
    found = world.decide().record.get("cheapest_by_volume")
    assert found is not None
    # beta: 0.0018 USD a request; open-7b: 296 + 0.00032 a request: equal at 200,000.
    assert (found["since"], found["until"]) == (10_000, 10_000_000)
    assert found["stretches"] == [
        {"since": 10_000, "until": 200_000, "candidate": "acme/beta@acme"},
        {"since": 200_000, "until": 10_000_000, "candidate": "globex/open-7b@initech"},
    ]
    # And alpha, which is recommended: 0.016 a request.
    drawn = {curve["candidate"]: curve["points"] for curve in found["curves"]}
    assert drawn == {
        "acme/alpha@acme": [[10_000, 160], [10_000_000, 160_000]],
        "acme/beta@acme": [[10_000, 18], [10_000_000, 18_000]],
        "globex/open-7b@initech": [[10_000, 299.2], [10_000_000, 3496]],
    }


def test_defaults_about_uncertainty_are_assumptions() -> None:
    world = tiny(growth_per_month="0.04", cached_share="0.5")
    assumed = {item["field"]: item["value"] for item in world.decide().record["assumptions"]}
    assert assumed["workload.tokens_of"] == "o200k-base"
    assert assumed["workload.growth_uncertainty"] == 0.5
    assert assumed["workload.cache_uncertainty"] == 0.1
    plain = {item["field"] for item in small().decide().record["assumptions"]}
    assert not plain & {"workload.growth_uncertainty", "workload.cache_uncertainty"}


def test_a_table_and_a_whole_record_tell_the_same() -> None:
    """What was read before it was written down changes no byte."""
    one, two = tiny().decide(), tiny().decide()
    one.to_html()
    assert one.to_json() == two.to_json()
    assert json.loads(one.to_json())["candidates"][0]["cost"]["simulation"]["points"] == 1024
