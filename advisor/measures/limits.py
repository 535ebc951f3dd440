"""How much goes in and comes out of one request. Window, input and output are three things."""

from __future__ import annotations

from advisor.candidates import Candidate
from advisor.measures.base import Context, Figure, Figures, Measure, unknown

MEASURES = (
    Measure("limits.window", "context window", "number", "tokens"),
    Measure("limits.input", "longest input", "number", "tokens"),
    Measure("limits.output", "longest output", "number", "tokens"),
    Measure("limits.request", "tokens of the largest stated request", "number", "tokens"),
)


def figures(candidate: Candidate, context: Context) -> Figures:
    own = candidate.offer is not None and "limits" in candidate.offer.model_fields_set
    key = candidate.id if own else candidate.model.id
    found: Figures = context.once("limits", key, lambda: _figures(candidate, context))
    return found


def _figures(candidate: Candidate, context: Context) -> Figures:
    names = ("window", "input", "output")
    found = {f"limits.{name}": _limit(candidate, context, name) for name in names}
    workload = context.profile.workload
    found["limits.request"] = (
        Figure(workload.input_tokens.high + workload.output_tokens.high)
        if workload
        else unknown("profile.workload")
    )
    return found


def _limit(candidate: Candidate, context: Context, name: str) -> Figure:
    """The offer's own limit where it states one, else the model's."""
    model, provider, offer = candidate.model, candidate.provider, candidate.offer
    own = getattr(offer.limits, name) if offer else None
    if own is not None and provider:
        sources = context.catalog.supporting(provider.provider, provider.sources, "offers.limits")
        return Figure(
            own,
            sources=sources,
            note=f"at {provider.name or provider.provider}",
            fields=(f"offer.limits.{name}",),
        )
    value = getattr(model.limits, name)
    if value is None:
        return unknown(f"limits.{name}")
    sources = context.catalog.supporting(model.id, model.sources, f"limits.{name}")
    return Figure(value, sources=sources, fields=(f"model.limits.{name}",))
