"""Where the shipped folders are: catalog, rules, reports, vocabularies and examples.

They stand at the top of a checkout and travel inside an installed wheel as ``advisor/_data``.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_data"


def folder(name: str) -> Path:
    """The shipped folder ``name``, in a checkout and in an installed wheel alike."""
    bundled = _BUNDLED / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def cache_folder() -> Path:
    """The user's cache folder for compiled inputs (``ADVISOR_CACHE_DIR`` moves it)."""
    stated = os.environ.get("ADVISOR_CACHE_DIR")
    if stated:
        return Path(stated)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "advisor"
