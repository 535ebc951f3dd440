"""A maker's score far above everybody else's."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits
from advisor.catalog.lint.claims import told

MARGIN = 20


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        if score.by != "vendor" or benchmark.unit != "percent":
            continue
        measured = [
            other
            for other in model.scores
            if other.benchmark == score.benchmark and other.by != "vendor"
        ]
        if measured and score.value > max(other.value for other in measured) + MARGIN:
            best = max(measured, key=lambda other: other.value)
            gap = digits(score.value - best.value)
            message = f"{gap} points above the best that others measured: {told(model, best)}"
            yield Finding(model, ("scores", n, "value"), message)


CHECK = Check(
    id="scores.vendor-above-all",
    level="warning",
    title="a maker's score more than 20 points above every independent one",
    why="Makers choose harness, tools and attempts; 5 to 15 points are usual. More needs a reason.",
    remedy="State what the maker did differently under `setting` or `note`, or accept it with "
    "the reason under `accepted`.",
    run=_run,
    cases=(
        Case(
            "31 points above",
            """
            benchmarks: [{id: swe}]
            models: [{id: acme/a, scores: [{benchmark: swe, value: 70, by: vendor},
                                           {benchmark: swe, value: 39}]}]
            """,
            ("31 points above the best that others measured: a, 39",),
        ),
        Case(
            "the usual gap, and nobody else measured it",
            """
            benchmarks: [{id: swe}, {id: mmlu}]
            models: [{id: acme/a, scores: [{benchmark: swe, value: 59, by: vendor},
                       {benchmark: swe, value: 39}, {benchmark: mmlu, value: 90, by: vendor}]}]
            """,
        ),
    ),
)
