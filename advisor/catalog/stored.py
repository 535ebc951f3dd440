"""The compiled form of a catalog: one line of JSON for each of its parts, in order.

A part is read, and passes the schema again, when it is first asked for. A command thus pays for
what it uses, and for the classes of the schema only if it uses any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from advisor.catalog.catalog import Catalog, Overlay
from advisor.compiled import without_collecting

_GIVEN = ("sha256", "overlays")
"""What whoever asks for the catalog knows without it."""
PARTS = tuple(each.name for each in fields(Catalog) if each.name not in _GIVEN)


def dumped(catalog: Catalog) -> bytes:
    """All parts, as :func:`restored` reads them."""
    return b"\n".join(
        _adapter(part).dump_json(getattr(catalog, part), by_alias=True, exclude_defaults=True)
        for part in PARTS
    )


def restored(
    content: bytes, sha256: str, overlays: tuple[Overlay, ...], build: Callable[[], Catalog]
) -> Catalog:
    """The catalog that was dumped; ``build`` gives a part whose line does not pass the schema.

    Raises:
        ValueError: these are not as many lines as a catalog has parts.
    """
    lines = dict(zip(PARTS, content.split(b"\n"), strict=True))

    def read(part: str) -> Any:
        try:
            with without_collecting():
                return _adapter(part).validate_json(lines[part])
        except ValueError:
            return getattr(build(), part)

    return Catalog.unread(read, sha256=sha256, overlays=overlays)


@cache
def _adapter(part: str) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(_types()[part])


@cache
def _types() -> dict[str, Any]:
    from advisor.catalog import schema

    return get_type_hints(Catalog, localns=vars(schema))
