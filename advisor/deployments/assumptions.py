"""What the total cost of ownership rests on: the catalog's defaults, and what a profile states."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.profile.schema import Profile

PEAK, TARGET = "peak-to-mean", "target-load"
SPOT_LOST, PRICE_CHANGE = "spot-lost", "price-change-yearly"
MONTHS, RESIDUAL, INTEREST = "amortization-months", "residual-share", "capital-cost-yearly"
POWER, PUE, COLOCATION = "power-price", "pue", "colocation"
MAINTENANCE = "maintenance-yearly"
ENGINEERS, ENGINEER = "engineer-share", "engineer-cost"
EVALUATION, MIGRATION, SECURITY = "evaluation-days", "migration-days", "security-review-days"
WORKING_DAYS = "working-days"
STORAGE, EGRESS, TOKEN_BYTES = "storage-price", "egress-price", "bytes-per-token"

ALWAYS = (
    *(PEAK, TARGET, ENGINEERS, ENGINEER, EVALUATION, MIGRATION, SECURITY, WORKING_DAYS),
    STORAGE,
)
RENTED = (SPOT_LOST, PRICE_CHANGE, EGRESS, TOKEN_BYTES)
OWNED = (MONTHS, RESIDUAL, INTEREST, POWER, PUE, COLOCATION, MAINTENANCE)


class Assumption(NamedTuple):
    """A figure at three levels, in ``unit``. ``source`` is ``None`` where the profile states it."""

    id: str
    name: str
    unit: str
    low: Decimal
    base: Decimal
    high: Decimal
    source: str | None
    as_of: str | None
    note: str | None


Assumptions = Mapping[str, Assumption]


def assumptions(catalog: Catalog, profile: Profile) -> Assumptions:
    """Every default of the catalog by its id, in the profile's words where it has its own."""
    measured = profile.workload.peak_to_mean if profile.workload else None
    found = {}
    for id, default in sorted(catalog.hosting_costs.items()):
        own = profile.hosting.costs.get(id) or (measured if id == PEAK else None)
        level = own or default
        found[id] = Assumption(
            id,
            default.name,
            default.unit,
            level.low,
            level.base,
            level.high,
            None if own else default.source,
            default.as_of.isoformat() if default.as_of and not own else None,
            None if own else default.note,
        )
    return found


def lacking(found: Assumptions, is_owned: bool) -> tuple[str, ...]:
    """Those without which there is no cost."""
    return tuple(f"hosting_costs.{id}" for id in _needed(is_owned) if id not in found)


def used(found: Assumptions, is_owned: bool) -> list[Assumption]:
    """Those that a cost rests on."""
    return [found[id] for id in _needed(is_owned) if id in found]


def _needed(is_owned: bool) -> tuple[str, ...]:
    return (*ALWAYS, *(OWNED if is_owned else RENTED))
