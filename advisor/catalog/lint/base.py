"""What a check is, what it is given, and what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from advisor.catalog.assemble import Item, List
from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import Fact
from advisor.catalog.schema import Benchmark, License, Model, Offer, Provider, Score

Path = tuple[str | int, ...]
Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: ``path`` leads to it inside the file that states ``item``."""

    item: Item | List
    path: Path
    message: str
    suggestion: str | None = None
    """The word that was probably meant there."""


@dataclass(frozen=True, slots=True)
class Case:
    """A small catalog as YAML, and what the check says of it: words of each finding, in order.

    ``given`` and ``over`` (a folder laid over it) hold lists ``models``, ``offers``, ``licenses``,
    ``benchmarks``, ``sources`` and other small things; required fields of the first four that do
    not matter may be left out.
    """

    about: str
    given: str
    finds: tuple[str, ...] = ()
    over: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """``error``: it cannot be right. ``warning``: it may be, and somebody should look."""

    id: str
    level: Level
    title: str
    """What it finds, in a line."""
    why: str
    remedy: str
    run: Callable[[Given], Iterable[Finding]]
    cases: tuple[Case, ...]
    last: bool = False
    """It looks at what the others found."""


@dataclass(frozen=True)
class Given:
    """The catalog with all layers together, and the day. Objects of ``catalog`` are found in their
    files by identity.

    ``complete`` is false while a file could not be read: what is missing may then stand in it.
    """

    catalog: Catalog
    lists: tuple[List, ...]
    as_of: date
    max_days: int
    complete: bool = True
    said: Callable[[Item, str], list[Any]] = field(default=lambda item, name: [])
    """What each layer's file says in a field of an item, the one that counts first."""
    found: dict[str, list[Finding]] = field(default_factory=dict)
    """What each check that ran before has found."""

    def below(self, item: Item, name: str) -> list[Any]:
        """What a field was before an upper layer stated it."""
        return self.said(item, name)[1:]

    @cached_property
    def items(self) -> list[Item]:
        """Every model, provider, license and benchmark."""
        return [*self.accepting, *self.catalog.benchmarks.values()]

    @cached_property
    def accepting(self) -> list[Model | Provider | License]:
        """Every item whose file may accept a finding."""
        catalog = self.catalog
        return [
            *catalog.models.values(),
            *catalog.providers.values(),
            *catalog.licenses.values(),
        ]

    def scores(self) -> Iterator[tuple[Model, int, Score, Benchmark]]:
        """Every score with its model, its number there, and its benchmark where that is known."""
        for model in self.catalog.models.values():
            for n, score in enumerate(model.scores):
                benchmark = self.catalog.benchmarks.get(score.benchmark)
                if benchmark:
                    yield model, n, score, benchmark

    def offers(self) -> Iterator[tuple[Provider, int, Offer]]:
        for provider in self.catalog.providers.values():
            for n, offer in enumerate(provider.offers):
                yield provider, n, offer

    def place_of(self, fact: Fact) -> tuple[Item | None, Path]:
        """The item that states a fact, and the path to the fact; a list's facts are nowhere."""
        kind, _, id = fact.owner.rpartition(":")
        catalog = self.catalog
        kinds: dict[str, Mapping[str, Item]] = {
            "license": catalog.licenses,
            "benchmark": catalog.benchmarks,
            "": catalog.models if "/" in id else catalog.providers,
        }
        item = kinds.get(kind, {}).get(id)
        return item, tuple(_steps(item, fact.place)) if item else ("",)

    @cached_property
    def by_benchmark(self) -> dict[str, list[tuple[Model, Score]]]:
        """Every score on a benchmark, by any model."""
        found: dict[str, list[tuple[Model, Score]]] = {}
        for model, _, score, _ in self.scores():
            found.setdefault(score.benchmark, []).append((model, score))
        return found

    @cached_property
    def offers_of(self) -> dict[str, list[tuple[Provider, int, Offer]]]:
        """Every offer of a model, by the model's id."""
        found: dict[str, list[tuple[Provider, int, Offer]]] = {}
        for provider, n, offer in self.offers():
            found.setdefault(offer.model, []).append((provider, n, offer))
        return found


_STEP = re.compile(r"(\w+)(?:\[([^\]]*)\])?(?:\.|$)")


def _steps(item: Item, place: str) -> Iterator[str | int]:
    """``offers[acme/a:eu].prices[start].input`` as the path to it."""
    found: Any = item
    for match in _STEP.finditer(place):
        name, key = match.groups()
        yield name
        found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
        if key is not None and isinstance(found, tuple):
            number = next((n for n, each in enumerate(found) if _is_named(each, key)), 0)
            yield number
            found = found[number]


def _is_named(item: Any, key: str) -> bool:
    """The words by which :mod:`advisor.catalog.facts` tells offers and price rows apart."""
    if isinstance(item, Offer):
        return key == (f"{item.model}:{item.id}" if item.id else item.model)
    return key == str(getattr(item, "since", None) or "start")


def digits(value: Decimal | int) -> str:
    """A number as people write it: no exponent, no trailing zeros, thousands apart."""
    # A hostile file may hold 1e999999: such a number is not written out.
    if value and not Decimal("1e-12") < abs(Decimal(value)) < Decimal("1e15"):
        return str(value)
    if value == int(value):
        return f"{int(value):,}"
    return f"{Decimal(value).normalize():,f}"
