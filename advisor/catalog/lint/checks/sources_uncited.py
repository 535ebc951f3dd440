"""A source on which nothing rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    everywhere = {id for each in given.lists for id in _cited(each)}
    for item in given.items:
        cited = set(_cited(item))
        everywhere |= cited | {source.id for source in item.sources}
        for n, source in enumerate(item.sources):
            if not source.supports and source.id not in cited:
                message = f"nothing rests on {source.id}: no field, no score, no price, no dispute"
                yield Finding(item, ("sources", n, "id"), message)
    if given.complete:
        for each in given.lists:
            for n, source in enumerate(each.sources):
                if source.id not in everywhere:
                    yield Finding(each, ("sources", n, "id"), f"no file cites {source.id}")


def _cited(value: Any) -> Iterator[str]:
    """Every id that a field called ``source`` or ``also`` names, at any depth."""
    if isinstance(value, BaseModel):
        for name, inner in value:
            if name == "source" and isinstance(inner, str):
                yield inner
            elif name == "also" and isinstance(inner, dict):
                yield from inner.values()
            else:
                yield from _cited(inner)
    elif isinstance(value, (tuple, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _cited(inner)


CHECK = Check(
    id="sources.uncited",
    level="warning",
    title="a source that nothing cites",
    why="A list of sources that nothing rests on makes a file look better supported than it is.",
    remedy="Say what it supports under `supports`, cite it, or remove it.",
    run=_run,
    cases=(
        Case(
            "in a model's file, and a shared one",
            """
            sources: [{id: forgotten, title: Forgotten, read: 2026-11-01}]
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                scores: [{benchmark: mmlu, value: 80}]
                sources: [{id: own, title: Own, read: 2026-11-01}]
            """,
            ("nothing rests on own", "no file cites forgotten"),
        ),
        Case(
            "cited by a score, a price, a cost, a dispute, or supporting a field",
            """
            sources: [{id: table, title: Table, read: 2026-11-01},
                      {id: bill, title: Bill, read: 2026-11-01}]
            hosting_costs: [{id: power, name: Power, low: 1, base: 1, high: 1, unit: USD,
                             source: bill}]
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                scores: [{benchmark: mmlu, value: 80}]
                disputed: [{field: released, value: x, source: own, why: Wrong.}]
                sources: [{id: own, title: Own, read: 2026-11-01},
                          {id: card, title: Card, read: 2026-11-01, supports: [limits]}]
            offers:
              - {provider: host, offers: [{model: acme/a, prices: [{input: 1, source: table}]}]}
            """,
        ),
    ),
)
