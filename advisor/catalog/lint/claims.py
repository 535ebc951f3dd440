"""What several checks ask about scores: is it bare, is it another claim, how is it told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor.catalog.lint.base import Given, digits
from advisor.catalog.schema import Benchmark, Model, Score

CLAIMANTS = {
    "vendor": "by its maker",
    "independent": "measured independently",
    "own": "measured by yourself",
}


def bare(score: Score) -> bool:
    """It says nothing about how it was taken; to say that nobody knows counts as nothing."""
    return not set(score.setting) - {"conditions"}


def others(given: Given, model: Model, score: Score) -> Iterator[Score]:
    """Claims on the same benchmark about the same model that rest on another page."""
    for owner, other in given.by_benchmark[score.benchmark]:
        if owner is model and not same_page(other, score):
            yield other


def same_page(one: Score, other: Score) -> bool:
    return (one.source, one.url) == (other.source, other.url)


def differs_in(score: Score, benchmark: Benchmark) -> list[str]:
    """The preferred conditions that a score contradicts; one that it leaves open is none."""
    return [
        key
        for key, accepted in benchmark.preferred.items()
        if key in score.setting and score.setting[key] not in accepted
    ]


def told(model: Model, score: Score, benchmark: Benchmark | None = None) -> str:
    """``GPQA Diamond of DeepSeek R1, 71.5 by its maker (r1-readme, 2025-01-20)``"""
    name = f"{benchmark.name} of {model.name}, " if benchmark else f"{model.name}, "
    who = f"{digits(score.value)} {CLAIMANTS[score.by]}"
    condition = ", ".join(f"{key} {value}" for key, value in score.setting.items())
    return f"{name}{who} ({'; '.join(filter(None, (score.source, str(score.as_of), condition)))})"


def number(value: Any) -> Decimal | None:
    """A stored value as a number, if it is one."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
