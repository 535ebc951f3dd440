"""A maker's best of many attempts beside single attempts."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.claims import told
from advisor.catalog.schema import Benchmark, Score

MARGIN = 3
"""Percentage points by which two single attempts of one model may differ."""


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        wanted = benchmark.preferred.get("attempts")
        if not wanted or score.by != "vendor" or "attempts" in score.setting:
            continue
        single = [other for other in model.scores if _is_single(other, score, benchmark)]
        if single and all(score.value > other.value + MARGIN for other in single):
            message = (
                "the number of attempts is not stated, and a single attempt gives less: "
                f"{told(model, single[0], benchmark)}"
            )
            yield Finding(model, ("scores", n, "value"), message)


def _is_single(other: Score, score: Score, benchmark: Benchmark) -> bool:
    accepted = benchmark.preferred["attempts"]
    return (other.benchmark, other.by) == (score.benchmark, "vendor") and (
        other.setting.get("attempts") in accepted
    )


CHECK = Check(
    id="scores.best-of-many",
    level="error",
    title="a maker's score above its own single attempt, without the number of attempts",
    why="Parallel attempts with a scorer that picks the best add 5 to 10 points on coding "
    "tasks. Beside single attempts of others such a number decides the order by itself.",
    remedy="State `setting: {attempts: …}` (`many`, if the page says no number); the score is "
    "then kept and not compared with single attempts.",
    run=_run,
    cases=(
        Case(
            "parallel test-time compute",
            """
            benchmarks: [{id: swe, name: SWE, preferred: {attempts: [1]}}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: swe, value: 72.5, by: vendor, setting: {attempts: 1}}
                  - {benchmark: swe, value: 79.4, by: vendor}
            """,
            ("a single attempt gives less: SWE of a, 72.5 by its maker",),
        ),
        Case(
            "the number of attempts is stated",
            """
            benchmarks: [{id: swe, preferred: {attempts: [1]}}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: swe, value: 72.5, by: vendor, setting: {attempts: 1}}
                  - {benchmark: swe, value: 79.4, by: vendor, setting: {attempts: many}}
            """,
        ),
        Case(
            "somebody else's higher number is another harness, not many attempts",
            """
            benchmarks: [{id: swe, preferred: {attempts: [1]}}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: swe, value: 60, by: vendor, setting: {attempts: 1}}
                  - {benchmark: swe, value: 79.4}
            """,
        ),
    ),
)
