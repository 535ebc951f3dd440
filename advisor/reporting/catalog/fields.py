"""Fields of a catalog file in words: what is stated, nothing else."""

from __future__ import annotations

from typing import Any

from advisor.catalog.schema import Alias, Offer, PriceRow, Provider, Rates, Score, Terms
from advisor.decision.plain import in_words
from advisor.reporting.catalog.words import exact


def alias_told(alias: Alias) -> str:
    parts = [
        f"of {', '.join(alias.upstream)}" if alias.upstream else "",
        "moving" if alias.moving else "",
        f"from {alias.since}" if alias.since else "",
        f"until {alias.until}" if alias.until else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"{alias.name} ({told})" if told else alias.name


def terms_told(provider: Provider, offer: Offer) -> str:
    """The provider's terms, with what the offer states in their place."""
    own = (offer.terms or Terms()).model_dump(exclude_none=True)
    return in_words({**provider.terms.model_dump(exclude_none=True), **own}, None) or "unknown"


def value_told(value: Any) -> str:
    """A field in words; a group of fields by those that are stated."""
    if value is None:
        return "unknown"
    if hasattr(value, "model_dump"):
        stated = value.model_dump(exclude_none=True, exclude_defaults=True, exclude={"source"})
        return in_words(stated, None) or "unknown"
    return in_words(value, None)


def score_told(score: Score) -> str:
    if score.low is None or score.high is None:
        return exact(score.value)
    return f"{score.value} ({score.low} to {score.high})"


def setting_told(score: Score) -> str:
    return "".join(f", {key} {in_words(value, None)}" for key, value in score.setting.items())


def price_told(row: PriceRow) -> str:
    parts = [f"from {row.since}" if row.since else "", f"until {row.until}" if row.until else ""]
    parts.append(_rates(row))
    for tier in row.tiers:
        parts.append(f"above {tier.above:,} tokens: {_rates(tier)}")
    for name in ("batch", "flex", "priority"):
        variant = getattr(row, name)
        if variant:
            parts.append(f"{name}: {_rates(variant)}")
    parts += [f"{window.hours} {window.zone}: {_rates(window)}" for window in row.windows]
    parts += [f"region {region}: {_rates(rates)}" for region, rates in row.region.items()]
    return "; ".join(part for part in parts if part)


def _rates(rates: PriceRow | Rates) -> str:
    named = {
        "times": getattr(rates, "factor", None),
        "in": rates.input,
        "cached": rates.cache_read,
        "out": rates.output,
        "per request": getattr(rates, "per_request", None),
        "per image": getattr(rates, "per_image", None),
        "per search": getattr(rates, "per_search", None),
        "per month": getattr(rates, "per_month", None),
    }
    writes = rates.cache_write.model_dump(exclude_none=True) if rates.cache_write else {}
    told = {f"{name}": value for name, value in named.items() if value is not None}
    told |= {f"cache write{_lifetime(name)}": value for name, value in writes.items()}
    return ", ".join(f"{name} {value}" for name, value in told.items())


def _lifetime(name: str) -> str:
    return "" if name == "any" else f" ({name.replace('_', ' ')})"
