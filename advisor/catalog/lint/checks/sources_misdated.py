"""A source that was read in the future."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import rows


def _run(given: Given) -> Iterator[Finding]:
    for item in (*given.items, *given.lists):
        for n, source in enumerate(item.sources):
            if source.read > given.as_of:
                message = f"read on {source.read}, which is later than {given.as_of}"
                yield Finding(item, ("sources", n, "read"), message)
    for each in given.lists:
        for field, listed in each:
            for n, row in enumerate(listed):
                day = getattr(row, "as_of", None)
                if day is not None and day > given.as_of:
                    message = f"as of {day}, which is later than {given.as_of}"
                    yield Finding(each, (field, n, "as_of"), message)
    for provider, at, _, row in rows(given):
        if row.checked > given.as_of:
            message = f"checked on {row.checked}, which is later than {given.as_of}"
            yield Finding(provider, (*at, "checked"), message)


CHECK = Check(
    id="sources.misdated",
    level="error",
    title="a source or a price that was read in the future",
    why="The day on which somebody looked is what the age of a fact is counted from.",
    remedy="Correct the year, most likely.",
    run=_run,
    cases=(
        Case(
            "next year",
            """
            models:
              - {id: acme/a, sources: [{id: card, title: Card, read: 2027-11-01, supports: [name]}]}
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1, checked: 2027-01-01}]}]
            hosting_costs:
              - {id: power, name: Power, low: 1, base: 1, high: 1, unit: USD, source: page,
                 as_of: 2027-02-01}
            """,
            ("as of 2027-02-01", "read on 2027-11-01", "checked on 2027-01-01"),
        ),
        Case(
            "the day itself; a price may begin in the future",
            """
            models:
              - {id: acme/a, sources: [{id: card, title: Card, read: 2026-11-23, supports: [name]}]}
            offers:
              - {provider: host, offers: [{model: acme/a, prices: [{from: 2027-01-01, input: 1}]}]}
            """,
        ),
    ),
)
