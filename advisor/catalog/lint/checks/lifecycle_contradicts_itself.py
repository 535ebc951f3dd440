"""A status that its own dates contradict."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, Path
from advisor.catalog.schema import Lifecycle, Model, Provider


def _run(given: Given) -> Iterator[Finding]:
    items: list[tuple[Model | Provider, Path, Lifecycle]] = [
        *((model, (), model.lifecycle) for model in given.catalog.models.values()),
        *((provider, ("offers", n), offer.lifecycle) for provider, n, offer in given.offers()),
    ]
    for item, at, life in items:
        if life.deprecated and life.retires and life.deprecated > life.retires:
            message = f"deprecated on {life.deprecated}, after its end on {life.retires}"
            yield Finding(item, (*at, "lifecycle", "deprecated"), message)
        if life.retires and life.status in ("preview", "active") and life.retires < given.as_of:
            message = f"{life.status}, and its end on {life.retires} is past"
            yield Finding(item, (*at, "lifecycle", "status"), message, "retired")
        if life.retires and life.status == "retired" and life.retires >= given.as_of:
            message = f"retired, and its last day is still to come: {life.retires}"
            yield Finding(item, (*at, "lifecycle", "status"), message, "deprecated")


CHECK = Check(
    id="lifecycle.contradicts-itself",
    level="error",
    title="a lifecycle whose status and dates contradict each other",
    why="The status was true on the day it was read; the date decides. Whoever reads the file "
    "sees the word first.",
    remedy="Set the status that the dates give.",
    run=_run,
    cases=(
        Case(
            "active after the end, retired before it, deprecated too late",
            """
            models:
              - {id: acme/a, lifecycle: {status: active, retires: 2026-05-01}}
              - {id: acme/b, lifecycle: {status: retired, retires: 2027-05-01}}
              - {id: acme/c, lifecycle: {deprecated: 2026-06-01, retires: 2026-05-01}}
            """,
            ("active, and its end on 2026-05-01 is past", "still to come", "after its end"),
        ),
        Case(
            "in order",
            """
            models:
              - {id: acme/a, lifecycle: {status: active, retires: 2026-11-23}}
              - id: acme/b
                lifecycle: {status: retired, deprecated: 2026-01-01, retires: 2026-05-01}
              - {id: acme/c, lifecycle: {status: retired}}
            """,
        ),
    ),
)
