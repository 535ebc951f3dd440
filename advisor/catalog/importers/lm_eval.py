"""Results of EleutherAI's lm-evaluation-harness: ``results_TIME.json``, as the user's own scores.

A task is mapped to a benchmark by the table below, else by its name: a task of one's own becomes a
score as soon as an overlay describes a benchmark of that name (``my_task`` -> ``my-task``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.importers.own import Log, around, percent, slug

UPSTREAM = Upstream(
    id="lm-eval",
    title="lm-evaluation-harness",
    url="https://github.com/EleutherAI/lm-evaluation-harness",
    publisher="",
    license="",
    reads="results_TIME.json of a run",
    own=True,
)

TASKS = {
    "bbh": ("bbh", "exact_match,get-answer"),
    "gpqa_diamond_zeroshot": ("gpqa-diamond", "acc,none"),
    "gsm8k": ("gsm8k", "exact_match,strict-match"),
    "hellaswag": ("hellaswag", "acc_norm,none"),
    "humaneval": ("humaneval", "pass@1,create_test"),
    "ifeval": ("ifeval", "prompt_level_strict_acc,none"),
    "kmmlu": ("kmmlu", "acc,none"),
    "mmlu": ("mmlu", "acc,none"),
    "mmlu_pro": ("mmlu-pro", "exact_match,custom-extract"),
    "winogrande": ("winogrande", "acc,none"),
}
"""Task -> benchmark, and the metric of it that the benchmark means."""

USUAL = ("acc,none", "exact_match,none", "acc_norm,none", "pass@1,none")
"""The metric of a task that the table does not name, in this order."""

_PRETRAINED = re.compile(r"(?:^|,)(?:pretrained|model)=([^,]+)")


class Samples(Log):
    effective: Annotated[int, Field(ge=0)] | None = None


class Results(Log):
    results: dict[str, dict[str, Any]]
    config: dict[str, Any] = Field(default_factory=dict)
    model_name: str | None = None
    shots: Annotated[dict[str, int], Field(alias="n-shot", default_factory=dict)]
    samples: Annotated[dict[str, Samples], Field(alias="n-samples", default_factory=dict)]
    date: Annotated[float, Field(gt=0, lt=10**11)] | None = None


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """One score a task. Groups of tasks count as their own mean; tasks within them are kept too."""
    run = file.check(file.mapping(file.json()), Results)
    name = _model(run)
    if name is None:
        raise file.fault(("model_name",), "which model was measured? the file does not say")
    day = datetime.fromtimestamp(run.date, UTC).date() if run.date else as_of
    for task, metrics in run.results.items():
        benchmark, metric = TASKS.get(task) or (slug(task), _usual(metrics))
        share = _share(file, task, metric, metrics)
        if share is not None:
            yield _claim(name, benchmark, task, share, _error(metrics, metric), run, day)


def _model(run: Results) -> str | None:
    found = _PRETRAINED.search(str(run.config.get("model_args", "")))
    return run.model_name or (found[1] if found else None)


def _usual(metrics: dict[str, Any]) -> str:
    return next((name for name in USUAL if name in metrics), "")


def _share(file: UpstreamFile, task: str, metric: str, metrics: dict[str, Any]) -> Decimal | None:
    value = metrics.get(metric)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= 1:
        raise file.fault(("results", task, metric), f"a share from 0 to 1 is needed, not {value}")
    return Decimal(value)


def _error(metrics: dict[str, Any], metric: str) -> Decimal | None:
    name, _, filtered = metric.partition(",")
    value = metrics.get(f"{name}_stderr,{filtered}")
    return value if isinstance(value, Decimal) else None


def _claim(
    name: str,
    benchmark: str,
    task: str,
    share: Decimal,
    error: Decimal | None,
    run: Results,
    day: date,
) -> ScoreClaim:
    low, high = around(share, error) if error is not None else (None, None)
    told = {"shots": run.shots[task]} if task in run.shots else {}
    samples = run.samples.get(task)
    return ScoreClaim(
        name=name,
        benchmark=benchmark,
        value=percent(share),
        by="own",
        low=low,
        high=high,
        samples=samples.effective if samples else None,
        setting={"harness": "lm-evaluation-harness", **told},
        as_of=day,
    )
