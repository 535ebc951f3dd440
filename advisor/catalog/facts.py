"""Every fact that a catalog states, one by one, with what it rests on and how old that is.

What counts as one fact:

- one value of a field of a model, a provider, an offer, a license, a benchmark or a GPU: a limit,
  a feature, a day, one dimension of the architecture; a list (languages, regions) is one value;
- one rate of a price row; its days, tier, hours or region are the condition under which it holds;
- one score; its interval, votes and setting belong to it;
- one clause of a license; its text and section belong to it;
- the hourly price of one rented machine, the capital and the power of one that is owned;
- one default of what hosting costs; its ends and its unit belong to it.

No facts are names (``id``, ``name``, ``family``, ``endpoint``, aliases), notes, addresses, and what
this catalog itself decides: how a benchmark speaks for a task, which of its settings it prefers,
how sure it is of a tokenizer or an architecture, which kind a GPU is of. A dispute is a claim that
lost: it is counted by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import (
    Benchmark,
    Clause,
    Gpu,
    License,
    Lifecycle,
    Model,
    Offer,
    OwnedMachine,
    PriceRow,
    Provider,
    Source,
)

_NO_FACTS = frozenset({"confidence", "grade", "name", "note", "source", "url"})

Kind = Literal["stated", "price", "score", "clause", "gpu_price", "hosting_cost"]


class Fact(NamedTuple):
    """One value, where it stands, and what supports it."""

    kind: Kind
    owner: str
    """``openai/gpt-4.1``, ``azure``, ``license:mit``, ``benchmark:mmlu``, ``gpu:l4``."""
    place: str
    """``limits.window``, ``offers[openai/gpt-4.1:eu].prices[2026-01-01].input``."""
    value: object
    sources: tuple[str, ...]
    """Keys of :attr:`Catalog.sources`; empty where nobody is named."""
    dated: date | None
    """The newest day of what supports it: checked, as of, read. Unknown without a source."""
    page: str | None = None
    """The address that a clause itself names, with the day it was read."""
    until: date | None = None
    """The last day on which it matters, if one is known: history does not go stale."""

    @property
    def sourced(self) -> bool:
        return bool(self.sources or self.page)

    @property
    def file(self) -> str:
        """The file that states it, below the folder of the catalog."""
        return file_of(self.owner)


def file_of(owner: str) -> str:
    kind, _, id = owner.rpartition(":")
    if kind in ("gpu", "gpu_price", "hosting_cost", "owned_machine"):
        return f"{kind}s.yaml"
    folder = f"{kind}s" if kind else "models" if "/" in id else "offers"
    return f"{folder}/{id}.yaml"


def facts(catalog: Catalog) -> Iterator[Fact]:
    """All facts of a catalog, file by file, in the order in which they stand there."""
    for model in catalog.models.values():
        yield from _Teller(catalog, model.id, model.sources).model(model)
    for provider in catalog.providers.values():
        yield from _Teller(catalog, provider.provider, provider.sources).provider(provider)
    for license in catalog.licenses.values():
        yield from _Teller(catalog, f"license:{license.id}", license.sources).license(license)
    for benchmark in catalog.benchmarks.values():
        teller = _Teller(catalog, f"benchmark:{benchmark.id}", benchmark.sources)
        yield from teller.benchmark(benchmark)
    yield from _of_machines(catalog)


def _of_machines(catalog: Catalog) -> Iterator[Fact]:
    for gpu in catalog.gpus.values():
        yield from _Teller(catalog, f"gpu:{gpu.id}", ()).gpu(gpu)
    for mine in catalog.owned_machines:
        yield from _Teller(catalog, f"owned_machine:{mine.id}", ()).owned(mine)
    for cost in catalog.hosting_costs.values():
        teller = _Teller(catalog, f"hosting_cost:{cost.id}", ())
        yield teller.cited("hosting_cost", "base", cost.base, cost.source, cost.as_of)
    for rented in catalog.gpu_prices:
        teller = _Teller(catalog, f"gpu_price:{rented.cloud}", ())
        place = f"{rented.cloud}.{rented.region}.{rented.sku}.{rented.commitment}.hourly"
        yield teller.cited("gpu_price", place, rented.hourly, rented.source, rented.as_of)


class _Teller:
    """The facts of one file."""

    def __init__(self, catalog: Catalog, owner: str, own: tuple[Source, ...]) -> None:
        self.catalog, self.owner, self.own = catalog, owner, own

    def model(self, model: Model) -> Iterator[Fact]:
        yield from self._stated("released", model.released)
        yield from self._stated("knowledge_cutoff", model.knowledge_cutoff)
        yield from self._stated("openness", model.openness)
        yield from self._stated("license", model.license)
        yield from self._stated("base_model", model.base_model)
        for field in ("limits", "modalities", "features", "tokenizer", "weights", "architecture"):
            yield from self._stated(field, getattr(model, field))
        if model.languages:
            source = model.languages.source
            yield from self._stated("languages", model.languages.stated, source=source)
        if model.thinking:
            yield from self._stated("thinking", model.thinking, source=model.thinking.source)
        yield from self._stated("lifecycle", model.lifecycle, source=model.lifecycle.source)
        for score in model.scores:
            place = f"scores.{score.benchmark}"
            yield self.cited("score", place, score.value, score.source, score.as_of)

    def provider(self, provider: Provider) -> Iterator[Fact]:
        for field in ("country", "api", "base_url", "terms"):
            yield from self._stated(field, getattr(provider, field))
        for offer in provider.offers:
            variant = f":{offer.id}" if offer.id else ""
            yield from self._offer(offer, f"offers[{offer.model}{variant}]")

    def _offer(self, offer: Offer, at: str) -> Iterator[Fact]:
        for field in ("limits", "features", "terms"):
            yield from self._stated(f"{at}.{field}", getattr(offer, field), f"offers.{field}")
        life = offer.lifecycle
        yield from self._stated(f"{at}.lifecycle", life, "offers.lifecycle", life.source)
        for row in offer.prices:
            place = f"{at}.prices[{row.since or 'start'}]"
            until = _last_day(row, offer)
            for field, rates in _rates_of(row).items():
                stated = re.split(r"[.\[]", field)[0]
                source = row.also.get(stated, row.source)
                for path, rate in leaves(rates, f"{place}.{field}"):
                    fact = self.cited("price", path, rate, source, row.checked)
                    yield fact._replace(until=until)

    def license(self, license: License) -> Iterator[Fact]:
        for field in ("kind", "spdx", "inherits_from"):
            yield from self._stated(field, getattr(license, field))
        for name, clause in clauses(license):
            keys = self._supporting(name)
            page = clause.url if clause.read else None
            dated = max((day for day in (clause.read, self._newest(keys)) if day), default=None)
            yield Fact("clause", self.owner, name, clause.value, keys, dated, page)

    def benchmark(self, benchmark: Benchmark) -> Iterator[Fact]:
        for field in ("unit", "measures", "chance", "top", "language", "comparable_since"):
            yield from self._stated(field, getattr(benchmark, field))

    def gpu(self, gpu: Gpu) -> Iterator[Fact]:
        no_figures = {"id", "vendor", "kind", "source", "also"}
        for path, value in leaves(gpu.model_dump(exclude_none=True, exclude=no_figures)):
            source = gpu.also.get(path.partition(".")[0], gpu.source)
            yield self.cited("stated", path, value, source, None)

    def owned(self, mine: OwnedMachine) -> Iterator[Fact]:
        for path, value in leaves(mine.model_dump(include={"capital", "kilowatts"})):
            yield self.cited("stated", path, value, mine.source, mine.as_of)

    def cited(self, kind: Kind, place: str, value: object, source: str, day: date | None) -> Fact:
        """A fact that names its one source; without a day of its own it has that source's."""
        keys = (self.catalog.source_key(self.owner, source),)
        return Fact(kind, self.owner, place, value, keys, day or self._newest(keys))

    def _stated(
        self, place: str, value: object, field: str | None = None, source: str | None = None
    ) -> Iterator[Fact]:
        """The leaves of a field: with the source that it names itself, else all that support it."""
        for path, leaf in leaves(value, place):
            if source:
                yield self.cited("stated", path, leaf, source, None)
            else:
                keys = self._supporting((field or place) + path.removeprefix(place))
                yield Fact("stated", self.owner, path, leaf, keys, self._newest(keys))

    def _supporting(self, field: str) -> tuple[str, ...]:
        return self.catalog.supporting(self.owner, self.own, field)

    def _newest(self, keys: tuple[str, ...]) -> date | None:
        known = (self.catalog.sources[key] for key in keys if key in self.catalog.sources)
        return max((source.read for source in known), default=None)


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every stated value below ``value``, with its dotted path; a list is one value."""
    if isinstance(value, BaseModel):
        value = dict(value)
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _NO_FACTS:
                yield from leaves(item, f"{path}.{name}" if path else str(name))
    elif value is not None:
        yield path, value


def clauses(license: License) -> Iterator[tuple[str, Clause[Any]]]:
    """The clauses of a license by their names."""
    for name in License.model_fields:
        clause = getattr(license, name)
        if isinstance(clause, Clause):
            yield name, clause


def _rates_of(row: PriceRow) -> dict[str, object]:
    """The rates of a row, each condition by what tells it from the others."""
    conditions: dict[str, object] = {
        f"tiers[{tier.above}]": _without(tier, "above") for tier in row.tiers
    }
    for window in row.windows:
        name = f"windows[{window.hours} {'-'.join(window.days)} {window.zone}]"
        conditions[name] = _without(window, "hours", "days", "zone")
    for name in ("batch", "flex", "priority"):
        if variant := getattr(row, name):
            conditions[name] = _without(variant, "tiers")
            for tier in variant.tiers or ():
                conditions[f"{name}.tiers[{tier.above}]"] = _without(tier, "above")
    plain = _without(row, *_NO_FACTS, *_NO_RATES)
    return {**plain, **conditions}


_NO_RATES = ("since", "until", "checked", "also", "tiers", "windows", "currency")


def _without(item: BaseModel, *names: str) -> dict[str, object]:
    return {name: value for name, value in item if name not in names}


def _last_day(row: PriceRow, offer: Offer) -> date | None:
    """The day after which a price row is history: it ends, another follows, the offer retires."""
    later = [other.since for other in offer.prices if _begins_after(other, row)]
    ends = [day - timedelta(days=1) for day in later if day]
    return min((day for day in (row.until, _retired(offer.lifecycle), *ends) if day), default=None)


def _begins_after(other: PriceRow, row: PriceRow) -> bool:
    return other.since is not None and (row.since is None or other.since > row.since)


def _retired(life: Lifecycle) -> date | None:
    if life.retires:
        return life.retires
    return date.min if life.status == "retired" else None
