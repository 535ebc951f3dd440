"""A record's part that is written down when it is first read.

Most of a record is the evidence of candidates that a given report never opens. A table or a page
therefore pays for what it shows; the JSON, which shows everything, completes each part first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Parts(dict[str, Any]):
    """A dictionary some of whose values are written on first access, and kept.

    ``later`` names the open keys; ``write`` gives the value of one.
    """

    __slots__ = ("_later", "_write")

    def __init__(
        self, now: Mapping[str, Any], later: frozenset[str], write: Callable[[str], Any]
    ) -> None:
        super().__init__(now)
        self._later = later
        self._write = write

    def __missing__(self, key: str) -> Any:
        if key not in self._later:
            raise KeyError(key)
        self[key] = value = self._write(key)
        return value

    def complete(self) -> None:
        """Write down everything that is still open, here and below."""
        for key in self._later:
            self[key]
        complete(self.values())


def complete(parts: Iterable[Any]) -> None:
    """Complete every part among these and below them."""
    for part in parts:
        if isinstance(part, Parts):
            part.complete()
        elif isinstance(part, list):
            complete(part)
