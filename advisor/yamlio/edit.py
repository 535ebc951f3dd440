"""Change a YAML file's data and nothing else: comments, key order and quoting stay as they are.

:func:`edited` compares the data of a document with what they shall be and edits the text at exactly
those places; :func:`written` writes a file that does not exist yet. Both read their result back
before they hand it out, so a text that would say something else never leaves this module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from advisor.yamlio.files import refused_characters
from advisor.yamlio.reader import Document, Node, read_text
from advisor.yamlio.scalars import ScalarError, resolve

NamedBy = Mapping[str, tuple[str, ...]]
"""List field -> the fields that tell its entries apart: ``{"sources": ("id",)}``."""

_PLAIN = re.compile(r"[A-Za-z0-9_./+-][A-Za-z0-9_./@+ -]*")


def edited(document: Document, data: dict[str, Any], named_by: NamedBy) -> str:
    """The document's text with ``data`` in place of its own. Values are plain data of YAML.

    Entries of a list are matched by what ``named_by`` says of its field. A list without names grows
    by what is added to it; where an entry of it changes, it is written anew as a whole.

    Raises:
        ValueError: a field or an entry would go; only additions and changes are written.
    """
    writer = _Writer(document, named_by)
    writer.mapping(document.root, document.data, data)
    return _proven(writer.text(), data, document.name)


def written(data: dict[str, Any], name: str = "new file") -> str:
    """A new file: one field a line, lists of mappings one entry a line."""
    lines = [_entry(key, value, 0) for key, value in data.items()]
    return _proven("\n".join(lines) + "\n", data, name)


def _proven(text: str, data: Any, name: str) -> str:
    if read_text(text, name).data != data:
        raise AssertionError(f"{name}: the edited text does not say what it should")
    return text


class _Writer:
    """Collects edits ``(start, end, text)``; those at one place apply in the order they came."""

    def __init__(self, document: Document, named_by: NamedBy) -> None:
        self._source = document.text
        self._newline = "\r\n" if "\r\n" in self._source else "\n"
        self._named_by = named_by
        self._edits: list[tuple[int, int, str]] = []

    def text(self) -> str:
        parts, done = [], 0
        for start, end, text in sorted(self._edits, key=lambda edit: edit[0]):
            parts += [self._source[done:start], text]
            done = max(done, end)
        return "".join([*parts, self._source[done:]])

    # -- comparing ------------------------------------------------------------------------------

    def mapping(self, node: Node, old: dict[str, Any], new: dict[str, Any]) -> None:
        assert node.entries is not None
        gone = old.keys() - new.keys()
        if gone:
            raise ValueError(f"the field {min(gone)!r} would go")
        for key, value in old.items():
            self._value(node.entries[key], value, new[key], key)
        before: str | None = None
        for key, value in new.items():
            if key in old:
                before = key
            else:
                self._add_field(node, before, key, value)

    def _value(self, entry: tuple[int, int, Node], old: Any, new: Any, field: str) -> None:
        node = entry[2]
        if _same(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict) and old:
            self.mapping(node, old, new)
        elif isinstance(old, list) and isinstance(new, list) and old:
            self._list(node, old, new, field)
        elif node.start == node.end:  # an empty value: nothing stands behind the colon
            at = self._source.index(":", entry[1]) + 1
            self._edits.append((at, at, " " + _inline(new)))
        else:
            self._edits.append((node.start, self._end(node), _inline(new)))

    def _list(self, node: Node, old: list[Any], new: list[Any], field: str) -> None:
        assert node.items is not None
        names = self._named_by.get(field, ())
        if not names and any(item not in new for item in old):  # a value as a whole
            self._edits.append((node.start, self._end(node), _inline(new)))
            return
        places = _matched(old, new, names)
        for place, item in zip(places, new, strict=True):
            if place is not None:
                entry = node.items[place].start, node.items[place].end, node.items[place]
                self._value(entry, old[place], item, field)
        before: int | None = None
        for place, item in zip(places, new, strict=True):
            if place is None:
                self._add_item(node, before, item)
            else:
                before = place

    # -- adding ---------------------------------------------------------------------------------

    def _add_field(self, node: Node, before: str | None, key: str, value: Any) -> None:
        """Put a field behind the one named ``before``; at the head where there is none."""
        assert node.entries
        first = next(iter(node.entries.values()))[0]
        if self._is_flow(node):
            text = f"{_scalar(key)}: {_inline(value)}"
            if before is None:
                self._edits.append((first, first, text + ", "))
            else:
                end = self._end(node.entries[before][2])
                self._edits.append((end, end, ", " + text))
            return
        column = first - self._line_start(first)
        text = _entry(key, value, column).replace("\n", self._newline)
        if before is None:
            self._edits.append((first, first, text.lstrip() + self._newline + " " * column))
        else:
            self._after_line(self._end(node.entries[before][2]), text)

    def _add_item(self, node: Node, before: int | None, item: Any) -> None:
        assert node.items
        first = node.items[0].start
        if self._is_flow(node):
            if before is None:
                self._edits.append((first, first, _inline(item) + ", "))
            else:
                end = self._end(node.items[before])
                self._edits.append((end, end, ", " + _inline(item)))
            return
        dash = self._source.rindex("-", 0, first)
        line = self._line_start(dash)
        text = f"{self._source[line:dash]}- {_inline(item)}"
        if before is None:
            self._edits.append((line, line, text + self._newline))
        else:
            self._after_line(self._end(node.items[before]), text)

    def _after_line(self, end: int, text: str) -> None:
        """Behind the line on which something ends, and a comment behind it."""
        stop = self._source.find("\n", end)
        if stop < 0:
            stop = len(self._source)
        elif self._source[stop - 1] == "\r":
            stop -= 1
        self._edits.append((stop, stop, self._newline + text))

    # -- places ---------------------------------------------------------------------------------

    def _is_flow(self, node: Node) -> bool:
        return self._source[node.start] in "{["

    def _line_start(self, at: int) -> int:
        return self._source.rfind("\n", 0, at) + 1

    def _end(self, node: Node) -> int:
        """Where the content of a value ends: a block's own end lies behind blanks and comments."""
        if self._source[node.start : node.start + 1] not in ("{", "["):
            if node.entries:
                return self._end(list(node.entries.values())[-1][2])
            if node.items:
                return self._end(node.items[-1])
        return node.start + len(self._source[node.start : node.end].rstrip())


def _same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and bool(old == new)


def _matched(old: list[Any], new: list[Any], names: tuple[str, ...]) -> list[int | None]:
    """For each new entry the place of the old one that it stands for; ``None`` is an addition."""
    free = list(range(len(old)))
    places: list[int | None] = []
    for item in new:
        wanted = _name(item, names)
        place = next((n for n in free if _name(old[n], names) == wanted), None)
        if place is not None:
            free.remove(place)
        places.append(place)
    if free:
        raise ValueError(f"an entry would go: {_name(old[free[0]], names)}")
    return places


def _name(item: Any, names: tuple[str, ...]) -> str:
    return repr([item.get(key) for key in names] if names and isinstance(item, dict) else item)


# -- how a value is written --------------------------------------------------------------------


def _entry(key: str, value: Any, column: int) -> str:
    """One field of a block mapping, indented; a list of mappings has one line an entry."""
    head = f"{' ' * column}{_scalar(key)}:"
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return "\n".join([head, *(f"{' ' * (column + 2)}- {_inline(item)}" for item in value)])
    return f"{head} {_inline(value)}"


def _inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(k)}: {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, int):
        return str(value)
    return value if _is_plain(value) else _quoted(value)


def _quoted(text: str) -> str:
    """In double quotes; what the reader refuses as it is (U+FFFE, U+2028) is escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return refused_characters().sub(lambda found: f"\\U{ord(found[0]):08x}", quoted)


def _decimal(value: Decimal) -> str:
    """With a decimal point, so that reading it gives a ``Decimal`` again."""
    text = format(value, "f")
    return text if "." in text else f"{text}.0"


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text != text.strip():
        return False
    try:
        return resolve(text) == text
    except ScalarError:
        return False
