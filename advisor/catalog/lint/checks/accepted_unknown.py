"""An accepted finding of a check that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.yamlio.problems import did_you_mean


def _run(given: Given) -> Iterator[Finding]:
    from advisor.catalog.lint.checks import checks  # which holds this one

    for item in given.accepting:
        for n, accepted in enumerate(item.accepted):
            if accepted.check not in checks():
                close = did_you_mean(accepted.check, checks())
                message = f"unknown check {accepted.check!r}"
                yield Finding(item, ("accepted", n, "check"), message, close)


CHECK = Check(
    id="accepted.unknown",
    level="error",
    title="an entry of `accepted` for a check that does not exist",
    why="It accepts nothing, and whoever wrote it believes that it does.",
    remedy="`advisor catalog lint --list` has the ids.",
    run=_run,
    cases=(
        Case(
            "a slip",
            """
            models:
              - id: acme/a
                accepted: [{check: prices.fre, field: prices, why: A preview.}]
            """,
            ("unknown check 'prices.fre'",),
        ),
        Case(
            "one that exists",
            """
            models:
              - id: acme/a
                accepted: [{check: prices.free, field: prices, why: A preview.}]
            """,
        ),
    ),
)
