"""A retired model that is still offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import Lifecycle, Model


def _run(given: Given) -> Iterator[Finding]:
    for provider, n, offer in given.offers():
        model = given.catalog.models.get(offer.model)
        if not model or not _over(model.lifecycle, given.as_of):
            continue
        end = model.lifecycle.retires
        told = f"{model.name} is retired{f' since {end}' if end else ''}"
        by_maker = provider.provider == model.maker
        if not offer.lifecycle.model_fields_set:
            # Weights outlive their maker's endpoint; without them somebody else's end is unknown.
            if not by_maker and model.openness == "api_only":
                message = f"{told} by its maker; when does it end here? State a `lifecycle`"
                yield Finding(provider, ("offers", n), message)
        elif by_maker and not _over(offer.lifecycle, given.as_of):
            message = f"{told}, and its maker's offer says that it is live"
            yield Finding(provider, ("offers", n, "lifecycle"), message)
        yield from _priced_after(provider.provider, model, given, n)


def _priced_after(provider: str, model: Model, given: Given, n: int) -> Iterator[Finding]:
    """Prices of its maker that begin when it is over."""
    end = model.lifecycle.retires
    owner = given.catalog.providers[provider]
    if not end or provider != model.maker:
        return
    for m, row in enumerate(owner.offers[n].prices):
        if row.since and row.since > end:
            message = f"a price from {row.since}, after the end of {model.name} on {end}"
            yield Finding(owner, ("offers", n, "prices", m), message)


def _over(life: Lifecycle, day: date) -> bool:
    return life.retires < day if life.retires else life.status == "retired"


CHECK = Check(
    id="lifecycle.retired-offered",
    level="error",
    title="an offer of a model that is retired",
    why="Half of the entries with an end in public price lists are past it. An offer that no "
    "longer answers must not win a comparison.",
    remedy="State the offer's own `lifecycle`: `retires` with the day at this provider. A price "
    "that begins after the end belongs to the model behind the alias.",
    run=_run,
    cases=(
        Case(
            "by the maker, by another cloud, and a price from after the end",
            """
            models:
              - {id: acme/a, name: A, lifecycle: {status: retired, retires: 2026-05-01}}
            offers:
              - {provider: acme, offers: [{model: acme/a, lifecycle: {status: active},
                                           prices: [{from: 2026-06-01, input: 1}]}]}
              - {provider: cloud, offers: [{model: acme/a}]}
            """,
            (
                "A is retired since 2026-05-01, and its maker's offer says that it is live",
                "a price from 2026-06-01, after the end of A",
                "when does it end here?",
            ),
        ),
        Case(
            "ended with the model, ended later elsewhere, and weights that stay",
            """
            models:
              - {id: acme/a, lifecycle: {retires: 2026-05-01}}
              - {id: acme/b, openness: open_weights, lifecycle: {status: retired}}
              - {id: acme/c, lifecycle: {retires: 2026-11-23}}
            offers:
              - {provider: acme, offers: [{model: acme/a, prices: [{from: 2025-06-01, input: 1}]}]}
              - {provider: cloud, offers: [{model: acme/a, lifecycle: {retires: 2027-01-01}},
                                           {model: acme/b}, {model: acme/c}]}
            """,
        ),
    ),
)
