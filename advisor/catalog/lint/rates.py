"""What several checks ask about prices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from advisor.catalog.lint.base import Given, Path, digits
from advisor.catalog.schema import Offer, PriceRow, Provider, Rates

Field = Literal["input", "output", "cache_read"]
TOKENS: tuple[Field, ...] = ("input", "output", "cache_read")


LEAST, MOST = Decimal("0.001"), Decimal(2000)
"""USD per million tokens: outside of this nobody has ever sold."""


def plausible(value: Decimal | None) -> bool:
    """Is it a price that somebody may ask for a million tokens?"""
    return value is not None and LEAST <= value <= MOST


def rows(given: Given) -> Iterator[tuple[Provider, Path, Offer, PriceRow]]:
    """Every price row with the path to it."""
    for provider, n, offer in given.offers():
        for m, row in enumerate(offer.prices):
            yield provider, ("offers", n, "prices", m), offer, row


def conditions(row: PriceRow) -> Iterator[tuple[Path, str, Rates]]:
    """The rates that hold under a condition: the path below the row, what it is called, they."""
    for n, tier in enumerate(row.tiers):
        yield ("tiers", n), f"above {tier.above:,} tokens", tier
    named = (("batch", row.batch), ("flex", row.flex), ("priority", row.priority))
    yield from (((name,), name, rates) for name, rates in named if rates)


def rate(rates: Rates, row: PriceRow, field: Field) -> Decimal | None:
    """A rate under a condition: stated, or the row's own times the factor."""
    stated = getattr(rates, field)
    own = getattr(row, field)
    if stated is not None:
        return Decimal(stated)
    return None if own is None or rates.factor is None else Decimal(own * rates.factor)


def usd(value: Decimal) -> str:
    return f"USD {digits(value)}"
