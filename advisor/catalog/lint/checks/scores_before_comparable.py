"""A score from before its benchmark's scale began."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        if benchmark.comparable_since and score.as_of < benchmark.comparable_since:
            message = (
                f"{benchmark.name} is on this scale since {benchmark.comparable_since} only; "
                "an earlier score is on another one"
            )
            yield Finding(model, ("scores", n, "as_of"), message)


CHECK = Check(
    id="scores.before-comparable",
    level="error",
    title="a score older than the present scale of its benchmark",
    why="The Arena was anchored anew on 2025-05-27: every model rose by about 60 points that day.",
    remedy="Take a rating of a later day, or file it under the benchmark of the older scale.",
    run=_run,
    cases=(
        Case(
            "a day before",
            """
            benchmarks: [{id: arena, name: Arena, unit: elo, chance: 1000, top: 1500,
                          comparable_since: 2025-05-27}]
            models: [{id: acme/a, scores: [{benchmark: arena, value: 1380, as_of: 2025-05-26}]}]
            """,
            ("on this scale since 2025-05-27",),
        ),
        Case(
            "the day itself, and a benchmark of one scale",
            """
            benchmarks: [{id: arena, unit: elo, chance: 1000, top: 1500,
                          comparable_since: 2025-05-27}, {id: mmlu}]
            models: [{id: acme/a, scores: [{benchmark: arena, value: 1380, as_of: 2025-05-27},
                                           {benchmark: mmlu, value: 80, as_of: 2021-01-01}]}]
            """,
        ),
    ),
)
