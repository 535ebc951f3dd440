"""Anchors that reward a lower score."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.claims import number


def _run(given: Given) -> Iterator[Finding]:
    for benchmark in given.catalog.benchmarks.values():
        if benchmark.top <= benchmark.chance:
            message = "its top is not above chance: no score proves anything"
            yield Finding(benchmark, ("top",), message)
        for task, speaks in benchmark.tasks.items():
            found = {score: number(score) for score in speaks.at}
            if any(value is None for value in found.values()):
                message = 'an anchor is a number in quotes, such as "87.5"'
                yield Finding(benchmark, ("tasks", task, "at"), message)
                continue
            points = sorted((value or 0, speaks.at[score]) for score, value in found.items())
            for (low, less), (high, more) in pairwise(points):
                if more < less:
                    message = f"{high} proves less than {low} does: {more} against {less}"
                    yield Finding(benchmark, ("tasks", task, "at"), message)


CHECK = Check(
    id="benchmarks.anchors-fall",
    level="error",
    title="anchors of a benchmark that fall, or a top below chance",
    why="A better score must never prove less: otherwise publishing a worse one helps.",
    remedy="Put the anchors in order; a flat end is how saturation is told.",
    run=_run,
    cases=(
        Case(
            "a slip in one anchor, and a scale upside down",
            """
            benchmarks:
              - {id: mmlu, tasks: {knowledge: {at: {"25": 0, "60": 0.8, "90": 0.6}}}}
              - {id: down, chance: 100, top: 25}
            """,
            ("top is not above chance", "90 proves less than 60 does: 0.6 against 0.8"),
        ),
        Case(
            "rising, then flat",
            """
            benchmarks:
              - {id: mmlu, tasks: {knowledge: {at: {"25": 0, "60": 0.5, "90": 0.6, "95": 0.6}}}}
            """,
        ),
    ),
)
