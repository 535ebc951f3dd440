"""Which of several scores on a benchmark counts, and which stand beside it.

A score under another condition than the benchmark's preferred one is not compared at all. Among
the rest one's own evaluation comes before an independent one, that before the maker's claim; then
the better condition, then the newer. A maker's claim that does not say under which condition it was
measured is never more than a claim.
"""

from __future__ import annotations

from typing import NamedTuple

from advisor.candidates import Candidate
from advisor.catalog.schema import Benchmark, Model, Score
from advisor.measures.base import Context, Figure, Figures, Measure

MEASURES = (
    Measure("scores", "benchmark scores", "map"),
    Measure("scores.independent", "independent scores", "number", "scores"),
    Measure("scores.vendor_only", "benchmarks known from the maker alone", "number", "benchmarks"),
)

UNSTATED = ("conditions", "unstated")
"""The entry of a setting by which a file says that its source names no condition."""

_CLAIMANTS = ("own", "independent", "vendor")


class Choice(NamedTuple):
    """The score of a benchmark that counts."""

    score: Score
    source: str
    others: int
    """How many comparable scores stand beside it."""

    @property
    def field(self) -> str:
        return f"model.scores.{self.score.benchmark}"


def figures(candidate: Candidate, context: Context) -> Figures:
    found: Figures = context.once(
        "scores", candidate.model.id, lambda: _figures(candidate.model, context)
    )
    return found


def _figures(model: Model, context: Context) -> Figures:
    chosen = selected(model, context)
    counted = {b: c for b, c in chosen.items() if counts(c.score, context)}
    vendor = sum(choice.score.by == "vendor" for choice in chosen.values())
    sources = tuple(dict.fromkeys(choice.source for choice in counted.values()))
    return {
        "scores": Figure(
            {b: c.score.value for b, c in counted.items()},
            sources=sources,
            fields=tuple(choice.field for choice in counted.values()),
        ),
        "scores.independent": Figure(len(chosen) - vendor),
        "scores.vendor_only": Figure(vendor),
    }


def selected(model: Model, context: Context) -> dict[str, Choice]:
    """Benchmark id -> the score that counts; vendors' claims included, marked by ``score.by``."""
    found: dict[str, Choice] = context.once("selected", model.id, lambda: _select(model, context))
    return found


def _select(model: Model, context: Context) -> dict[str, Choice]:
    by_benchmark: dict[str, list[Score]] = {}
    for score in model.scores:
        benchmark = context.catalog.benchmarks.get(score.benchmark)
        if benchmark and score.as_of <= context.as_of and comparable(score, benchmark):
            by_benchmark.setdefault(score.benchmark, []).append(score)
    return {
        name: _choose(model, context, context.catalog.benchmarks[name], scores)
        for name, scores in sorted(by_benchmark.items())
    }


def _choose(model: Model, context: Context, benchmark: Benchmark, scores: list[Score]) -> Choice:
    if len(scores) == 1:
        return Choice(scores[0], context.catalog.source_key(model.id, scores[0].source), 0)
    best = min(
        scores,
        key=lambda s: (
            _CLAIMANTS.index(s.by),
            _distance(s, benchmark),
            -s.as_of.toordinal(),
            s.source,
            s.value,
        ),
    )
    return Choice(best, context.catalog.source_key(model.id, best.source), len(scores) - 1)


def counts(score: Score, context: Context) -> bool:
    """Does it prove something? A maker's claim only if the profile accepts claims, and never if
    nobody can say under which condition it was measured."""
    if score.by != "vendor":
        return True
    accept = context.profile.policy.vendor_claims == "accept"
    return accept and conditions_stated(score, context.catalog.benchmarks[score.benchmark])


def conditions_stated(score: Score, benchmark: Benchmark) -> bool:
    """Does it name any of the conditions that the benchmark asks for?"""
    if UNSTATED in score.setting.items():
        return False
    return not benchmark.preferred or not benchmark.preferred.keys().isdisjoint(score.setting)


def comparable(score: Score, benchmark: Benchmark) -> bool:
    """Not under another condition than the preferred ones, and on the present scale."""
    if benchmark.comparable_since and score.as_of < benchmark.comparable_since:
        return False
    return all(
        key not in score.setting or score.setting[key] in accepted
        for key, accepted in benchmark.preferred.items()
    )


def _distance(score: Score, benchmark: Benchmark) -> int:
    """0 at the best condition; one that is not stated is further off than any stated one."""
    return sum(
        accepted.index(score.setting[key]) if key in score.setting else len(accepted)
        for key, accepted in benchmark.preferred.items()
    )
