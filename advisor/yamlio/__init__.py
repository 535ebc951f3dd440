"""YAML text to checked objects: one guarded pass, every problem with its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.yamlio.problems import InputError, Problem, did_you_mean
from advisor.yamlio.reader import Document, read, read_text
from advisor.yamlio.source import Mark

if TYPE_CHECKING:
    from advisor.yamlio.validate import check

__all__ = [
    "Document",
    "InputError",
    "Mark",
    "Problem",
    "check",
    "did_you_mean",
    "read",
    "read_text",
]


def __getattr__(name: str) -> Any:
    # pydantic is slow to import, and plain reading does not need it.
    if name == "check":
        from advisor.yamlio.validate import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
