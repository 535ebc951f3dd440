"""An accepted finding that is none."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.places import field_of, is_within


def _run(given: Given) -> Iterator[Finding]:
    for item in given.accepting:
        for n, accepted in enumerate(item.accepted):
            # A check that did not run says nothing about what is accepted of it.
            found = given.found.get(accepted.check)
            if found is not None and not any(
                each.item is item and is_within(field_of(item, each.path), accepted.field)
                for each in found
            ):
                message = f"{accepted.check} finds nothing in {accepted.field}: remove this entry"
                yield Finding(item, ("accepted", n, "check"), message)


CHECK = Check(
    id="accepted.unused",
    level="warning",
    title="an entry of `accepted` that accepts nothing",
    why="A finding that was accepted and then mended leaves a hole for the next one.",
    remedy="Remove the entry, or correct its `check` and `field`.",
    run=_run,
    cases=(
        Case(
            "mended since",
            """
            models:
              - id: acme/a
                openness: open_weights
                weights: {repository: acme/a}
                accepted: [{check: openness.open-without-weights, field: openness, why: Asked for.}]
            """,
            ("openness.open-without-weights finds nothing in openness",),
        ),
        Case(
            "it still holds",
            """
            models:
              - id: acme/a
                openness: open_weights
                accepted: [{check: openness.open-without-weights, field: openness, why: Asked for.}]
            """,
        ),
    ),
    last=True,
)
