"""A path in what all layers say together -> the file, and the path there, that states it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from advisor.catalog.assemble import NAMED_BY, Entry
from advisor.catalog.lint.base import Path
from advisor.yamlio.reader import Document


class Stated(NamedTuple):
    """What one layer says at the place: its file, the path there, the value."""

    document: Document
    path: Path
    value: Any


def stated(entry: Entry, path: Path) -> list[Stated]:
    """Every layer's say on ``path``, the one that counts first; none where nobody states it."""
    found = [Stated(document, (), document.data) for document in reversed(entry.layers)]
    for step in path:
        named_by = NAMED_BY.get(str(found[0].path[-1])) if found[0].path else None
        if isinstance(step, str):
            found = _below(found, step)
        elif named_by and len(found) > 1:
            found = _entry(found, step, named_by)
        else:
            found = [Stated(d, (*p, step), v[step]) for d, p, v in found[:1] if step < len(v)]
        if not found:
            break
    return found


def place(entry: Entry, path: Path) -> tuple[Document, Path]:
    """Where to point: the nearest place at or above ``path`` that some layer states."""
    while path:
        found = stated(entry, path)
        if found:
            return found[0].document, found[0].path
        path = path[:-1]
    return entry.layers[-1], ()


def _below(found: Sequence[Stated], step: str) -> list[Stated]:
    """The field of each layer that has it, down to the first that hides those beneath."""
    kept: list[Stated] = []
    for document, path, value in found:
        if not isinstance(value, dict) or step not in value:
            continue
        inner = Stated(document, (*path, step), value[step])
        if kept and not _joined(kept[0].value, inner.value, step):
            break
        kept.append(inner)
    return kept


def _joined(above: Any, below: Any, field: str) -> bool:
    both = (above, below)
    maps = all(isinstance(each, dict) for each in both)
    lists = field in NAMED_BY and all(isinstance(each, list) for each in both)
    return maps or lists


def _entry(found: Sequence[Stated], number: int, names: tuple[str, ...]) -> list[Stated]:
    """The entry ``number`` of lists that are told apart by name: an upper layer's come first."""
    order: list[tuple[str, Stated]] = []
    for document, path, value in found:
        taken = {name for name, _ in order}
        rows = [(_name(item, names), n, item) for n, item in enumerate(value)]
        order += [
            (name, Stated(document, (*path, n), item))
            for name, n, item in rows
            if name not in taken
        ]
    if number >= len(order):
        return []
    wanted, first = order[number]
    beneath = found[[each.document for each in found].index(first.document) + 1 :]
    return [first] + [
        Stated(document, (*path, n), item)
        for document, path, value in beneath
        for n, item in enumerate(value)
        if _name(item, names) == wanted
    ]


def _name(item: Any, names: tuple[str, ...]) -> str:
    return repr([item.get(key) for key in names] if isinstance(item, dict) else item)


def field_of(item: Any, path: Path) -> str:
    """A path in words that outlive another order of the lists: ``scores.mmlu.value``."""
    words = []
    for step in path:
        if isinstance(step, int):
            item = item[step] if step < len(item) else None
            words += [_called(item)]
        else:
            item = item.get(step) if isinstance(item, dict) else getattr(item, step, None)
            words += [step]
    return ".".join(word for word in words if word)


def is_within(field: str, whole: str) -> bool:
    """Is a field the other one, or a part of it?"""
    return field == whole or field.startswith(f"{whole}.")


def _called(item: Any) -> str:
    for field in ("benchmark", "model", "name", "field", "id"):
        found = getattr(item, field, None)
        if isinstance(found, str):
            return found
    return ""
