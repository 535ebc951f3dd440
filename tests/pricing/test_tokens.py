"""Counts by one tokenizer, carried over to the models of another, with their band."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from advisor.catalog.schema import Model
from advisor.pricing.tokens import TokenRatio, TokenRatios, mix_of, token_note
from advisor.tokens.family import families
from advisor.yamlio.problems import InputError
from tests.worlds import Data, loaded, model, small

D = Decimal
WORKLOAD = {"requests_per_month": 1, "input_tokens": 1, "output_tokens": 1}


def ratio(
    family: str | None, grade: str = "exact", policy: str = "pessimistic", **workload: Any
) -> TokenRatio:
    """The ratio of a model of that family, for text that is half Korean."""
    profile = {
        "task": {"chat": 1},
        "languages": {"en": 50, "ko": 50},
        "policy": {"missing": policy},
        "workload": {**WORKLOAD, **workload},
    }
    found = _model("acme/alpha", family, grade)
    known = {"acme/alpha": found, "acme/dear": _model("acme/dear", "claude-4.8", "reconstructed")}
    return TokenRatios(loaded(profile).profile, known).of(found)


def _model(id: str, family: str | None, grade: str) -> Model:
    stated: Data = {"family": family, "grade": grade} if family else {}
    return Model.model_validate(model(id, tokenizer=stated or None))


def test_tokens_of_the_same_tokenizer_are_as_stated() -> None:
    assert ratio("o200k-base")[:3] == (1, 1, 1)
    assert ratio("claude-4.8", tokens_of="claude-4.8")[:3] == (1, 1, 1)
    assert ratio("claude-4.8", tokens_of="acme/dear")[:3] == (1, 1, 1)


def test_a_family_counts_by_its_measured_ratios_mixed_by_language() -> None:
    measured = families().by_id["qwen"].ratios
    mixed = (measured["english"].mid + measured["korean"].mid) / 2
    found = ratio("qwen")
    assert found.base == D(f"{mixed:.4f}")
    assert found.low < found.base < found.high
    assert (found.family, found.grade, found.measured) == ("qwen", "exact", True)


def test_another_reference_turns_the_ratio_around() -> None:
    to, back = ratio("qwen"), ratio("o200k-base", tokens_of="qwen")
    assert abs(to.base * back.base - 1) < D("0.001")
    assert back.low < back.base < back.high


def test_what_is_only_similar_has_a_wider_band_and_the_same_middle() -> None:
    exact, proxy = ratio("llama-3"), ratio("llama-3", "proxy")
    assert proxy.base == exact.base
    assert proxy.low <= exact.low and proxy.high > exact.high


@pytest.mark.parametrize("family", [None, "nobody-knows", "nova"])
def test_an_unknown_tokenizer_counts_by_the_policy_within_the_widest_band(
    family: str | None,
) -> None:
    worst, middle, best = (
        ratio(family, policy=policy) for policy in ("pessimistic", "midpoint", "optimistic")
    )
    assert best.base < middle.base < worst.base
    assert worst.low == middle.low == best.low and worst.high == middle.high == best.high
    assert not worst.measured
    for known in families().by_id:
        each = ratio(known, policy="optimistic")
        assert best.base <= each.base or not each.measured
        assert ratio(known).base <= worst.base


def test_code_counts_by_its_share_of_the_task() -> None:
    profile = loaded({"task": {"coding": 30, "chat": 10}, "languages": {"de": 1, "sw": 3}}).profile
    assert mix_of(profile, None) == {"code": 0.75, "european": 0.0625, "other": 0.1875}


def test_kinds_of_text_that_are_stated_stand_in_place_of_languages() -> None:
    def of(**text: Any) -> TokenRatio:
        return ratio("qwen", text=text)

    measured = families().by_id["qwen"].ratios
    assert of(kinds={"data": 3, "english": 1}).base == D(
        f"{(3 * measured['data'].mid + measured['english'].mid) / 4:.4f}"
    )
    assert of(kinds={"korean": 1, "english": 1}) == ratio("qwen") == of()


def test_tokens_that_were_counted_on_the_text_stand_in_place_of_measured_ratios() -> None:
    text = {"tokens": {"qwen": {"low": 1.1, "base": 1.2, "high": 1.4}}}
    found = ratio("qwen", text=text)
    assert (found[:3], found.counted) == ((D("1.1"), D("1.2"), D("1.4")), True)
    back = ratio("o200k-base", tokens_of="qwen", text=text)
    assert back.base == D("0.8333") and back.low < back.base < back.high
    akin = ratio("qwen", "proxy", text=text)
    assert not akin.counted and akin.base == found.base and akin.high > found.high


def test_the_projection_says_what_became_of_the_tokens() -> None:
    policy = loaded({"task": {"chat": 1}}).profile.policy
    assert token_note(ratio("o200k-base"), policy) is None
    assert "qwen makes the stated tokens times 1.0" in str(token_note(ratio("qwen"), policy))
    assert "nova was not measured" in str(token_note(ratio("nova"), policy))
    assert "about as large" in str(token_note(ratio("minimax"), policy))
    assert "qwen (inferred) makes" in str(token_note(ratio("qwen", "proxy"), policy))
    assert "not known: tokens count times" in str(token_note(ratio(None), policy))
    text = {"tokens": {"qwen": {"low": 1.1, "base": 1.2, "high": 1.4}}}
    told = str(token_note(ratio("qwen", text=text), policy))
    assert "times 1.2 (1.1 to 1.4), counted on the samples" in told


def test_costs_follow_the_tokens() -> None:
    world = small()
    world.models[1]["tokenizer"] = {"family": "claude-4.8", "grade": "reconstructed"}
    plain, dearer = small().decide(), world.decide()
    before, after = (each.candidate("acme/beta")["cost"] for each in (plain, dearer))
    assert before and after
    assert after["tokens"]["family"] == "claude-4.8"
    assert after["total"]["base"] == before["total"]["base"] * after["tokens"]["ratio"]["base"]


@pytest.mark.parametrize(
    ("named", "said"),
    [("qwem", "unknown tokenizer family 'qwem'"), ("acme/alpa", "unknown model 'acme/alpa'")],
)
def test_an_unknown_reference_is_an_error_where_it_stands(named: str, said: str) -> None:
    world = small()
    world.profile["workload"]["tokens_of"] = named
    with pytest.raises(InputError) as fault:
        world.decide()
    assert said in str(fault.value)
