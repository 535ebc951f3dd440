"""Aider's polyglot leaderboard: 225 exercises in six languages, two attempts each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="aider",
    title="Aider polyglot coding leaderboard",
    url="https://github.com/Aider-AI/aider",
    publisher="Aider",
    license="Apache-2.0",
    reads="aider/website/_data/polyglot_leaderboard.yml",
)

PAGE = "https://aider.chat/docs/leaderboards/"
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Run(Shape):
    """One row. Cost and counts of errors say nothing about how much was solved."""

    IGNORED: ClassVar[tuple[str, ...]] = (
        "_*", "architect", "command", "commit_hash", "completion_tokens", "dirname",
        "editor_*", "error_outputs", "exhausted_context_windows", "indentation_errors",
        "lazy_comments", "num_*", "pass_num_*", "pass_rate_1", "percent_cases_well_formed",
        "prompt_tokens", "released", "seconds_per_case", "syntax_errors", "test_cases",
        "test_timeouts", "thinking_tokens*", "total_cost", "user_asks", "versions",
    )  # fmt: skip
    model: str
    edit_format: str
    pass_rate_2: Percent
    total_tests: Annotated[int, Field(gt=0)] = 225
    reasoning_effort: str | None = None
    date: date


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """The share of exercises solved within two attempts, by run."""
    for n, data in enumerate(file.sequence(file.yaml())):
        run = file.check(data, Run, n)
        effort = {"effort": run.reasoning_effort} if run.reasoning_effort else {}
        yield ScoreClaim(
            name=run.model,
            benchmark="aider-polyglot",
            value=format(run.pass_rate_2, "f"),
            samples=run.total_tests,
            by="independent",
            setting={"harness": "aider", "edit_format": run.edit_format, "attempts": 2, **effort},
            as_of=run.date,
            url=PAGE,
        )
