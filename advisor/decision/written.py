"""A record's part that is written down when it is first read.

Most of a record is the evidence of candidates that a given report never opens. A table or a page
therefore pays for what it shows; the JSON, which shows everything, completes each part first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Written(dict[str, Any]):
    """A dictionary some of whose values are written on first access, and kept."""

    __slots__ = ("_writers",)

    def __init__(self, now: Mapping[str, Any], later: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__(now)
        self._writers = later

    def __missing__(self, key: str) -> Any:
        if key not in self._writers:
            raise KeyError(key)
        self[key] = value = self._writers[key]()
        return value

    def complete(self) -> None:
        """Write down everything that is still open."""
        for key in self._writers:
            self[key]
