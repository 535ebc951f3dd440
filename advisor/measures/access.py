"""How the model is got: by whose service or on own machines, from which maker, and how else."""

from __future__ import annotations

from decimal import Decimal

from advisor.candidates import Candidate
from advisor.catalog.schema import Provider
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
from advisor.measures.license import chain, unlicensed
from advisor.measures.lifecycle import is_live

MEASURES = (
    Measure("candidate.kind", "way of access", "text", about="api or self_hosted"),
    Measure("candidate.provider", "provider", "text"),
    Measure("candidate.maker", "maker", "text"),
    Measure("candidate.country", "provider's country", "text"),
    Measure("openness.level", "openness", "text", about="open_weights or api_only"),
    Measure("openness.degree", "degree of openness", "number", "of 1"),
    Measure("vendor.alternatives", "other ways to get the same weights", "number", "ways"),
)

_BY_LICENSE = {
    "permissive": Decimal(1),
    "copyleft": Decimal("0.9"),
    "community": Decimal("0.6"),
    "research": Decimal("0.3"),
}


def figures(candidate: Candidate, context: Context) -> Figures:
    model, provider = candidate.model, candidate.provider
    key = provider.provider if provider else "self"
    return {
        **context.once("provider", key, lambda: _of_provider(provider)),
        **context.once("openness", model.id, lambda: _of_model(candidate, context)),
        "vendor.alternatives": context.once(
            "alternatives", f"{model.id}@{key}", lambda: Figure(_alternatives(candidate, context))
        ),
    }


def _of_provider(provider: Provider | None) -> Figures:
    if provider is None:
        return {
            "candidate.kind": Figure("self_hosted"),
            "candidate.provider": Figure("self"),
            "candidate.country": Figure("self", note="your own machines"),
        }
    return {
        "candidate.kind": Figure("api"),
        "candidate.provider": Figure(provider.provider),
        "candidate.country": Figure(provider.country, fields=("provider.country",))
        if provider.country
        else unknown("country"),
    }


def _of_model(candidate: Candidate, context: Context) -> Figures:
    model = candidate.model
    sources = context.catalog.supporting(model.id, model.sources, "openness") or (
        context.catalog.supporting(model.id, model.sources, "weights")
    )
    return {
        "candidate.maker": Figure(model.maker),
        "openness.level": Figure(model.openness, sources=sources, fields=("model.openness",)),
        "openness.degree": _degree(candidate, context, sources),
    }


def _degree(candidate: Candidate, context: Context, sources: tuple[str, ...]) -> Figure:
    """0 behind an API; with open weights what the strictest license of the chain leaves open."""
    if candidate.model.openness == "api_only":
        return Figure(
            Decimal(0),
            sources=sources,
            note="the weights are not published",
            fields=("model.openness",),
        )
    licenses = chain(candidate.model, context.catalog)
    if gaps := unlicensed(candidate.model, context.catalog):
        return unknown(*gaps)
    strictest = min(licenses, key=lambda item: _BY_LICENSE.get(item.kind, Decimal(0)))
    return Figure(
        _BY_LICENSE.get(strictest.kind, Decimal(0)),
        sources=sources,
        note=f"open weights under {strictest.name} ({strictest.kind})",
        fields=("model.openness", "license.kind"),
    )


def _alternatives(candidate: Candidate, context: Context) -> int:
    """Other providers that serve the model on the day, and own machines where weights are open."""
    serving = context.once("serving", "", lambda: _serving(context)).get(candidate.model.id, set())
    own = candidate.provider.provider if candidate.provider else "self"
    ways = serving | ({"self"} if candidate.model.openness == "open_weights" else set())
    return len(ways - {own})


def _serving(context: Context) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for provider in context.catalog.providers.values():
        for offer in provider.offers:
            if is_live(offer.lifecycle, context.as_of):
                found.setdefault(offer.model, set()).add(provider.provider)
    return found
