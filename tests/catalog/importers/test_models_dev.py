"""models.dev: two shapes and the public file, benchmarks by an explicit table, unknown prices."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.importers.claims import Claim, ModelFact, OfferFact, PriceClaim, ScoreClaim
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.importers.models_dev import BENCHMARKS, claims
from advisor.catalog.load import load_catalog
from advisor.yamlio.problems import InputError

DATA = Path(__file__).parent / "data"
DAY = date(2026, 7, 1)
DESCRIBED = {
    "modalities": {"input": ["text"], "output": ["text"]},
    "open_weights": False,
    "limit": {"context": 0},
}


def read(data: Any) -> list[Claim]:
    return list(claims(UpstreamFile("api.json", json.dumps(data).encode()), DAY))


def excerpt(name: str) -> Any:
    return json.loads((DATA / name).read_text())


def priced(**cost: Any) -> list[Claim]:
    """The claims of one offer of OpenAI."""
    return read({"openai": {"models": {"gpt-x": {**DESCRIBED, "cost": cost}}}})


def rows(found: list[Claim]) -> list[dict[str, Any]]:
    return [dict(each.rows[0]) for each in found if isinstance(each, PriceClaim)]


def scored(**result: Any) -> list[ScoreClaim]:
    given = {"name": "SWE-Bench Verified", "score": 72.5, "metric": "resolved",
             "source": "https://www.swebench.com/", **result}  # fmt: skip
    found = read({"acme/alpha": {**DESCRIBED, "benchmarks": [given]}})
    return [each for each in found if isinstance(each, ScoreClaim)]


def test_a_lab_states_identity_limits_media_and_features() -> None:
    found = {
        each.field: each.value
        for each in read(excerpt("models-dev-labs.json"))
        if isinstance(each, ModelFact) and each.name == "openai/gpt-5"
    }
    assert found["released"] == "2025-08-07"
    assert found["limits.window"] == 400000
    assert (found["limits.input"], found["limits.output"]) == (272000, 128000)
    assert found["modalities.input"] == ["text", "image"]
    assert found["openness"] == "api_only"
    assert found["features.temperature"] is False
    assert "license" not in found


def test_a_month_alone_is_no_day_of_release() -> None:
    months = {name for name, each in excerpt("models-dev-labs.json").items()
              if len(each["release_date"]) == 7}  # fmt: skip
    released = {each.name for each in read(excerpt("models-dev-labs.json"))
                if isinstance(each, ModelFact) and each.field == "released"}  # fmt: skip
    assert months
    assert not months & released


def test_the_repository_is_known_if_there_is_one() -> None:
    one = {**DESCRIBED, "weights": [{"label": "HF", "url": "https://huggingface.co/acme/a"}]}
    two = {**DESCRIBED, "weights": [*one["weights"], {"url": "https://huggingface.co/acme/b"}]}  # type: ignore[misc]
    found = {
        each.name: each.value
        for each in read({"acme/a": one, "acme/ab": two})
        if isinstance(each, ModelFact) and each.field == "weights.repository"
    }
    assert found == {"acme/a": "acme/a"}


def test_zero_tokens_are_unknown() -> None:
    fields = {each.field for each in read({"acme/a": DESCRIBED}) if isinstance(each, ModelFact)}
    assert not any(field.startswith("limits.") for field in fields)


def test_the_page_says_who_measured() -> None:
    assert [each.by for each in scored()] == ["independent"]
    vendor = scored(source="https://huggingface.co/acme/alpha")
    assert [each.by for each in vendor] == ["vendor"]
    assert scored(source="https://example.org/board") == []


def test_a_score_keeps_its_condition_and_day() -> None:
    (found,) = scored(
        name="Terminal-Bench", metric="pass@1", harness="Claude Code", variant="high",
        version="2.1", date="2026-06-02",
    )  # fmt: skip
    assert found.benchmark == "terminal-bench-2"
    assert found.setting == {"version": "2.1", "harness": "claude-code", "effort": "high"}
    assert (found.as_of, found.note) == (date(2026, 6, 2), None)


def test_a_score_without_a_day_says_so() -> None:
    (found,) = scored()
    assert found.as_of == DAY
    assert found.note


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Artificial Analysis Coding Index"},
        {"name": "SWE-Bench Pro", "version": "hard-aa"},
        {"name": "Terminal-Bench Hard"},
        {"metric": "elo"},
    ],
)
def test_another_benchmark_or_set_or_metric_is_left_out(other: dict[str, str]) -> None:
    assert scored(**other) == []


def test_every_benchmark_of_the_table_is_in_the_catalog() -> None:
    assert {each.benchmark for each in BENCHMARKS.values()} <= set(load_catalog().benchmarks)


def test_a_host_states_prices_tiers_limits_and_status() -> None:
    found = read(excerpt("models-dev.json"))
    prices = {each.name: dict(each.rows[0]) for each in found if isinstance(each, PriceClaim)}
    assert prices["openai/gpt-5.5"] == {
        "input": "5",
        "output": "30",
        "cache_read": "0.5",
        "tiers": [{"above": 272000, "input": "10", "output": "45", "cache_read": "1"}],
    }
    facts = {(each.name, each.field): each.value for each in found if isinstance(each, OfferFact)}
    assert facts["openai/gpt-5.5", "limits.input"] == 922000
    assert facts["mistral/devstral-2512", "lifecycle.status"] == "deprecated"
    assert not any(each.provider == "302ai" for each in found if isinstance(each, OfferFact))


def test_the_public_file_says_the_same() -> None:
    data = excerpt("models-dev.json")
    api = {
        name: {
            "id": name,
            **host,
            "models": {id: {"id": id, **model} for id, model in host["models"].items()},
        }
        for name, host in data.items()
    }
    assert read(api) == read(data)
    older = {"input": 1, "output": 4, "context_over_200k": {"input": 2, "output": 6}}
    assert rows(priced(**older))[0]["tiers"] == [{"above": 200000, "input": "2", "output": "6"}]


@pytest.mark.parametrize(
    "cost",
    [
        {"input": 0, "output": 0},
        {"input": 1},
        {"input": 1, "output": 4, "request": 5},
        {"input": 1, "output": 4, "reasoning": 12},
    ],
)
def test_what_is_free_or_half_told_or_has_a_fee_without_a_unit_is_no_price(
    cost: dict[str, float],
) -> None:
    assert rows(priced(**cost)) == []


def test_a_misspelled_rate_is_left_out_and_never_guessed() -> None:
    assert rows(priced(input=1, output=4, cache_input=0.1, cached_write=2)) == [
        {"input": "1", "output": "4"}
    ]


def test_an_unknown_rate_is_an_error_at_its_place() -> None:
    with pytest.raises(InputError, match="/openai/models/gpt-x/cost/night: an unknown field"):
        priced(input=1, output=4, night=0.5)


def test_a_tier_of_another_kind_is_an_error() -> None:
    with pytest.raises(InputError, match="/cost/tiers/0/tier/type"):
        priced(input=1, output=4, tiers=[{"input": 2, "tier": {"type": "output", "size": 9}}])
