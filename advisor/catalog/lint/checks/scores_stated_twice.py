"""The same score twice."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import Score


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        seen: set[tuple[object, ...]] = set()
        for n, score in enumerate(model.scores):
            name = _name(score)
            if name in seen:
                message = f"{score.benchmark} stands here twice by the same source and setting"
                yield Finding(model, ("scores", n, "benchmark"), message)
            seen.add(name)


def _name(score: Score) -> tuple[object, ...]:
    setting = tuple(sorted((key, str(value)) for key, value in score.setting.items()))
    return score.benchmark, score.by, score.source, score.url, score.as_of, setting, score.value


CHECK = Check(
    id="scores.stated-twice",
    level="warning",
    title="a score that stands twice, with the same source and setting",
    why="Two equal entries look like two pieces of evidence.",
    remedy="Keep one; or state in which condition they differ.",
    run=_run,
    cases=(
        Case(
            "copied",
            """
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                scores: [{benchmark: mmlu, value: 80}, {benchmark: mmlu, value: 80}]
            """,
            ("mmlu stands here twice",),
        ),
        Case(
            "two conditions, two days, two claimants",
            """
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: mmlu, value: 80}
                  - {benchmark: mmlu, value: 80, setting: {shots: 5}}
                  - {benchmark: mmlu, value: 80, by: vendor}
                  - {benchmark: mmlu, value: 80, as_of: 2026-01-01}
            """,
        ),
    ),
)
