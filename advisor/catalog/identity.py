"""Upstream names -> fixed versions, by the table of the catalog: the ``aliases`` of its models.

A name that moves from version to version is never a model: it is resolved for a day, or refused
with the reason. Nothing is guessed from the look of a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Alias

_MOVES = re.compile(r"(?:^|[-/:@ ])(?:latest|auto|current|default)$")


NOT_IN_CATALOG = "not in the catalog"


class RefusedError(Exception):
    """A name that stands for no fixed version of the catalog; the text says why."""


class _Meaning(NamedTuple):
    """What a name means for upstreams (none stated: for all) in a time; no model: refused."""

    upstreams: tuple[str, ...]
    since: date | None
    until: date | None
    model: str | None
    moving: bool
    why: str

    def holds(self, day: date) -> bool:
        """From the day it began to before the day it moved on."""
        return (self.since or date.min) <= day < (self.until or date.max)


class Identities:
    """The table of names of a catalog. ``mapped`` adds what the user states: name -> model."""

    def __init__(self, catalog: Catalog, mapped: Mapping[str, str] | None = None) -> None:
        self._mapped = dict(mapped or {})
        self._models = set(catalog.models)
        self._names: dict[str, list[_Meaning]] = {}
        for model in catalog.models.values():
            for alias in model.aliases:
                self._learn(alias, model.id)
            repository = model.weights and model.weights.repository
            if repository and not any(alias.name == repository for alias in model.aliases):
                self._learn(Alias(name=repository), model.id)
        self._endpoints = _endpoints(catalog)
        for refused in catalog.refused_names:
            meaning = _Meaning(
                refused.upstream, refused.since, refused.until, None, False, refused.why
            )
            self._names.setdefault(refused.name.casefold(), []).append(meaning)

    def _learn(self, alias: Alias, model: str) -> None:
        meaning = _Meaning(alias.upstream, alias.since, alias.until, model, alias.moving, "")
        self._names.setdefault(alias.name.casefold(), []).append(meaning)

    def resolve(self, name: str, upstream: str | None, day: date) -> str:
        """The model that ``upstream`` means by ``name`` on a day; ``None`` is the user.

        An id of ours counts only from the user: an upstream may call another version so.

        Raises:
            RefusedError: the name is not in the table, or stood for nothing of this catalog then.
        """
        if name in self._mapped:
            return self._mapped[name]
        if upstream is None and name in self._models:
            return name
        known = self._names.get(name.casefold(), [])
        own = [meaning for meaning in known if upstream in meaning.upstreams]
        for meanings in (own, [meaning for meaning in known if not meaning.upstreams]):
            found = [meaning for meaning in meanings if meaning.holds(day)]
            models = {meaning.model for meaning in found if meaning.model}
            if len(models) == 1:
                return models.pop()
            if len(models) > 1:
                raise RefusedError(f"it stands for {' and '.join(sorted(models))} on {day}")
            if found:
                raise RefusedError(found[0].why)
            if meanings:
                raise RefusedError(_out_of_time(meanings, day))
        if _MOVES.search(name.casefold()):
            raise RefusedError("a name that moves from version to version is not a model")
        if upstream is None and (served := self._endpoints.get(name.rpartition("/")[2])):
            return served
        raise RefusedError(NOT_IN_CATALOG)


def _endpoints(catalog: Catalog) -> dict[str, str]:
    """Endpoint -> model, where every provider that uses the name serves the same version by it."""
    models: dict[str, set[str]] = {}
    for provider in catalog.providers.values():
        for offer in provider.offers:
            models.setdefault(offer.endpoint.rpartition("/")[2], set()).add(offer.model)
    return {name: served.pop() for name, served in models.items() if len(served) == 1}


def _out_of_time(meanings: list[_Meaning], day: date) -> str:
    times = sorted(
        f"{meaning.model or 'nothing here'} from {meaning.since or 'the start'} "
        f"to {meaning.until or 'today'}"
        for meaning in meanings
    )
    told = "; ".join(times)
    return f"a name that moves; on {day} no version of this catalog stood behind it ({told})"
