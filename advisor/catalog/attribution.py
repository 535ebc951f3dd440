"""Whose data is in a catalog, under which license, and what of it was used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import Fact, facts
from advisor.catalog.schema import Source

_TOPICS = {
    "price": "prices",
    "gpu_price": "prices of rented GPUs",
    "hosting_cost": "defaults of hosting costs",
    "score": "scores",
    "limits": "limits",
    "features": "features",
    "modalities": "modalities",
    "languages": "languages",
    "released": "dates",
    "knowledge_cutoff": "dates",
    "lifecycle": "lifecycles",
    "weights": "weights and architectures",
    "architecture": "weights and architectures",
    "tokenizer": "tokenizers",
    "thinking": "ratios of thinking",
    "openness": "licenses of models",
    "license": "licenses of models",
    "base_model": "licenses of models",
    "clause": "license clauses",
    "kind": "license clauses",
    "spdx": "license clauses",
    "inherits_from": "license clauses",
    "terms": "data terms",
    "country": "seats and endpoints of providers",
    "api": "seats and endpoints of providers",
    "base_url": "seats and endpoints of providers",
    "benchmark": "descriptions of benchmarks",
    "gpu": "figures of GPUs",
    "owned_machine": "figures of owned machines",
    "disputed": "claims that are disputed",
}
"""Kinds of facts and fields -> what a reader calls them, in the order in which it is told."""


class Credit(NamedTuple):
    """A source with what rests on it: how many facts of each topic."""

    key: str
    source: Source
    used: dict[str, int]


def credited(catalog: Catalog) -> list[Credit]:
    """Every source that files share, and every other one that states a license, by key.

    Pages that a single file cites are credited where they are cited; nothing of them but the single
    fact is taken over.
    """
    used: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, topic in _uses(catalog):
        used[key][topic] += 1
    order = dict.fromkeys(_TOPICS.values())
    return [
        Credit(key, source, {topic: used[key][topic] for topic in order if used[key][topic]})
        for key, source in sorted(catalog.sources.items())
        if key in catalog.shared_sources or source.license
    ]


def _uses(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Each source key with the topic of something that rests on it."""
    for fact in facts(catalog):
        for key in fact.sources:
            yield key, _topic(fact)
    for model in catalog.models.values():
        for dispute in model.disputed:
            yield catalog.source_key(model.id, dispute.source), _TOPICS["disputed"]
    for provider in catalog.providers.values():
        for dispute in provider.disputed:
            yield catalog.source_key(provider.provider, dispute.source), _TOPICS["disputed"]


def _topic(fact: Fact) -> str:
    if fact.kind != "stated":
        return _TOPICS[fact.kind]
    kind, _, _ = fact.owner.rpartition(":")
    if kind in _TOPICS and kind != "license":
        return _TOPICS[kind]
    _, _, of_offer = fact.place.partition("].")
    field = of_offer if fact.place.startswith("offers[") else fact.place
    return _TOPICS[field.partition(".")[0]]
