"""Upstream files -> claims. One file is one upstream source.

An importer is a module of this package with ``UPSTREAM`` (whom it reads) and ``claims(file,
as_of)`` (what that file states). It is found by being here: adding one touches no other file. It
knows nothing of the catalog; what becomes of a claim is decided by :mod:`advisor.catalog.proposal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from advisor.catalog.importers.claims import Claim, Upstream
from advisor.catalog.importers.file import UpstreamFile

_SHARED = {"claims", "fetch", "file", "foreign_yaml", "money", "own"}


class Importer(NamedTuple):
    """One upstream, and the function that takes its file apart."""

    upstream: Upstream
    claims: Callable[[UpstreamFile, date], Iterable[Claim]]


@cache
def importers() -> dict[str, Importer]:
    """Every importer by the name of its module, with hyphens: ``models-dev``."""
    names = sorted(module.name for module in iter_modules(__path__))
    modules = {
        name.replace("_", "-"): import_module(f"{__name__}.{name}")
        for name in names
        if name not in _SHARED
    }
    return {name: Importer(module.UPSTREAM, module.claims) for name, module in modules.items()}
