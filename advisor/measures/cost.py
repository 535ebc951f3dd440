"""What a candidate costs: unit prices on the day, and the projection over the horizon.

Nothing is free because no price is stated: an offer without a needed price has no cost, and the
missing field is named. One's own machines cost what they and all around them do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from advisor.candidates import Candidate
from advisor.catalog.schema import Discount, PriceRow
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
from advisor.pricing.projection import (
    Projected,
    Projection,
    calendar_months,
    month_names,
    periods_of,
    project,
)
from advisor.pricing.rates import MILLION, row_on
from advisor.pricing.thinking import NONE, thinking_ratio
from advisor.pricing.tokens import TokenRatio, TokenRatios, token_note
from advisor.profile.exchange import usd
from advisor.profile.schema import Workload

if TYPE_CHECKING:
    from advisor.deployments.assumptions import Assumption, Assumptions
    from advisor.deployments.deployment import Deployment
    from advisor.deployments.machines import Machine
    from advisor.deployments.ownership import Ownership
    from advisor.pricing.simulation import Simulation

MEASURES = (
    Measure("price.input", "price of input", "number", "USD per 1M tokens"),
    Measure("price.output", "price of output", "number", "USD per 1M tokens"),
    Measure("price.cache_read", "price of cached input", "number", "USD per 1M tokens"),
    Measure("price.age_days", "age of the price's check", "number", "days"),
    Measure("cost.known", "cost can be projected", "bool"),
    Measure("cost.total", "cost over the horizon", "number", "USD"),
    Measure("cost.monthly", "mean monthly cost", "number", "USD per month"),
    Measure("cost.peak", "cost of the dearest month", "number", "USD per month"),
    Measure("cost.peak_high", "high estimate of the dearest month", "number", "USD per month"),
    Measure(
        "cost.budget_share", "share of the budget in the dearest month", "number", "of the budget"
    ),
    Measure("cost.per_million", "mean cost per million tokens", "number", "USD per 1M tokens"),
)


_FIELDS = {name: (f"offer.prices.{name}",) for name in ("input", "output", "cache_read")}


def figures(candidate: Candidate, context: Context) -> Figures:
    return {**_prices(candidate, context), **_costs(candidate, context)}


def projection(candidate: Candidate, context: Context) -> Projected:
    """The projection of a candidate, worked out once; empty months where it is unknown."""
    found: Projected = context.once(
        "projection", candidate.id, lambda: _project(candidate, context)
    )
    return found


def _project(candidate: Candidate, context: Context) -> Projected:
    workload = context.profile.workload
    if workload is None:
        return Projection((), missing=("profile.workload",))
    if candidate.deployment:
        return _own(candidate.deployment, workload, context)
    if candidate.offer is None or candidate.provider is None:
        why = (candidate.refused,) if candidate.refused else ()
        return Projection((), missing=candidate.unsized or ("hosting",), notes=why)
    tokens = token_ratio(candidate, context)
    found = project(
        candidate.offer,
        workload,
        context.as_of,
        context.profile.require.data_regions,
        thinking=thinking_ratio(candidate.model, candidate.offer),
        discount=_discount(candidate),
        tokens=tokens,
        price_change=context.profile.policy.price_change_yearly,
    )
    note = token_note(tokens, context.profile.policy)
    return replace(found, notes=(*found.notes, note)) if note and found.known else found


def _assumed_of(machine: Machine, context: Context) -> list[Assumption]:
    from advisor.deployments.assumptions import used

    return used(assumed(context), machine.is_owned)


def _own(deployment: Deployment, workload: Workload, context: Context) -> Ownership:
    from advisor.deployments.ownership import ownership

    months = month_names(context.as_of, workload.horizon_months)
    hosting = context.profile.hosting
    return ownership(deployment, workload, hosting, assumed(context), months)


def assumed(context: Context) -> Assumptions:
    """What the total cost of ownership rests on in this run."""
    from advisor.deployments.assumptions import assumptions

    found: Assumptions = context.once(
        "assumptions", "", lambda: assumptions(context.catalog, context.profile)
    )
    return found


def _discount(candidate: Candidate) -> Discount | None:
    offer, provider = candidate.offer, candidate.provider
    return offer.discount or provider.discount if offer and provider else None


def token_ratio(candidate: Candidate, context: Context) -> TokenRatio:
    """Tokens of a candidate's model for each one that the profile states."""
    return token_ratios(context).of(candidate.model)


def token_ratios(context: Context) -> TokenRatios:
    found: TokenRatios = context.once(
        "token ratios", "", lambda: TokenRatios(context.profile, context.catalog.models)
    )
    return found


def simulation(candidate: Candidate, context: Context) -> Simulation | None:
    """The simulated costs of a candidate, worked out once; ``None`` where its cost is unknown."""
    found: Simulation | None = context.once(
        "simulation", candidate.id, lambda: _simulate(candidate, context)
    )
    return found


def _simulate(candidate: Candidate, context: Context) -> Simulation | None:
    # Imported here: most runs of a command simulate one offer, and some none.
    from advisor.pricing.simulation import simulate
    from advisor.pricing.uncertain import Draws, Traffic

    done, workload = projection(candidate, context), context.profile.workload
    if not done.known or workload is None:
        return None
    traffic = context.once("traffic", "", lambda: Traffic(workload, Draws.of()))
    if candidate.deployment:
        from advisor.deployments.simulation import simulate_ownership

        return simulate_ownership(cast("Ownership", done), traffic)
    offer = candidate.offer
    assert offer and isinstance(done, Projection)
    ratio = thinking_ratio(candidate.model, offer)
    months = calendar_months(context.as_of, workload.horizon_months)
    return simulate(
        done,
        periods_of(offer, _discount(candidate), months),
        traffic,
        context.profile.require.data_regions,
        thinking=ratio if ratio and workload.thinking == "added" else NONE,
        tokens=token_ratio(candidate, context),
        price_change=context.profile.policy.price_change_yearly,
    )


def _prices(candidate: Candidate, context: Context) -> Figures:
    row = row_on(candidate.offer, context.as_of) if candidate.offer else None
    if row is None or candidate.provider is None:
        names = ("input", "output", "cache_read", "age_days")
        return {f"price.{name}": unknown("prices") for name in names}
    owner, key = candidate.provider.provider, context.catalog.source_key
    found = {
        f"price.{name}": _rate(row, name, (key(owner, row.source_of(name)),))
        for name in ("input", "output", "cache_read")
    }
    found["price.age_days"] = Figure(
        (context.as_of - row.checked).days,
        sources=(key(owner, row.source),),
        as_of=row.checked.isoformat(),
        url=row.url,
    )
    return found


def _rate(row: PriceRow, name: str, source: tuple[str, ...]) -> Figure:
    value = getattr(row, name)
    if value is None:
        return unknown(f"prices.{name}")
    since = f"since {row.since.isoformat()}" if row.since else None
    return Figure(
        value,
        sources=source,
        as_of=row.checked.isoformat(),
        note=since,
        url=row.url,
        fields=_FIELDS[name],
    )


def _costs(candidate: Candidate, context: Context) -> Figures:
    done = projection(candidate, context)
    note = "; ".join(done.notes) or None
    if not done.known:
        figure = Figure(None, missing=done.missing, note=note)
        return dict.fromkeys(("cost.known", *_OF_PROJECTION), figure)
    sources, checked = _evidence(candidate, context)
    fields = context.once("rates", "", lambda: _rates(context))
    known = Figure(True, sources=sources, as_of=checked, note=note, fields=fields)
    return {"cost.known": known} | {
        name: make(done, context, known)
        for name, make in _OF_PROJECTION.items()
        if context.needs(name)
    }


def _rates(context: Context) -> tuple[str, ...]:
    """The fields of a price row that this workload pays by."""
    workload = context.profile.workload
    asked = {
        "input": True,
        "output": True,
        "cache_read": workload and workload.cached_share,
        "batch": workload and workload.batch_share,
        "tiers": True,
        "windows": True,
        "per_request": True,
        "per_month": True,
    }
    return tuple(f"offer.prices.{name}" for name, used in asked.items() if used)


def _total(done: Projected, context: Context, known: Figure) -> Figure:
    total = done.total
    return known._replace(value=total.base, low=total.low, high=total.high)


def _monthly(done: Projected, context: Context, known: Figure) -> Figure:
    total, months = done.total, len(done.calendar)
    low, high = total.low / months, total.high / months
    return known._replace(value=total.base / months, low=low, high=high)


def _peak(done: Projected, context: Context, known: Figure) -> Figure:
    return known._replace(value=done.peak.base, low=done.peak.low, high=done.peak.high)


def _peak_high(done: Projected, context: Context, known: Figure) -> Figure:
    return known._replace(value=done.peak_high)


def _budget_share(done: Projected, context: Context, known: Figure) -> Figure:
    budget = context.profile.require.monthly_budget
    amount = usd(budget, context.profile) if budget else None
    if not amount:
        return unknown("profile.require.monthly_budget")
    return known._replace(value=done.peak.base / amount)


def _per_million(done: Projected, context: Context, known: Figure) -> Figure:
    """Base cost over all tokens of the horizon, in and out, as the profile counts them."""
    workload = context.profile.workload
    assert workload is not None
    tokens: Decimal = context.once("tokens", "", lambda: _tokens(workload))
    if not tokens:
        return unknown("profile.workload")
    return known._replace(value=done.total.base * MILLION / tokens)


_OF_PROJECTION: dict[str, Callable[[Projected, Context, Figure], Figure]] = {
    "cost.total": _total,
    "cost.monthly": _monthly,
    "cost.peak": _peak,
    "cost.peak_high": _peak_high,
    "cost.budget_share": _budget_share,
    "cost.per_million": _per_million,
}


def _tokens(workload: Workload) -> Decimal:
    """All tokens of the horizon, in and out, at the base level."""
    requests, growth = Decimal(0), Decimal(1)
    for _ in range(workload.horizon_months):
        requests += workload.requests_per_month.base * growth
        growth *= 1 + workload.growth_per_month
    return requests * (workload.input_tokens.base + workload.output_tokens.base)


def _evidence(candidate: Candidate, context: Context) -> tuple[tuple[str, ...], str | None]:
    """The sources of every price that may enter, and the oldest day one was checked."""
    if candidate.deployment:
        machine = candidate.deployment.machine
        costs = (each.source for each in _assumed_of(machine, context) if each.source)
        return tuple(dict.fromkeys((machine.source, *costs))), machine.as_of
    assert candidate.offer and candidate.provider
    owner = candidate.provider.provider
    rows = candidate.offer.prices
    cited = dict.fromkeys(source for row in rows for source in row.cited)
    keys = dict.fromkeys(context.catalog.source_key(owner, source) for source in cited)
    row = row_on(candidate.offer, context.as_of)
    return tuple(keys), row.checked.isoformat() if row else None
