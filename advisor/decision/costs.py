"""What a candidate costs, as the record says it: months, unit prices, tokens, the simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from advisor.candidates import Candidate
from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import PriceRow
from advisor.decision.findings import number
from advisor.decision.marks import Marks
from advisor.decision.record import (
    CostRecord,
    CostSpread,
    CostTotal,
    PriceLine,
    SimulationRecord,
    TokensRecord,
)
from advisor.decision.written import Parts
from advisor.measures.base import Context, Figure
from advisor.measures.cost import projection, simulation, token_ratio, token_ratios
from advisor.pricing.projection import Projected, calendar_months
from advisor.pricing.rates import row_on
from advisor.pricing.tokens import TokenRatio
from advisor.profile.exchange import usd
from advisor.profile.quantities import Range

if TYPE_CHECKING:
    from advisor.deployments.ownership import Ownership

_PARTS = frozenset({"monthly", "prices", "tokens"})
_LIKELY = 0.5


def cost_record(
    candidate: Candidate, context: Context, marks: Marks, simulated: bool, today: Candidate | None
) -> CostRecord | None:
    """The cost of a candidate; ``None`` where it is not known.

    Args:
        simulated: whether it is shown with all its evidence.
        today: what is used today, to hold it against.
    """
    done = projection(candidate, context)
    if not done.known:
        return None
    now: dict[str, Any] = {
        "currency": "USD",
        "total": levels(done.total),
        "notes": list(done.notes),
    }
    if candidate.deployment:
        from advisor.decision.hosting import hosting_record

        now["hosting"] = hosting_record(cast("Ownership", done))

    def write(part: str) -> Any:
        if part == "prices":
            return list(_price_lines(candidate, context, marks))
        if part == "tokens":
            return _tokens(candidate, context)
        if part == "simulation":
            return _simulation(candidate, context, done, today)
        return [{"month": month, **levels(band)} for month, band in done.months]

    parts = _PARTS | {"simulation"} if simulated else _PARTS
    return cast(CostRecord, Parts(now, parts, write))


def levels(band: Any) -> CostTotal:
    return {"low": number(band.low), "base": number(band.base), "high": number(band.high)}


# -- unit prices ----------------------------------------------------------------------------


def _price_lines(candidate: Candidate, context: Context, marks: Marks) -> Iterator[PriceLine]:
    """The unit prices of every row that enters the horizon."""
    if candidate.deployment:
        from advisor.decision.hosting import machine_price

        yield machine_price(candidate.deployment.machine)
        return
    offer, provider, workload = candidate.offer, candidate.provider, context.profile.workload
    assert offer and provider and workload
    months = calendar_months(context.as_of, workload.horizon_months)
    first, last = months[0][0], months[-1][1]
    now = row_on(offer, first)
    for row in sorted(offer.prices, key=lambda row: row.since or date.min):
        if row is now or (row.since and first < row.since <= last):
            for field, line in _lines_of(row, provider.provider, context.catalog):
                rate = Figure(
                    line["unit_price"], as_of=line["checked"], fields=(f"offer.prices.{field}",)
                )
                yield cast(PriceLine, {**line, **marks.of(candidate, rate)})


def _lines_of(row: PriceRow, owner: str, catalog: Catalog) -> Iterator[tuple[str, PriceLine]]:
    """Each stated rate of a row, with its field."""
    million = "USD per 1M tokens"
    rates: list[tuple[str, str, Any, str]] = [
        ("input", "input", row.input, million),
        ("cache_read", "cached input", row.cache_read, million),
        ("output", "output", row.output, million),
        ("per_request", "request", row.per_request, "USD per request"),
        ("per_month", "month", row.per_month, "USD per month"),
    ]
    for tier in row.tiers:
        rates += [("tiers", f"input above {tier.above:,} tokens", tier.input, million)]
        rates += [("tiers", f"output above {tier.above:,} tokens", tier.output, million)]
    if row.batch and row.batch.factor is not None:
        rates.append(("batch", "batch, times the normal price", row.batch.factor, "factor"))
    elif row.batch:
        rates += [
            ("batch.input", "batch input", row.batch.input, million),
            ("batch.output", "batch output", row.batch.output, million),
        ]
    for window in row.windows:
        when = f"{window.hours} {window.zone}, {'/'.join(window.days)}"
        rates += [
            ("windows", f"input at {when}", window.input, million),
            ("windows", f"output at {when}", window.output, million),
        ]
    for field, what, rate, unit in rates:
        if rate is not None:
            yield (
                field,
                {
                    "what": what,
                    "unit_price": number(rate),
                    "unit": unit,
                    "since": row.since.isoformat() if row.since else None,
                    "until": row.until.isoformat() if row.until else None,
                    "source": catalog.source_key(owner, row.source_of(field.partition(".")[0])),
                    "url": row.url,
                    "checked": row.checked.isoformat(),
                },
            )


# -- tokens ---------------------------------------------------------------------------------


def _tokens(candidate: Candidate, context: Context) -> TokensRecord:
    workload, ratio = context.profile.workload, token_ratio(candidate, context)
    assert workload
    return {
        "reference": token_ratios(context).reference,
        "family": ratio.family,
        "grade": ratio.grade,
        "measured": ratio.measured,
        "counted": ratio.counted,
        "ratio": levels(ratio),
        "input": _counted(workload.input_tokens, ratio),
        "output": _counted(workload.output_tokens, ratio),
    }


def _counted(stated: Range, ratio: TokenRatio) -> CostTotal:
    return {
        "low": number(stated.low * ratio.low),
        "base": number(stated.base * ratio.base),
        "high": number(stated.high * ratio.high),
    }


# -- the simulation -------------------------------------------------------------------------


def _simulation(
    candidate: Candidate, context: Context, done: Projected, today: Candidate | None
) -> SimulationRecord:
    # Imported here: a run that shows no costs does not simulate any.
    from advisor.pricing.simulation import spread

    found = simulation(candidate, context)
    assert found
    drivers = found.drivers
    record: SimulationRecord = {
        "seed": found.traffic.draws.seed,
        "points": len(found.months[0]),
        "monthly": [
            {"month": name, **_spread(spread(month))}
            for name, month in zip(done.calendar, found.months, strict=True)
        ],
        "total": _spread(spread(found.totals)),
        "drivers": [{"input": name, "share": rounded(share)} for name, share in drivers.items()],
        "together": rounded(1 - sum(drivers.values())) if drivers else 0.0,
    }
    _add_budget(record, found, done, context)
    _add_present_value(record, found, done, context)
    other = simulation(today, context) if today and today.id != candidate.id else None
    if today and other:
        cheaper, saved = found.below(other)
        record["against"] = {
            "candidate": today.id,
            "cheaper": rounded(cheaper),
            "saving": _spread(saved),
        }
    return record


def _add_budget(record: SimulationRecord, found: Any, done: Projected, context: Context) -> None:
    budget = context.profile.require.monthly_budget
    limit = usd(budget, context.profile) if budget else None
    if limit is None:
        return
    risk = found.risk(float(limit))
    earliest, likely = risk.first(0), risk.first(_LIKELY)
    record["budget"] = {
        "amount": number(limit),
        "monthly": [rounded(chance) for chance in risk.months],
        "ever": rounded(risk.ever),
        "earliest": None if earliest is None else done.calendar[earliest],
        "likely": None if likely is None else done.calendar[likely],
    }


def _add_present_value(
    record: SimulationRecord, found: Any, done: Projected, context: Context
) -> None:
    from advisor.pricing.simulation import discount_factors, spread

    rate = context.profile.policy.discount_rate
    if rate is None:
        return
    factors = discount_factors(rate, len(done.calendar))
    pairs = zip(done.months, factors, strict=True)
    base = sum((band.base * factor for (_, band), factor in pairs), Decimal(0))
    record["present_value"] = {
        "rate": number(rate),
        "base": number(base),
        **_spread(spread(found.present_values(factors))),
    }


def _spread(found: Sequence[float]) -> CostSpread:
    p10, p50, p90, mean = map(rounded, found)
    return {"p10": p10, "p50": p50, "p90": p90, "mean": mean}


def rounded(value: float) -> float:
    """As all figures of a record: at most six decimals."""
    near = round(value, 6)
    return int(near) if near.is_integer() else near
