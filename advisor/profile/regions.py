"""Countries and the regions that contain them (ISO 3166-1 alpha-2, lower case)."""

from __future__ import annotations

from collections.abc import Iterable

MEMBERS: dict[str, frozenset[str]] = {
    "eu": frozenset(
        {
            *("at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu"),
            *("ie", "it", "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk"),
        }
    ),
}
MEMBERS["eea"] = MEMBERS["eu"] | {"is", "li", "no"}


def within(place: str, region: str) -> bool:
    """Does ``place`` (a country or region) lie in ``region``?"""
    return place == region or place in MEMBERS.get(region, ()) or (place, region) == ("eu", "eea")


def allowed(offered: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of the offered places that lie within any wanted region."""
    wanted = tuple(wanted)
    return tuple(place for place in offered if any(within(place, region) for region in wanted))
