"""The decision record: its schema, what others rely on, and the way to disk and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter, ValidationError

from advisor.decision.decision import Decision
from advisor.decision.record import SCHEMA_VERSION, DecisionRecord
from advisor.yamlio.problems import InputError
from tests.worlds import World, small, worlds

RECORD: TypeAdapter[DecisionRecord] = TypeAdapter(DecisionRecord)
NUMBER = (int, float)


def stored(world: World | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((world or small()).decide().to_json())
    return found


@settings(max_examples=40)
@given(worlds())
def test_every_record_fits_its_own_schema(world: World) -> None:
    RECORD.validate_python(stored(world), extra="forbid")


def test_the_schema_refuses_what_is_no_record() -> None:
    record = stored()
    record["candidates"][0]["status"] = "perhaps"
    with pytest.raises(ValidationError):
        RECORD.validate_python(record)


@settings(max_examples=30)
@given(worlds())
def test_what_other_programs_rely_on(world: World) -> None:
    """Section 9 of the design: names and types that never change."""
    record = stored(world)
    assert isinstance(record["schema_version"], str)
    assert record["as_of"] == "2026-11-23"
    inputs = record["inputs"]
    assert all(len(inputs[name]["sha256"]) == 64 for name in ("profile", "catalog", "rules"))
    assert inputs["catalog"]["models"] == len(world.models)
    assert inputs["catalog"]["offers"] == sum(len(item["offers"]) for item in world.providers)
    ids = [item["id"] for item in record["candidates"]]
    assert len(set(ids)) == len(ids)
    for item in record["candidates"]:
        assert item["kind"] in ("api", "self_hosted")
        assert item["id"].startswith(f"{item['model']}@{item['provider']}")
        assert item["status"] in ("ranked", "review", "rejected")
        assert (item["rank"] is None) is (item["status"] != "ranked")
        lo, hi = item["band"]
        assert lo <= item["value"] <= hi
        for gate in item["gates"]:
            assert gate["outcome"] in ("pass", "fail", "unknown", "not_applicable", "error")
            assert isinstance(gate["reason"], str)
            assert gate["reason"]
            assert isinstance(gate["facts"], list)
            if gate["outcome"] == "unknown":
                assert gate["missing"], gate
        for each in item["criteria"]:
            assert set(each) >= {"rule", "raw", "unit", "value", "weight", "contribution"}
            assert abs(each["weight"] * each["value"] - each["contribution"]) < 1e-5
            assert (each["raw"] is None) is (each["outcome"] == "unknown")
        if item["cost"] is None:
            assert item["cost_missing"]
        else:
            assert item["cost"]["currency"] == "USD"
            for month in item["cost"]["monthly"]:
                assert month["low"] <= month["base"] <= month["high"]
            assert set(item["cost"]["total"]) == {"low", "base", "high"}
    assert set(record["ranking"]) <= set(ids)
    assert record["recommendation"] == (record["ranking"][0] if record["ranking"] else None)


@settings(max_examples=30)
@given(worlds())
def test_every_cited_source_is_there_and_numbered(world: World) -> None:
    record = stored(world)
    cited = {
        source
        for item in record["candidates"]
        for part in (*item["gates"], *item["criteria"], *item["advisories"])
        for fact in part["facts"]
        for source in fact["sources"]
    }
    assert cited <= set(record["sources"])
    numbers = sorted(source["number"] for source in record["sources"].values())
    assert numbers == list(range(1, len(numbers) + 1))


def test_there_and_back_again() -> None:
    text = small().decide().to_json()
    for given_text in (text, text.encode()):
        again = Decision.from_json(given_text)
        assert again.to_json() == text
        assert again.recommendation is not None
        assert again.recommendation["id"] == "acme/alpha@acme"


def test_fields_that_a_later_version_adds_are_kept() -> None:
    record = stored() | {"schema_version": "1.7", "new": {"x": 1}}
    record["candidates"][0]["also_new"] = [1.0, 1]
    assert json.loads(Decision.from_json(json.dumps(record)).to_json()) == record


def test_the_json_is_canonical() -> None:
    text = small().decide().to_json()
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again + "\n" == text


def altered(change: Any) -> str:
    record = stored()
    change(record)
    return json.dumps(record)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a decision"),
        ("[]", "not a decision"),
        ("5", "not a decision"),
        ("[" * 100_000, "not a decision"),
        (b"\xff\xfe", "not a decision"),
        ("{}", f"schema_version {SCHEMA_VERSION} is needed, this has none"),
        (lambda r: r.update(schema_version="2.0"), "this has 2"),
        (lambda r: r.pop("candidates"), "candidates: Field required"),
        (lambda r: r["candidates"][0].pop("gates"), "candidates.0.gates: Field required"),
        (lambda r: r["candidates"][0].update(status="perhaps"), "candidates.0.status"),
    ],
)
def test_what_is_no_decision_is_refused(text: Any, message: str) -> None:
    with pytest.raises(InputError, match=r"decision\.json") as caught:
        Decision.from_json(altered(text) if callable(text) else text)
    assert message in str(caught.value)


def test_candidates_by_id_and_by_model() -> None:
    decision = small().decide()
    assert decision.candidate("globex/open-7b@self")["kind"] == "self_hosted"
    assert decision.candidate("globex/open-7b")["id"] == "globex/open-7b@initech"
    assert [item["id"] for item in decision.ranking] == decision.record["ranking"]
    with pytest.raises(KeyError):
        decision.candidate("globex/open-7")
    assert "acme/alpha@acme" in repr(decision)


def test_nothing_qualifies() -> None:
    world = small()
    world.profile["require"] = {"window": "1M"}
    decision = world.decide()
    assert decision.recommendation is None
    assert decision.ranking == []
    assert "nothing qualifies" in repr(decision)


def test_a_frame_has_one_row_a_candidate() -> None:
    pytest.importorskip("pandas")
    decision = small().decide()
    frame = decision.to_frame()
    record = decision.record
    assert list(frame["id"]) == [item["id"] for item in record["candidates"]]
    first = [
        "id",
        "model",
        "provider",
        "kind",
        "status",
        "rank",
        "value",
        "worst",
        "best",
        "cost_total",
    ]
    assert list(frame.columns[: len(first)]) == first
    assert {"quality.chat", "cost.price-level", "limits.window", "license.user-limit"} <= set(
        frame.columns
    )
    assert frame.loc[0, "cost_total"] == 4800
    assert frame.loc[frame["id"] == "globex/open-7b@self", "cost_total"].isna().all()


def test_equal_inputs_have_equal_ids_and_others_do_not() -> None:
    first = small().decide().record["id"]
    assert small().decide().record["id"] == first
    other = small()
    other.profile["title"] = "Another"
    assert other.decide().record["id"] != first
