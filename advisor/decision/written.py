"""A record's part that is written down when it is first read.

Most of a record is the evidence of candidates that a given report never opens. A table or a page
therefore pays for what it shows. Reports alone see such parts, and read them by ``part[key]``;
whatever leaves a decision is :func:`finished` plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

    def get(self, key: str, default: Any = None) -> Any:
        """Like that of any dictionary, open keys included."""
        return self[key] if key in self or key in self._later else default

    def whole(self) -> dict[str, Any]:
        """A plain dictionary of everything, by key: in an order that no reader has influenced."""
        return {key: self[key] for key in sorted(self.keys() | self._later)}


def finished(data: Any) -> Any:
    """Plain data: every part below written down, as an ordinary dictionary.

    What several candidates share is finished once and stays shared.
    """
    return _finished(data, {})


def _finished(data: Any, done: dict[int, Any]) -> Any:
    if isinstance(data, list):
        return [_finished(item, done) for item in data]
    if not isinstance(data, Parts):
        return data
    if id(data) not in done:
        done[id(data)] = {key: _finished(value, done) for key, value in data.whole().items()}
    return done[id(data)]
