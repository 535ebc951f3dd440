"""Values -> plain JSON data, and -> words. One place for rounding: the very end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """Decimals as numbers with at most six decimals (whole ones as integers), dates as text."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Decimal):
        rounded = round(float(value), 6)
        return int(rounded) if rounded.is_integer() else rounded
    if hasattr(value, "model_dump"):  # a whole part of the profile
        return value.model_dump(mode="json")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no place in a record")


def in_words(value: Any, unit: str | None) -> str:
    """``32,000 tokens``, ``not known``, ``yes``, ``us, eu``."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, Decimal)):
        return f"{_figure(value)} {unit}" if unit else _figure(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {in_words(item, None)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(in_words(item, None) for item in value) or "none"
    return str(value)


def section_in_words(section: str) -> str:
    """``section 2.b``; a heading stands for itself."""
    return f"section {section}" if section[:1].isdigit() else section


def _figure(value: int | Decimal) -> str:
    if isinstance(value, int) or value == value.to_integral_value():
        return f"{int(value):,}"
    digits = 2 if abs(value) >= 1 else 4
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")
