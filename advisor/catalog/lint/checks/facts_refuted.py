"""A value that the catalog already holds as a claim that lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.catalog.lint.base import Case, Check, Finding, Given, Path
from advisor.catalog.lint.claims import number
from advisor.catalog.schema import Dispute, Model, Provider


def _run(given: Given) -> Iterator[Finding]:
    owners: list[Model | Provider] = [
        *given.catalog.models.values(),
        *given.catalog.providers.values(),
    ]
    for item in owners:
        for dispute in item.disputed:
            for path in _standing(item, dispute):
                message = (
                    f"this value lost before: {dispute.why.rstrip('.')} "
                    f"(disputed here, {dispute.source})"
                )
                yield Finding(item, path, message)


def _standing(item: Model | Provider, dispute: Dispute) -> Iterator[Path]:
    """Where the item states, as its value, what the dispute refutes."""
    if isinstance(item, Model) and dispute.field.startswith("scores."):
        benchmark = dispute.field.removeprefix("scores.")
        for n, score in enumerate(item.scores):
            # Under a stated condition the same number is another claim.
            same = score.benchmark == benchmark and number(dispute.value) == score.value
            if same and not score.setting:
                yield ("scores", n, "value")
        return
    value: Any = item
    path = tuple(dispute.field.split("."))
    for step in path:
        value = value.get(step) if isinstance(value, dict) else getattr(value, step, None)
    if value is not None and value == dispute.value:
        yield path


CHECK = Check(
    id="facts.refuted",
    level="error",
    title="a value that the file itself lists as disputed and lost",
    why="A claim that was looked into and lost comes back with the next table that repeats it.",
    remedy="Leave it out. If it was right after all, remove the dispute and say why in `note`.",
    run=_run,
    cases=(
        Case(
            "an overlay brings back a score that lost",
            """
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                disputed: [{field: scores.mmlu, value: 88.8, source: page, why: It is MMMLU.}]
            """,
            ("this value lost before: It is MMMLU (disputed here, page)",),
            over="models: [{id: acme/a, scores: [{benchmark: mmlu, value: 88.8}]}]",
        ),
        Case(
            "a limit that lost",
            """
            models:
              - id: acme/a
                limits: {window: 1000000}
                disputed: [{field: limits.window, value: 1000000, source: page, why: Rounded.}]
            """,
            ("Rounded",),
        ),
        Case(
            "another value is none of its business",
            """
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                limits: {window: 200000}
                scores: [{benchmark: mmlu, value: 88.7}]
                disputed:
                  - {field: scores.mmlu, value: 88.8, source: page, why: It is MMMLU.}
                  - {field: limits.window, value: 1000000, source: page, why: Rounded.}
            """,
        ),
    ),
)
