"""A catalog in numbers: how much it holds, and how much of that is supported by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict

from advisor.candidates import offer_id
from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import Fact, clauses, facts
from advisor.catalog.schema import Model, PriceRow, Score
from advisor.pricing.rates import row_on

_RATES = ("input", "output", "cache_read", "per_request", "per_image", "per_search", "per_month")


class FactNumbers(TypedDict):
    total: int
    sourced: int
    hand_checked: int
    """Supported by a document, which a person read, and not only by an imported data set."""
    by_kind: dict[str, int]
    unsourced: list[Fact]
    oldest: Fact | None


class Step(TypedDict):
    """A price row that begins after the day."""

    offer: str
    begins: str
    now: dict[str, str]
    then: dict[str, str]


class Stats(TypedDict):
    """Everything is a count, but for ``future_steps`` and what ``facts`` lists."""

    as_of: str
    models: dict[str, int]
    makers: int
    offers: dict[str, int]
    prices: dict[str, int]
    future_steps: list[Step]
    licenses: dict[str, int]
    benchmarks: int
    scores: dict[str, int]
    gpus: int
    gpu_prices: int
    hosting_costs: int
    owned_machines: int
    sources: dict[str, int]
    aliases: dict[str, int]
    disputes: int
    facts: FactNumbers


def stats(catalog: Catalog, day: date) -> Stats:
    """The numbers of a catalog; ``day`` only tells which price steps lie ahead."""
    models = list(catalog.models.values())
    providers = list(catalog.providers.values())
    rows = [row for each in providers for offer in each.offers for row in offer.prices]
    steps = _future_steps(catalog, day)
    found = catalog.sources
    names = [alias for model in models for alias in model.aliases]
    return {
        "as_of": day.isoformat(),
        "models": _models(models),
        "makers": len({model.maker for model in models}),
        "offers": {"total": catalog.offers, "providers": len(providers)},
        "prices": _prices(rows, len(steps)),
        "future_steps": steps,
        "licenses": {
            "total": len(catalog.licenses),
            "clauses": sum(len(list(clauses(item))) for item in catalog.licenses.values()),
        },
        "benchmarks": len(catalog.benchmarks),
        "scores": _scores(models),
        "gpus": len(catalog.gpus),
        "gpu_prices": len(catalog.gpu_prices),
        "hosting_costs": len(catalog.hosting_costs),
        "owned_machines": len(catalog.owned_machines),
        "sources": {
            "total": len(found),
            **_counted(source.kind for source in found.values()),
        },
        "aliases": {"total": len(names), "moving": sum(1 for alias in names if alias.moving)},
        "disputes": _disputes(catalog),
        "facts": _fact_numbers(catalog),
    }


def hand_checked(fact: Fact, catalog: Catalog) -> bool:
    """Did a person read a document that says so? A clause names its page and the day itself."""
    kinds = {catalog.sources[key].kind for key in fact.sources}
    return fact.page is not None or "document" in kinds


def _disputes(catalog: Catalog) -> int:
    of_models = sum(len(model.disputed) for model in catalog.models.values())
    return of_models + sum(len(each.disputed) for each in catalog.providers.values())


def _models(models: list[Model]) -> dict[str, int]:
    opened = [model for model in models if model.openness == "open_weights"]
    return {
        "total": len(models),
        "open_weights": len(opened),
        "api_only": len(models) - len(opened),
        "with_parameters_architecture_precision": sum(_can_be_sized(model) for model in opened),
    }


def _can_be_sized(model: Model) -> bool:
    weights = model.weights
    return bool(weights and weights.parameters and weights.precision and model.architecture)


def _prices(rows: list[PriceRow], steps: int) -> dict[str, int]:
    return {
        "rows": len(rows),
        "future_steps": steps,
        "with_tiers": sum(bool(row.tiers) for row in rows),
        "with_cache": sum(row.cache_read is not None for row in rows),
        "with_batch": sum(row.batch is not None for row in rows),
        "with_windows": sum(bool(row.windows) for row in rows),
    }


def _scores(models: list[Model]) -> dict[str, int]:
    scores = [score for model in models for score in model.scores]
    return {
        "total": len(scores),
        **_counted(score.by for score in scores),
        "with_condition": sum(_conditioned(score) for score in scores),
        "with_interval": sum(score.low is not None and score.high is not None for score in scores),
    }


def _conditioned(score: Score) -> bool:
    """``{conditions: unstated}`` says that somebody looked and the page does not tell."""
    return any(value != "unstated" for value in score.setting.values())


def _future_steps(catalog: Catalog, day: date) -> list[Step]:
    return [
        {
            "offer": offer_id(provider, offer),
            "begins": row.since.isoformat(),
            "now": _told(row_on(offer, day)),
            "then": _told(row),
        }
        for provider in catalog.providers.values()
        for offer in provider.offers
        for row in offer.prices
        if row.since and row.since > day
    ]


def _told(row: PriceRow | None) -> dict[str, str]:
    stated = ((name, getattr(row, name, None)) for name in _RATES)
    return {name: str(rate) for name, rate in stated if rate is not None}


def _fact_numbers(catalog: Catalog) -> FactNumbers:
    found = list(facts(catalog))
    dated = [fact for fact in found if fact.dated]
    return {
        "total": len(found),
        "sourced": sum(fact.sourced for fact in found),
        "hand_checked": sum(hand_checked(fact, catalog) for fact in found),
        "by_kind": _counted(fact.kind for fact in found),
        "unsourced": [fact for fact in found if not fact.sourced],
        "oldest": min(dated, key=_age_and_name, default=None),
    }


def _age_and_name(fact: Fact) -> tuple[date, str, str]:
    assert fact.dated
    return fact.dated, fact.owner, fact.place


def _counted(names: Iterable[Any]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
