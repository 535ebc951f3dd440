"""A benchmark that says nothing about any task."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    scored = set(given.by_benchmark)
    for benchmark in given.catalog.benchmarks.values():
        if not benchmark.tasks and benchmark.id in scored:
            message = f"scores on {benchmark.name} prove nothing: it has no anchors for any task"
            yield Finding(benchmark, ("id",), message)


CHECK = Check(
    id="benchmarks.proves-nothing",
    level="warning",
    title="a benchmark with scores and without anchors",
    why="Its scores are shown and count for nothing, which looks like an oversight.",
    remedy="Add `tasks` with at least two anchors; accept it if it is there for the record only.",
    run=_run,
    cases=(
        Case(
            "no task",
            """
            benchmarks: [{id: trivia, name: Trivia}]
            models: [{id: acme/a, scores: [{benchmark: trivia, value: 80}]}]
            """,
            ("scores on Trivia prove nothing",),
        ),
        Case(
            "anchors, and one without scores yet",
            """
            benchmarks: [{id: mmlu, tasks: {knowledge: {at: {"25": 0, "90": 0.6}}}}, {id: new}]
            models: [{id: acme/a, scores: [{benchmark: mmlu, value: 80}]}]
            """,
        ),
    ),
)
