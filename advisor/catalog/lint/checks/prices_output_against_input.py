"""Input and output prices in an unlikely relation."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits
from advisor.catalog.lint.rates import plausible, rows, usd

MOST = 12
"""Output costs 1 to 10 times the input everywhere that was seen."""


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, _, row in rows(given):
        if not (row.input and row.output and plausible(row.input) and plausible(row.output)):
            continue
        prices = f"{usd(row.output)} for output, {usd(row.input)} for input"
        if row.output < row.input:
            message = f"{prices}: output is cheaper than input; are they in each other's place?"
            yield Finding(provider, (*at, "output"), message)
        elif row.output > MOST * row.input:
            times = digits(round(row.output / row.input, 1))
            yield Finding(provider, (*at, "output"), f"{prices}: {times} times is unusual; a slip?")


CHECK = Check(
    id="prices.output-against-input",
    level="warning",
    title="output cheaper than input, or more than 12 times dearer",
    why="It shows exchanged columns and slips of the point where nobody else sells the model.",
    remedy="Read the price list again; accept it with the reason if it is so.",
    run=_run,
    cases=(
        Case(
            "exchanged, and a slip of the point",
            """
            models: [{id: acme/a}, {id: acme/b}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 8, output: 2}]},
                         {model: acme/b, prices: [{input: 0.59, output: 7.90}]}]
            """,
            ("in each other's place", "13.4 times is unusual"),
        ),
        Case(
            "the usual, the same, and only one known",
            """
            models: [{id: acme/a}, {id: acme/b}, {id: acme/c}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 0.3, output: 2.5}]},
                         {model: acme/b, prices: [{input: 0.1, output: 0.1}]},
                         {model: acme/c, prices: [{input: 5}]}]
            """,
        ),
    ),
)
