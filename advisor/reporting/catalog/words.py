"""Words that the pages about a catalog share: ages, counts, values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.decision.plain import in_words


def ago(then: date, day: date) -> str:
    """``22 days ago``, as seen from ``day``."""
    days = (day - then).days
    if days < 0:
        return "after this day"
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def counted(count: int, noun: str) -> str:
    """``1 model``, ``208 models``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def share(part: int, whole: int) -> str:
    """``99.0 %``; all is 100 %, and only all."""
    if not whole:
        return "none"
    percent = Decimal(100 * part) / whole
    if part < whole:
        percent = min(percent, Decimal("99.9"))
    return "100 %" if part == whole else f"{percent:.1f} %"


def layers(catalog: Catalog) -> str:
    """``the catalog 1a2b3c4d with my-prices laid over it``"""
    above = " and ".join(overlay.name for overlay in catalog.overlays)
    laid = f" with {above} laid over it" if above else ""
    return f"catalog {catalog.sha256[:8]}{laid}"


def exact(value: object) -> str:
    """A value without any rounding: a record by its fields."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {exact(item)}" for name, item in value.items())
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(exact, value)) or "none"
    return in_words(value, None)


def as_json(data: Any) -> str:
    """Indented JSON; money and measurements as the text of their digits."""
    return json.dumps(_jsonable(data), ensure_ascii=False, indent=2) + "\n"


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_jsonable(item) for item in value]
    return str(value) if isinstance(value, (Decimal, date)) else value
