"""A cached token that costs more than a fresh one."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import conditions, rate, rows, usd


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, _, row in rows(given):
        if row.cache_read is not None and row.input is not None and row.cache_read > row.input:
            message = f"a cached token at {usd(row.cache_read)} costs more than a fresh one"
            yield Finding(provider, (*at, "cache_read"), f"{message}, {usd(row.input)}")
        for path, name, rates in conditions(row):
            cached, fresh = rate(rates, row, "cache_read"), rate(rates, row, "input")
            if rates.cache_read is not None and cached and fresh and cached > fresh:
                message = f"{name}: a cached token at {usd(cached)} costs more than a fresh one"
                yield Finding(provider, (*at, *path, "cache_read"), f"{message}, {usd(fresh)}")


CHECK = Check(
    id="prices.cache-above-input",
    level="error",
    title="a cached input token dearer than a fresh one",
    why="Reading from a cache is sold as a discount. A higher price is the price of writing, "
    "or of another row.",
    remedy="Put the price of writing under `cache_write`.",
    run=_run,
    cases=(
        Case(
            "the price of writing in the field for reading",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 3, output: 15, cache_read: 3.75}]}]
            """,
            ("USD 3.75 costs more than a fresh one, USD 3",),
        ),
        Case(
            "in a tier",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 3, output: 15, cache_read: 0.3,
                          tiers: [{above: 200000, input: 6, cache_read: 60}]}]}]
            """,
            ("above 200,000 tokens: a cached token at USD 60",),
        ),
        Case(
            "a discount, none, and unknown",
            """
            models: [{id: acme/a}, {id: acme/b}, {id: acme/c}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 3, output: 15, cache_read: 0.3}]},
                         {model: acme/b, prices: [{input: 3, output: 15, cache_read: 3}]},
                         {model: acme/c, prices: [{input: 3, output: 15}]}]
            """,
        ),
    ),
)
