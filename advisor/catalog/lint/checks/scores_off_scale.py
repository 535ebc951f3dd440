"""A score outside the scale of its benchmark."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits

RANGES = {"percent": (0, 100), "points_10": (0, 10), "elo": (100, 3000)}


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        low, high = RANGES.get(benchmark.unit, (None, None))
        if low is None or high is None or low <= score.value <= high:
            continue
        message = (
            f"{digits(score.value)} is outside the scale of {benchmark.name}: "
            f"{digits(low)} to {digits(high)} ({benchmark.unit})"
        )
        yield Finding(model, ("scores", n, "value"), message)


CHECK = Check(
    id="scores.off-scale",
    level="error",
    title="a score outside the range that its unit has",
    why="108 percent and an Elo of 88 are slips of a key or of a column.",
    remedy="Read the page again; the unit stands in the benchmark's file.",
    run=_run,
    cases=(
        Case(
            "more than all",
            """
            benchmarks: [{id: mmlu, name: MMLU}]
            models: [{id: acme/a, scores: [{benchmark: mmlu, value: 108}]}]
            """,
            ("108 is outside the scale of MMLU: 0 to 100 (percent)",),
        ),
        Case(
            "a percentage in the column of a rating",
            """
            benchmarks: [{id: arena, unit: elo, chance: 1000, top: 1500}]
            models: [{id: acme/a, scores: [{benchmark: arena, value: 88.8}]}]
            """,
            ("100 to 3,000 (elo)",),
        ),
        Case(
            "the ends of a scale belong to it; an index has none",
            """
            benchmarks: [{id: mmlu}, {id: index, unit: index}]
            models:
              - {id: acme/a, scores: [{benchmark: mmlu, value: 100}]}
              - {id: acme/b, scores: [{benchmark: mmlu, value: 0}, {benchmark: index, value: 900}]}
            """,
        ),
    ),
)
