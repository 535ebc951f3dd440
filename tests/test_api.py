"""The public API as the readme shows it."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

import advisor
from advisor import InputError, load_catalog, load_profile, load_rules, recommend
from tests.worlds import TODAY, small, write_files


def test_three_calls_make_a_decision(tmp_path: Path) -> None:
    write_files(tmp_path, {"profile.yaml": small().profile})
    catalog = load_catalog(shipped=small().write(tmp_path / "catalog"))
    decision = recommend(load_profile(tmp_path / "profile.yaml"), catalog, as_of=TODAY)
    assert decision.recommendation is not None
    assert decision.recommendation["id"] == "acme/alpha@acme"
    assert decision.record["inputs"]["profile"]["name"] == "profile.yaml"
    again = advisor.Decision.from_json(decision.to_json())
    assert again.to_json() == decision.to_json()


def test_what_a_decision_gives_is_whole_before_anything_was_read() -> None:
    world = small()

    def fresh() -> advisor.Decision:
        return recommend(world.loaded(), world.catalog(), as_of=TODAY)

    told = json.loads(fresh().to_json())
    assert json.loads(json.dumps(fresh().record)) == told
    best = next(item for item in told["candidates"] if item["id"] == told["recommendation"])
    assert json.loads(json.dumps(fresh().recommendation)) == best
    assert json.loads(json.dumps(fresh().ranking))[0] == best
    untouched = fresh().record["candidates"][0]
    assert untouched.get("gates")
    assert all(type(part) is dict for part in (untouched, *untouched["gates"]))


def test_without_a_day_it_is_today(tmp_path: Path) -> None:
    from datetime import date

    before = date.today()
    found = recommend(small().loaded(), small().catalog()).record["as_of"]
    assert before.isoformat() <= found <= date.today().isoformat()


def test_every_public_name_is_there_and_documented() -> None:
    for name in advisor.__all__:
        thing = getattr(advisor, name)
        if name != "__version__":
            assert inspect.getdoc(thing), name
    with pytest.raises(AttributeError):
        _ = advisor.no_such_name  # type: ignore[attr-defined]


def test_a_submodule_never_hides_a_function() -> None:
    import advisor.pipeline

    assert callable(advisor.recommend)
    assert callable(load_rules)


def test_input_errors_are_one_kind(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_profile(tmp_path / "nowhere.yaml")
    with pytest.raises(InputError):
        load_catalog(tmp_path / "nowhere")
    with pytest.raises(InputError):
        load_rules(tmp_path / "nowhere")
