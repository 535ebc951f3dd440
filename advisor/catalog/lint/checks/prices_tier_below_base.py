"""A tier for long requests, or a price for being served first, below the plain price."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import conditions, rate, rows, usd


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, _, row in rows(given):
        for path, name, rates in conditions(row):
            if name in ("batch", "flex"):
                continue
            for own, under in (
                (row.input, rate(rates, row, "input")),
                (row.output, rate(rates, row, "output")),
            ):
                if own is not None and under is not None and under < own:
                    message = f"{name}: {usd(under)} is cheaper than the plain price, {usd(own)}"
                    yield Finding(provider, (*at, *path), message)


CHECK = Check(
    id="prices.tier-below-base",
    level="warning",
    title="a long-context tier or priority price below the plain one",
    why="Long requests cost their seller more. A cheaper tier is mostly the two in exchange.",
    remedy="Put the price of short requests into the row, that of long ones into `tiers`.",
    run=_run,
    cases=(
        Case(
            "exchanged",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 2.5, output: 15,
                          tiers: [{above: 200000, input: 1.25, output: 15}]}]}]
            """,
            ("above 200,000 tokens: USD 1.25 is cheaper than the plain price, USD 2.5",),
        ),
        Case(
            "dearer, or for one of both",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1.25, output: 10, batch: {factor: 0.5},
                          tiers: [{above: 200000, input: 2.5}]}]}]
            """,
        ),
    ),
)
