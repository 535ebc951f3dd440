"""Catalog facts and profile -> figures that rules read. One file is one family of measures.

A family is a module of this package with ``MEASURES`` (what it gives) and ``figures(candidate,
context)`` (the values). It is found by being here: adding one touches no other file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from advisor.candidates import Candidate
from advisor.measures.base import Context, Figure, Figures, Measure

__all__ = ["Context", "Figure", "Figures", "Measure", "figures", "measures"]

Family = Callable[[Candidate, Context], Figures]


@cache
def _families() -> tuple[tuple[tuple[Measure, ...], Family], ...]:
    names = sorted(module.name for module in iter_modules(__path__) if module.name != "base")
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple((module.MEASURES, module.figures) for module in modules)


@cache
def measures() -> dict[str, Measure]:
    """Every measure there is, by name."""
    return {measure.name: measure for given, _ in _families() for measure in given}


def figures(candidate: Candidate, context: Context) -> Figures:
    """Every figure of one candidate, by the measure's name."""
    found: Figures = {}
    for _, family in _families():
        found.update(family(candidate, context))
    return found
