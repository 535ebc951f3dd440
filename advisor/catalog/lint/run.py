"""Catalog folders -> everything that the checks find, at its place in the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from advisor.catalog.assemble import Entry, Gathered, Item, List, gather
from advisor.catalog.catalog import Catalog
from advisor.catalog.lint.base import Check, Finding, Given, Level
from advisor.catalog.lint.checks import checks
from advisor.catalog.lint.places import field_of, is_within, place
from advisor.catalog.schema import Accepted
from advisor.resources import folder
from advisor.yamlio.folders import yaml_files
from advisor.yamlio.problems import Problem
from advisor.yamlio.problems import place as order
from advisor.yamlio.reader import Document

MAX_DAYS = 365


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding in its file. ``accepted`` is the reason for which the file itself lets it stand."""

    check: str
    level: Level
    owner: str
    """The model, provider, license or benchmark it is about; for a list, nothing."""
    field: str
    """``scores.mmlu.value``"""
    message: str
    problem: Problem
    """The same with its level and check, as it is shown."""
    accepted: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """``catalog`` is what could be read; ``problems`` is what could not."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    findings: tuple[Placed, ...]
    """In order of files and lines; accepted ones among them."""

    def count(self, level: Level) -> int:
        return sum(each.level == level and each.accepted is None for each in self.findings)


def lint(
    *overlays: str | Path,
    as_of: date,
    max_days: int = MAX_DAYS,
    shipped: Path | None = None,
    only: Iterable[Check] | None = None,
) -> Report:
    """Read the catalog with ``overlays`` laid over it, and run the checks on all that was read.

    Args:
        as_of: the day for which the catalog is to be right.
        max_days: older facts are stale.
        only: these checks; all without it.

    Raises:
        InputError: there is no such folder, or a file in it cannot be opened.
    """
    roots = [shipped or folder("catalog"), *map(Path, overlays)]
    found = gather(roots, [yaml_files(root, "catalog") for root in roots])
    return examine(found, as_of, max_days, tuple(only or checks().values()))


def examine(found: Gathered, as_of: date, max_days: int, only: Sequence[Check]) -> Report:
    """Run checks on what was gathered."""
    catalog = found.catalog("", ())
    lists = tuple(each for _, each in found.lists)
    files = _Files(found)
    given = Given(catalog, lists, as_of, max_days, not found.problems, files.said)
    for check in sorted(only, key=lambda check: check.last):
        given.found[check.id] = list(check.run(given))
    placed = [files.placed(check, each) for check in only for each in given.found[check.id]]
    placed.sort(key=lambda each: (each.problem.file, order(each.problem), each.check))
    return Report(catalog, tuple(found.problems), tuple(placed))


class _Files:
    """Finds the file of an item, and what it accepts, by the item itself."""

    def __init__(self, found: Gathered) -> None:
        self._entries = {id(item): entry for entry, item in found.items}
        self._lists = {id(each): document for document, each in found.lists}

    def said(self, item: Item, name: str) -> list[Any]:
        """A field of an item by each layer that states it, the top layer first."""
        layers = reversed(self._entries[id(item)].layers)
        return [layer.data[name] for layer in layers if name in layer.data]

    def placed(self, check: Check, finding: Finding) -> Placed:
        item, path = finding.item, finding.path
        entry = self._entries.get(id(item))
        field = field_of(item, path)
        if entry is None:
            document, there, owner = self._lists[id(item)], path, ""
        else:
            (document, there), owner = place(entry, path), entry.id
        problem = document.problem(
            there,
            f"{check.level}[{check.id}]: {finding.message}",
            key=_is_block(item, path),
            suggestion=finding.suggestion,
        )
        accepted = next(self._accepting(entry, item, document, check.id, field), None)
        return Placed(check.id, check.level, owner, field, finding.message, problem, accepted)

    def _accepting(
        self, entry: Entry | None, item: Item | List, document: Document, check: str, field: str
    ) -> Iterator[str]:
        """Reasons for which a finding stands, told in its own file or in one laid over it."""
        accepted: tuple[Accepted, ...] = getattr(item, "accepted", ())
        for n, each in enumerate(accepted if entry else ()):
            assert entry
            by, _ = place(entry, ("accepted", n))
            later = entry.layers.index(by) >= entry.layers.index(document)
            if later and each.check == check and is_within(field, each.field):
                yield each.why


def _is_block(item: Item | List, path: Sequence[str | int]) -> bool:
    """A block is marked by its key, anything else by itself."""
    found: object = item
    for step in path:
        if isinstance(step, int):
            found = found[step] if isinstance(found, tuple) and step < len(found) else None
        else:
            found = found.get(step) if isinstance(found, dict) else getattr(found, step, None)
    return isinstance(found, (BaseModel, dict, tuple))
