"""How a price is written in the catalog's files."""

from __future__ import annotations

from decimal import Decimal


def money(rate: Decimal) -> str:
    """A rate with at least two digits behind the point and no more than it needs: ``2.00``."""
    whole, _, fraction = format(rate.normalize(), "f").partition(".")
    return f"{whole}.{fraction:0<2}"
