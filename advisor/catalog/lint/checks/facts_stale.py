"""A fact that nobody has looked at for long."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.age import ages
from advisor.catalog.lint.base import Case, Check, Finding, Given

PERISHABLE = {"price", "stated"}
"""A score stays what it was on its day, and the text of a license does not age."""


def _run(given: Given) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for kind in ages(given.catalog, given.as_of, given.max_days):
        for days, fact in kind.older if kind.kind in PERISHABLE else ():
            item, path = given.place_of(fact)
            block = path[:1] if path[:1] != ("offers",) else path[:4]
            name = (fact.owner, str(block))
            if item and name not in told:
                told.add(name)
                message = f"not looked at for {days} days (since {fact.dated})"
                yield Finding(item, block, message)


CHECK = Check(
    id="facts.stale",
    level="warning",
    title="a fact older than --max-days",
    why="Prices change every few months, terms every year. An old fact may be right and "
    "nobody knows.",
    remedy="Read the source again and set `checked` or `read`; `advisor catalog age` lists them "
    "all.",
    run=_run,
    cases=(
        Case(
            "a price checked two years ago, limits read two years ago",
            """
            models:
              - id: acme/a
                limits: {window: 32000, output: 4000}
                sources: [{id: card, title: Card, read: 2024-11-23, supports: [limits, openness]}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1, output: 2, checked: 2024-11-23}]}]
            """,
            ("730 days", "730 days", "730 days"),
        ),
        Case(
            "fresh ones, an old score, and a price that no longer holds",
            """
            benchmarks: [{id: mmlu}]
            models:
              - id: acme/a
                scores: [{benchmark: mmlu, value: 80, as_of: 2021-01-01}]
                sources: [{id: card, title: Card, read: 2026-01-01, supports: [openness]}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [
                  {from: 2024-01-01, until: 2024-12-31, input: 2, checked: 2024-11-23},
                  {from: 2025-01-01, input: 1, checked: 2026-11-01}]}]
            """,
        ),
    ),
)
