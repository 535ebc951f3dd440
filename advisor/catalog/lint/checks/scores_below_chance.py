"""A score below what guessing gives."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits

MARGIN = 3
"""Percentage points that a weak model may fall below chance by bad luck or lost answers."""


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        below = 1 < score.value < benchmark.chance - MARGIN
        if benchmark.unit == "percent" and below:
            message = (
                f"{digits(score.value)} is below chance: guessing gives {digits(benchmark.chance)} "
                f"on {benchmark.name}"
            )
            yield Finding(model, ("scores", n, "value"), message)


CHECK = Check(
    id="scores.below-chance",
    level="warning",
    title="a score clearly below what guessing gives",
    why="It is mostly another benchmark, another unit, or a run whose answers were not parsed.",
    remedy="Look whether the page means this benchmark; a broken run is no score of the model.",
    run=_run,
    cases=(
        Case(
            "15 percent with four choices",
            """
            benchmarks: [{id: mmlu, name: MMLU, chance: 25}]
            models: [{id: acme/a, scores: [{benchmark: mmlu, value: 15}]}]
            """,
            ("guessing gives 25 on MMLU",),
        ),
        Case(
            "a weak old model near chance",
            """
            benchmarks: [{id: mmlu, chance: 25}]
            models: [{id: acme/a, scores: [{benchmark: mmlu, value: 23.9}]}]
            """,
        ),
    ),
)
