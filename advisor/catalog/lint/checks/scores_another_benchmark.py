"""A score in the column of another benchmark."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.claims import bare, same_page, told


def _run(given: Given) -> Iterator[Finding]:
    benchmarks = given.catalog.benchmarks
    for model, n, score, benchmark in given.scores():
        if benchmark.unit != "percent" or not bare(score):
            continue
        for other in model.scores:
            meant = benchmarks.get(other.benchmark)
            if (
                meant
                and meant is not benchmark
                and meant.unit == "percent"
                and (other.value, other.by) == (score.value, score.by)
                and not same_page(other, score)
            ):
                message = (
                    f"as {benchmark.name} it stands alone; it equals {told(model, other, meant)}"
                )
                yield Finding(model, ("scores", n, "benchmark"), message, meant.id)
                break


CHECK = Check(
    id="scores.another-benchmark",
    level="error",
    title="a score that equals the same model's score on another benchmark",
    why="Tables of the web put MMLU, MMMLU and GPQA into one column. They differ by 10 to 20 "
    "points, and whoever is in the column by the easier one wins.",
    remedy="Look at the page that published it, and file the score under the benchmark it names. "
    "If both really came out the same, state the condition under `setting`.",
    run=_run,
    cases=(
        Case(
            "the maker's GPQA Diamond, copied from a table that calls it MMLU",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: gpqa-diamond, name: GPQA Diamond}, {id: mmlu}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: gpqa-diamond, value: 71.5, by: vendor, setting: {attempts: 1}}
                  - {benchmark: mmlu, value: 71.5, by: vendor, source: blog}
            """,
            ("equals GPQA Diamond of a, 71.5 by its maker",),
        ),
        Case(
            "two columns of one table may hold the same number",
            """
            benchmarks: [{id: gpqa-diamond}, {id: mmlu}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: gpqa-diamond, value: 71.5, by: vendor}
                  - {benchmark: mmlu, value: 71.5, by: vendor}
            """,
        ),
        Case(
            "a stated condition shows that somebody looked",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: gpqa-diamond}, {id: mmlu}]
            models:
              - id: acme/a
                scores:
                  - {benchmark: gpqa-diamond, value: 71.5, setting: {attempts: 1}}
                  - {benchmark: mmlu, value: 71.5, source: blog, setting: {shots: 5}}
            """,
        ),
    ),
)
