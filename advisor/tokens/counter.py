"""What counts the tokens of texts, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Count = Callable[[Sequence[str]], Sequence[int]]
"""Texts to the tokens of each; what looks like a special token is text like any other."""


class UnavailableError(Exception):
    """A vocabulary cannot be used here; the message says why, and what would help."""


@dataclass(frozen=True, eq=False)
class Counter:
    """``count`` with a name to show.

    ``joins``: it may put together what was cut at a place that :mod:`advisor.tokens.cut` calls
    safe, or add something to every text.
    """

    name: str
    count: Count
    joins: bool = False
