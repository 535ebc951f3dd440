"""Where an offer stands in its life on the day, and whether it outlives the horizon."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from advisor.candidates import Candidate
from advisor.catalog.schema import Lifecycle
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
from advisor.pricing.rates import row_on

MEASURES = (
    Measure(
        "lifecycle.status",
        "lifecycle",
        "text",
        about="preview, active, deprecated, retired, unreleased",
    ),
    Measure("lifecycle.retires", "announced retirement", "date"),
    Measure("lifecycle.ends_within_horizon", "announced to end within the horizon", "bool"),
    Measure("lifecycle.replacement", "named replacement", "text"),
    Measure("lifecycle.moving_alias", "endpoint is a moving alias", "bool"),
    Measure("lifecycle.age_days", "age since release", "number", "days"),
)


_FIELDS = {
    of_model: tuple(f"{'model' if of_model else 'offer'}.lifecycle.{name}" for name in names)
    for of_model, names in dict.fromkeys((True, False), ("status", "retires")).items()
}


def figures(candidate: Candidate, context: Context) -> Figures:
    life, owner = _life(candidate)
    today = context.as_of
    sources = _sources(candidate, context, life, owner)
    fields = _FIELDS[owner == candidate.model.id]
    retires = (
        Figure(life.retires, sources=sources, fields=fields)
        if life.retires
        else unknown("lifecycle.retires", note="no date is announced")
    )
    released = candidate.model.released
    return {
        "lifecycle.status": Figure(
            status(candidate, today), sources=sources, note=_told(life), fields=fields
        ),
        "lifecycle.retires": retires,
        "lifecycle.ends_within_horizon": Figure(
            _ends_by(life, horizon_end(context)), sources=sources, note=_told(life), fields=fields
        ),
        "lifecycle.replacement": Figure(
            life.replacement, sources=sources, missing=("lifecycle.replacement",)
        )
        if life.replacement
        else unknown("lifecycle.replacement"),
        "lifecycle.moving_alias": _moving(candidate, today),
        "lifecycle.age_days": Figure((today - released).days) if released else unknown("released"),
    }


def _life(candidate: Candidate) -> tuple[Lifecycle, str]:
    """An offer's own lifecycle where it has one, else the version's; and whose it is."""
    offer = candidate.offer
    if candidate.provider and offer and offer.lifecycle.model_fields_set:
        return offer.lifecycle, candidate.provider.provider
    return candidate.model.lifecycle, candidate.model.id


def is_live(life: Lifecycle, day: date) -> bool:
    """Does it answer on that day? A status of ``retired`` counts unless its date lies ahead."""
    if life.retires:
        return day <= life.retires
    return life.status != "retired"


def status(candidate: Candidate, day: date) -> str:
    """The status on a day: a stated date decides over the word that was true when it was read."""
    life, _ = _life(candidate)
    if candidate.model.released and candidate.model.released > day:
        return "unreleased"
    if not is_live(life, day):
        return "retired"
    if life.status == "retired" or (life.deprecated and life.deprecated <= day):
        return "deprecated"
    return life.status or "active"


def _sources(
    candidate: Candidate, context: Context, life: Lifecycle, owner: str
) -> tuple[str, ...]:
    """Who says so: of a lifecycle, or that the offer is listed at all."""
    if life.source:
        return (context.catalog.source_key(owner, life.source),)
    row = row_on(candidate.offer, context.as_of) if candidate.offer else None
    if row and candidate.provider:
        return (context.catalog.source_key(candidate.provider.provider, row.source),)
    return ()


def _told(life: Lifecycle) -> str:
    if not life.retires:
        return "no end is announced in what was read"
    then = f"; replacement: {life.replacement}" if life.replacement else ""
    return f"retires {life.retires.isoformat()}{then}"


def _ends_by(life: Lifecycle, last: date) -> bool:
    if life.retires:
        return life.retires < last
    return life.status == "retired"


def horizon_end(context: Context) -> date:
    """The last day of the last projected month; with no workload, a year ahead."""
    months = context.profile.workload.horizon_months if context.profile.workload else 12
    year, month = divmod(context.as_of.month - 1 + months, 12)
    year += context.as_of.year
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _moving(candidate: Candidate, day: date) -> Figure:
    if not candidate.offer:
        return Figure(False, note="own weights do not move")
    for alias in candidate.model.aliases:
        if alias.name == candidate.offer.endpoint and alias.moving:
            return Figure(True, note=f"{alias.name} points at whatever the provider decides")
    return Figure(False)
