"""What the license allows this organization, clause by clause.

A model trained from another one inherits its license: the clauses of the whole chain bind, the
strictest of each kind first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.candidates import Candidate
from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Clause, License, Model
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
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
_THRESHOLDS = ("mau_limit", "revenue_limit", "excluded_regions", "excluded_users")


def chain(model: Model, catalog: Catalog) -> list[License]:
    """The model's license, then those it inherits; shortest first, each once."""
    found: list[License] = []
    at: Model | None = model
    seen = set()
    while at and at.id not in seen:
        seen.add(at.id)
        license = catalog.licenses.get(at.license or "")
        while license and license not in found:
            found.append(license)
            license = catalog.licenses.get(license.inherits_from or "")
        at = catalog.models.get(at.base_model or "")
    return found


def unlicensed(model: Model, catalog: Catalog) -> tuple[str, ...]:
    """The licenses of the chain that no source states: the model's own, or that of a base."""
    found: list[str] = []
    at: Model | None = model
    seen = set()
    while at and at.id not in seen:
        seen.add(at.id)
        if at.license is None:
            found.append("license" if at is model else f"license of {at.id}")
        at = catalog.models.get(at.base_model or "")
    return tuple(found)


def figures(candidate: Candidate, context: Context) -> Figures:
    found: Figures = context.once(
        "license", candidate.model.id, lambda: _figures(candidate.model, context)
    )
    return found


def _figures(model: Model, context: Context) -> Figures:
    licenses = chain(model, context.catalog)
    if not licenses:
        return {measure.name: unknown("license") for measure in MEASURES}
    sources = context.catalog.supporting(model.id, model.sources, "license")
    mau = _limit(context, licenses, "mau_limit")
    revenue = _limit(context, licenses, "revenue_limit")
    found = {
        "license.name": Figure(" + ".join(item.name for item in licenses), sources=sources),
        "license.kind": Figure(licenses[0].kind, sources=sources),
        "license.commercial_use": _strictest(context, licenses, "commercial_use"),
        "license.mau_limit": mau,
        "license.mau_within": _users_within(mau, context),
        "license.revenue_limit": revenue,
        "license.revenue_within": _revenue_within(revenue, context),
        "license.region_allowed": _region_allowed(licenses, context),
        "license.user_allowed": _user_allowed(licenses, context),
    }
    for name in (
        "output_training",
        "attribution",
        "naming",
        "acceptable_use",
        "share_alike",
        "termination",
    ):
        found[f"license.{name}"] = _strictest(context, licenses, name)
    if gaps := unlicensed(model, context.catalog):
        # What an unread license would say is open, unless the others are as strict as can be.
        for name, strictest in _AS_STRICT_AS_CAN_BE.items():
            if found[name].value != strictest:
                found[name] = unknown(*gaps, note=found[name].note)
    found["license.conditions_met"] = (
        _all_met(found)
        if _conditions_stated(licenses)
        else unknown("license conditions", note=found["license.commercial_use"].note)
    )
    return found


def _conditions_stated(licenses: Sequence[License]) -> bool:
    """Does every license that allows commercial use on conditions say which?"""
    conditional = [item for item in licenses if item.commercial_use.value == "conditional"]
    return bool(conditional) and all(
        any(getattr(item, name) is not None for name in _THRESHOLDS) for item in conditional
    )


def _clauses(licenses: Sequence[License], name: str) -> list[tuple[License, Clause[Any]]]:
    return [(item, clause) for item in licenses if (clause := getattr(item, name)) is not None]


def _cited(context: Context, license: License, clause: Clause[Any], value: Any) -> Figure:
    """A figure that points at the clause: license, section, URL, and what it says in our words."""
    section = f", section {clause.section}" if clause.section else ""
    return Figure(
        value,
        sources=_vouching(context, license, clause),
        as_of=clause.read.isoformat() if clause.read else None,
        note=f"{license.name}{section}: {clause.text}",
        url=clause.url or license.url,
    )


def _vouching(context: Context, license: License, clause: Clause[Any]) -> tuple[str, ...]:
    """Keys of the license file's sources that support this clause."""
    name = next(name for name in License.model_fields if getattr(license, name) is clause)
    return context.catalog.supporting(f"license:{license.id}", license.sources, name)


def _strictest(context: Context, licenses: Sequence[License], name: str) -> Figure:
    """The clause of that name that binds most in the chain.

    A license of the chain that is silent, or whose clause could not be read, leaves the answer
    open, unless another one is already as strict as can be.
    """
    order = _STRICTEST.get(name, _DUTY)
    known = [(item, clause) for item, clause in _clauses(licenses, name) if clause.value in order]
    if not known:
        return unknown(f"license.{name}")
    license, clause = min(known, key=lambda pair: order.index(pair[1].value))
    if len(known) < len(licenses) and clause.value != order[0]:
        return unknown(f"license.{name}", note=_cited(context, license, clause, None).note)
    return _cited(context, license, clause, clause.value)


def _limit(context: Context, licenses: Sequence[License], name: str) -> Figure:
    """The lowest threshold of the chain; ``unknown`` here means that no clause sets one."""
    stated = _clauses(licenses, name)
    if not stated:
        return unknown(f"license.{name}", note="no such clause")
    license, clause = min(stated, key=lambda pair: pair[1].value)
    return _cited(context, license, clause, clause.value)


def _users_within(limit: Figure, context: Context) -> Figure:
    if limit.value is None:
        return Figure(True, note="the license sets no limit of users")
    users = context.profile.organization.monthly_active_users
    if users is None:
        return unknown("profile.organization.monthly_active_users", note=limit.note)
    return limit._replace(value=users <= limit.value)


def _revenue_within(limit: Figure, context: Context) -> Figure:
    if limit.value is None:
        return Figure(True, note="the license sets no limit of revenue")
    revenue = context.profile.organization.annual_revenue
    if revenue is None:
        return unknown("profile.organization.annual_revenue", note=limit.note)
    amount = usd(revenue, context.profile)
    if amount is None:
        return unknown(f"profile.exchange_rates.{revenue.currency}", note=limit.note)
    return limit._replace(value=amount <= limit.value)


def _region_allowed(licenses: Sequence[License], context: Context) -> Figure:
    stated = _clauses(licenses, "excluded_regions")
    if not stated:
        return Figure(True, note="the license excludes no region")
    license, clause = stated[0]
    country = context.profile.organization.country
    if country is None:
        return unknown(
            "profile.organization.country", note=_cited(context, license, clause, None).note
        )
    for license, clause in stated:
        if any(within(country, region) for region in clause.value):
            return _cited(context, license, clause, False)
    return _cited(context, *stated[0], True)


def _user_allowed(licenses: Sequence[License], context: Context) -> Figure:
    stated = _clauses(licenses, "excluded_users")
    if not stated:
        return Figure(True, note="the license excludes no kind of user")
    groups = context.profile.organization.groups
    if groups is None:
        note = _cited(context, *stated[0], None).note
        return unknown("profile.organization.groups", note=note)
    for license, clause in stated:
        if any(user in groups for user in clause.value):
            return _cited(context, license, clause, False)
    return _cited(context, *stated[0], True)


def _all_met(found: Figures) -> Figure:
    """Every condition that this organization can be held against, together."""
    parts = [
        found[f"license.{name}"]
        for name in ("mau_within", "revenue_within", "region_allowed", "user_allowed")
    ]
    for part in parts:
        if part.value is False:
            return part
    missing = tuple(name for part in parts for name in part.missing)
    if missing:
        return Figure(
            None, missing=missing, note="; ".join(p.note for p in parts if p.missing and p.note)
        )
    return Figure(True, sources=tuple(dict.fromkeys(s for p in parts for s in p.sources)))
