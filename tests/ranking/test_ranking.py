"""Statuses, ties, the baseline, relaxations and switches, in worlds small enough to work out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from advisor.ranking.rank import status_of
from advisor.ranking.sensitivity import switches
from tests.worlds import World, benchmark, model, offer, price, provider, score, small, worlds

D = Decimal


@pytest.mark.parametrize(
    ("outcomes", "review", "reject"),
    [
        (["pass", "not_applicable"], "ranked", "ranked"),
        ([], "ranked", "ranked"),
        (["pass", "unknown"], "review", "rejected"),
        (["pass", "error"], "review", "rejected"),
        (["unknown", "fail"], "rejected", "rejected"),
    ],
)
def test_the_status_follows_from_the_gates(outcomes: Any, review: str, reject: str) -> None:
    assert status_of(outcomes, "review") == review
    assert status_of(outcomes, "reject") == reject


def test_hand_computed_values() -> None:
    """60 % quality and 40 % cost, both on fixed scales.

    Chat: 1450 Elo is ability 0.9 (1000..1500), worth (0.9 - 0.2) / 0.75. Cost: 100 k requests of
    1,000 + 200 tokens at 10 and 30 dollars are 1,600 dollars for 120 M tokens, 13.33 a million;
    on the logarithmic scale from 0.05 to 50 that is worth ln(50 / 13.33) / ln(1000).
    """
    alpha = small().judged()["acme/alpha@acme"]
    quality = (D("0.9") - D("0.2")) / D("0.75")
    cost = (D(50) * 120 / 1600).ln() / D(1000).ln()
    assert abs(alpha.value - (D("0.6") * quality + D("0.4") * cost)) < D("1e-20")


def test_nothing_is_ranked_beside_what_is_rejected_or_open() -> None:
    world = small()
    world.models[0].pop("limits")
    world.models[1]["limits"] = {"window": 1000}
    found = world.decide().record
    statuses = [(item["id"], item["status"], item["rank"]) for item in found["candidates"]]
    assert statuses == [
        ("globex/open-7b@initech", "ranked", 1),
        ("acme/alpha@acme", "review", None),
        ("acme/beta@acme", "rejected", None),
        ("globex/open-7b@self", "rejected", None),
    ]
    assert found["ranking"] == ["globex/open-7b@initech"]
    world.profile["policy"] = {"unknown_gate": "reject"}
    assert world.judged()["acme/alpha@acme"].status == "rejected"


def ties(**more: Any) -> list[str]:
    """Two offers of equal worth; only cost decides between them, and it has no weight."""
    world = small()
    world.profile["prefer"] = {"quality": 1}
    world.models[1]["scores"] = [{**score("arena-text", 1450), **more}]
    world.models = world.models[:2]
    world.providers = world.providers[:1]
    world.licenses = []
    return world.decide().record["ranking"]


def test_a_tie_goes_to_the_cheaper_one() -> None:
    assert ties() == ["acme/beta@acme", "acme/alpha@acme"]


def test_a_tie_of_value_and_cost_goes_to_the_narrower_band_then_to_the_id() -> None:
    world = small()
    world.profile["prefer"] = {"quality": 1}
    world.models[0]["scores"] = [score("arena-text", 1300, low="1290", high="1310")]
    world.providers[0]["offers"][0]["prices"] = world.providers[0]["offers"][1]["prices"]
    ranking = world.decide().record["ranking"]
    assert ranking[:2] == ["acme/beta@acme", "acme/alpha@acme"]
    world.models[1]["scores"] = world.models[0]["scores"]
    assert world.decide().record["ranking"][:2] == ["acme/alpha@acme", "acme/beta@acme"]


def test_an_unknown_cost_loses_a_tie() -> None:
    world = small()
    world.profile["prefer"] = {"quality": 1}
    del world.profile["workload"]
    world.models[1]["scores"] = [score("arena-text", 1450)]
    assert world.decide().record["ranking"][:2] == ["acme/alpha@acme", "acme/beta@acme"]


def test_thirds_do_not_break_a_tie() -> None:
    """Half from three equal criteria and half from one: equal but for the rounding of thirds."""
    tasks = ("chat", "coding", "knowledge")
    best, none = {"0": "0", "100": "1"}, "0"
    world = World(
        models=[
            model("acme/able", scores=[score(task, 100) for task in tasks]),
            model("acme/cheap", scores=[score(task, none) for task in tasks]),
        ],
        providers=[
            provider(
                "acme", offer("acme/able", price("60", "60")), offer("acme/cheap", price("0", "0"))
            )
        ],
        benchmarks=[benchmark(task, best, task) for task in tasks],
        profile={
            "task": dict.fromkeys(tasks, 1),
            "prefer": {"quality": 50, "cost": 50},
            "workload": {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 100},
        },
    )
    world.models[0]["limits"] = world.models[1]["limits"] = {"window": 8000}
    found = world.judged()
    assert {round(item.value, 20) for item in found.values()} == {D("0.5")}
    assert list(found) == ["acme/cheap@acme", "acme/able@acme"]


def test_each_model_stands_once_by_its_best_way() -> None:
    world = small()
    world.providers.append(provider("hooli", offer("acme/alpha", price("1", "3"))))
    record = world.decide().record
    assert record["ranking"][0] == "acme/alpha@hooli"
    ranks = {item["id"]: (item["rank"], item["best"]) for item in record["candidates"]}
    assert ranks["acme/alpha@hooli"] == (1, True)
    assert ranks["acme/alpha@acme"] == (1, False)


@pytest.mark.parametrize(
    ("current", "candidate"),
    [("acme/beta@acme", "acme/beta@acme"), ("globex/open-7b", "globex/open-7b@initech")],
)
def test_the_baseline_is_judged_like_everything_else(current: str, candidate: str) -> None:
    world = small()
    world.profile["current"] = current
    record = world.decide().record
    assert record["baseline"] is not None
    assert record["baseline"]["candidate"] == candidate
    item = next(each for each in record["candidates"] if each["id"] == candidate)
    assert record["baseline"]["value"] == item["value"]
    assert item["cost"] is not None
    assert record["baseline"]["cost_total"] == item["cost"]["total"]


def test_a_baseline_that_nobody_offers_is_none() -> None:
    world = small()
    world.models.append(model("acme/gone"))
    world.profile["current"] = "acme/gone"
    assert world.decide().record["baseline"] is None


# -- relaxations ----------------------------------------------------------------------------------


def blocked(**require: Any) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    world = small()
    world.profile["require"] = require
    record = world.decide().record
    assert record["recommendation"] is None
    return [
        (tuple(gate["rule"] for gate in each["gates"]), tuple(each["candidates"]))
        for each in record["relaxations"]
    ]


def test_the_nearest_relaxation_comes_first() -> None:
    """All miss the window by the same; the budget is missed by all but the cheapest."""
    found = blocked(window="200k", monthly_budget="100 USD")
    assert found[0] == (("limits.window",), ("globex/open-7b@initech",))
    # Sets that contain another one are not told.
    assert not any(set(gates) > {"limits.window"} for gates, _ in found)


def test_of_equally_many_gates_the_smaller_step_comes_first() -> None:
    world = small()
    world.models[0]["limits"] = {"window": 150_000}
    world.models[2]["limits"] = {"window": 250_000}
    world.profile["require"] = {"window": "200k", "monthly_budget": "30 USD"}
    world.providers[0]["offers"][0]["prices"] = [price("0.1", "0.1")]
    record = world.decide().record
    # alpha misses a quarter of the window; open-7b costs 32 dollars of 30.
    assert [tuple(g["rule"] for g in each["gates"]) for each in record["relaxations"]][:2] == [
        ("cost.budget",),
        ("limits.window",),
    ]


def test_what_nobody_can_relax_is_not_proposed() -> None:
    world = small()
    for item in world.models:
        item["lifecycle"] = {"status": "retired"}
    assert world.decide().record["relaxations"] == []


@settings(max_examples=60)
@given(worlds())
def test_relaxed_sets_are_minimal_and_let_their_candidates_in(world: World) -> None:
    world.profile["require"] |= {"window": "300k"}
    record = world.decide().record
    assert record["recommendation"] is None
    blocking = {
        item["id"]: {
            g["rule"] for g in item["gates"] if g["outcome"] not in ("pass", "not_applicable")
        }
        for item in record["candidates"]
    }
    told = [{gate["rule"] for gate in each["gates"]} for each in record["relaxations"]]
    for gates, each in zip(told, record["relaxations"], strict=True):
        assert all(blocking[id] == gates for id in each["candidates"])
        assert not any(
            other < gates for other in blocking.values() if "lifecycle.available" not in other
        )
    assert [len(gates) for gates in told] == sorted(len(gates) for gates in told)


# -- switches -------------------------------------------------------------------------------------


def reweighed(world: World, group: str, weight: Decimal, to: Decimal) -> World:
    """The world with another share for one group; the others keep their proportions."""
    other = world.copy()
    run = world.run()
    shares: dict[str, Decimal] = {}
    for bound in run.bound:
        if bound.rule.group:
            held = run.weights.get(bound.loaded.id, D(0))
            shares[bound.rule.group] = shares.get(bound.rule.group, D(0)) + held
    other.profile["prefer"] = {
        name: format(to if name == group else share * (1 - to) / (1 - weight), ".20f")
        for name, share in shares.items()
        if share
    }
    return other


def winner(world: World) -> str | None:
    return world.decide().record["recommendation"]


def test_a_switch_worked_out_by_hand() -> None:
    """Two criteria, alpha ahead in quality and beta in cost: they meet where the lines cross."""
    world = small()
    world.profile["prefer"] = {"quality": 70, "cost": 30}
    world.models, world.providers, world.licenses = world.models[:2], world.providers[:1], []
    (first, second) = world.judged().values()
    assert (first.id, second.id) == ("acme/alpha@acme", "acme/beta@acme")
    worth = {j.id: {c.bound.rule.group: c.value for c in j.criteria} for j in (first, second)}
    better = worth[first.id]["quality"] - worth[second.id]["quality"]
    dearer = worth[second.id]["cost"] - worth[first.id]["cost"]
    found = {switch.group: switch for switch in switches([first, second])}
    assert abs(found["quality"].switch_at - dearer / (better + dearer)) < D("1e-20")
    assert found["quality"].weight == D("0.7")
    assert found["cost"].winner == "acme/beta@acme"


@settings(max_examples=60)
@given(worlds(least=2))
def test_beyond_a_switch_another_one_wins_and_before_it_none(world: World) -> None:
    world.profile["require"] = {}
    run = world.run()
    ranked = [item for item in run.judged if item.rank is not None]
    step = D("1e-6")
    for switch in switches(ranked):
        up = switch.switch_at > switch.weight
        beyond = switch.switch_at + (step if up else -step)
        if not 0 <= beyond < 1 or abs(switch.switch_at - switch.weight) < 2 * step:
            continue
        after = winner(reweighed(world, switch.group, switch.weight, beyond))
        assert after != ranked[0].id
        before = switch.switch_at - (step if up else -step)
        assert winner(reweighed(world, switch.group, switch.weight, before)) == ranked[0].id
