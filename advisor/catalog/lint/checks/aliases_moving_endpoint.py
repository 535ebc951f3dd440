"""An endpoint whose name belongs to another version today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    today = given.as_of
    meant: dict[str, str] = {}
    for model in given.catalog.models.values():
        for alias in model.aliases:
            begin, end = alias.since or date.min, alias.until or date.max
            if alias.moving and not alias.upstream and begin <= today < end:
                meant.setdefault(alias.name.casefold(), model.id)
    for provider, n, offer in given.offers():
        model_meant = meant.get(offer.endpoint.casefold())
        over = offer.lifecycle.retires and offer.lifecycle.retires < today
        if model_meant and model_meant != offer.model and not over:
            message = f"{offer.endpoint!r} answers with {model_meant} today, not with {offer.model}"
            yield Finding(provider, ("offers", n, "endpoint"), message)


CHECK = Check(
    id="aliases.moving-endpoint",
    level="error",
    title="an endpoint under a moving name that means another version today",
    why="Whoever follows the recommendation calls this name and gets another model.",
    remedy="State the endpoint of the fixed version, or end the offer where the name moved on.",
    run=_run,
    cases=(
        Case(
            "the name moved on",
            """
            models:
              - {id: acme/a, aliases: [{name: best, moving: true, until: 2026-02-01}]}
              - {id: acme/b, aliases: [{name: best, moving: true, since: 2026-02-01}]}
            offers: [{provider: acme, offers: [{model: acme/a, endpoint: best}]}]
            """,
            ("'best' answers with acme/b today",),
        ),
        Case(
            "it means this one, or the offer has ended",
            """
            models:
              - {id: acme/a, aliases: [{name: best, moving: true, until: 2026-02-01}]}
              - {id: acme/b, aliases: [{name: best, moving: true, since: 2026-02-01}]}
            offers:
              - provider: acme
                offers: [{model: acme/b, endpoint: best},
                         {model: acme/a, endpoint: best, lifecycle: {retires: 2026-02-01}}]
            """,
        ),
    ),
)
