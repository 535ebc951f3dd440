from __future__ import annotations

import json
import re
from typing import Any

AS_OF = ("--as-of", "2026-11-23")


def test_explain_tells_every_operand_with_its_source_and_date(run: Any, profile: str) -> None:
    text = run("explain", profile, "acme/large", *AS_OF).stdout
    assert "Place 1 of 1 ranked models" in text
    assert "price of input: 3 USD per 1M tokens" in text
    window = re.search(r"context window: 200,000 tokens (\[\d+\])", text)
    assert window
    assert f"{window[1]}  Acme Large card, https://example.com/large, read 2026-11-20" in text
    assert "limits.window: 1,000,000" in text


def test_explain_says_what_would_have_to_be_different(run: Any, profile: str) -> None:
    text = run("explain", profile, "open/nc-13b", *AS_OF).stdout
    assert "Rejected: 3 requirements not met" in text
    assert "context window >= 32,000 tokens" in text
    assert "FAIL The license does not permit commercial use: commercial use is no" in text


def test_explain_names_what_is_missing(run: Any, profile: str) -> None:
    text = run("explain", profile, "acme/large@cumulus", *AS_OF).stdout
    assert "For review" in text
    assert "Not known; missing: prices" in text


def test_explain_points_add_up_to_the_value(run: Any, profile: str) -> None:
    told = json.loads(run("explain", profile, "acme/large", "-f", "json", *AS_OF).stdout)
    item = told["candidate"]
    assert abs(sum(part["contribution"] for part in item["criteria"]) - item["value"]) < 1e-5
    cited = {key for gate in item["gates"] for fact in gate["facts"] for key in fact["sources"]}
    assert cited <= set(told["sources"])


def test_explain_as_markdown(run: Any, profile: str) -> None:
    text = run("explain", profile, "acme/large", "-f", "md", *AS_OF).stdout
    assert text.startswith("# Acme Large")
    assert "\n## Sources\n" in text


def test_an_unknown_model_is_answered_with_a_suggestion(run: Any, profile: str) -> None:
    assert "did you mean 'acme/large'" in run("explain", profile, "acme/larg", code=2).stderr
    assert "did you mean 'acme/small'" in run("explain", profile, "small", code=2).stderr
    fault = run("explain", profile, "acme/large@acm", code=2).stderr
    assert "did you mean 'acme/large@acme'" in fault


def test_compare_side_by_side(run: Any, profile: str) -> None:
    text = run("compare", profile, "acme/large", "acme/small", *AS_OF).stdout
    assert "The dearest month stays within" in text
    assert "The way of hosting" not in text, "gates that agree are left out"
    assert "no (section 4.1)" in text
    told = json.loads(
        run("compare", profile, "acme/large", "open/nc-13b", "-f", "json", *AS_OF).stdout
    )
    assert "license.commercial-use" in told["gates_that_differ"]
    md = run("compare", profile, "acme/large", "acme/small", "-f", "md", *AS_OF).stdout
    rows = [line for line in md.splitlines() if line.startswith("|")]
    assert {line.count(" | ") for line in rows} == {2}


def test_compare_needs_two_different_ones(run: Any, profile: str) -> None:
    assert "at least two" in run("compare", profile, "acme/large", code=2).stderr
    fault = run("compare", profile, "acme/large", "acme/large@acme", code=2).stderr
    assert "same candidate" in fault


def test_json_of_one_candidate_is_that_of_the_decision(run: Any, profile: str) -> None:
    decision = json.loads(run("recommend", profile, "-f", "json", *AS_OF).stdout)
    by_model = {item["model"]: item for item in decision["candidates"] if item["best"]}
    explained = json.loads(run("explain", profile, "acme/large", "-f", "json", *AS_OF).stdout)
    assert explained["candidate"] == by_model["acme/large"]
    both = ("acme/large", "open/nc-13b")
    compared = json.loads(run("compare", profile, *both, "-f", "json", *AS_OF).stdout)
    assert compared["candidates"] == [by_model[model] for model in both]
