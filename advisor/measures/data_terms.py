"""What happens to the data that is sent: where, for how long, and whether it trains models.

On own machines the answers are the buyer's own: data stays where the machines stand, and nobody
trains on it or keeps it. Of machines that are rented the place is that of the price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.candidates import Candidate
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
from advisor.profile.regions import allowed

if TYPE_CHECKING:
    from advisor.deployments.deployment import Deployment

MEASURES = (
    Measure("data.training_on_inputs", "training on what is sent", "bool"),
    Measure("data.retention_days", "retention", "number", "days"),
    Measure("data.zero_retention", "zero retention", "text", about="yes, no or on_request"),
    Measure("data.regions", "regions where data can be processed", "list"),
    Measure("data.region_available", "processing in a required region", "bool"),
    Measure("data.certifications", "certifications", "list"),
)

_OWN = "your own machines"


def figures(candidate: Candidate, context: Context) -> Figures:
    provider, offer = candidate.provider, candidate.offer
    key = candidate.id if offer and offer.terms else provider.provider if provider else "self"
    if candidate.deployment and not candidate.deployment.machine.is_owned:
        key = candidate.id
    found: Figures = context.once("data", key, lambda: _figures(candidate, context))
    return found


def _figures(candidate: Candidate, context: Context) -> Figures:
    if candidate.deployment and not candidate.deployment.machine.is_owned:
        return _rented(candidate.deployment, context)
    if candidate.kind == "self_hosted":
        return {
            "data.training_on_inputs": Figure(False, note=_OWN),
            "data.retention_days": Figure(0, note=_OWN),
            "data.zero_retention": Figure("yes", note=_OWN),
            "data.regions": Figure(context.profile.require.data_regions or ("self",), note=_OWN),
            "data.region_available": Figure(True, note=_OWN),
            "data.certifications": unknown("certifications of your own machines"),
        }
    regions = _term(candidate, context, "regions")
    return {
        "data.training_on_inputs": _term(candidate, context, "training_on_inputs"),
        "data.retention_days": _term(candidate, context, "retention_days"),
        "data.zero_retention": _term(candidate, context, "zero_retention"),
        "data.regions": regions,
        "data.region_available": _available(regions, context),
        "data.certifications": _term(candidate, context, "certifications"),
    }


def _rented(deployment: Deployment, context: Context) -> Figures:
    """On rented machines data stays where they stand: that is the region that was chosen."""
    machine = deployment.machine
    place = f"machines rented of {machine.cloud}, {machine.region}"
    where = unknown("gpu_prices.country", note=place)
    if machine.country:
        where = Figure((machine.country,), note=place, sources=(machine.source,))
    return {
        "data.training_on_inputs": Figure(False, note=place),
        "data.retention_days": Figure(0, note=place),
        "data.zero_retention": Figure("yes", note=place),
        "data.regions": where,
        "data.region_available": _available(where, context),
        "data.certifications": unknown(f"certifications of {machine.cloud}"),
    }


def _term(candidate: Candidate, context: Context, name: str) -> Figure:
    """The offer's own term where it states one, else the provider's."""
    provider, offer = candidate.provider, candidate.offer
    assert provider and offer
    own = getattr(offer.terms, name) if offer.terms else None
    value = own if own is not None else getattr(provider.terms, name)
    if value is None:
        return unknown(f"terms.{name}")
    field = f"offers.terms.{name}" if own is not None else f"terms.{name}"
    sources = context.catalog.supporting(provider.provider, provider.sources, field)
    return Figure(
        value,
        sources=sources,
        note=None if own is None else f"this endpoint: {offer.endpoint}",
        fields=(f"{'provider' if own is None else 'offer'}.terms.{name}",),
    )


def _available(regions: Figure, context: Context) -> Figure:
    """Can the data be processed in one of the required regions?"""
    if regions.value is None:
        return regions
    return regions._replace(
        value=bool(allowed(regions.value, context.profile.require.data_regions))
    )
