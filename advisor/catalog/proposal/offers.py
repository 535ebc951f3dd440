"""Claims about an offer's fields. It is found by its endpoint, else by the model's name."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity import Identities, RefusedError
from advisor.catalog.importers.claims import OfferFact, PriceClaim, Upstream
from advisor.catalog.proposal.draft import Data, at, state
from advisor.catalog.proposal.outcome import Table, agree
from advisor.catalog.schema import Model, Offer
from advisor.pricing.rates import row_on


class Names(Protocol):
    """Where a claim's name is looked up, and whose name it is."""

    @property
    def catalog(self) -> Catalog: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def upstream(self) -> Upstream: ...


def weigh(claim: OfferFact, table: Table) -> None:
    """Hold one field of an offer against the catalog; the model's own value stands for it too."""
    offer = offer_meant(claim, table, table.as_of) or _begun(claim, table)
    if offer is None:
        table.leave(claim.name, "the provider does not offer it in the catalog")
        return
    about = f"{claim.provider}: {offer.endpoint}"
    model = table.catalog.models[offer.model]
    ours = _value(offer, model, claim.field)
    if ours is None and claim.field == "limits.input":
        # Lists write the window where the most that may be sent is not stated.
        ours = _same_or_none(_value(offer, model, "limits.window"), claim.value)
    stated = at(
        table.draft.find("offers", claim.provider, "offers", named(offer)) or {}, claim.field
    )
    if ours is None and stated is None:
        entry = table.draft.entry("offers", claim.provider, "offers", named(offer))
        state(entry, claim.field, claim.value, "offer")
        table.vouch("offers", claim.provider, f"offers.{claim.field.partition('.')[0]}")
        table.note("add", about, claim.field, None, claim.value)
    elif agree(claim.field, ours, claim.value) or agree(claim.field, stated, claim.value):
        table.confirm()
    else:
        field = f"offers[{offer_key(offer)}].{claim.field}"
        table.dispute("offers", claim.provider, about, field, ours, claim.value)


def _begun(claim: OfferFact, table: Table) -> Offer | None:
    """The offer that the prices of the same file add."""
    wanted = {"model": table.model(claim.name, table.as_of), "id": claim.offer}
    entry = table.draft.find("offers", claim.provider, "offers", wanted)
    return Offer.model_validate(entry) if entry and "endpoint" in entry else None


def _same_or_none(window: Any, stated: Any) -> Any:
    return window if agree("limits.window", window, stated) else None


def _value(offer: Offer, model: Model, field: str) -> Any:
    """What holds for the offer: its own statement, else the one about the version."""
    for item in (offer, model):
        value: Any = item
        for step in field.split("."):
            value = value.get(step) if isinstance(value, dict) else getattr(value, step, None)
        if value is not None:
            return value
    return None


def offer_key(offer: Offer) -> str:
    """How a dispute addresses an offer: its endpoint, or ``model@id`` where that tells it apart."""
    return f"{offer.model.partition('/')[2]}@{offer.id}" if offer.id else offer.endpoint


def named(offer: Offer) -> Data:
    """What tells an offer of a provider apart in its file."""
    return {"model": offer.model, "id": offer.id}


def offer_meant(claim: OfferFact | PriceClaim, table: Names, day: date) -> Offer | None:
    """The offer that a claim is about on a day: by its endpoint, else by the model that is meant.

    Raises:
        RefusedError: the name is refused by the table of names.
    """
    provider = table.catalog.providers.get(claim.provider)
    if provider is None:
        raise RefusedError(f"the catalog has no provider {claim.provider!r}")
    offers = [offer for offer in provider.offers if claim.offer in (None, offer.id)]
    also = claim.also if isinstance(claim, PriceClaim) else frozenset()
    for endpoints in ({claim.endpoint}, also):
        found = [offer for offer in offers if offer.endpoint in endpoints]
        if len(found) == 1 or any(not ended(offer, day) for offer in found):
            return _answering(found, day)
    model = table.identities.resolve(claim.name, table.upstream.id, day)
    behind = [offer for offer in offers if offer.model == model]
    if claim.offer is None and any(offer.id for offer in behind):
        raise RefusedError("the provider sells it in several ways, none by this endpoint")
    return _answering(behind, day) if behind else None


def _answering(offers: list[Offer], day: date) -> Offer:
    """Of several offers behind one name, the one that it reaches on the day."""
    if len(offers) == 1:
        return offers[0]
    live = [offer for offer in offers if not ended(offer, day)]
    priced = [offer for offer in live if row_on(offer, day)]
    left = priced or live or offers
    plain_ones = [offer for offer in left if offer.id in (None, "global")]
    if len(left) == 1 or len(plain_ones) == 1:
        return (plain_ones or left)[0]
    names = ", ".join(sorted(offer_key(offer) for offer in left))
    raise RefusedError(f"several offers answer to this name: {names}")


def ended(offer: Offer, day: date) -> bool:
    """Has the offer stopped answering by then?"""
    life = offer.lifecycle
    return life.retires < day if life.retires else life.status == "retired"
