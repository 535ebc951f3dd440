"""One file is one check; its name is the check's id with ``_`` for ``.`` and ``-``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from advisor.catalog.lint.base import Check


@cache
def checks() -> dict[str, Check]:
    """Every check there is, by its id."""
    names = sorted(module.name for module in iter_modules(__path__))
    found = [import_module(f"{__name__}.{name}").CHECK for name in names]
    return {check.id: check for check in found}
