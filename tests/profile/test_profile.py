"""Profiles: what they refer to, weights, money, and the defaults that are told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from advisor.profile.load import parse_profile
from advisor.profile.quantities import Money, count, rate, share, weight
from advisor.profile.regions import allowed, within
from advisor.yamlio.problems import InputError
from tests.worlds import small

D = Decimal
GROWING = "task: {chat: 1}\nworkload:\n  log: usage.parquet"


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (count, "250_000", 250000),
        (count, "32k", 32000),
        (count, "2.5M", 2500000),
        (count, "128Ki", 131072),
        (count, "1,000,000", 1000000),
        (share, "60%", D("0.6")),
        (share, "0.6", D("0.6")),
        (share, "1", D(1)),
        (rate, "-4%", D("-0.04")),
        (rate, "250%", D("2.5")),
        (weight, "0", D(0)),
        (weight, "33.3", D("33.3")),
    ],
)
def test_quantities(read: Any, text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (count, "32K"), (count, "1e6"), (count, "0.5"), (count, "-1"), (count, "inf"), (count,
        "１２"),
        (count, "12_34"), (count, True), (share, "1.1"), (share, "101%"), (share, "-1%"),
        (share, "nan"),
        (weight, "-5"), (weight, "1e3"), (weight, "Infinity"), (rate, "1001%"), (rate, "fast"),
    ],
)  # fmt: skip
def test_what_is_no_quantity(read: Any, text: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


def test_money_is_exact_and_its_currency_known() -> None:
    assert Money.model_validate("1_500.10 USD").amount == D("1500.10")
    assert Money.model_validate("50M eur") == Money(amount=D(50_000_000), currency="EUR")
    for wrong in ("12000", "12 dollars", "USD 12", "12 XYZ", "-5 USD"):
        with pytest.raises(ValueError, match=r"."):
            Money.model_validate(wrong)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("task: {chat: 0}", 1, "all weights are zero"),
        ("task: {chat: -1}", 1, "is not a weight"),
        ("task: {}", 1, "at least one entry"),
        ("task: {chatt: 1}", 1, "chat"),
        ("task: chitchat", 1, "unknown task preset"),
        ("task: {chat: 1}\nprefer: {quality: 0, cost: 0}", 2, "all weights are zero"),
        ("task: {chat: 1}\nrequire: {monthly_budget: 100 EUR}", 2, "no exchange rate for EUR"),
        ("task: {chat: 1}\nrequire: {window: big}", 2, "is not a count"),
        ("task: {chat: 1}\nwindow: 5", 2, "window"),
        ("task: {chat: 1}\nworkload: {input_tokens: 5}", 2, "'requests_per_month' is missing"),
        ("task: {chat: 1}\nworkload: {samples: []}", 2, "at least 1"),
        ("task: {chat: 1}\npolicy: {price_change_yearly: -100%}", 2, "cannot fall by all"),
        ("task: {chat: 1}\nworkload: {log: x.csv, sampels: x}", 2, "did you mean 'samples'"),
        (f"{GROWING}\n  growth_between: {{low: 0, high: 1%}}", 3, "beside growth_per_month"),
        (
            f"{GROWING}\n  growth_per_month: 4%\n  growth_between: {{low: 0, high: 1%}}",
            3,
            "within growth_between",
        ),
        (f"{GROWING}\n  text: {{kinds: {{korean: 0}}}}", 4, "all weights are zero"),
        (f"{GROWING}\n  text: {{tokens: {{qwen: 0}}}}", 4, "above 0"),
        (
            "task: {chat: 1}\nexchange_rates: {EUR: {usd: 0, as_of: 2026-01-01, source: x}}",
            2,
            "more than 0",
        ),
    ],
)
def test_mistakes_are_told_at_their_line(text: str, line: int, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_profile(text)
    assert message in str(caught.value)
    assert caught.value.problems[0].line == line


@pytest.mark.parametrize(
    ("field", "value", "message", "suggestion"),
    [
        ("prefer", {"quailty": 1}, "unknown criterion or group of criteria 'quailty'", "quality"),
        ("prefer", {"quality.chatt": 1}, "'quality.chatt'", "quality.chat"),
        ("current", "acme/alfa", "unknown model 'acme/alfa'", "acme/alpha"),
        ("require", {"minimum": {"arena-tex": 1}}, "unknown benchmark", "arena-text"),
        ("require", {"providers": {"allow": ["acmee"]}}, "unknown provider 'acmee'", "acme"),
        ("require", {"makers": {"deny": ["globx"]}}, "unknown maker 'globx'", "globex"),
        (
            "workload",
            {"samples": "x.txt", "text": {"tokens": {"qwem": 1}}},
            "unknown tokenizer family 'qwem'",
            "qwen",
        ),
    ],
)
def test_names_that_do_not_exist(field: str, value: Any, message: str, suggestion: str) -> None:
    world = small()
    world.profile[field] = value
    with pytest.raises(InputError) as caught:
        world.run()
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.suggestion == suggestion
    assert problem.line is not None


def test_weights_that_reach_no_criterion_are_refused() -> None:
    world = small()
    world.profile["task"], world.profile["prefer"] = {"chat": 1}, {"quality.coding": 1}
    with pytest.raises(InputError, match="no criterion has a weight"):
        world.run()


def test_a_rule_may_be_weighed_by_its_own_id() -> None:
    world = small()
    world.profile["task"] = {"chat": 3, "coding": 1}
    world.profile["prefer"] = {"quality": 50, "quality.coding": 30, "cost": 20}
    weights = world.run().weights
    found = {rule: round(value, 9) for rule, value in weights.items() if value}
    assert found == {
        "quality.chat": D("0.5"),
        "quality.coding": D("0.3"),
        "cost.price-level": D("0.2"),
    }


def test_a_group_is_split_by_the_shares_of_the_task() -> None:
    world = small()
    world.profile["task"], world.profile["prefer"] = {"chat": 3, "coding": 1}, {"quality": 7}
    weights = world.run().weights
    assert weights["quality.chat"] == D("0.75")
    assert weights["quality.coding"] == D("0.25")


def test_defaults_are_told_as_assumptions() -> None:
    world = small()
    world.profile = {"task": {"chat": 1}}
    told = {each["field"] for each in world.decide().record["assumptions"]}
    assert {"workload", "prefer", "hosting.allow", "policy.missing", "policy.unknown_gate"} <= told
    world.profile |= {"prefer": {"cost": 1}, "policy": {"missing": "pessimistic"}}
    told = {each["field"] for each in world.decide().record["assumptions"]}
    assert "prefer" not in told
    assert "policy.missing" not in told


def test_countries_lie_within_regions() -> None:
    assert within("de", "eu")
    assert within("eu", "eea")
    assert not within("ch", "eu")
    assert not within("eu", "de")
    assert allowed(["us", "fr", "eu"], ["eu"]) == ("fr", "eu")
