"""Readers of vocabularies. One module is one format, found by being here.

A module has ``counter(name, content, family, vocabulary)``, and ``recognizes(content)`` if a
user's file can be of that format.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from advisor.tokens.counter import Counter
    from advisor.tokens.family import Family, Vocabulary


class Format(Protocol):
    """What a module of this package offers."""

    def recognizes(self, content: bytes) -> bool: ...

    def counter(
        self, name: str, content: bytes, family: Family | None, vocabulary: Vocabulary
    ) -> Counter:
        """A counter.

        Raises:
            ValueError: the content is not of this format, or damaged.
            UnavailableError: a library that it needs is not installed.
        """


@cache
def formats() -> dict[str, Format]:
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: cast("Format", import_module(f"{__name__}.{name}")) for name in names}
