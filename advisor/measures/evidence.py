"""How well the facts about a candidate stand: their age, and who contradicts them."""

from __future__ import annotations

from advisor.candidates import Candidate
from advisor.catalog.schema import Offer
from advisor.measures.base import Context, Figure, Figures, Measure
from advisor.profile.schema import Policy

MEASURES = (
    Measure("evidence.disputed", "disputed facts", "list"),
    Measure("evidence.newest_score_days", "age of the newest score", "number", "days"),
    Measure("evidence.score_days_accepted", "accepted age of a score", "number", "days"),
)

SCORE_PATIENCE = 3
"""A fixed version does not change: a score may be so many times as old as any other fact."""


def accepted_days(policy: Policy, of_score: bool) -> int:
    """The age from which on a fact is stale."""
    return policy.stale_days * SCORE_PATIENCE if of_score else policy.stale_days


def place_in_offer(field: str, offer: Offer) -> str | None:
    """Where in this offer a provider's disputed field lies; ``None`` where it is about another one.

    ``offers[claude-haiku-4.5@eu].prices.input`` is ``prices.input`` of the variant ``eu``; an offer
    is named by its model or by its endpoint. Empty: the offer as a whole.
    """
    name = offer.model.partition("/")[2]
    for named in (offer.endpoint, f"{name}@{offer.id}" if offer.id else name):
        head = f"offers[{named}]"
        if field == head or field.startswith(f"{head}."):
            return field[len(head) + 1 :]
    return None


def figures(candidate: Candidate, context: Context) -> Figures:
    model, provider, offer = candidate.model, candidate.provider, candidate.offer
    owned = [(model.id, dispute) for dispute in model.disputed]
    if provider and offer:
        owned += [
            (provider.provider, dispute)
            for dispute in provider.disputed
            if place_in_offer(dispute.field, offer) is not None
        ]
    dates = [score.as_of for score in model.scores if score.as_of <= context.as_of]
    return {
        "evidence.disputed": Figure(
            tuple(dispute.field for _, dispute in owned),
            sources=tuple(dict.fromkeys(context.catalog.source_key(o, d.source) for o, d in owned)),
            note="; ".join(f"{d.field}: {d.why}" for _, d in owned) or None,
        ),
        "evidence.newest_score_days": Figure(
            (context.as_of - max(dates)).days, as_of=max(dates).isoformat()
        )
        if dates
        else Figure(None, missing=("scores",)),
        "evidence.score_days_accepted": Figure(accepted_days(context.profile.policy, True)),
    }
