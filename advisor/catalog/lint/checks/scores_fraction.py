"""A fraction where the unit is percent."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        if benchmark.unit != "percent" or not 0 < score.value <= 1:
            continue
        peers = [other.value for _, other in given.by_benchmark[score.benchmark] if other.value > 1]
        # On a benchmark that nobody solves, half a percent is a result.
        if benchmark.chance > 1 or (peers and min(peers) > 5):
            percent = digits(100 * score.value)
            message = f"the unit is percent: is {digits(score.value)} a fraction, for {percent}?"
            yield Finding(model, ("scores", n, "value"), message, percent)


CHECK = Check(
    id="scores.fraction",
    level="error",
    title="a fraction such as 0.898 where percent is meant",
    why="Upstream tables write 0.898, others 89.8. Read as percent, the best model comes last.",
    remedy="Multiply by 100.",
    run=_run,
    cases=(
        Case(
            "0.898 on a test on which guessing gives 25",
            """
            benchmarks: [{id: mmlu, chance: 25}]
            models: [{id: acme/a, scores: [{benchmark: mmlu, value: 0.898}]}]
            """,
            ("is 0.898 a fraction, for 89.8?",),
        ),
        Case(
            "among results of 40 and 60",
            """
            benchmarks: [{id: swe}]
            models:
              - {id: acme/a, scores: [{benchmark: swe, value: 0.725}]}
              - {id: acme/b, scores: [{benchmark: swe, value: 40}, {benchmark: swe, value: 60}]}
            """,
            ("for 72.5?",),
        ),
        Case(
            "hardly anybody solves this one",
            """
            benchmarks: [{id: frontier}]
            models:
              - {id: acme/a, scores: [{benchmark: frontier, value: 0.3}]}
              - {id: acme/b, scores: [{benchmark: frontier, value: 1.7}]}
            """,
        ),
    ),
)
