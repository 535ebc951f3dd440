"""Text for a terminal: its width, its colors, and texts that can steer nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING

from advisor.reporting.words import Name, Sentence
from advisor.yamlio.problems import neutralize

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

WIDTH = 80
"""Of everything that is not written to a terminal, so that the same input gives the same bytes."""
WIDEST = 120
"""Longer lines are hard to read."""


def colored() -> bool:
    """Does standard output want colors? NO_COLOR and FORCE_COLOR come before the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or _is_terminal()


def _is_terminal() -> bool:
    return bool(getattr(sys.stdout, "isatty", lambda: False)())


def _width() -> int:
    if not _is_terminal():
        return WIDTH
    from shutil import get_terminal_size

    return max(40, min(WIDEST, get_terminal_size((WIDTH, 24)).columns))


def drawn(color: bool, width: int | None, draw: Callable[[Console], None]) -> str:
    """What ``draw`` prints, as text; ANSI codes only where ``color`` and stdout want them.

    No trailing blanks, one final line break.
    """
    from rich.console import Console

    wanted = color and colored()
    console = Console(
        file=StringIO(),
        width=width or (_width() if color else WIDTH),
        force_terminal=wanted,
        color_system="standard" if wanted else None,
        no_color=not wanted,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    draw(console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n"


def plain(text: object) -> str:
    """A catalog's or profile's text, on one line and without anything that steers a terminal."""
    return neutralize(str(text))


def styled(*parts: str | tuple[str, str]) -> Text:
    """A rich text of plain and ``(text, style)`` parts; markup in them stays what it is."""
    from rich.text import Text

    return Text.assemble(
        *((plain(p), "") if isinstance(p, str) else (plain(p[0]), p[1]) for p in parts)
    )


def said(sentence: Sentence) -> Text:
    """A sentence with the names in it set off."""
    from rich.text import Text

    return Text.assemble(*_pieces(sentence))


def _pieces(sentence: Sentence) -> list[tuple[str, str]]:
    marked: list[str] = []

    def mark(value: str) -> str:
        marked.append(value)
        return f"\0{len(marked) - 1}\0"

    pieces = sentence.say(mark).split("\0")
    return [
        (plain(piece), "")
        if n % 2 == 0
        else (plain(marked[int(piece)]), "bold" if isinstance(marked[int(piece)], Name) else "")
        for n, piece in enumerate(pieces)
    ]


def indented(body: RenderableType, by: int) -> RenderableType:
    """The same, wrapped within a left margin."""
    from rich.padding import Padding

    return Padding(body, (0, 0, 0, by))
