"""The same endpoint offered twice."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    for provider in given.catalog.providers.values():
        seen: dict[tuple[str, str], int] = {}
        for n, offer in enumerate(provider.offers):
            name = offer.model, offer.endpoint
            first = seen.setdefault(name, n)
            same = provider.offers[first].model_dump(exclude={"id"}) == offer.model_dump(
                exclude={"id"}
            )
            if first != n and same:
                message = f"{offer.endpoint} stands here twice with the same prices"
                yield Finding(provider, ("offers", n, "endpoint"), message)


CHECK = Check(
    id="offers.stated-twice",
    level="warning",
    title="two offers of one endpoint that say the same",
    why="The report would show one offer under two ids.",
    remedy="Keep one; what differs (region, processing) belongs into the offer.",
    run=_run,
    cases=(
        Case(
            "told apart by an id alone",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1}]},
                         {model: acme/a, id: eu, prices: [{input: 1}]}]
            """,
            ("a stands here twice",),
        ),
        Case(
            "another price",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1}]},
                         {model: acme/a, id: eu, prices: [{input: 1.1}]}]
            """,
        ),
    ),
)
