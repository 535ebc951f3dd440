"""A fact that an estimate needs and that nobody stated."""

from __future__ import annotations

from typing import TypeVar

from advisor.catalog.schema import Architecture

T = TypeVar("T")


class UnknownError(Exception):
    """``fields`` are the facts by their names in the catalog: ``architecture.kv_heads``."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def known(value: T | None, field: str) -> T:
    """The value, which must be known."""
    if value is None:
        raise UnknownError(field)
    return value


def dimensions(architecture: Architecture, *names: str) -> tuple[int, ...]:
    """Several dimensions; all that are unknown are named at once."""
    values = [getattr(architecture, name) for name in names]
    absent = [name for name, value in zip(names, values, strict=True) if value is None]
    if absent:
        raise UnknownError(*(f"architecture.{name}" for name in absent))
    return tuple(values)
