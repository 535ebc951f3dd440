"""A token that costs nothing."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.rates import rows


def _run(given: Given) -> Iterator[Finding]:
    for provider, at, _, row in rows(given):
        fees = (row.per_request, row.per_image, row.per_search, row.per_month)
        for name, value in (("input", row.input), ("output", row.output)):
            if value == 0 and not any(fees):
                message = f"{name} costs nothing: is it free, or not known? Unknown is left out"
                yield Finding(provider, (*at, name), message)


CHECK = Check(
    id="prices.free",
    level="warning",
    title="a price of 0 without any fee beside it",
    why="Upstream lists write 0 where they know no price. Taken as a price it makes the offer "
    "that least is known about the cheapest.",
    remedy="Leave the price out. A free preview is accepted with its end as the reason.",
    run=_run,
    cases=(
        Case(
            "zeros for unknown",
            """
            models: [{id: acme/a}]
            offers: [{provider: host, offers: [{model: acme/a, prices: [{input: 0, output: 0}]}]}]
            """,
            ("input costs nothing", "output costs nothing"),
        ),
        Case(
            "left out, or a fee in place of token prices",
            """
            models: [{id: acme/a}, {id: acme/b}]
            offers:
              - provider: host
                offers: [{model: acme/a, prices: [{input: 1}]},
                         {model: acme/b, prices: [{input: 0, output: 0, per_request: 0.01}]}]
            """,
        ),
    ),
)
