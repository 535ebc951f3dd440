"""Files by their names or by patterns."""

from __future__ import annotations

import glob
from pathlib import Path

from advisor.yamlio.problems import InputError, Problem


def matched(pattern: str) -> list[Path]:
    """The files of a pattern in the order of their names, or the one that is named.

    Raises:
        InputError: a pattern that no file matches.
    """
    if not glob.has_magic(pattern):
        return [Path(pattern)]
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (it may be absolute)
    if not found:
        raise InputError([Problem(pattern, None, None, "no file matches")])
    return [Path(each) for each in found]
