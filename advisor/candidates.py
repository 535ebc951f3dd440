"""Catalog x profile -> candidates: every way to get every model, each to be judged and ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Model, Offer, Provider

if TYPE_CHECKING:
    from advisor.deployments.deployment import Deployment
    from advisor.deployments.options import Deployments

Kind = Literal["api", "self_hosted"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model with one offer, or with one's own machines.

    ``id`` is ``maker/model@provider`` (``…@provider:variant`` where one provider has several
    offers of a model), ``maker/model@self:2xh100-sxm-fp8`` with the machines that serve it, or
    ``maker/model@self`` where none can be chosen: ``unsized`` then names the facts that are not
    known, or ``refused`` says why what is allowed cannot run it.
    """

    id: str
    kind: Kind
    model: Model
    provider: Provider | None = None
    offer: Offer | None = None
    deployment: Deployment | None = None
    unsized: tuple[str, ...] = ()
    refused: str | None = None


def candidates(catalog: Catalog, deployments: Deployments | None = None) -> list[Candidate]:
    """All of them, in order of their ids. An open-weight model can always be hosted by oneself.

    Args:
        deployments: of the profile; without them no machines are chosen.
    """
    found = [
        Candidate(offer_id(provider, offer), "api", catalog.models[offer.model], provider, offer)
        for provider in catalog.providers.values()
        for offer in provider.offers
    ]
    for model in catalog.models.values():
        if model.openness == "open_weights":
            found += _hosted(model, deployments)
    return sorted(found, key=lambda candidate: candidate.id)


def _hosted(model: Model, deployments: Deployments | None) -> Iterator[Candidate]:
    options = deployments.of(model) if deployments else None
    if options is None or not options.found:
        missing, refused = (options.missing, options.refused) if options else ((), None)
        yield Candidate(f"{model.id}@self", "self_hosted", model, unsized=missing, refused=refused)
        return
    for deployment in options.found:
        id = f"{model.id}@self:{deployment.id}"
        yield Candidate(id, "self_hosted", model, deployment=deployment)


def offer_id(provider: Provider, offer: Offer) -> str:
    """``openai/gpt-4.1@azure:eu``"""
    variant = f":{offer.id}" if offer.id else ""
    return f"{offer.model}@{provider.provider}{variant}"
