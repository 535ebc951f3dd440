"""The table of ten models that was passed around in 2025, typed in as an overlay from a blog post.

Nearly every second number in it is of another benchmark, another version or another condition.
Nothing in the checks knows this table: what they hold against it is what the catalog knows.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from advisor.catalog.lint import Placed, lint
from tests.worlds import TODAY

TABLE = Path(__file__).parent / "seed_table"

ERRORS = [
    ("deepseek/deepseek-r1", "scores.mmlu", "scores.another-benchmark", "equals GPQA Diamond of"),
    ("anthropic/claude-opus-4", "scores.mmlu", "scores.another-benchmark", "equals MMMLU of"),
    ("anthropic/claude-sonnet-4", "scores.mmlu", "scores.another-benchmark", "equals MMMLU of"),
    ("anthropic/claude-opus-4", "scores.swe-bench-verified", "scores.best-of-many", "72.5 by its"),
    (
        "anthropic/claude-sonnet-4",
        "scores.swe-bench-verified",
        "scores.best-of-many",
        "72.7 by its",
    ),
    ("openai/o3", "scores.swe-bench-verified", "scores.another-version", "of o3-mini, 49.3"),
    ("openai/o3", "scores.swe-bench-verified", "scores.contradicted", "69.1 by its maker"),
    ("openai/gpt-4o", "scores.arena-text", "scores.another-version", "of ChatGPT-4o"),
    ("openai/gpt-4o", "name", "names.another-date", "released on 2024-08-06"),
    ("deepseek/deepseek-r1", "scores.arena-text", "scores.another-version", "R1 (2025-05-28)"),
    ("deepseek/deepseek-r1", "scores.mmlu", "scores.contradicted", "90.8 by its maker"),
    ("deepseek/deepseek-r1", "license", "license.contradicted", "contradicts mit"),
    ("openai/gpt-4.1", "scores.mmlu", "scores.contradicted", "90.2 by its maker"),
    ("openai/gpt-4.1", "scores.swe-bench-verified", "scores.contradicted", "54.6 by its maker"),
    ("google/gemini-2.5-pro", "scores.arena-text", "scores.rating-without-board", "style control"),
    ("openai/gpt-4.5-preview", "scores.arena-text", "scores.rating-without-board", "one day"),
    ("openai/gpt-4.1", "scores.arena-text", "scores.rating-without-board", "style control"),
    ("anthropic/claude-opus-4", "scores.arena-text", "scores.rating-without-board", "interval"),
    ("google/gemini-2.5-pro", "scores.swe-bench-verified", "scores.condition-missing", "attempts"),
    ("deepseek/deepseek-r1", "scores.swe-bench-verified", "scores.condition-missing", "attempts"),
]
"""Model, field, check, and the fact that the reason must name."""

KNOWN = [
    ("openai/o3", "scores.mmlu", "GPQA Diamond"),
    ("google/gemini-2.5-pro", "scores.mmlu", "Global-MMLU-Lite"),
    ("google/gemini-2.5-pro", "scores.swe-bench-verified", "preview"),
    ("xai/grok-3", "scores.mmlu", "Grok 3 Beta"),
]
"""What only somebody who reads launch tables can tell: disputes of the catalog say it."""


@cache
def table() -> tuple[Placed, ...]:
    """What is found in the table's files."""
    found = lint(TABLE, as_of=TODAY).findings
    return tuple(each for each in found if Path(each.problem.file).is_relative_to(TABLE))


def reasons(model: str, field: str, check: str) -> list[str]:
    return [
        each.message
        for each in table()
        if (each.owner, each.check) == (model, check) and each.field.startswith(field)
    ]


def test_there_are_fifteen_errors_at_the_least() -> None:
    assert len({(model, field) for model, field, *_ in ERRORS + KNOWN}) >= 15
    assert len(ERRORS) >= 15


@pytest.mark.parametrize(("model", "field", "check", "fact"), ERRORS)
def test_an_error_is_named_with_its_reason(model: str, field: str, check: str, fact: str) -> None:
    [reason] = reasons(model, field, check)
    assert fact in reason


@pytest.mark.parametrize(("model", "field", "fact"), KNOWN)
def test_a_claim_that_lost_before_loses_again(model: str, field: str, fact: str) -> None:
    [reason] = reasons(model, field, "facts.refuted")
    assert fact in reason


def test_every_rating_lacks_its_board() -> None:
    lacking = [each for each in table() if each.check == "scores.rating-without-board"]
    assert len(lacking) == 10


def test_what_is_right_is_left_alone() -> None:
    """R1's 49.2 on SWE-bench Verified is its maker's number: only its condition is missing."""
    field = "scores.swe-bench-verified"
    about = {
        each.check
        for each in table()
        if each.owner == "deepseek/deepseek-r1" and each.field.startswith(field)
    }
    assert about == {"scores.condition-missing"}


def test_the_right_column_is_proposed() -> None:
    meant = {
        each.owner: each.problem.suggestion
        for each in table()
        if each.check == "scores.another-benchmark"
    }
    assert meant == {
        "deepseek/deepseek-r1": "gpqa-diamond",
        "anthropic/claude-opus-4": "mmmlu",
        "anthropic/claude-sonnet-4": "mmmlu",
    }
