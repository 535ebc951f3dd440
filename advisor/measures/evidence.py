"""How well the facts about a candidate stand: their age, and who contradicts them."""

from __future__ import annotations

import re

from advisor.candidates import Candidate
from advisor.catalog.schema import Offer
from advisor.measures.base import Context, Figure, Figures, Measure

MEASURES = (
    Measure("evidence.disputed", "disputed facts", "list"),
    Measure("evidence.newest_score_days", "age of the newest score", "number", "days"),
)


_OFFER = re.compile(r"offers\[([^\]]+)\]")


def _about(field: str, offer: Offer) -> bool:
    """Is a provider's disputed field (``offers[claude-haiku-4.5@eu].prices``) about this offer?"""
    match = _OFFER.match(field)
    if match is None:
        return False
    name = offer.model.partition("/")[2]
    return match[1] in (offer.endpoint, f"{name}@{offer.id}" if offer.id else name)


def figures(candidate: Candidate, context: Context) -> Figures:
    model, provider, offer = candidate.model, candidate.provider, candidate.offer
    owned = [(model.id, dispute) for dispute in model.disputed]
    if provider and offer:
        owned += [(provider.provider, d) for d in provider.disputed if _about(d.field, offer)]
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
    }
