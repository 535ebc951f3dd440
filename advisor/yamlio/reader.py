"""Read YAML into plain data with positions: one pass over the parser's events, limits first.

Accepted is a plain subset of YAML 1.2: one document of mappings with text keys, lists and scalars.
Anchors, aliases, merge keys, tags, directives and duplicate keys are refused. Limits hold on the
event stream, before anything is built from it; nesting never reaches the parser's own recursion.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from advisor.yamlio.files import check_size, decode, encode, read_bytes
from advisor.yamlio.problems import InputError, Problem, place, quote
from advisor.yamlio.scalars import ScalarError, resolve
from advisor.yamlio.source import Mark, Source
from advisor.yamlio.syntax import reword

MAX_DEPTH = 64
MAX_SCALAR = 200_000
MAX_NODES = 500_000
MAX_PROBLEMS = 100

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIRECTIVE_FIRST = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*(%)")
_DIRECTIVE = re.compile(r"^%|(?<=\r)%", re.MULTILINE)
_PROPERTY = re.compile(r"[^\s,\[\]{}]*")


class Node:
    """Where a value stands, and its children: ``items`` of a list, ``entries`` of a mapping."""

    __slots__ = ("end", "entries", "items", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.items: list[Node] | None = None
        self.entries: dict[str, tuple[int, int, Node]] | None = None
        """Key -> start and end of the key, and the value."""

    def child(self, step: str | int) -> tuple[int, int, Node] | None:
        if self.entries is not None:
            return self.entries.get(str(step))
        if self.items is None or not isinstance(step, int) or not 0 <= step < len(self.items):
            return None
        item = self.items[step]
        return item.start, item.end, item


@dataclass(frozen=True, eq=False)
class Document:
    """One file, read: plain data (str, int, Decimal, bool, None, list, dict) and where it stands.

    ``sha256`` is of the bytes as they were read.
    """

    name: str
    data: Any
    sha256: str
    _source: Source
    _root: Node

    def locate(self, path: Sequence[str | int], key: bool = False) -> Mark:
        """The place of the value at ``path``, or of the nearest value above that exists.

        With ``key``, the place of its key. A list entry and the document have no key: their own
        place is given.
        """
        return self._source.mark(*self._span(path, key))

    def problem(
        self,
        path: Sequence[str | int],
        message: str,
        *,
        key: bool = False,
        suggestion: str | None = None,
    ) -> Problem:
        """A problem at the place that ``locate`` gives."""
        start, end = self._span(path, key)
        return self._source.problem(start, message, end, suggestion)

    def has(self, path: Sequence[str | int]) -> bool:
        """Whether there is a value at ``path`` (an explicit null is one)."""
        node = self._root
        for step in path:
            child = node.child(step)
            if child is None:
                return False
            node = child[2]
        return True

    @property
    def text(self) -> str:
        """The whole file as text, without a byte-order mark."""
        return self._source.text

    @property
    def root(self) -> Node:
        """Where every value stands, for those who edit the text."""
        return self._root

    def _span(self, path: Sequence[str | int], key: bool) -> tuple[int, int]:
        node = self._root
        start, end = node.start, node.end
        for step in path:
            child = node.child(step)
            if child is None:
                break
            start, end, node = child
        return (start, end) if key else (node.start, node.end)


def read(path: str | os.PathLike[str], name: str | None = None) -> Document:
    """Read a file; ``-`` is standard input. Raises InputError with everything that is wrong."""
    if name is None:
        name = "<stdin>" if path == "-" else os.fspath(path)
    return read_text(read_bytes(path, name), name)


def read_text(text: str | bytes, name: str) -> Document:
    """Read a text (or its bytes in UTF-8). Raises InputError with everything that is wrong."""
    data = check_size(encode(text) if isinstance(text, str) else text, name)
    source = decode(data, name)
    builder = _Builder(source)
    builder.run()
    if builder.problems:
        raise InputError(sorted(builder.problems, key=place))
    value, node = builder.root.result()
    return Document(name, value, hashlib.sha256(data).hexdigest(), source, node)


class _StopError(Exception):
    """Nothing sensible can follow; the problems so far are all there is to say."""


_DROPPED: Final = object()
"""Stands for a key that was refused: its value is checked and then forgotten."""


class _List:
    """A list (or the document, as a list of one value) that is being built."""

    __slots__ = ("data", "items")

    def __init__(self, node: Node) -> None:
        self.data: list[Any] = []
        self.items: list[Node] = []
        node.items = self.items

    def result(self) -> tuple[Any, Node]:
        return self.data[0], self.items[0]


class _Map:
    """A mapping that is being built; ``key`` is the one whose value comes next."""

    __slots__ = ("data", "entries", "key", "key_end", "key_start")

    def __init__(self, node: Node) -> None:
        self.data: dict[str, Any] = {}
        self.entries: dict[str, tuple[int, int, Node]] = {}
        self.key: Any = None
        self.key_start = self.key_end = 0
        node.entries = self.entries


class _Builder:
    """Builds the data and the positions of one document from the events of one pass."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Problem] = []
        self.root = _List(Node(0, 0))
        self._source = source
        self._open: list[_List | _Map] = [self.root]
        self._ends: list[Node] = []
        self._nodes = 0
        self._documents = 0

    def run(self) -> None:
        try:
            # Directives are refused before the parser sees them: it compares each with all others.
            directive = _DIRECTIVE_FIRST.match(self._source.text)
            if directive is not None:
                self._stop(
                    directive.start(1), "directives ('%…') are not accepted; remove the line"
                )
            for event in yaml.parse(self._source.text, Loader=_LOADER):
                self._take(event)
        except yaml.YAMLError as error:
            self.problems.append(reword(self._source, error))
        except _StopError:
            pass

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent:
            self._begin(event, mapping=True)
        elif kind is SequenceStartEvent:
            self._begin(event, mapping=False)
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent:
            self._begin_document(event)
        elif kind is DocumentEndEvent:
            self._end_document(event)
        elif kind is StreamEndEvent:
            self._check_not_empty()
        elif kind is not StreamStartEvent:
            self._ends.pop().end = event.end_mark.index
            self._open.pop()

    def _scalar(self, event: Any) -> None:
        start, end, text = event.start_mark.index, event.end_mark.index, event.value
        self._count(start)
        if len(text) > MAX_SCALAR:
            self._stop(start, f"a text of more than {MAX_SCALAR} characters is not accepted")
        self._check_properties(event)
        if not text.isascii() and not _encodes(text):
            self._problem(start, "half of a surrogate pair is not a character", end)
        parent = self._open[-1]
        plain = event.implicit[0]
        if type(parent) is _Map and parent.key is None:
            self._key(parent, text, plain, start, end)
            return
        value = text
        if plain:
            try:
                value = resolve(text)
            except ScalarError as error:
                self._problem(start, f"{quote(text)}: {error}", end)
        self._attach(value, Node(start, end))

    def _key(self, parent: _Map, text: str, plain: bool, start: int, end: int) -> None:
        parent.key = _DROPPED
        if plain and text == "<<":
            self._problem(start, "merge keys ('<<') are not accepted; write the fields out", end)
        elif plain and not text:
            self._problem(start, "the key before ':' is missing")
        elif text in parent.entries:
            first = self._source.mark(parent.entries[text][0]).line
            line = self._source.mark(start).line
            where = f"twice on line {line}" if line == first else f"on lines {first} and {line}"
            self._problem(start, f"the key {quote(text)} stands {where}; keep one", end)
        else:
            parent.key, parent.key_start, parent.key_end = text, start, end

    def _begin(self, event: Any, *, mapping: bool) -> None:
        start = event.start_mark.index
        self._count(start)
        self._check_properties(event)
        if len(self._ends) >= MAX_DEPTH:
            self._stop(start, f"nested more than {MAX_DEPTH} levels deep")
        node = Node(start, start)
        opened = _Map(node) if mapping else _List(node)
        self._attach(opened.data, node)
        self._open.append(opened)
        self._ends.append(node)

    def _attach(self, value: Any, node: Node) -> None:
        parent = self._open[-1]
        if type(parent) is _List:
            parent.data.append(value)
            parent.items.append(node)
            return
        assert type(parent) is _Map
        if parent.key is None:
            self._problem(node.start, "a key must be plain text, not a list or a mapping")
            parent.key = _DROPPED
            return
        if parent.key is not _DROPPED:
            parent.data[parent.key] = value
            parent.entries[parent.key] = parent.key_start, parent.key_end, node
        parent.key = None

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self._count(start)
        self._problem(start, "aliases ('*…') are not accepted; repeat the value", end)
        parent = self._open[-1]
        if type(parent) is _Map and parent.key is None:
            parent.key = _DROPPED
        else:
            self._attach(None, Node(start, end))

    def _check_properties(self, event: Any) -> None:
        start = event.start_mark.index
        if event.anchor is not None:
            self._property(start, "&", "anchors ('&…') are not accepted; repeat the value")
        # The parser forgets a lone '!'; a value that begins with one cannot be anything else.
        if event.tag is not None or self._source.text.startswith("!", start):
            self._property(start, "!", "tags ('!…') are not accepted; remove it or quote the text")

    def _property(self, start: int, sign: str, message: str) -> None:
        """Report an anchor or a tag: either may stand first."""
        found = _PROPERTY.match(self._source.text, start)
        if found is not None and not found[0].startswith(sign):
            second = re.compile(r"\s*").match(self._source.text, found.end())
            found = _PROPERTY.match(self._source.text, second.end()) if second else None
        if found is not None and found[0].startswith(sign):
            self._problem(found.start(), message, found.end())
        else:
            self._problem(start, message)

    def _begin_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            start = event.start_mark.index
            self._stop(start, "only one document per file is accepted; a second begins here")

    def _end_document(self, event: Any) -> None:
        rest = (
            _DIRECTIVE.search(self._source.text, event.end_mark.index) if event.explicit else None
        )
        if rest is not None:
            self._stop(rest.start(), "only one document per file is accepted; a second begins here")

    def _check_not_empty(self) -> None:
        if self.problems:
            return
        if not self._source.text.strip():
            self._stop(None, "the file is empty")
        if not self.root.data or self._is_void(self.root.items[0]):
            self._stop(None, "the file holds no data")

    def _is_void(self, node: Node) -> bool:
        return self.root.data[0] is None and node.start == node.end

    def _count(self, start: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(start, f"the file has more than {MAX_NODES} values")

    def _problem(self, start: int, message: str, end: int | None = None) -> None:
        self.problems.append(self._source.problem(start, message, end))
        if len(self.problems) >= MAX_PROBLEMS:
            self._stop(None, f"there may be more; only the first {MAX_PROBLEMS} problems are shown")

    def _stop(self, start: int | None, message: str) -> None:
        self.problems.append(self._source.problem(start, message))
        raise _StopError


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
