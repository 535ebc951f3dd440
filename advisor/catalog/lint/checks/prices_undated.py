"""A price without the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import rows


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, offer, row in rows(given):
        if row.since is None:
            message = f"a price of {offer.model} without a day: `from` is missing"
            yield Finding(provider, at, message)


CHECK = Check(
    id="prices.undated",
    level="warning",
    title="a price row without `from`",
    why="More than half of recorded price changes are corrections. Without a day nobody can "
    "tell whether a number is new, old or wrong, and decisions for earlier days use it as "
    "well.",
    remedy="State `from`: the day of the announcement, else the first on which it was seen.",
    run=_run,
    cases=(
        Case(
            "no day",
            """
            models: [{id: acme/a}]
            offers: [{provider: host, offers: [{model: acme/a, prices: [{input: 1, output: 2}]}]}]
            """,
            ("`from` is missing",),
        ),
        Case(
            "a day",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{from: 2026-01-01, input: 1, output: 2}]}]
            """,
        ),
    ),
)
