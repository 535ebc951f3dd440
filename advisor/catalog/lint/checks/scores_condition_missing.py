"""A score that leaves open the conditions on which its benchmark compares."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given

UNSTATED = ("conditions", "unstated")
"""``setting: {conditions: unstated}``: somebody looked, and the page does not say."""


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        if benchmark.unit == "elo" or not benchmark.preferred or score.setting:
            continue
        keys = ", ".join(
            f"{key} ({' or '.join(map(str, accepted))})"
            for key, accepted in benchmark.preferred.items()
        )
        message = (
            f"no condition is stated; {benchmark.name} compares by {keys}. "
            f"If the page does not say, write setting: {{{UNSTATED[0]}: {UNSTATED[1]}}}"
        )
        yield Finding(model, ("scores", n, "value"), message)


CHECK = Check(
    id="scores.condition-missing",
    level="warning",
    title="a score without any of the conditions on which its benchmark compares",
    why="72.5 and 79.4 on SWE-bench Verified are the same model with one attempt and with "
    "many. Without the condition a reader cannot tell, and the ranking takes it as "
    "comparable.",
    remedy="State it under `setting`: attempts, shots, tools, harness, effort. If nobody knows, "
    "`setting: {conditions: unstated}` says so.",
    run=_run,
    cases=(
        Case(
            "no setting at all",
            """
            benchmarks: [{id: swe, name: SWE, preferred: {attempts: [1]}}]
            models: [{id: acme/a, scores: [{benchmark: swe, value: 72.5}]}]
            """,
            ("SWE compares by attempts (1)",),
        ),
        Case(
            "some condition, or told that nobody knows it",
            """
            benchmarks: [{id: swe, preferred: {attempts: [1]}}, {id: open}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: swe, value: 72.5, setting: {harness: own}}
                  - {benchmark: swe, value: 72.5, by: vendor, setting: {conditions: unstated}}
                  - {benchmark: open, value: 50}
            """,
        ),
    ),
)
