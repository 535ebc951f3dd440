"""A model that ends and names no successor."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given

RECENT = 365
"""Days after the end in which somebody may still have to move."""


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        life = model.lifecycle
        if model.openness != "api_only" or life.replacement or not life.retires:
            continue
        if (given.as_of - life.retires).days <= RECENT:
            message = f"it ends on {life.retires}, and no replacement is named"
            yield Finding(model, ("lifecycle",), message)


CHECK = Check(
    id="lifecycle.without-replacement",
    level="warning",
    title="a model behind an API that ends, or ended within a year, without a replacement",
    why="Whoever uses it asks first what to move to; makers name it in the notice.",
    remedy="Add `replacement`; accept the finding if the notice names none.",
    run=_run,
    cases=(
        Case(
            "announced, and nothing named",
            "models: [{id: acme/a, lifecycle: {status: deprecated, retires: 2027-01-01}}]",
            ("it ends on 2027-01-01",),
        ),
        Case(
            "named, long ago, no end, and weights",
            """
            models:
              - {id: acme/a, lifecycle: {retires: 2027-01-01, replacement: acme/b}}
              - {id: acme/b, lifecycle: {retires: 2024-01-01}}
              - {id: acme/c, lifecycle: {status: active}}
              - {id: acme/d, openness: open_weights, lifecycle: {retires: 2027-01-01}}
            """,
        ),
    ),
)
