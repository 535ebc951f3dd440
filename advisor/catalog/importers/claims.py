"""What an upstream states, one value each, in this catalog's fields and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Claimant = Literal["vendor", "independent", "own"]


@dataclass(frozen=True)
class Upstream:
    """A source that publishes a file: how the catalog cites it, and what it is called here."""

    id: str
    """The id of the source in ``sources.yaml``."""
    title: str
    url: str
    publisher: str
    license: str
    reads: str
    """Which file of it is read, in words: ``model_prices_and_context_window.json``."""
    own: bool = False
    """The user's own measurements: every file is a source of its own."""


@dataclass(frozen=True, slots=True)
class ModelFact:
    """One field of a model: ``limits.window``, ``released``, ``features.reasoning``."""

    name: str
    """What the upstream calls the model."""
    field: str
    value: Any
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreClaim:
    """One benchmark result under one condition; ``value`` is in the benchmark's own unit."""

    name: str
    benchmark: str
    value: str
    by: Claimant
    as_of: date
    low: str | None = None
    high: str | None = None
    samples: int | None = None
    setting: Mapping[str, str | int | bool] = field(default_factory=dict)
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One field of an offer: ``limits.output``, ``lifecycle.retires``, ``features.batch``."""

    provider: str
    endpoint: str
    name: str
    field: str
    value: Any
    offer: str | None = None
    """The id of the offer, where the upstream tells those of one endpoint apart: ``eu``."""


@dataclass(frozen=True, slots=True)
class PriceClaim:
    """All the price rows that an upstream states for one endpoint.

    A row has the fields of :class:`~advisor.catalog.schema.PriceRow`, prices as texts, without
    ``source`` and ``checked``. A row without ``from`` holds on the day of the file, no more is
    known. ``checked`` is the day on which the upstream says that it looked.
    """

    provider: str
    """The provider's id in this catalog."""
    endpoint: str
    name: str
    """What the upstream calls the model."""
    rows: tuple[Mapping[str, Any], ...]
    also: frozenset[str] = frozenset()
    """Other endpoints that the same prices are stated for."""
    checked: date | None = None
    url: str | None = None
    offer: str | None = None
    """As in :class:`OfferFact`."""


Claim = ModelFact | ScoreClaim | OfferFact | PriceClaim
