"""What is wrong with an input, where, and what was probably meant; safe to print anywhere."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

MAX_MESSAGE = 1_000
MAX_EXCERPT = 100
"""Characters of a source line that are shown."""
BEFORE_CARET = 40
"""Of these, how many stand before the caret when a long line is cut."""
MAX_WORD = 80
"""Longer words get no suggestion: comparing them is slow, and they are not typos."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``line`` and ``column`` count characters from 1.

    ``file``, ``message`` and ``suggestion`` are neutralized on construction: one line, and nothing
    in them can steer a terminal. ``source_line`` is the raw line; ``render`` neutralizes it.
    ``suggestion`` is the word that was probably meant; ``width`` is how many characters are marked.
    """

    file: str
    line: int | None
    column: int | None
    message: str
    suggestion: str | None = None
    source_line: str | None = None
    width: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", neutralize(self.file))
        object.__setattr__(self, "message", _cut(neutralize(_cut(self.message, MAX_MESSAGE))))
        if self.suggestion is not None:
            object.__setattr__(self, "suggestion", neutralize(self.suggestion))

    def render(self) -> str:
        """``file:line:column: message``, then the source line with the place marked."""
        head = f"{self.file}:"
        if self.line is not None:
            head += f"{self.line}:" if self.column is None else f"{self.line}:{self.column}:"
        head += f" {self.message}"
        if self.suggestion is not None:
            head += f" — did you mean '{self.suggestion}'?"
        if self.source_line is None or self.line is None or self.column is None:
            return head
        shown, offset, width = _excerpt(self.source_line, self.column - 1, self.width)
        gutter = f"  {self.line}"
        return (
            f"{head}\n{gutter} | {shown}".rstrip(" ")
            + f"\n{' ' * len(gutter)} | {' ' * offset}{'^' * width}"
        )


def place(problem: Problem) -> tuple[float, float]:
    """Sorts problems as they stand in the file; those of the whole file come last."""
    return (problem.line or math.inf, problem.column or 0)


class InputError(Exception):
    """An input cannot be used; ``problems`` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.render() for problem in self.problems)


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``word`` is most likely a slip of; None when nothing is close.

    The same for every order of the candidates. Case, ``-``, ``_`` and spaces count as equal.
    """
    # Sorted backwards, so that the first of two candidates that fold together wins.
    folded = {_fold(candidate): candidate for candidate in sorted(candidates, reverse=True)}
    if len(word) > MAX_WORD or not word or word in folded.values():
        return None
    begun = [each for each in folded if each.startswith(_fold(word))]
    if len(word) >= 3 and len(begun) == 1:
        return folded[begun[0]]
    # In a word of three or four letters one slip already costs a third of the likeness.
    cutoff = 0.66 if len(word) <= 4 else 0.72
    close = get_close_matches(_fold(word), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


def _fold(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def quote(value: Any, limit: int = 60) -> str:
    """Show a value of any input shortly and safely: text in quotes, a collection by its kind."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return _cut(str(value), limit)
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f"'{_cut(neutralize(_cut(str(value), limit)), 2 * limit)}'"


def _cut(text: str, limit: int = 2 * MAX_MESSAGE) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def neutralize(text: str) -> str:
    """Show control, bidirectional, invisible and unassigned characters as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if " " <= char <= "~":
        return char
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    code = ord(char)
    if not (unicodedata.category(char) in _HIDDEN_CATEGORIES or _is_blank(char)):
        return char
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_blank(char: str) -> bool:
    selectors = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selectors or char in _BLANK_LETTERS


def _excerpt(line: str, at: int, width: int) -> tuple[str, int, int]:
    """The part of ``line`` around character ``at``; the terminal cells before it and under it."""
    first, last = 0, len(line)
    if len(line) > MAX_EXCERPT:
        first = max(0, min(at - BEFORE_CARET, len(line) - MAX_EXCERPT))
        last = first + MAX_EXCERPT
    before = ("…" if first else "") + neutralize(line[first:at])
    marked = neutralize(line[at : min(at + width, last)])
    after = neutralize(line[min(at + width, last) : last]) + ("…" if last < len(line) else "")
    return before + marked + after, _cells(before), max(1, _cells(marked))


def _cells(text: str) -> int:
    """How many terminal cells a neutralized text takes."""
    if text.isascii():
        return len(text)
    cells = 0
    for char in text:
        if not unicodedata.combining(char):
            cells += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return cells
