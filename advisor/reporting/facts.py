"""What the catalog knows: a list of models, and one model with all its sources and dates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.candidates import offer_id
from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import (
    License,
    Lifecycle,
    Model,
    Offer,
    PriceRow,
    Provider,
    Rates,
    Source,
    Terms,
)
from advisor.decision.plain import in_words
from advisor.measures.lifecycle import is_live
from advisor.pricing.rates import row_on
from advisor.reporting.listing import Column
from advisor.reporting.listing import render as render_list
from advisor.reporting.outline import Line, Outline, Section, to_terminal


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; ``None`` lets everything through. ``live`` is asked for ``day``."""

    day: date
    maker: str | None = None
    openness: str | None = None
    license: str | None = None
    provider: str | None = None
    live: bool = False


def select(catalog: Catalog, wanted: Wanted) -> list[Model]:
    return [model for model in catalog.models.values() if _matches(model, catalog, wanted)]


def _matches(model: Model, catalog: Catalog, wanted: Wanted) -> bool:
    offers = [
        offer
        for provider, offer in offers_of(model, catalog)
        if wanted.provider in (None, provider.provider)
    ]
    return (
        wanted.maker in (None, model.maker)
        and wanted.openness in (None, model.openness)
        and wanted.license in (None, model.license)
        and (wanted.provider is None or bool(offers))
        and (not wanted.live or any(_is_live(model, offer, wanted.day) for offer in offers))
    )


def offers_of(model: Model, catalog: Catalog) -> list[tuple[Provider, Offer]]:
    return [
        (provider, offer)
        for provider in catalog.providers.values()
        for offer in provider.offers
        if offer.model == model.id
    ]


def _is_live(model: Model, offer: Offer, day: date) -> bool:
    """An offer that says nothing of its life lives as long as the version itself."""
    life = model.lifecycle if offer.lifecycle == Lifecycle() else offer.lifecycle
    return is_live(life, day)


# -- the list -------------------------------------------------------------------------------------


def rows(models: Sequence[Model], catalog: Catalog, day: date) -> list[dict[str, Any]]:
    """One plain row a model, with the lowest prices of a live offer on the day."""
    found = []
    for model in models:
        offers = [offer for _, offer in offers_of(model, catalog) if _is_live(model, offer, day)]
        priced = [row for offer in offers if (row := row_on(offer, day))]
        found.append(
            {
                "id": model.id,
                "name": model.name,
                "released": model.released.isoformat() if model.released else None,
                "openness": model.openness,
                "license": model.license,
                "window": model.limits.window,
                "live_offers": len(offers),
                "scores": len(model.scores),
                "input_from": _least(row.input for row in priced),
                "output_from": _least(row.output for row in priced),
            }
        )
    return found


def _least(prices: Iterator[Decimal | None] | Any) -> str | None:
    known = [price for price in prices if price is not None]
    return str(min(known)) if known else None


def list_table(found: Sequence[dict[str, Any]]) -> str:
    columns = (
        Column("Model", 5),
        Column("License", 3),
        Column("Window", number=True),
        Column("Offers", number=True),
        Column("USD/1M in", number=True),
        Column("out", number=True),
    )
    table = render_list(
        columns,
        [
            (
                row["id"],
                row["license"] or "unknown",
                f"{row['window']:,}" if row["window"] else "unknown",
                row["live_offers"],
                row["input_from"] or "-",
                row["output_from"] or "-",
            )
            for row in found
        ],
    )
    count = len(found)
    noun = "model" if count == 1 else "models"
    return f"{table}\n{count} {noun}; prices are the lowest of its live offers\n"


# -- one model ------------------------------------------------------------------------------------


def to_json(model: Model, catalog: Catalog) -> str:
    """The files' own contents: the model, its license chain, its offers, and every cited source."""
    offers = offers_of(model, catalog)
    told = {
        "model": _dumped(model),
        "licenses": [_dumped(item) for item in _licenses(model, catalog)],
        "offers": [
            {
                "id": offer_id(provider, offer),
                "provider": _dumped(provider, {"offers", "sources", "disputed"}),
                **_dumped(offer),
            }
            for provider, offer in offers
        ],
        "sources": {key: _dumped(source) for key, source in _sources(model, catalog).items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _dumped(item: Any, exclude: set[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = item.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=exclude
    )
    return found


def _licenses(model: Model, catalog: Catalog) -> list[License]:
    from advisor.measures.license import chain

    return list(chain(model, catalog))


def _sources(model: Model, catalog: Catalog) -> dict[str, Source]:
    keys = [catalog.source_key(model.id, source.id) for source in model.sources]
    keys += [catalog.source_key(model.id, score.source) for score in model.scores]
    keys += [catalog.source_key(model.id, dispute.source) for dispute in model.disputed]
    for license in _licenses(model, catalog):
        keys += [
            catalog.source_key(f"license:{license.id}", source.id) for source in license.sources
        ]
    for provider, offer in offers_of(model, catalog):
        keys += [catalog.source_key(provider.provider, row.source) for row in offer.prices]
        keys += catalog.supporting(provider.provider, provider.sources, "terms")
    return {key: catalog.sources[key] for key in dict.fromkeys(keys) if key in catalog.sources}


def render(model: Model, catalog: Catalog) -> str:
    sources = _sources(model, catalog)
    numbers = {key: f"[{number}]" for number, key in enumerate(sources, 1)}
    told = _Told(model, catalog, numbers)
    outline = Outline(
        f"{model.name} ({model.id})",
        [model.note] if model.note else [],
        (
            Section("Facts", list(told.facts())),
            Section("License (an engineer's reading, not legal advice)", list(told.clauses())),
            Section("Offers: USD per 1M tokens", list(told.offers())),
            Section("Scores", list(told.scores())),
            Section("Disputed claims that lost", list(told.disputes())),
            Section(
                "Sources",
                [
                    Line(
                        f"{source.title}, {source.url or 'no address'}, read {source.read}",
                        0,
                        numbers[key],
                    )
                    for key, source in sources.items()
                ],
            ),
        ),
    )
    return to_terminal(outline, color=True)


class _Told:
    """One model's facts as lines, each with the numbers of its sources."""

    def __init__(self, model: Model, catalog: Catalog, numbers: dict[str, str]) -> None:
        self.model, self.catalog, self.numbers = model, catalog, numbers

    def _cite(self, owner: str, source: str) -> str:
        return self.numbers.get(self.catalog.source_key(owner, source), "")

    def facts(self) -> Iterator[Line]:
        model = self.model
        values: dict[str, Any] = {
            "released": model.released,
            "knowledge_cutoff": model.knowledge_cutoff,
            "openness": model.openness,
            "license": model.license,
            "base_model": model.base_model,
            "limits": model.limits,
            "modalities": model.modalities,
            "features": model.features or None,
            "languages": model.languages.stated if model.languages else None,
            "tokenizer": model.tokenizer,
            "weights": model.weights,
            "architecture": model.architecture,
            "lifecycle": model.lifecycle,
            "aliases": tuple(alias.name for alias in model.aliases) or None,
        }
        for field, value in values.items():
            keys = self.catalog.supporting(model.id, model.sources, field)
            cited = "".join(self.numbers[key] for key in keys)
            yield Line(f"{field}: {_value(value)} {cited}".rstrip())

    def clauses(self) -> Iterator[Line]:
        for license in _licenses(self.model, self.catalog):
            cited = "".join(
                self._cite(f"license:{license.id}", source.id) for source in license.sources
            )
            told = (license.name, f"({license.kind})", license.url, cited)
            yield Line(" ".join(part for part in told if part))
            for field in type(license).model_fields:
                clause = getattr(license, field)
                if hasattr(clause, "text"):
                    section = f", section {clause.section}" if clause.section else ""
                    yield Line(
                        f"{field}: {in_words(clause.value, None)}{section}. {clause.text}", 1
                    )

    def offers(self) -> Iterator[Line]:
        for provider, offer in offers_of(self.model, self.catalog):
            life = offer.lifecycle
            ends = f", retires {life.retires}" if life.retires else ""
            status = life.status or "lifecycle unknown"
            yield Line(f"{offer_id(provider, offer)}: {offer.endpoint}, {status}{ends}")
            keys = self.catalog.supporting(provider.provider, provider.sources, "terms")
            cited = "".join(self.numbers[key] for key in keys)
            yield Line(f"terms: {_terms(provider, offer)} {cited}".rstrip(), 1)
            for row in offer.prices:
                cited = self._cite(provider.provider, row.source)
                yield Line(
                    f"{_price(row)}, checked {row.checked} {cited} {row.url or ''}".rstrip(), 1
                )
            if not offer.prices:
                yield Line("no price is stated", 1)

    def scores(self) -> Iterator[Line]:
        for score in self.model.scores:
            benchmark = self.catalog.benchmarks[score.benchmark]
            interval = (
                f" ({score.low} to {score.high})"
                if score.low is not None and score.high is not None
                else ""
            )
            setting = "".join(f", {key} {value}" for key, value in score.setting.items())
            cited = self._cite(self.model.id, score.source)
            yield Line(
                f"{benchmark.name}: {score.value}{interval} {benchmark.unit}, {score.by}{setting}, "
                f"as of {score.as_of} {cited} {score.url or ''}".rstrip()
            )

    def disputes(self) -> Iterator[Line]:
        for dispute in self.model.disputed:
            cited = self._cite(self.model.id, dispute.source)
            yield Line(f"{dispute.field}: {in_words(dispute.value, None)} {cited}. {dispute.why}")


def _terms(provider: Provider, offer: Offer) -> str:
    """The provider's terms, with what the offer states in their place."""
    own = (offer.terms or Terms()).model_dump(exclude_none=True)
    return in_words({**provider.terms.model_dump(exclude_none=True), **own}, None) or "unknown"


def _value(value: Any) -> str:
    """A field in words; a group of fields by those that are stated."""
    if value is None:
        return "unknown"
    if hasattr(value, "model_dump"):
        stated = value.model_dump(exclude_none=True, exclude_defaults=True, exclude={"source"})
        return in_words(stated, None) or "unknown"
    return in_words(value, None)


def _price(row: PriceRow) -> str:
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
        "per month": getattr(rates, "per_month", None),
    }
    return ", ".join(f"{name} {value}" for name, value in named.items() if value is not None)
