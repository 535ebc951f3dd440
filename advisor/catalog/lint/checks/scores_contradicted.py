"""A bare score that another page of the same claimant contradicts."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.claims import differs_in, others, told

MARGIN = 2
"""Percentage points: more is not rounding, nor another run."""


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        if benchmark.unit != "percent" or score.setting:
            continue
        known = [
            other
            for other in others(given, model, score)
            if other.by == score.by and not differs_in(other, benchmark)
        ]
        if known and all(abs(other.value - score.value) > MARGIN for other in known):
            closest = min(known, key=lambda other: abs(other.value - score.value))
            message = (
                f"no condition is stated, and it contradicts {told(model, closest, benchmark)}"
            )
            yield Finding(model, ("scores", n, "value"), message)


CHECK = Check(
    id="scores.contradicted",
    level="warning",
    title="a score without a condition that another page of the same claimant contradicts",
    why="A maker states one number for one condition. Two numbers more than 2 points apart "
    "were taken under two conditions, or one of them is not of this model or benchmark.",
    remedy="Find out which page says what; state the condition, or move the wrong one to "
    "`disputed`.",
    run=_run,
    cases=(
        Case(
            "11 points below what the maker says elsewhere",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: mmlu, name: MMLU, preferred: {shots: [5]}}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: mmlu, value: 90.2, by: vendor, setting: {shots: 5}}
                  - {benchmark: mmlu, value: 79.2, by: vendor, source: blog}
            """,
            ("it contradicts MMLU of a, 90.2 by its maker",),
        ),
        Case(
            "rounded, under a stated condition, or under one that the page does not tell",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: mmlu, value: 90.2, by: vendor, setting: {shots: 5}}
                  - {benchmark: mmlu, value: 90, by: vendor, source: blog}
                  - {benchmark: mmlu, value: 79.2, by: vendor, source: blog, setting: {shots: 0}}
                  - {benchmark: mmlu, value: 80, by: vendor, source: blog,
                     setting: {conditions: unstated}}
            """,
        ),
    ),
)
