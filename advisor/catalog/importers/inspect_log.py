"""Logs of Inspect (UK AI Security Institute) as JSON, as the user's own scores.

``inspect log dump FILE`` gives the JSON of a binary log. A task is a benchmark by the table below,
else by its name, which an overlay may describe.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.importers.own import Log, around, percent, slug

UPSTREAM = Upstream(
    id="inspect-log",
    title="Inspect",
    url="https://github.com/UKGovernmentBEIS/inspect_ai",
    publisher="",
    license="",
    reads="a log of a run as JSON",
    own=True,
)

TASKS = {
    "gpqa-diamond": "gpqa-diamond",
    "gsm8k": "gsm8k",
    "hellaswag": "hellaswag",
    "humaneval": "humaneval",
    "ifeval": "ifeval",
    "mmlu-0-shot": "mmlu",
    "mmlu-5-shot": "mmlu",
    "mmlu-pro": "mmlu-pro",
    "simpleqa": "simpleqa",
    "swe-bench": "swe-bench-verified",
    "winogrande": "winogrande",
}
"""Task (as a slug) -> benchmark."""

SHOTS = {"mmlu-0-shot": 0, "mmlu-5-shot": 5}


class Metric(Log):
    value: Decimal


class Scored(Log):
    name: str
    metrics: dict[str, Metric] = Field(default_factory=dict)


class Outcome(Log):
    scores: tuple[Scored, ...] = ()
    completed_samples: int | None = None


class Config(Log):
    epochs: int | None = None


class Evaluation(Log):
    task: str
    model: str
    created: datetime
    config: Config = Config()


class Run(Log):
    status: str
    eval: Evaluation
    results: Outcome | None = None


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """The accuracy of a run that ended well."""
    run = file.check(file.mapping(file.json()), Run)
    if run.status != "success" or run.results is None:
        raise file.fault(("status",), f"the run ended as {run.status!r}: it measured nothing")
    task = slug(run.eval.task)
    for scored in run.results.scores:
        accuracy = scored.metrics.get("accuracy") or scored.metrics.get("mean")
        if accuracy is None:
            continue
        if not 0 <= accuracy.value <= 1:
            raise file.fault(("results", "scores", scored.name), "a share from 0 to 1 is needed")
        error = scored.metrics.get("stderr")
        low, high = around(accuracy.value, error.value) if error else (None, None)
        yield ScoreClaim(
            name=run.eval.model,
            benchmark=TASKS.get(task, task),
            value=percent(accuracy.value),
            low=low,
            high=high,
            samples=run.results.completed_samples,
            by="own",
            setting=_condition(task, run, scored),
            as_of=run.eval.created.date(),
        )


def _condition(task: str, run: Run, scored: Scored) -> dict[str, str | int | bool]:
    shots = {"shots": SHOTS[task]} if task in SHOTS else {}
    epochs = {"epochs": run.eval.config.epochs} if run.eval.config.epochs else {}
    scorer = {"scorer": scored.name} if run.results and len(run.results.scores) > 1 else {}
    return {"harness": "inspect", **shots, **epochs, **scorer}
