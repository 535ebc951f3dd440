"""What a measure is: a named, typed, unit-bearing figure about a candidate, with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.profile.schema import Profile

MeasureType = Literal["bool", "number", "text", "date", "list", "map"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as rules see it."""

    name: str
    label: str
    """In words, as a report says it: ``context window``."""
    type: MeasureType
    unit: str | None = None
    about: str = ""


class Quote(NamedTuple):
    """The license clause that a figure rests on, in our own words."""

    license: str
    section: str | None
    text: str
    url: str | None
    read: str | None
    through: str | None
    """The base model whose license it is; ``None`` for the model's own."""


class Figure(NamedTuple):
    """A measure's value for one candidate. ``None`` is unknown, never zero.

    ``low`` and ``high`` bound what is not known exactly, in the measure's unit. ``missing`` names
    the catalog or profile fields whose absence makes the value unknown; ``fields`` are those of the
    catalog that it was read from: in the candidate's ``model``, ``offer`` or ``provider``, or in
    the ``license`` of the model and of those it was made from (``offer.prices.input``,
    ``license.mau_limit``). The last word, or what stands behind ``#``, is the entry that a map has
    from there (``model.features.reasoning``, ``model.scores.kmmlu#ko``).
    """

    value: Any
    low: Any = None
    high: Any = None
    sources: tuple[str, ...] = ()
    by: str | None = None
    as_of: str | None = None
    note: str | None = None
    url: str | None = None
    missing: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    clause: Quote | None = None


Figures = dict[str, Figure]


@dataclass
class Context:
    """What all measures of a run share. ``once`` keeps what depends on the model alone."""

    catalog: Catalog
    profile: Profile
    as_of: date
    needed: frozenset[str] | None = None
    """The measures that some rule reads or shows; others may be left out. ``None``: all."""
    _kept: dict[tuple[str, str], Any] = field(default_factory=dict)

    def needs(self, name: str) -> bool:
        return self.needed is None or name in self.needed

    def once(self, family: str, key: str, make: Callable[[], Any]) -> Any:
        """Work out ``make()`` for ``(family, key)`` the first time, and keep it."""
        at = (family, key)
        if at not in self._kept:
            self._kept[at] = make()
        return self._kept[at]


def unknown(*missing: str, note: str | None = None) -> Figure:
    """A figure that is not known, with the fields that would make it so."""
    return Figure(None, missing=missing, note=note)
