"""A fact that nobody is named for."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.facts import facts
from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for fact in facts(given.catalog):
        if fact.sourced:
            continue
        item, path = given.place_of(fact)
        # One finding a block: six limits without a source are one omission.
        block = path[:1] if path[0] != "offers" else path[:3]
        name = (fact.owner, str(block))
        if item and name not in told:
            told.add(name)
            field = ".".join(str(step) for step in block if isinstance(step, str))
            message = f"no source supports {field}: say who does (`supports: [{field}]`)"
            yield Finding(item, block, message)


CHECK = Check(
    id="facts.without-source",
    level="warning",
    title="a fact that no source supports",
    why="A claim without a source cannot be checked, disputed or renewed.",
    remedy="List the field under `supports` of the source that says so; else leave the field "
    "out: unknown is a good answer.",
    run=_run,
    cases=(
        Case(
            "limits and terms that nobody vouches for",
            """
            models:
              - id: acme/a
                limits: {window: 32000, output: 4000}
                sources: [{id: card, title: Card, read: 2026-11-01, supports: [openness]}]
            offers:
              - provider: host
                terms: {retention_days: 30}
                offers: [{model: acme/a, limits: {window: 8000}}]
            """,
            ("no source supports limits", "no source supports terms", "supports offers.limits"),
        ),
        Case(
            "each by somebody",
            """
            benchmarks: [{id: mmlu, sources: [{id: paper, title: Paper, read: 2026-11-01,
                                               supports: [unit, measures, chance, top]}]}]
            models:
              - id: acme/a
                limits: {window: 32000}
                scores: [{benchmark: mmlu, value: 80}]
                sources: [{id: card, title: Card, read: 2026-11-01, supports: [openness, limits]}]
            offers:
              - provider: host
                terms: {retention_days: 30}
                offers: [{model: acme/a, prices: [{input: 1}]}]
                sources: [{id: terms, title: Terms, read: 2026-11-01, supports: [terms]}]
            """,
        ),
    ),
)
