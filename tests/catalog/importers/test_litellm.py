"""LiteLLM's price map: units, conditions in the names of fields, peak hours, whose row it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.importers.claims import Claim, OfferFact, PriceClaim
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.importers.litellm import claims
from advisor.yamlio.problems import InputError

EXCERPT = Path(__file__).parent / "data" / "litellm.json"
DAY = date(2026, 11, 1)
RATES = {"input_cost_per_token": 1e-06, "output_cost_per_token": 4e-06}
OPENAI = {"litellm_provider": "openai", "mode": "chat"}


def read(content: bytes) -> list[Claim]:
    return list(claims(UpstreamFile("map.json", content), DAY))


def excerpt() -> list[Claim]:
    return read(EXCERPT.read_bytes())


def entry(**fields: Any) -> list[Claim]:
    """The claims of one record of OpenAI."""
    return read(json.dumps({"gpt-x": {**OPENAI, **fields}}).encode())


def row(found: list[Claim], name: str | None = None) -> dict[str, Any]:
    rows = [each.rows[0] for each in found
            if isinstance(each, PriceClaim) and name in (None, each.name)]  # fmt: skip
    assert len(rows) == 1
    return dict(rows[0])


def facts(found: list[Claim], name: str) -> dict[str, Any]:
    return {each.field: each.value for each in found
            if isinstance(each, OfferFact) and each.name == name}  # fmt: skip


def test_a_price_per_token_becomes_one_per_million_without_a_rounding_error() -> None:
    stated = '{"gpt-x": {"litellm_provider": "openai", "mode": "chat", %s}}'
    rates = '"input_cost_per_token": 1.5e-07, "output_cost_per_token": 0.0000006'
    assert row(read((stated % rates).encode())) == {"input": "0.15", "output": "0.6"}


def test_the_noise_of_binary_fractions_is_not_a_price() -> None:
    found = entry(input_cost_per_token=2.9999999999999997e-06, output_cost_per_token=4e-06)
    assert row(found)["input"] == "3"


def test_tiers_and_variants_are_parted_from_the_names_of_fields() -> None:
    found = row(excerpt(), "gemini/gemini-2.5-pro")
    assert found["input"] == "1.25"
    assert found["tiers"] == [
        {"above": 200000, "input": "2.5", "output": "15", "cache_read": "0.25"}
    ]
    assert found["batch"] == {"input": "0.625", "output": "5", "cache_read": "0.125"}
    assert found["priority"] == {"input": "2.25", "output": "18", "cache_read": "0.225"}


def test_how_long_a_cache_lives_decides_what_writing_costs() -> None:
    assert row(excerpt(), "claude-opus-4-8")["cache_write"] == {
        "five_minutes": "6.25",
        "one_hour": "10",
    }
    one_price = entry(**RATES, cache_creation_input_token_cost=2e-06)
    assert row(one_price)["cache_write"] == "2"


def test_ranges_are_tiers_too() -> None:
    assert row(excerpt(), "dashscope/qwen-flash-2025-07-28") == {
        "input": "0.05",
        "output": "0.4",
        "tiers": [{"above": 256000, "input": "0.25", "output": "2"}],
    }


def test_a_variant_whose_tier_a_row_could_not_say_is_left_out() -> None:
    variant = {f"{name}_priority": 2 * rate for name, rate in RATES.items()}
    tier = {f"{name}_above_200k_tokens": 2 * rate for name, rate in RATES.items()}
    fits = {f"{name}_above_200k_tokens_priority": 4 * rate for name, rate in RATES.items()}
    other = {f"{name}_above_200k_tokens_priority": 3 * rate for name, rate in RATES.items()}
    assert "priority" in row(entry(**RATES, **variant, **tier, **fits))
    assert "priority" not in row(entry(**RATES, **variant, **tier, **other))


def test_the_peak_is_told_as_windows_of_the_hours_that_are_not_cheap() -> None:
    found = row(excerpt(), "deepseek/deepseek-v4-pro")
    assert (found["input"], found["output"]) == ("0.66", "1.98")
    assert [(each["hours"], each["input"]) for each in found["windows"]] == [
        ("01:00-04:00", "1.32"),
        ("06:00-10:00", "1.32"),
    ]
    assert all(each["days"] == ["mon", "tue", "wed", "thu", "fri"] for each in found["windows"])


def test_a_regional_surcharge_is_a_factor() -> None:
    assert row(excerpt(), "claude-opus-4-8")["region"] == {"us": {"factor": "1.1"}}
    found = entry(**RATES, regional_processing_uplift_multiplier_eu=1.1)
    assert row(found)["region"] == {"eu": {"factor": "1.1"}}


def test_a_search_has_a_price_if_its_size_does_not_matter() -> None:
    sizes = ("low", "medium", "high")
    same = {f"search_context_size_{size}": 0.01 for size in sizes}
    assert row(entry(**RATES, search_context_cost_per_query=same))["per_search"] == "0.01"
    uneven = {**same, "search_context_size_high": 0.05}
    assert "per_search" not in row(entry(**RATES, search_context_cost_per_query=uneven))


@pytest.mark.parametrize(
    "rates",
    [
        {"input_cost_per_token": 0, "output_cost_per_token": 0},
        {"input_cost_per_token": 1e-06},
        {"input_cost_per_token": 1e-06, "output_cost_per_token": 0.0},
        {**RATES, "output_cost_per_reasoning_token": 9e-06},
        {**RATES, "citation_cost_per_token": 2e-06},
    ],
)
def test_what_is_free_or_half_told_or_costs_more_than_a_row_can_say_is_no_price(
    rates: dict[str, float],
) -> None:
    assert entry(**rates) == []


def test_a_zero_beside_other_prices_is_unknown() -> None:
    assert "cache_read" not in row(entry(**RATES, cache_read_input_token_cost=0.0))


def test_limits_retirement_and_features_are_facts_of_the_offer() -> None:
    found = facts(excerpt(), "azure/gpt-5.5")
    assert found["limits.input"] == 922000
    assert found["limits.output"] == 128000
    assert found["lifecycle.retires"] == "2027-10-26"
    assert found["features.tool_calling"] is True
    assert "features.vision" not in found


def test_a_data_zone_is_an_offer_of_its_own() -> None:
    zones = {each.name: each.offer for each in excerpt() if isinstance(each, PriceClaim)}
    assert zones["azure/gpt-5.5"] is None
    assert zones["azure/eu/gpt-5.5"] == "eu"


def test_a_record_counts_once_and_other_kinds_and_resellers_not_at_all() -> None:
    names = {each.name for each in excerpt()}
    assert "deepseek/deepseek-v4-pro" in names
    assert "deepseek-v4-pro" not in names, "the twin without the prefix"
    assert not any("embedding" in name or "vercel" in name for name in names)
    assert "sample_spec" not in names


@pytest.mark.parametrize("field", ["input_cost_per_token_above_1000m", "input_cost_per_token_night",
                                   "surcharge"])  # fmt: skip
def test_a_condition_that_is_not_known_is_an_error_at_its_place(field: str) -> None:
    with pytest.raises(InputError, match=f"/gpt-x/{field}: an unknown field"):
        entry(**RATES, **{field: 1e-06})


def test_azure_is_read_once_where_two_names_lead_to_it() -> None:
    record = {"litellm_provider": "azure", "mode": "chat", **RATES}
    other = {**record, "litellm_provider": "azure_ai", "max_output_tokens": 9}
    both = read(json.dumps({"azure_ai/gpt-x": other, "azure/gpt-x": record}).encode())
    assert {each.name for each in both} == {"azure/gpt-x"}
    alone = read(json.dumps({"azure_ai/gpt-x": other}).encode())
    assert {each.name for each in alone} == {"azure_ai/gpt-x"}


def test_the_fields_of_a_row_that_nobody_carries_do_not_matter() -> None:
    assert entry(litellm_provider="somebody_else", surcharge=1) == []


def test_another_json_file_is_refused() -> None:
    with pytest.raises(InputError, match="is this the price map"):
        read(b'{"openai": {"models": {}}}')
