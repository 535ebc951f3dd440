"""What the files that a profile names tell of its workload, and how that came about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.profile.load import LoadedProfile
from advisor.profile.quantities import Range


class Input(NamedTuple):
    """Files as the profile names them, with a SHA-256: the file's own, or one over all of them
    with their names."""

    name: str
    sha256: str
    files: int


Levels = tuple[Decimal, Decimal, Decimal]
"""Low, base, high."""


class Value(NamedTuple):
    """What files tell of a field, and how."""

    value: Any
    text: str


class Derived(NamedTuple):
    """A field that files told. Where the profile states it as well, that counts (not ``used``)."""

    field: str
    value: Any
    source: str
    """The files, as the profile names them."""
    text: str
    used: bool


@dataclass(frozen=True)
class Measurement:
    """``profile`` has its workload complete."""

    profile: LoadedProfile
    inputs: tuple[Input, ...] = ()
    derived: tuple[Derived, ...] = ()
    warnings: tuple[str, ...] = ()


def whole(levels: Levels) -> Range:
    """Whole tokens: the nearest, and the ends around."""
    low, base, high = levels
    middle = round(base)
    if low == high:  # it is known, but for its decimals
        return Range(low=middle, base=middle, high=middle)
    return Range(low=min(math.floor(low), middle), base=middle, high=max(math.ceil(high), middle))


def measured(loaded: LoadedProfile, catalog: Catalog) -> Measurement:
    """The profile with its workload measured, where it names files to measure it from.

    Raises:
        InputError: a file cannot be used, or a needed field is neither stated nor told.
    """
    if loaded.unread is None:
        return Measurement(loaded)
    # Imported here: most profiles name no file, and engines of logs take long to import.
    from advisor.workload.filling import filled

    return filled(loaded, loaded.unread, catalog)
