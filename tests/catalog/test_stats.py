"""The catalog in numbers: what counts as a fact, and who supports it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from advisor import load_catalog
from advisor.catalog.facts import Fact, facts
from advisor.catalog.stats import Stats, hand_checked, stats
from tests.worlds import (
    PAGE,
    TODAY,
    World,
    a_license,
    bare,
    clause,
    offer,
    price,
    provider,
    score,
    small,
    worlds,
)

DATA_SET = {**PAGE, "id": "table", "kind": "data_set"}


def facts_of(world: World) -> list[Fact]:
    return list(facts(world.catalog()))


def one(**fields: Any) -> list[Fact]:
    """The facts of one model that states these fields; its openness aside."""
    found = facts_of(World([bare(**fields)], sources=[DATA_SET]))
    return [fact for fact in found if fact.place != "openness"]


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({}, []),
        ({"note": "x", "aliases": [{"name": "a"}]}, []),
        ({"limits": {"window": 1, "output": 2}}, ["limits.window", "limits.output"]),
        ({"features": {"batch": False}}, ["features.batch"]),
        ({"modalities": {"input": ["text", "image"]}}, ["modalities.input"]),
        ({"languages": {"stated": ["en", "ko"], "source": "table"}}, ["languages"]),
        (
            {"architecture": {"layers": 2, "experts": 8}},
            ["architecture.layers", "architecture.experts"],
        ),
        ({"lifecycle": {"status": "active", "source": "table"}}, ["lifecycle.status"]),
        ({"scores": [score("b", 1, low="0", high="2", samples=9)]}, ["scores.b"]),
    ],
)
def test_a_fact_is_one_stated_value(fields: dict[str, Any], places: list[str]) -> None:
    assert [fact.place for fact in one(**fields)] == places


def test_every_rate_of_a_price_row_is_a_fact() -> None:
    row = price("2", "8", cache_write="3", tiers=[{"above": 9, "factor": "2"}], per_request="1")
    found = facts_of(World([bare()], [provider("acme", offer("acme/alpha", row))]))
    assert [fact.place.partition("].")[2] for fact in found if fact.kind == "price"] == [
        f"prices[start].{name}"
        for name in ("input", "output", "cache_write.any", "per_request", "tiers[9].factor")
    ]


def test_a_clause_is_one_fact_and_names_its_page_itself() -> None:
    read = clause("yes", section="2", url="https://example.org/l", read="2026-10-01")
    item = a_license("mit")
    found = facts_of(World(licenses=[{**item, "commercial_use": read, "naming": clause("no")}]))
    told = {fact.place: fact for fact in found if fact.kind == "clause"}
    assert told["commercial_use"].sourced
    assert told["commercial_use"].dated == date(2026, 10, 1)
    assert not told["naming"].sourced


def test_a_source_vouches_for_all_below_the_field_that_it_names() -> None:
    own = {**PAGE, "id": "card", "supports": ["limits"]}
    (window,) = one(limits={"window": 1}, sources=[own])
    assert window.sources == ("acme/alpha#card",)
    assert window.dated == date(2026, 11, 1)
    (feature,) = one(features={"batch": True}, sources=[own])
    assert not feature.sourced


def test_part_of_a_price_row_may_rest_on_another_source() -> None:
    row = price("2", None, batch={"factor": "0.5"}, also={"batch": "table"})
    world = World([bare()], [provider("acme", offer("acme/alpha", row))], sources=[PAGE, DATA_SET])
    told = {fact.place[-6:]: fact.sources for fact in facts_of(world) if fact.kind == "price"}
    assert told == {".input": ("page",), "factor": ("table",)}


def test_hand_checked_is_what_a_document_supports() -> None:
    read = score("b", 1, source="page")
    imported = score("c", 1, source="table")
    world = World([bare(scores=[read, imported])], sources=[PAGE, DATA_SET])
    catalog = world.catalog()
    told = {fact.place: hand_checked(fact, catalog) for fact in facts(catalog)}
    assert told == {"openness": False, "scores.b": True, "scores.c": False}


@given(worlds())
def test_the_parts_add_up(world: World) -> None:
    found: Stats = stats(world.catalog(), TODAY)
    numbers = found["facts"]
    assert numbers["total"] == sum(numbers["by_kind"].values())
    assert numbers["total"] == numbers["sourced"] + len(numbers["unsourced"])
    assert numbers["hand_checked"] <= numbers["sourced"]
    models, scores = found["models"], found["scores"]
    assert models["total"] == models["open_weights"] + models["api_only"] == len(world.models)
    assert scores["total"] == sum(scores.get(by, 0) for by in ("vendor", "independent", "own"))
    assert scores["total"] == numbers["by_kind"].get("score", 0)


def test_a_condition_that_is_unstated_is_none() -> None:
    settings = ({}, {"conditions": "unstated"}, {"attempts": 1})
    rows = [score(f"b{n}", 1, setting=setting) for n, setting in enumerate(settings)]
    found = stats(World([bare(scores=rows)]).catalog(), TODAY)
    assert found["scores"]["with_condition"] == 1


def test_price_steps_that_lie_ahead_are_told_with_what_holds_until_then() -> None:
    world = small()
    world.providers[0]["offers"][0]["prices"].append(price("20", "30", since="2027-01-01"))
    (step,) = stats(world.catalog(), TODAY)["future_steps"]
    assert step == {
        "offer": "acme/alpha@acme",
        "begins": "2027-01-01",
        "now": {"input": "10", "output": "30"},
        "then": {"input": "20", "output": "30"},
    }
    assert not stats(world.catalog(), date(2027, 1, 1))["future_steps"]


def test_the_oldest_fact_is_named() -> None:
    world = small()
    world.models[1]["scores"][0]["as_of"] = "2023-06-22"
    oldest = stats(world.catalog(), TODAY)["facts"]["oldest"]
    assert oldest
    assert (oldest.owner, oldest.dated) == ("acme/beta", date(2023, 6, 22))
    assert oldest.file == "models/acme/beta.yaml"


def test_files_of_the_shipped_catalog_hold_what_their_facts_say() -> None:
    from advisor.resources import folder

    files = {fact.file for fact in facts(load_catalog())}
    assert all((folder("catalog") / file).is_file() for file in files)
