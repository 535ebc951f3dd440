"""``advisor catalog diff``: what came, what went, what changed, group by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.difference import Change
from advisor.catalog.view import Group
from advisor.reporting.catalog.words import as_json, counted, exact
from advisor.reporting.outline import Line, Outline, Section, to_terminal

TITLES: dict[Group, str] = {
    "models": "Models",
    "offers": "Offers",
    "prices": "Prices, USD per 1M tokens",
    "lifecycles": "Lifecycles",
    "limits": "Limits",
    "licenses": "Licenses",
    "clauses": "Clauses of licenses",
    "terms": "Data terms",
    "scores": "Scores",
    "disputes": "Disputed claims",
    "providers": "Providers",
    "benchmarks": "Benchmarks",
    "gpus": "GPUs",
    "gpu_prices": "Prices of rented GPUs, USD an hour",
    "hosting_costs": "Defaults of hosting costs",
    "owned_machines": "Owned machines, USD of capital",
    "names": "Upstream names",
    "sources": "Sources",
    "other": "Other fields",
}
MOST = 12
"""Subjects of a group that are listed unless all are asked for."""
MOST_OF_ONE = 3
"""Changes of one subject, likewise."""


class Side(NamedTuple):
    """One of the two that are compared."""

    name: str
    catalog: Catalog
    day: date | None

    @property
    def title(self) -> str:
        on = f" on {self.day}" if self.day else ""
        return f"{self.name} ({self.catalog.sha256[:8]}){on}"


def to_json(before: Side, after: Side, changes: Sequence[Change]) -> str:
    def side(one: Side) -> dict[str, object]:
        return {"name": one.name, "sha256": one.catalog.sha256, "day": one.day}

    told = [
        {
            "group": change.group,
            "subject": change.subject,
            "field": change.field or None,
            "change": _kind(change),
            "old": change.old,
            "new": change.new,
        }
        for change in changes
    ]
    counts = {
        group: _counts(list(found))
        for group, found in groupby(changes, lambda change: change.group)
    }
    return as_json(
        {"before": side(before), "after": side(after), "counts": counts, "changes": told}
    )


def render(before: Side, after: Side, changes: Sequence[Change], everything: bool = False) -> str:
    head = [f"from {before.title}", f"to   {after.title}"]
    if not changes:
        return to_terminal(Outline("No difference", head, ()), color=True)
    sections = [
        _section(group, list(found), everything)
        for group, found in groupby(changes, lambda change: change.group)
    ]
    return to_terminal(Outline(counted(len(changes), "difference"), head, sections), color=True)


def _section(group: Group, changes: list[Change], everything: bool) -> Section:
    """What changed stands before what came and went; the rest is only counted."""
    counts = ", ".join(f"{count:,} {kind}" for kind, count in _counts(changes).items() if count)
    subjects = [list(found) for _, found in groupby(changes, lambda change: change.subject)]
    subjects.sort(key=lambda found: all(_kind(change) != "changed" for change in found))
    shown = subjects if everything else subjects[:MOST]
    lines = [line for found in shown for line in _subject(found, everything)]
    if len(shown) < len(subjects):
        left = len(subjects) - len(shown)
        lines.append(Line(f"… and {left:,} more; see --all or -f json", style="dim"))
    return Section(f"{TITLES[group]}: {counts}", lines)


_MARKS = {"changed": ("~", "yellow"), "removed": ("-", "red"), "added": ("+", "green")}


def _subject(changes: list[Change], everything: bool) -> Iterator[Line]:
    """A thing that came or went on one line; else what changed, beneath its name."""
    first = changes[0]
    if not first.field:
        mark, style = _MARKS[_kind(first)]
        told = exact(first.new if first.old is None else first.old)
        yield Line(f"{first.subject}  {told}".rstrip(), 0, mark, style)
        return
    yield Line(first.subject)
    if first.group == "prices":
        yield from _rates(changes)
        return
    shown = changes if everything else changes[:MOST_OF_ONE]
    for change in shown:
        mark, style = _MARKS[_kind(change)]
        yield Line(f"{_field(change)}: {_told(change)}", 1, mark, style)
    if len(shown) < len(changes):
        yield Line(f"… and {len(changes) - len(shown):,} more", 1, style="dim")


def _rates(changes: list[Change]) -> Iterator[Line]:
    """The rates of one offer, row by row: those that changed, that ended, and that are new."""
    for (row, kind), found in groupby(sorted(changes, key=_by_row), key=lambda c: _by_row(c)[:2]):
        mark, style = _MARKS[list(_MARKS)[kind]]
        told = ", ".join(f"{_field(change)} {_told(change)}" for change in found)
        since = {"": "", "start": "first row: "}.get(row, f"from {row}: ")
        yield Line(f"{since}{told}", 1, mark, style)


def _by_row(change: Change) -> tuple[str, int, int, str]:
    """The first day of the row, the kind of change, and plain rates before everything else."""
    name, _, rest = change.field.partition("]")
    row, field = (
        (name.partition("[")[2], rest) if name.startswith("prices[") else ("", change.field)
    )
    plain = ("input", "output", "cache_read")
    last = field.removeprefix("prices").removeprefix(".")
    order = plain.index(last) if last in plain else len(plain)
    return row, list(_MARKS).index(_kind(change)), order, field


def _field(change: Change) -> str:
    """Without what the title of the group, or the name of the row, says already."""
    place = change.field.removeprefix("prices.").removeprefix("lifecycle.")
    if place.startswith("prices["):
        return place.partition("].")[2]
    name, bracket, rest = place.partition("[")
    listed = bracket and name in ("scores", "disputed", "sources", "aliases")
    return rest.removesuffix("]") if listed else place


def _told(change: Change) -> str:
    """``2.00 -> 4.00 (+100 %)``; of two records only the fields that differ."""
    old, new = change.old, change.new
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return "; ".join(f"{name} {_step(old.get(name), new.get(name))}" for name in names)
    if old is None or new is None:
        only = new if old is None else old
        return _score(only) if isinstance(only, Mapping) and "as_of" in only else exact(only)
    return _step(old, new)


def _score(score: Mapping[str, object]) -> str:
    interval = f" ({score['low']} to {score['high']})" if {"low", "high"} <= set(score) else ""
    return f"{score['value']}{interval}, as of {score['as_of']}"


def _step(old: object, new: object) -> str:
    told = ("not stated" if value is None else exact(value) for value in (old, new))
    return " -> ".join(told) + _percent(old, new)


def _percent(old: object, new: object) -> str:
    if not (isinstance(old, Decimal) and isinstance(new, Decimal)) or not old:
        return ""
    return f" ({100 * (new - old) / abs(old):+.0f} %)"


def _kind(change: Change) -> str:
    if change.old is None:
        return "added"
    return "removed" if change.new is None else "changed"


def _counts(changes: Iterable[Change]) -> dict[str, int]:
    kinds = [_kind(change) for change in changes]
    return {kind: kinds.count(kind) for kind in _MARKS}
