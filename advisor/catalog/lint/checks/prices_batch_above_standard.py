"""A batch, or flexible processing, that costs more than an answer at once."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import TOKENS, conditions, rate, rows, usd


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, _, row in rows(given):
        for path, name, rates in conditions(row):
            for field in TOKENS if name in ("batch", "flex") else ():
                own, under = getattr(row, field), rate(rates, row, field)
                if own is not None and under is not None and under > own:
                    message = f"{name} {field} at {usd(under)} is dearer than at once, {usd(own)}"
                    yield Finding(provider, (*at, *path), message)


CHECK = Check(
    id="prices.batch-above-standard",
    level="error",
    title="a batch or flex price above the standard one",
    why="Whoever waits pays less. A higher price is the row of another model or tier.",
    remedy="Read the price list again; a batch that costs the same needs no `batch`.",
    run=_run,
    cases=(
        Case(
            "twice instead of half",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 2, output: 8, batch: {input: 4}}]}]
            """,
            ("batch input at USD 4 is dearer than at once, USD 2",),
        ),
        Case(
            "half, the same, and a price for being first",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 2, output: 8, batch: {factor: 0.5},
                          flex: {factor: 1}, priority: {factor: 2}}]}]
            """,
        ),
    ),
)
