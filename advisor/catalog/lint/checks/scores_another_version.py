"""A score of another model of the same maker."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.claims import bare, others, same_page, told
from advisor.catalog.schema import Benchmark, Model, Score

FAR = {"elo": 25, "percent": 3}
"""Between two claims about one model: more than this is another model or another condition."""
RATING_DRIFT = 10
"""By how much the rating of one model moves from day to day."""


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        far = FAR.get(benchmark.unit)
        if far is None or not bare(score):
            continue
        own = [other for other in others(given, model, score) if other.by == score.by]
        if any(abs(other.value - score.value) <= far for other in own):
            continue
        sibling = _sibling(given, model, score, benchmark)
        if sibling and (own or _better_told(sibling[1], score)):
            same = "equals" if benchmark.unit == "percent" else "is near"
            message = f"it {same} {told(*sibling, benchmark)}"
            known = f"; this model has {told(model, own[0])}" if own else ""
            yield Finding(model, ("scores", n, "value"), message + known)


def _sibling(
    given: Given, model: Model, score: Score, benchmark: Benchmark
) -> tuple[Model, Score] | None:
    """The version that the score belongs to: one of the maker, for a rating one of the family."""
    for other, claim in given.by_benchmark[score.benchmark]:
        if other is model or other.maker != model.maker or same_page(claim, score):
            continue
        if benchmark.unit == "percent":
            if (claim.value, claim.by) == (score.value, score.by):
                return other, claim
        elif other.family == model.family and not bare(claim) and _within(score.value, claim):
            return other, claim
    return None


def _better_told(one: Score, other: Score) -> bool:
    """Of two equal claims, the one that names its condition or its page is the source."""
    return not bare(one) or bool(one.url and not other.url)


def _within(value: Decimal, claim: Score) -> bool:
    low, high = claim.low or claim.value, claim.high or claim.value
    return low - RATING_DRIFT <= value <= high + RATING_DRIFT


CHECK = Check(
    id="scores.another-version",
    level="error",
    title="a score that belongs to another version or another model of the maker",
    why="o3 and o3-mini, R1 and R1-0528, GPT-4o of the API and of ChatGPT share a name and "
    "not a score. A row that mixes them describes a model that nobody can buy.",
    remedy="File the score with the version that the page names, and leave it out here.",
    run=_run,
    cases=(
        Case(
            "the score of the small sibling",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: swe, name: SWE}]
            models:
              - {id: acme/o3, scores: [{benchmark: swe, value: 69.1, by: vendor},
                                       {benchmark: swe, value: 49.3, by: vendor, source: blog}]}
              - {id: acme/o3-mini, scores: [{benchmark: swe, value: 49.3, by: vendor}]}
            """,
            ("equals SWE of o3-mini, 49.3 by its maker (page; 2026-10-01); this model has o3",),
        ),
        Case(
            "the rating of the later version, where the first has none",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: arena, name: Arena, unit: elo, chance: 1000, top: 1500}]
            models:
              - {id: acme/r1, family: r1, scores: [{benchmark: arena, value: 1413, source: blog}]}
              - {id: acme/r1-0528, family: r1, scores: [
                  {benchmark: arena, value: 1421, low: 1416, high: 1427, setting: {board: all}}]}
            """,
            ("near Arena of r1-0528, 1,421 measured independently",),
        ),
        Case(
            "two models of a maker may be equally good; the own score says that it fits",
            """
            sources: [{id: blog, title: A blog, read: 2026-11-01}]
            benchmarks: [{id: swe}]
            models:
              - {id: acme/a, scores: [{benchmark: swe, value: 70, by: vendor, source: blog},
                                      {benchmark: swe, value: 69, by: vendor}]}
              - {id: acme/b, scores: [{benchmark: swe, value: 70, by: vendor}]}
            """,
        ),
    ),
)
