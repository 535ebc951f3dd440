"""A price row that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import PriceRow

BESIDE = {"since", "until", "source", "also", "url", "checked", "note"}
"""What may differ between two rows of the same prices."""


def _run(given: Given) -> Iterator[Finding]:
    for provider, n, offer in given.offers():
        dated = sorted(enumerate(offer.prices), key=lambda item: item[1].since or date.min)
        for (_, before), (m, row) in pairwise(dated):
            if not before.until and _prices(before) == _prices(row):
                message = f"the same prices as from {before.since or 'the start'}: nothing changed"
                yield Finding(provider, ("offers", n, "prices", m), message)


def _prices(row: PriceRow) -> dict[str, object]:
    return row.model_dump(exclude=BESIDE, exclude_defaults=True)


CHECK = Check(
    id="prices.stated-twice",
    level="warning",
    title="a price row with the same prices as the one before",
    why="It looks like a change of the price. A check that found nothing new is `checked`.",
    remedy="Remove it, and set `checked` of the earlier row.",
    run=_run,
    cases=(
        Case(
            "seen again",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{from: 2026-01-01, input: 1, output: 2},
                                                  {from: 2026-02-01, input: 1, output: 2}]}]
            """,
            ("the same prices as from 2026-01-01",),
        ),
        Case(
            "a change, and a return after a gap",
            """
            models: [{id: acme/a}, {id: acme/b}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{from: 2026-01-01, input: 1, output: 2},
                                                  {from: 2026-02-01, input: 1, output: 3}]},
                         {model: acme/b, prices: [
                            {from: 2026-01-01, until: 2026-01-31, input: 1, output: 2},
                            {from: 2026-06-01, input: 1, output: 2}]}]
            """,
        ),
    ),
)
