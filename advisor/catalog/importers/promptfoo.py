"""Results of promptfoo (``promptfoo eval -o results.json``), as the user's own scores.

The tests are the user's, so the benchmark is too: it is named by the description of the evaluation
(``Support tickets 2026`` -> ``support-tickets-2026``) and has to be described in an overlay first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.importers.own import Log, percent, slug, wilson

UPSTREAM = Upstream(
    id="promptfoo",
    title="promptfoo",
    url="https://github.com/promptfoo/promptfoo",
    publisher="",
    license="",
    reads="the JSON output of an evaluation",
    own=True,
)

Number = Annotated[int, Field(ge=0)]


class Metrics(Log):
    passed: Annotated[Number, Field(alias="testPassCount")]
    failed: Annotated[Number, Field(alias="testFailCount")]
    broken: Annotated[Number, Field(alias="testErrorCount")] = 0


class Prompt(Log):
    provider: str
    metrics: Metrics


class Results(Log):
    timestamp: datetime | None = None
    prompts: tuple[Prompt, ...]


class Config(Log):
    description: str | None = None


class Evaluation(Log):
    results: Results
    config: Config = Config()


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """The share of tests passed, by model. A test that broke measured nothing: not counted."""
    run = file.check(file.mapping(file.json()), Evaluation)
    if not run.config.description:
        raise file.fault(("config", "description"), "the evaluation needs a description: its name")
    stamp = run.results.timestamp
    for n, prompt in enumerate(run.results.prompts):
        counts = prompt.metrics
        total = counts.passed + counts.failed
        if total == 0:
            continue
        low, high = wilson(counts.passed, total)
        yield ScoreClaim(
            name=prompt.provider.rpartition(":")[2],
            benchmark=slug(run.config.description),
            value=percent(Decimal(counts.passed) / total),
            low=low,
            high=high,
            samples=total,
            by="own",
            setting={"harness": "promptfoo", **({"prompt": n + 1} if n else {})},
            as_of=stamp.date() if stamp else as_of,
            note=f"{counts.broken} tests broke and are not counted" if counts.broken else None,
        )
