"""llm-stats: scores by model, nearly all as the makers state them.

Read are the scores alone: the prices have slips of the decimal point, the license flags contradict
the licenses, and the output limits of several models are wrong. A score here is a share from 0 to 1
and is made a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="llm-stats",
    title="llm-stats: LLM leaderboard data",
    url="https://github.com/JonathanChavezTamales/llm-leaderboard",
    publisher="Jonathan Chavez Tamales and contributors",
    license="CC-BY-4.0",
    reads="the files benchmarks.json of data/ joined: model -> scores",
)

BENCHMARKS = {
    "aider-polyglot": "aider-polyglot",
    "aime-2024": "aime-2024",
    "aime-2025": "aime-2025",
    "bfcl": "bfcl",
    "big-bench-hard": "bbh",
    "browsecomp": "browsecomp",
    "global-mmlu-lite": "global-mmlu-lite",
    "gpqa": "gpqa-diamond",
    "gsm8k": "gsm8k",
    "hellaswag": "hellaswag",
    "humaneval": "humaneval",
    "humanity's-last-exam": "humanitys-last-exam",
    "ifeval": "ifeval",
    "livecodebench": "livecodebench",
    "math-500": "math-500",
    "mmlu": "mmlu",
    "mmlu-pro": "mmlu-pro",
    "mmmlu": "mmmlu",
    "simpleqa": "simpleqa",
    "swe-bench-verified": "swe-bench-verified",
    "terminal-bench": "terminal-bench",
    "winogrande": "winogrande",
}
"""Their benchmark -> ours. Theirs are left out where one name covers several tests."""

_SHOTS = re.compile(r"\b(\d+)-shot")
_VOTES = re.compile(r"\b(?:cons|maj|majority|avg|average)\s?@\s?(\d+)", re.IGNORECASE)
_ONE = re.compile(r"\bpass\s?@\s?1\b", re.IGNORECASE)


class Result(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = (
        "benchmark_name", "model_benchmark_id", "normalized_score", "updated_at",
        "verif*",
    )  # fmt: skip
    benchmark_id: str
    model_id: str
    score: Annotated[Decimal, Field(ge=0)]
    is_self_reported: bool
    self_reported_source_link: str | None = None
    analysis_method: str | None = None
    created_at: datetime


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """The results of every benchmark that is one of ours, with the condition as it is told."""
    for model, results in file.mapping(file.json()).items():
        for n, data in enumerate(file.sequence(results, model)):
            result = file.check(data, Result, model, n)
            benchmark = BENCHMARKS.get(result.benchmark_id)
            if benchmark is None:
                continue
            if result.score > 1:
                raise file.fault((model, n, "score"), "a share from 0 to 1 is needed")
            yield ScoreClaim(
                name=model,
                benchmark=benchmark,
                value=_percent(result.score),
                by="vendor" if result.is_self_reported else "independent",
                setting=_condition(result.analysis_method or ""),
                as_of=result.created_at.date(),
                url=result.self_reported_source_link,
            )


def _percent(share: Decimal) -> str:
    """As far as the file states it: 0.718 is 71.8."""
    return format((share * 100).normalize(), "f")


def _condition(told: str) -> dict[str, str | int | bool]:
    """What the free text says of shots and attempts; silence is said to be silence."""
    found: dict[str, str | int | bool] = {}
    if shots := _SHOTS.search(told):
        found["shots"] = int(shots[1])
    if _ONE.search(told):
        found["attempts"] = 1
    if votes := _VOTES.search(told):
        found["attempts"] = int(votes[1])
    if "cot" in told.casefold() or "chain-of-thought" in told.casefold():
        found["method"] = "cot"
    return found or {"conditions": "unstated"}
