"""``advisor catalog show``: one model with every fact, its sources, and how old they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.candidates import offer_id
from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import clauses
from advisor.catalog.schema import (
    Clause,
    Dispute,
    License,
    Model,
    Offer,
    PriceRow,
    Provider,
    Source,
)
from advisor.decision.plain import in_words
from advisor.measures.license import chain
from advisor.pricing.rates import row_on
from advisor.reporting.catalog.fields import (
    alias_told,
    price_told,
    score_told,
    setting_told,
    terms_told,
    value_told,
)
from advisor.reporting.catalog.listing import Offers, offers_by_model
from advisor.reporting.catalog.words import ago, layers
from advisor.reporting.terminal import drawn, indented, styled

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def to_json(model: Model, catalog: Catalog, day: date) -> str:
    """The files' own contents: the model, its license chain, its offers, and every cited source."""
    offers = offers_by_model(catalog).get(model.id, [])
    told = {
        "as_of": day.isoformat(),
        "model": _dumped(model),
        "licenses": [_dumped(item) for item in chain(model, catalog)],
        "offers": [
            {
                "id": offer_id(provider, offer),
                "provider": _dumped(provider, {"offers", "sources", "disputed"}),
                **_dumped(offer),
            }
            for provider, offer in offers
        ],
        "sources": {
            key: {**_dumped(source), "age_days": (day - source.read).days}
            for key, source in _sources(model, offers, catalog).items()
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _dumped(item: Any, exclude: set[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = item.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=exclude
    )
    return found


def _sources(model: Model, offers: Offers, catalog: Catalog) -> dict[str, Source]:
    """Every source that the model's page cites, in the order in which it does."""
    keys = [catalog.source_key(model.id, source.id) for source in model.sources]
    keys += [catalog.source_key(model.id, score.source) for score in model.scores]
    keys += [catalog.source_key(model.id, dispute.source) for dispute in model.disputed]
    for license in chain(model, catalog):
        owner = f"license:{license.id}"
        keys += [catalog.source_key(owner, source.id) for source in license.sources]
    for provider, offer in offers:
        owner = provider.provider
        for row in offer.prices:
            keys += [catalog.source_key(owner, name) for name in (row.source, *row.also.values())]
        keys += _of_terms(provider, offer, catalog)
        for field in ("offers.limits", "offers.features"):
            keys += catalog.supporting(owner, provider.sources, field)
        if offer.lifecycle.source:
            keys.append(catalog.source_key(owner, offer.lifecycle.source))
        keys += [catalog.source_key(owner, each.source) for each in _about(provider, offer)]
    return {key: catalog.sources[key] for key in dict.fromkeys(keys) if key in catalog.sources}


def _about(provider: Provider, offer: Offer) -> list[Dispute]:
    """The provider's disputes that name the offer, by its endpoint or its model."""
    names = (offer.endpoint, offer.model)
    return [each for each in provider.disputed if any(name in each.field for name in names)]


def _of_terms(provider: Provider, offer: Offer, catalog: Catalog) -> list[str]:
    """Who vouches for the data terms of an offer: of the provider, or of the offer itself."""
    owner, own = provider.provider, provider.sources
    stated = [f"terms.{name}" for name, value in provider.terms if value is not None]
    stated += [f"offers.terms.{name}" for name, value in offer.terms or () if value is not None]
    found = [key for field in stated for key in catalog.supporting(owner, own, field)]
    return list(dict.fromkeys(found))


Row = tuple[str, str]
"""What a line is about (empty: the same as above), and what it says."""


def render(model: Model, catalog: Catalog, day: date, head: Iterable[str] = ()) -> str:
    """``head`` are lines to tell first, for instance what name led here."""
    page = _Page(model, catalog, day)
    seen = f"As of {day}, in the {layers(catalog)}"
    sections: list[tuple[str, list[Row]]] = [
        ("Facts", list(page.facts())),
        *page.licenses(),
        ("Offers: USD per 1M tokens", list(page.offers())),
        ("Scores", list(page.scores())),
        ("Disputed claims that lost", list(page.disputes())),
        ("Sources", list(page.register())),
    ]

    def draw(console: Console) -> None:
        console.print(styled((f"{model.name} ({model.id})", "bold")))
        for text in (*head, seen, model.note or ""):
            if text:
                console.print(styled(text))
        for title, rows in sections:
            if rows:
                console.print()
                console.print(styled((title, "bold")))
                console.print(indented(_table(rows), 2))

    return drawn(True, None, draw)


def _table(rows: Iterable[Row]) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=24, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for name, text in rows:
        table.add_row(styled(name), styled(text))
    return table


class _Page:
    """One model's facts as rows, each with the numbers of its sources and its age."""

    def __init__(self, model: Model, catalog: Catalog, day: date) -> None:
        self.model, self.catalog, self.day = model, catalog, day
        self.bought = offers_by_model(catalog).get(model.id, [])
        self.sources = _sources(model, self.bought, catalog)
        self.numbers = {key: f"[{number}]" for number, key in enumerate(self.sources, 1)}

    def facts(self) -> Iterator[Row]:
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
            "aliases": tuple(alias_told(alias) for alias in model.aliases) or None,
        }
        for field, value in values.items():
            told = value_told(value)
            cited = self._cited(self._supporting(field))
            if told != "unknown":
                told += cited or ("" if field == "aliases" else ", no source is stated")
            yield field, told

    def _supporting(self, field: str) -> tuple[str, ...]:
        part = getattr(self.model, field, None)
        if source := getattr(part, "source", None):
            return (self.catalog.source_key(self.model.id, source),)
        return self.catalog.supporting(self.model.id, self.model.sources, field)

    def licenses(self) -> Iterator[tuple[str, list[Row]]]:
        """A section for each license of the chain, clause by clause."""
        for license in chain(self.model, self.catalog):
            title = f"{license.name} ({license.kind}): an engineer's reading, not legal advice"
            yield title, [(name, self._clause(license, name, c)) for name, c in clauses(license)]

    def _clause(self, license: License, name: str, clause: Clause[Any]) -> str:
        """``700,000,000. Whoever … Section 2, read 2026-11-23, 3 days ago [4] https://…``"""
        owner = f"license:{license.id}"
        keys = self.catalog.supporting(owner, license.sources, name)
        read = max((self.sources[key].read for key in keys if key in self.sources), default=None)
        where = f"Section {clause.section}" if clause.section else "No section"
        day = clause.read or read
        age = f", read {day}, {ago(day, self.day)}" if day else ""
        cited = "".join(self.numbers.get(key, "") for key in keys)
        value = in_words(clause.value, None)
        told = (f"{value}. {clause.text} {where}{age}", cited, clause.url or license.url or "")
        return " ".join(part for part in told if part)

    def offers(self) -> Iterator[Row]:
        for provider, offer in self.bought:
            name = offer_id(provider, offer).partition("@")[2]
            yield name, f"{offer.endpoint}, {self._life(provider, offer)}"
            terms = terms_told(provider, offer)
            yield "", f"terms: {terms}{self._cited(_of_terms(provider, offer, self.catalog))}"
            for field in ("limits", "features"):
                if (stated := value_told(getattr(offer, field))) not in ("unknown", ""):
                    keys = self._of_offer(provider, field)
                    yield "", f"{field} here: {stated}{self._cited(keys)}"
            holds = row_on(offer, self.day)
            for row in offer.prices:
                yield "", self._price(provider, row, holds is row)
            if not offer.prices:
                yield "", "no price is stated"
            if offer.note:
                yield "", offer.note

    def _of_offer(self, provider: Provider, field: str) -> tuple[str, ...]:
        return self.catalog.supporting(provider.provider, provider.sources, f"offers.{field}")

    def _life(self, provider: Provider, offer: Offer) -> str:
        life = offer.lifecycle
        parts = [
            life.status or "lifecycle unknown",
            f"deprecated {life.deprecated}" if life.deprecated else "",
            f"retires {life.retires}" if life.retires else "",
            f"then {life.replacement}" if life.replacement else "",
        ]
        key = self.catalog.source_key(provider.provider, life.source) if life.source else ""
        return ", ".join(part for part in parts if part) + self._cited([key] if key else [])

    def _price(self, provider: Provider, row: PriceRow, holds: bool) -> str:
        names = dict.fromkeys((row.source, *row.also.values()))
        keys = [self.catalog.source_key(provider.provider, name) for name in names]
        cited = "".join(self.numbers.get(key, "") for key in keys)
        checked = f"checked {row.checked}, {ago(row.checked, self.day)}"
        told = f"{'now: ' if holds else ''}{price_told(row)}, {checked} {cited} {row.url or ''}"
        return told.rstrip() + (f" ({row.note})" if row.note else "")

    def scores(self) -> Iterator[Row]:
        for score in self.model.scores:
            benchmark = self.catalog.benchmarks[score.benchmark]
            cited = self.numbers.get(self.catalog.source_key(self.model.id, score.source), "")
            when = f"as of {score.as_of}, {ago(score.as_of, self.day)}"
            under = f"{score.by}{setting_told(score)}"
            told = f"{score_told(score)} {benchmark.unit}, {under}, {when} {cited}"
            yield benchmark.name, f"{told} {score.url or ''}".rstrip()

    def disputes(self) -> Iterator[Row]:
        for dispute in self.model.disputed:
            yield dispute.field, self._lost(self.model.id, dispute)
        for provider, offer in self.bought:
            for dispute in _about(provider, offer):
                name = f"{provider.provider}: {dispute.field}"
                yield name, self._lost(provider.provider, dispute)

    def _lost(self, owner: str, dispute: Dispute) -> str:
        cited = self.numbers.get(self.catalog.source_key(owner, dispute.source), "")
        return f"{in_words(dispute.value, None)} {cited}: {dispute.why}"

    def register(self) -> Iterator[Row]:
        for key, source in self.sources.items():
            read = f"read {source.read}, {ago(source.read, self.day)}"
            told = (source.title, source.version, source.url or "no address", read)
            yield self.numbers[key], ", ".join(part for part in told if part)

    def _cited(self, keys: Iterable[str]) -> str:
        """`` [1][2], read 22 days ago``: the numbers, and the age of the newest."""
        known = [key for key in keys if key in self.sources]
        if not known:
            return ""
        newest = max(self.sources[key].read for key in known)
        return f" {''.join(self.numbers[key] for key in known)}, read {ago(newest, self.day)}"
