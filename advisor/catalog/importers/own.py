"""What the importers of a user's own evaluations share: intervals, benchmark names, model names."""

from __future__ import annotations

import re
from decimal import Decimal
from math import sqrt

from pydantic import ConfigDict

from advisor.catalog.importers.file import Shape

Z = 1.959963984540054
"""Quantile of the normal distribution for an interval of 95 percent."""


class Log(Shape):
    """A tool's log of a run, of which a few fields are read: the others cannot change these."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def slug(text: str) -> str:
    """A name as an id of a benchmark: ``inspect_evals/My Task`` is ``my-task``."""
    last = text.rpartition("/")[2].casefold()
    return re.sub(r"[^a-z0-9.]+", "-", last).strip("-.") or "unnamed"


def percent(share: Decimal) -> str:
    """A share as a percentage with two digits."""
    return format((share * 100).quantize(Decimal("0.01")), "f")


def around(share: Decimal, error: Decimal) -> tuple[str, str]:
    """The interval of 95 percent around a share with this standard error."""
    reach = Decimal(Z) * error
    return percent(max(Decimal(0), share - reach)), percent(min(Decimal(1), share + reach))


def wilson(passed: int, total: int) -> tuple[str, str]:
    """The Wilson interval of 95 percent for ``passed`` of ``total``: sound near 0 and 1 too.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    share, square = passed / total, Z * Z
    middle = share + square / (2 * total)
    reach = Z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    low, high = max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
    return percent(Decimal(repr(low))), percent(Decimal(repr(high)))
