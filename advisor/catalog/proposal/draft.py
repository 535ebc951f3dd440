"""The files of a catalog folder as they would be: plain data that a proposal changes.

A folder may be the whole catalog or an overlay. What an overlay does not state yet is begun with
nothing but its name, so that the folder keeps stating only what differs.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.catalog.assemble import KINDS, LISTS, NAMED_BY, entry_of, list_held, merged
from advisor.catalog.schema import Model, Offer, PriceRow, Provider, Source
from advisor.yamlio.edit import edited, written
from advisor.yamlio.folders import yaml_files
from advisor.yamlio.reader import Document, read, read_text

Data = dict[str, Any]
NAMES = {**NAMED_BY, "prices": ("from",)}


@dataclass(slots=True)
class _File:
    """One file: its document (``None``: it is new), its data, and what is known without it."""

    path: Path
    document: Document | None
    own: Data
    whole: Data


class Draft:
    """Working copies of the files of ``into``, laid over ``shipped``. Nothing is written here."""

    def __init__(self, into: Path, shipped: Path) -> None:
        self.into = into
        self._shipped = shipped
        self._is_shipped = into.resolve() == shipped.resolve()
        self._files: dict[tuple[str, str], _File] = {}
        self._there = {} if self._is_shipped else _index(into)

    def file(self, kind: str, id: str) -> Data:
        """What the folder itself states of an item; to be changed in place."""
        return self._open(kind, id).own

    def whole(self, kind: str, id: str) -> Data:
        """What was known of an item before: the shipped file and the folder's own, merged."""
        return self._open(kind, id).whole

    def find(self, kind: str, id: str, field: str, wanted: Data) -> Data | None:
        """The entry of a list field that has the names of ``wanted``, where the folder has one."""
        entries: list[Data] = self.file(kind, id).get(field, [])
        names = NAMES[field]
        return next(
            (each for each in entries if all(each.get(n) == wanted.get(n) for n in names)), None
        )

    def entry(self, kind: str, id: str, field: str, wanted: Data) -> Data:
        """The entry that :meth:`find` finds; begun with its names where it is missing."""
        found = self.find(kind, id, field, wanted)
        if found is None:
            found = {name: wanted[name] for name in NAMES[field] if wanted.get(name) is not None}
            file = self.file(kind, id)
            if field not in file:
                put(file, field, [], kind)
            file[field].append(found)
        return found

    def texts(self) -> dict[Path, tuple[str, str]]:
        """Path -> text before and after, for every file that changes."""
        found = {}
        for (kind, _), file in self._files.items():
            if file.document is None:
                named_alone = kind not in LISTS and len(file.own) == 1
                if file.own and not named_alone:
                    found[file.path] = ("", written(file.own, file.path.name))
            elif file.own != file.document.data:
                text = edited(file.document, file.own, NAMES)
                found[file.path] = (file.document.text, text)
        return dict(sorted(found.items()))

    def _open(self, kind: str, id: str) -> _File:
        if (kind, id) not in self._files:
            self._files[kind, id] = self._read(kind, id)
        return self._files[kind, id]

    def _read(self, kind: str, id: str) -> _File:
        name = f"{id}.yaml" if kind in LISTS else f"{kind}/{id}.yaml"
        below = {} if self._is_shipped else _data(self._shipped / name)
        document = self._there.get((kind, id))
        if self._is_shipped and (self.into / name).is_file():
            document = read(self.into / name)
        path = Path(document.name) if document else self.into / name
        if document is None:
            own: Data = {} if kind in LISTS else {KINDS[kind][1]: id}
            return _File(path, None, own, below or own)
        return _File(path, document, copy.deepcopy(document.data), merged(below, document.data))


def _data(path: Path) -> Data:
    return read(path).data if path.is_file() else {}


def _index(folder: Path) -> dict[tuple[str, str], Document]:
    """The documents of an overlay by what they hold: their names are free."""
    found: dict[tuple[str, str], Document] = {}
    if not folder.is_dir():
        return found
    for name, content in yaml_files(folder, "catalog"):
        document = read_text(content, str(folder / name))
        listing = list_held(document)
        if listing is not None:
            found[listing, listing] = document
        else:
            item = entry_of(document, name, 1)
            found[item.kind, item.id] = document
    return found


# -- fields in the order of the schema -----------------------------------------------------------

_ORDERS: dict[str, Sequence[str]] = {
    "models": tuple(Model.model_fields),
    "offers": tuple(Provider.model_fields),
    "offer": tuple(Offer.model_fields),
    "prices": tuple("from" if name == "since" else name for name in PriceRow.model_fields),
    "sources": tuple(Source.model_fields),
}


def at(data: Data, field: str) -> Any:
    """The value of a dotted field; ``None`` where nothing is stated."""
    value: Any = data
    for step in field.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def state(data: Data, field: str, value: Any, order: str) -> None:
    """State a dotted field of at most two steps, beside what its group states already."""
    first, _, rest = field.partition(".")
    if not rest:
        put(data, first, value, order)
        return
    if first not in data:
        put(data, first, {}, order)
    data[first][rest] = value


def put(data: Data, field: str, value: Any, order: str) -> None:
    """State a field, a new one where the schema has its place."""
    names = _ORDERS[order]
    if field in data or field not in names:
        data[field] = value
        return
    later = set(names[names.index(field) + 1 :])
    items = list(data.items())
    place = next((n for n, (name, _) in enumerate(items) if name in later), len(items))
    items.insert(place, (field, value))
    data.clear()
    data.update(items)
