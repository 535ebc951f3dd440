"""What the YAML parser complains about, said in plain English."""

from __future__ import annotations

from typing import Any

import yaml

from advisor.yamlio.problems import Problem, quote
from advisor.yamlio.source import Source

_TAB = "a tab cannot indent YAML; use spaces"
_TEXT = "quote the text if it is meant as text"
_ENTRY = "a list entry ('- …') is not expected here; start it on a new line"
_PLAIN = {
    "tab character": _TAB,
    "mapping values are not allowed": (
        "a ':' is not expected here; quote the text or check the indentation"
    ),
    "could not find expected ':'": "the ':' after this key is missing",
    "expected key": "expected 'key: value' here; check the indentation and the quotes",
    "expected <block end>": "this does not fit here; check the indentation and the quotes",
    "expected '-' indicator": "expected a list entry ('- …') here; check the indentation",
    "sequence entries are not allowed": _ENTRY,
    "mapping keys are not allowed": "a '?' is not expected here; quote the text",
    "expected node content": "a value is missing here",
    "expected the node content": "a value is missing here",
    "unknown escape character": (
        "unknown escape in double quotes; use single quotes, or '\\\\' for a backslash"
    ),
    "hexdecimal number": "the escape in double quotes lacks hexadecimal digits",
    "hexadecimal number": "the escape in double quotes lacks hexadecimal digits",
    "Unicode character escape": "the escape in double quotes is not a character",
    "document start": "the document ends here already; check the indentation",
    "alphabetic or numeric": f"a name is missing after '*' or '&'; {_TEXT}",
    "undefined tag handle": f"tags ('!…') are not accepted; {_TEXT}",
    "expected comment or line break": (
        "the text of '|' and '>' begins on the next line; nothing else may follow the sign"
    ),
}
"""A part of what the parser says -> what we say; the first that fits."""
_OPEN = {
    "',' or ']'": "the list that opens on line {line} is not closed: expected ',' or ']'",
    "',' or '}'": "the mapping that opens on line {line} is not closed: expected ',' or '}}'",
    "unexpected end of stream": "the quote that opens on line {line} is never closed",
    "document indicator": "the quote that opens on line {line} is not closed in its document",
}
"""The same, for what names the line on which something was opened."""


def reword(source: Source, error: yaml.YAMLError) -> Problem:
    """The problem that the parser's error tells, at its place."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return source.problem(None, f"this is not YAML: {error}")
    mark: Any = error.problem_mark or error.context_mark
    at: int | None = None if mark is None else mark.index
    opened: Any = error.context_mark
    said = error.problem or ""
    return source.problem(at, _plain(source, said, at, None if opened is None else opened.index))


def _plain(source: Source, said: str, at: int | None, opened: int | None) -> str:
    if "cannot start any token" in said and at is not None:
        return _cannot_start(source.text[at : at + 1])
    if opened is not None:
        for part, message in _OPEN.items():
            if part in said:
                return message.format(line=source.mark(opened).line)
    for part, message in _PLAIN.items():
        if part in said:
            return message
    return f"this is not YAML: {said}"


def _cannot_start(char: str) -> str:
    if char == "\t":
        return _TAB
    return f"a value cannot begin with {quote(char)}; put it in quotes"
