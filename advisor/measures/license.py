"""What the license allows this organization, clause by clause.

A model trained from another one inherits its license: the clauses of the whole chain bind, the
strictest of each kind first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from advisor.candidates import Candidate
from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Clause, License, Model
from advisor.measures.base import Context, Figure, Figures, Measure, Quote, unknown
from advisor.profile.exchange import usd
from advisor.profile.regions import within

MEASURES = (
    Measure("license.name", "license", "text"),
    Measure("license.kind", "kind of license", "text"),
    Measure("license.commercial_use", "commercial use", "text", about="yes, no or conditional"),
    Measure("license.conditions_met", "conditions of the license met", "bool"),
    Measure("license.mau_limit", "limit of monthly active users", "number", "users"),
    Measure("license.mau_within", "monthly active users within the limit", "bool"),
    Measure("license.revenue_limit", "limit of annual revenue", "number", "USD"),
    Measure("license.revenue_within", "annual revenue within the limit", "bool"),
    Measure("license.region_allowed", "country not excluded", "bool"),
    Measure("license.user_allowed", "organization not excluded", "bool"),
    Measure("license.output_training", "training other models on outputs", "text"),
    Measure("license.training_allowed", "training other models on outputs allowed", "bool"),
    Measure("license.attribution", "duty to show attribution", "text"),
    Measure("license.naming", "duty to name derived models", "text"),
    Measure("license.acceptable_use", "acceptable-use policy to pass on", "text"),
    Measure("license.share_alike", "share-alike duty", "text"),
    Measure("license.termination", "right of the licensor to end the license", "text"),
)

_STRICTEST = {
    "commercial_use": ("no", "conditional", "yes"),
    "output_training": ("no", "conditional", "yes"),
}
_DUTY = ("yes", "conditional", "no")
_AS_STRICT_AS_CAN_BE = {
    "license.commercial_use": "no",
    "license.output_training": "no",
    "license.training_allowed": False,
    "license.mau_within": False,
    "license.revenue_within": False,
    "license.region_allowed": False,
    "license.user_allowed": False,
    "license.attribution": "yes",
    "license.naming": "yes",
    "license.acceptable_use": "yes",
    "license.share_alike": "yes",
    "license.termination": "yes",
}
_WORDS = (
    "output_training",
    "attribution",
    "naming",
    "acceptable_use",
    "share_alike",
    "termination",
)
"""Clauses that are told in a word: yes, no, conditional."""
_THRESHOLDS = ("mau_limit", "revenue_limit", "excluded_regions", "excluded_users")


class Bound(NamedTuple):
    """A license that binds a model."""

    license: License
    through: str | None
    """The id of the base model by which it does; ``None`` for the model itself."""


def lineage(model: Model, catalog: Catalog) -> list[Model]:
    """The model, then the models that it was trained from, each once."""
    found: list[Model] = []
    at: Model | None = model
    while at and all(at is not one for one in found):
        found.append(at)
        at = catalog.models.get(at.base_model or "")
    return found


def bound(model: Model, catalog: Catalog) -> list[Bound]:
    """The model's license, then those it inherits; shortest first, each once."""
    found: list[Bound] = []
    for at in lineage(model, catalog):
        license = catalog.licenses.get(at.license or "")
        while license and all(license is not item.license for item in found):
            found.append(Bound(license, None if at is model else at.id))
            license = catalog.licenses.get(license.inherits_from or "")
    return found


def chain(model: Model, catalog: Catalog) -> list[License]:
    """The licenses alone, in the same order."""
    return [item.license for item in bound(model, catalog)]


def unlicensed(model: Model, catalog: Catalog) -> tuple[str, ...]:
    """The licenses of the chain that no source states: the model's own, or that of a base."""
    return tuple(
        "license" if at is model else f"license of {at.id}"
        for at in lineage(model, catalog)
        if at.license is None
    )


def figures(candidate: Candidate, context: Context) -> Figures:
    found: Figures = context.once(
        "license", candidate.model.id, lambda: _figures(candidate.model, context)
    )
    return found


def _figures(model: Model, context: Context) -> Figures:
    licenses = bound(model, context.catalog)
    if not licenses:
        return {measure.name: unknown("license") for measure in MEASURES}
    sources = context.catalog.supporting(model.id, model.sources, "license")
    mau = _limit(context, licenses, "mau_limit")
    revenue = _limit(context, licenses, "revenue_limit")
    found = {
        "license.name": Figure(
            " + ".join(item.license.name for item in licenses),
            sources=sources,
            fields=("license.name",),
        ),
        "license.kind": Figure(licenses[0].license.kind, sources=sources, fields=("license.kind",)),
        "license.commercial_use": _strictest(context, licenses, "commercial_use"),
        "license.mau_limit": mau,
        "license.mau_within": _users_within(mau, context),
        "license.revenue_limit": revenue,
        "license.revenue_within": _revenue_within(revenue, context),
        "license.region_allowed": _region_allowed(licenses, context),
        "license.user_allowed": _user_allowed(licenses, context),
    }
    found |= {f"license.{name}": _strictest(context, licenses, name) for name in _WORDS}
    found["license.training_allowed"] = _training_allowed(found["license.output_training"])
    if gaps := unlicensed(model, context.catalog):
        # What an unread license would say is open, unless the others are as strict as can be.
        for name, strictest in _AS_STRICT_AS_CAN_BE.items():
            if found[name].value != strictest:
                found[name] = found[name]._replace(value=None, missing=gaps)
    found["license.conditions_met"] = (
        _all_met(found)
        if _conditions_stated(licenses)
        else found["license.commercial_use"]._replace(value=None, missing=("license conditions",))
    )
    return found


def _conditions_stated(licenses: Sequence[Bound]) -> bool:
    """Does every license that allows commercial use on conditions say which?"""
    found = [item.license for item in licenses]
    conditional = [item for item in found if item.commercial_use.value == "conditional"]
    return bool(conditional) and all(
        any(getattr(item, name) is not None for name in _THRESHOLDS) for item in conditional
    )


def _clauses(licenses: Sequence[Bound], name: str) -> list[tuple[Bound, Clause[Any]]]:
    """The clauses of that name in the chain."""
    return [
        (item, clause) for item in licenses if (clause := getattr(item.license, name)) is not None
    ]


def _cited(context: Context, item: Bound, name: str, value: Any, note: str | None = None) -> Figure:
    """A figure that quotes the clause: license, section, URL, and what it says in our words."""
    license, clause = item.license, getattr(item.license, name)
    read = clause.read.isoformat() if clause.read else None
    url = clause.url or license.url
    return Figure(
        value,
        sources=context.catalog.supporting(f"license:{license.id}", license.sources, name),
        as_of=read,
        note=note,
        url=url,
        fields=(f"license.{name}",),
        clause=Quote(license.name, clause.section, clause.text, url, read, item.through),
    )


def _no_clause(name: str, note: str) -> Figure:
    """What is not forbidden is allowed: the license was read, and names nothing of the kind."""
    return Figure(True, note=note, fields=(f"license.{name}",))


def _strictest(context: Context, licenses: Sequence[Bound], name: str) -> Figure:
    """The clause of that name that binds most in the chain.

    A license of the chain that is silent, or whose clause could not be read, leaves the answer
    open, unless another one is already as strict as can be.
    """
    order = _STRICTEST.get(name, _DUTY)
    known = [(item, clause) for item, clause in _clauses(licenses, name) if clause.value in order]
    if not known:
        return unknown(f"license.{name}")
    item, clause = min(known, key=lambda pair: order.index(pair[1].value))
    found = _cited(context, item, name, clause.value)
    if len(known) < len(licenses) and clause.value != order[0]:
        return found._replace(value=None, missing=(f"license.{name}",))
    return found


def _training_allowed(stated: Figure) -> Figure:
    """Of a permission that is tied to conditions only a person can say whether it holds."""
    if stated.value == "conditional":
        return stated._replace(value=None, missing=("conditions of training on outputs",))
    return stated if stated.value is None else stated._replace(value=stated.value == "yes")


def _limit(context: Context, licenses: Sequence[Bound], name: str) -> Figure:
    """The lowest threshold of the chain; ``unknown`` here means that no clause sets one."""
    stated = _clauses(licenses, name)
    if not stated:
        return unknown(f"license.{name}", note="no such clause")
    item, clause = min(stated, key=lambda pair: pair[1].value)
    return _cited(context, item, name, clause.value)


def _users_within(limit: Figure, context: Context) -> Figure:
    if limit.value is None:
        return _no_clause("mau_limit", "the license sets no limit of users")
    users = context.profile.organization.monthly_active_users
    if users is None:
        missing = ("profile.organization.monthly_active_users",)
        return limit._replace(
            value=None, missing=missing, note=f"limit {limit.value:,} monthly users"
        )
    return limit._replace(
        value=users <= limit.value, note=f"{users:,} monthly users, limit {limit.value:,}"
    )


def _revenue_within(limit: Figure, context: Context) -> Figure:
    if limit.value is None:
        return _no_clause("revenue_limit", "the license sets no limit of revenue")
    revenue = context.profile.organization.annual_revenue
    told = limit._replace(value=None, note=f"limit USD {limit.value:,} a year")
    if revenue is None:
        return told._replace(missing=("profile.organization.annual_revenue",))
    amount = usd(revenue, context.profile)
    if amount is None:
        return told._replace(missing=(f"profile.exchange_rates.{revenue.currency}",))
    return limit._replace(
        value=amount <= limit.value,
        note=f"USD {amount:,.0f} annual revenue, limit USD {limit.value:,}",
    )


def _region_allowed(licenses: Sequence[Bound], context: Context) -> Figure:
    name = "excluded_regions"
    stated = _clauses(licenses, name)
    if not stated:
        return _no_clause(name, "the license excludes no region")
    country = context.profile.organization.country
    if country is None:
        missing = ("profile.organization.country",)
        return _cited(context, stated[0][0], name, None, _excluded(stated))._replace(
            missing=missing
        )
    for item, clause in stated:
        if any(within(country, region) for region in clause.value):
            said = f"organization in {country}, excluded: {', '.join(clause.value)}"
            return _cited(context, item, name, False, said)
    said = f"organization in {country}, {_excluded(stated)}"
    return _cited(context, stated[0][0], name, True, said)


def _user_allowed(licenses: Sequence[Bound], context: Context) -> Figure:
    name = "excluded_users"
    stated = _clauses(licenses, name)
    if not stated:
        return _no_clause(name, "the license excludes no kind of user")
    groups = context.profile.organization.groups
    if groups is None:
        missing = ("profile.organization.groups",)
        return _cited(context, stated[0][0], name, None, _excluded(stated))._replace(
            missing=missing
        )
    for item, clause in stated:
        if met := [user for user in clause.value if user in groups]:
            said = f"organization is one of the excluded: {', '.join(met)}"
            return _cited(context, item, name, False, said)
    return _cited(context, stated[0][0], name, True, f"none of these, {_excluded(stated)}")


def _excluded(stated: Sequence[tuple[Bound, Clause[Any]]]) -> str:
    """``excluded: eu``, over the whole chain."""
    names = dict.fromkeys(name for _, clause in stated for name in clause.value)
    return f"excluded: {', '.join(names)}"


def _all_met(found: Figures) -> Figure:
    """Every condition that this organization can be held against, together."""
    parts = [
        found[f"license.{name}"]
        for name in ("mau_within", "revenue_within", "region_allowed", "user_allowed")
    ]
    for part in parts:
        if part.value is False:
            return part
    told = "; ".join(part.note for part in parts if part.clause and part.note) or None
    if missing := tuple(name for part in parts for name in part.missing):
        open_part = next(part for part in parts if part.missing)
        return open_part._replace(value=None, missing=missing, note=told)
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    fields = tuple(field for part in parts for field in part.fields)
    return Figure(True, sources=sources, note=told, fields=fields)
