"""``advisor catalog lint``: what reads well and cannot be right, each with its reason.

A check is a module of :mod:`advisor.catalog.lint.checks` with a ``CHECK``: its id, what it says,
why, and its own cases. It is found by being there: adding one touches no other file.
"""

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.lint.checks import checks
from advisor.catalog.lint.run import Placed, Report, lint

__all__ = ["Case", "Check", "Finding", "Given", "Placed", "Report", "checks", "lint"]
