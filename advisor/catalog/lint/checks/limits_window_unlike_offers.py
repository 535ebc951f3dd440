"""A window that no endpoint of the model has."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        window = model.limits.window
        found = {
            provider.name or provider.provider: offer.limits.window
            for provider, _, offer in given.offers_of.get(model.id, [])
            if offer.limits.window
        }
        # 128k is 128,000 for one and 131,072 for the other.
        if window and found and all(each > window * 1.05 for each in found.values()):
            name, other = min(found.items(), key=lambda each: each[1])
            message = (
                f"{digits(window)} is less than every endpoint that states its window has, "
                f"the least {digits(other)} ({name})"
            )
            yield Finding(model, ("limits", "window"), message)


CHECK = Check(
    id="limits.window-unlike-offers",
    level="warning",
    title="a window smaller than that of every endpoint that states one",
    why="A host may cut a window, it cannot add to it: if all say more, the number here is of "
    "another version, or is an input.",
    remedy="Look at the model's card; keep the smaller number as a dispute.",
    run=_run,
    cases=(
        Case(
            "both hosts say more",
            """
            models: [{id: acme/a, limits: {window: 32768}}]
            offers:
              - {provider: one, offers: [{model: acme/a, limits: {window: 131072}}]}
              - {provider: two, offers: [{model: acme/a, limits: {window: 65536}}]}
            """,
            ("the least 65,536 (two)",),
        ),
        Case(
            "one host has the same, and hosts that cut",
            """
            models: [{id: acme/a, limits: {window: 128000}}, {id: acme/b, limits: {window: 128000}}]
            offers:
              - provider: one
                offers: [{model: acme/a, limits: {window: 131072}},
                         {model: acme/b, limits: {window: 8192}}]
            """,
        ),
    ),
)
