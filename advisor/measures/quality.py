"""How able a model is at a task, 0..1, as far as somebody has shown it.

Every benchmark says in its own file what a score proves for a task: anchors from the chance level
up to its declared top, on one scale of ability for all benchmarks of that task. A model is as able
as its strongest evidence that does not come from its maker. So it matters little *which* benchmarks
it was put through, and a score that is hidden can never help. The maker's own claims widen the band
upwards (``policy.vendor_claims: bound``) or count like others (``accept``).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, get_args

from advisor.anchors import piecewise
from advisor.candidates import Candidate
from advisor.catalog.schema import Benchmark, Model, Score, Task
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
from advisor.measures.scores import UNSTATED, Choice, counts, selected

MEASURES = (
    Measure("quality.chat", "shown ability in dialogue", "number", "of 1"),
    Measure("quality.coding", "shown ability in coding", "number", "of 1"),
    Measure("quality.knowledge", "shown knowledge", "number", "of 1"),
    Measure("quality.reasoning", "shown ability in reasoning", "number", "of 1"),
    Measure("quality.tool_use", "shown ability in using tools", "number", "of 1"),
    Measure("quality.multilingual", "shown ability in other languages", "number", "of 1"),
)


class Evidence(NamedTuple):
    """What one score proves: ability at its value and at the ends of its interval."""

    value: Decimal
    low: Decimal
    high: Decimal
    benchmark: Benchmark
    choice: Choice


def figures(candidate: Candidate, context: Context) -> Figures:
    found: Figures = context.once(
        "quality", candidate.model.id, lambda: _figures(candidate.model, context)
    )
    return found


def _figures(model: Model, context: Context) -> Figures:
    return {
        f"quality.{task}": _multilingual(model, context)
        if task == "multilingual"
        else _ability(_evidence(model, context, task), context, task)
        for task in get_args(Task)
        if context.needs(f"quality.{task}")
    }


def _evidence(model: Model, context: Context, task: Task) -> list[Evidence]:
    """Every comparable score that speaks for the task, strongest first."""
    found = []
    for name, choice in selected(model, context).items():
        benchmark = context.catalog.benchmarks[name]
        if task in benchmark.tasks:
            score, at = choice.score, _anchors(benchmark, task, context)
            value = piecewise(at, score.value)
            low = value if score.low is None else piecewise(at, score.low)
            high = value if score.high is None else piecewise(at, score.high)
            found.append(Evidence(value, low, high, benchmark, choice))
    return sorted(found, key=lambda e: (-e.value, e.benchmark.id))


def _anchors(
    benchmark: Benchmark, task: Task, context: Context
) -> tuple[tuple[Decimal, Decimal], ...]:
    found: tuple[tuple[Decimal, Decimal], ...] = context.once(
        "anchors",
        f"{benchmark.id} {task}",
        lambda: tuple(
            sorted((Decimal(at), value) for at, value in benchmark.tasks[task].at.items())
        ),
    )
    return found


def _ability(evidence: list[Evidence], context: Context, task: str) -> Figure:
    shown = [e for e in evidence if counts(e.choice.score, context)]
    claimed = max((e.value for e in evidence), default=None)
    if not shown:
        note = (
            "only the maker's own claims: " + _said(evidence[0], len(evidence) - 1)
            if evidence
            else "nobody has published a comparable score"
        )
        return Figure(
            None,
            low=Decimal(0),
            high=Decimal(1) if claimed is None else claimed,
            sources=(evidence[0].choice.source,) if evidence else (),
            by="vendor" if evidence else None,
            note=note,
            missing=(f"scores for {task}",),
        )
    best = shown[0]
    return Figure(
        best.value,
        low=best.low,
        high=max(best.high, claimed or best.high),
        sources=(best.choice.source,),
        by=best.choice.score.by,
        as_of=best.choice.score.as_of.isoformat(),
        note=_said(best, len(shown) - 1),
        url=best.choice.score.url,
        fields=(best.choice.field,),
    )


def _said(evidence: Evidence, others: int) -> str:
    """``Arena: coding 1462 (1455-1470), 23,181 votes, board coding, 2026-10-20; strongest of 4``"""
    score, benchmark = evidence.choice.score, evidence.benchmark
    parts = [f"{benchmark.name} {score.value}{_interval(score)}"]
    if score.samples is not None:
        parts.append(f"{score.samples:,} {'votes' if benchmark.unit == 'elo' else 'samples'}")
    parts += [
        "conditions not stated" if (key, value) == UNSTATED else f"{key} {value}"
        for key, value in sorted(score.setting.items())
    ]
    ranked = f"; strongest of {others + 1}" if others > 0 else ""
    return f"{', '.join([*parts, score.as_of.isoformat()])}{ranked}"


def _interval(score: Score) -> str:
    """What the source itself says of its margin."""
    if score.low is None or score.high is None:
        return ""
    return f" ({score.low}-{score.high})"


def _multilingual(model: Model, context: Context) -> Figure:
    """The mean over the profile's languages other than English, by their shares of the traffic."""
    languages = {k: v for k, v in context.profile.languages.items() if k != "en" and v}
    if not languages:
        return unknown("profile.languages")
    evidence = _evidence(model, context, "multilingual")
    parts = {
        language: _ability(
            [e for e in evidence if e.benchmark.language == language], context, language
        )
        for language in sorted(languages)
    }
    return _mean(parts, languages)


def _mean(parts: dict[str, Figure], weights: dict[str, Decimal]) -> Figure:
    whole = sum(weights.values())

    def mean(values: Iterable[tuple[str, Decimal]]) -> Decimal:
        return sum((weights[key] * value for key, value in values), Decimal(0)) / whole

    missing = tuple(name for part in parts.values() for name in part.missing)
    return Figure(
        None if missing else mean((key, part.value) for key, part in parts.items()),
        low=mean((key, part.low) for key, part in parts.items()),
        high=mean((key, part.high) for key, part in parts.items()),
        sources=tuple(dict.fromkeys(s for part in parts.values() for s in part.sources)),
        by=next((part.by for part in parts.values() if part.by), None),
        as_of=min((part.as_of for part in parts.values() if part.as_of), default=None),
        note="; ".join(f"{key}: {part.note}" for key, part in parts.items()),
        missing=missing,
        fields=tuple(field for part in parts.values() for field in part.fields),
    )
