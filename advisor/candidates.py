"""Catalog -> candidates: every way to get every model, each to be judged and ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Model, Offer, Provider

Kind = Literal["api", "self_hosted"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model with one offer, or with the buyer's own machines.

    ``id`` is ``maker/model@provider`` (``…@provider:variant`` where one provider has several
    offers of a model) or ``maker/model@self``.
    """

    id: str
    kind: Kind
    model: Model
    provider: Provider | None = None
    offer: Offer | None = None


def candidates(catalog: Catalog) -> list[Candidate]:
    """All of them, in order of their ids. An open-weight model can always be hosted by oneself."""
    found = [
        Candidate(offer_id(provider, offer), "api", catalog.models[offer.model], provider, offer)
        for provider in catalog.providers.values()
        for offer in provider.offers
    ]
    found += [
        Candidate(f"{model.id}@self", "self_hosted", model)
        for model in catalog.models.values()
        if model.openness == "open_weights"
    ]
    return sorted(found, key=lambda candidate: candidate.id)


def offer_id(provider: Provider, offer: Offer) -> str:
    """``openai/gpt-4.1@azure:eu``"""
    variant = f":{offer.id}" if offer.id else ""
    return f"{offer.model}@{provider.provider}{variant}"
