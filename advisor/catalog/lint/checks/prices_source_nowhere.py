"""A price whose source nobody can open."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import rows


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, _, row in rows(given):
        own = {source.id: source for source in provider.sources}
        source = own.get(row.source) or given.catalog.shared_sources.get(row.source)
        if source and not (row.url or source.url):
            message = f"{source.id} has no address, and the price names none: where can it be read?"
            yield Finding(provider, (*at, "source"), message)


CHECK = Check(
    id="prices.source-nowhere",
    level="warning",
    title="a price whose source has no address",
    why="A price that nobody can look up cannot be checked again when it changes.",
    remedy="Give the source or the row a `url`. A contract has a number: put it into `title`, "
    "and accept the finding.",
    run=_run,
    cases=(
        Case(
            "a table without an address",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1, output: 2, source: table}]}]
                sources: [{id: table, title: A table, read: 2026-11-01}]
            """,
            ("table has no address",),
        ),
        Case(
            "the row's own address, and the source's",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [
                  {from: 2026-01-01, input: 1, source: table, url: "https://example.org/p"},
                  {from: 2026-02-01, input: 1, source: page}]}]
                sources: [{id: table, title: A table, read: 2026-11-01}]
            """,
        ),
    ),
)
