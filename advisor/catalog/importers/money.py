"""How a price is written in the catalog's files."""

from __future__ import annotations

from decimal import Decimal


def money(rate: Decimal) -> str:
    """A rate with at least two digits behind the point and no more than it needs: ``2.00``.

    What lies beyond nine digits is the rest of a binary fraction: 0.16000000000000003 is 0.16.
    """
    whole, _, fraction = format(round(rate, 9).normalize(), "f").partition(".")
    return f"{whole}.{fraction:0<2}"
