"""A price row as its single figures, so that two rows can be held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from advisor.catalog.schema import PriceRow, Rates, Window

_RATES = ("input", "output", "cache_read")
_UNITS = ("per_request", "per_image", "per_search", "per_month", "monthly_minimum")


def figures(row: PriceRow) -> dict[str, Decimal]:
    """Every figure of a row by its name: ``input``, ``batch.output``, ``tiers.200000.input``.

    Factors are worked out, so that a batch at half price and one with prices of its own compare.
    USD, per million tokens where the name is of tokens.
    """
    found = dict(_of(row, row, ""))
    found.update({name: value for name in _UNITS if (value := getattr(row, name)) is not None})
    for name in ("batch", "flex", "priority"):
        if rates := getattr(row, name):
            found.update(_of(rates, row, f"{name}."))
            for tier in rates.tiers or ():
                found.update(_of(tier, rates, f"{name}.tiers.{tier.above}."))
    for tier in row.tiers:
        found.update(_of(tier, row, f"tiers.{tier.above}."))
    for window in row.windows:
        found.update(_of(window, row, f"windows.{_clock(window)}."))
    for region, rates in row.region.items():
        found.update(_of(rates, row, f"region.{region}."))
    return found


def _of(rates: PriceRow | Rates, row: PriceRow, prefix: str) -> Iterator[tuple[str, Decimal]]:
    factor = getattr(rates, "factor", None)
    for name in _RATES:
        stated, base = getattr(rates, name), getattr(row, name)
        if stated is not None:
            yield prefix + name, stated
        elif factor is not None and base is not None:
            yield prefix + name, base * factor
    writes = rates.cache_write
    if writes is None:
        return
    short = writes.any if writes.five_minutes is None else writes.five_minutes
    if short is not None:
        yield f"{prefix}cache_write", short
    if writes.one_hour is not None:
        yield f"{prefix}cache_write.one_hour", writes.one_hour


def _clock(window: Window) -> str:
    days = "" if len(window.days) == 7 else "+".join(window.days) + " "
    return f"{days}{window.hours} {window.zone}"
