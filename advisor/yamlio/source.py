"""The text of one input, and where a character of it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from advisor.yamlio.problems import Problem

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Mark:
    """A place in a file: 1-based line and column, and how many characters of the line belong."""

    line: int
    column: int
    width: int = 1


class Source:
    """A named text. Places are character indexes; lines are only counted when one is asked for."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None
        self._end = len(text)
        self._lines: dict[int, str] = {}

    def mark(self, start: int, end: int | None = None) -> Mark:
        """The mark of ``text[start:end]``, cut at the end of its first line.

        A place behind the last visible character is moved there, so that it is inside the file.
        """
        starts = self._line_starts()
        start = max(0, min(start, self._end))
        line = bisect_right(starts, start)
        column = start - starts[line - 1] + 1
        rest = len(self.line(line)) - column + 1
        return Mark(line, column, max(1, min((end or start) - start, rest)))

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line break."""
        # Kept, because many problems may show the one long line of a file.
        if number not in self._lines:
            starts = self._line_starts()
            end = starts[number] if number < len(starts) else len(self.text)
            self._lines[number] = self.text[starts[number - 1] : end].rstrip("\r\n")
        return self._lines[number]

    def problem(
        self, start: int | None, message: str, end: int | None = None, suggestion: str | None = None
    ) -> Problem:
        """A problem at ``text[start:end]``, or with the whole file when ``start`` is None."""
        if start is None:
            return Problem(self.name, None, None, message, suggestion)
        mark = self.mark(start, end)
        line = self.line(mark.line)
        return Problem(self.name, mark.line, mark.column, message, suggestion, line, mark.width)

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]
            self._end = len(self.text.rstrip())
        return self._starts
