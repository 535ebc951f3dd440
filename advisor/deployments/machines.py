"""The machines that a profile allows: rented ones at a price, and those of the buyer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Gpu
from advisor.profile.regions import allowed
from advisor.profile.schema import Profile

INDEX = "market"
"""The cloud of prices that are an average of offers: nobody rents out a machine at one."""


class Machine(NamedTuple):
    """A machine with so many ``gpus``: ``hourly`` where it is rented, else ``capital``.

    USD. ``spot`` is the hourly price of the same machine when it may be taken away. ``kilowatts``
    is ``None`` where the power is not known, ``available`` where any number can be had.
    """

    gpu: str
    gpus: int
    name: str
    cloud: str | None
    region: str | None
    country: str | None
    commitment: str
    hourly: Decimal | None
    spot: Decimal | None
    capital: Decimal | None
    kilowatts: Decimal | None
    available: int | None
    source: str
    as_of: str | None

    @property
    def is_owned(self) -> bool:
        return self.hourly is None

    def needed(self, replicas: int, gpus: int) -> int:
        """Machines for so many replicas of ``gpus`` accelerators. A replica stays within one
        machine, unless none is large enough: then the price is by the accelerator."""
        if self.gpus < gpus:
            return -(-gpus * replicas // self.gpus)
        return -(-replicas // (self.gpus // gpus))

    def holds(self, machines: int, gpus: int) -> int:
        """Replicas of ``gpus`` accelerators on so many machines."""
        if self.gpus < gpus:
            return machines * self.gpus // gpus
        return machines * (self.gpus // gpus)

    def hour(self, spot_share: Decimal, lost: Decimal) -> Decimal:
        """USD an hour with a share of it at spot prices, whose interrupted hours are paid twice."""
        assert self.hourly is not None
        if not spot_share or self.spot is None:
            return self.hourly
        return self.hourly * (1 - spot_share) + self.spot * spot_share * (1 + lost)


def machines(catalog: Catalog, profile: Profile) -> dict[str, tuple[Machine, ...]]:
    """The allowed machines by the id of their accelerator, in a fixed order.

    Where data has to stay in a region, machines that are elsewhere are left out.
    """
    wanted = profile.hosting.gpus
    found: dict[str, list[Machine]] = {}
    for machine in (*_rented(catalog, profile), *_owned(catalog)):
        gpu = catalog.gpus[machine.gpu]
        if machine.gpu in wanted or (not wanted and (machine.is_owned or _is_for_servers(gpu))):
            found.setdefault(machine.gpu, []).append(machine)
    regions = profile.require.data_regions
    return {gpu: kept for gpu, each in found.items() if (kept := _in_place(each, regions))}


def largest(catalog: Catalog) -> dict[str, int]:
    """How many of each accelerator stand in one machine at most, as far as any price tells: a
    replica cannot be spread over more."""
    held = [(row.gpu, row.count) for row in catalog.gpu_prices]
    held += [(mine.gpu, mine.count) for mine in catalog.owned_machines]
    return dict(sorted(held))


def _is_for_servers(gpu: Gpu) -> bool:
    return gpu.kind == "data_center"


def _in_place(found: Iterable[Machine], regions: tuple[str, ...]) -> tuple[Machine, ...]:
    return tuple(
        each
        for each in found
        if not regions or each.country is None or allowed([each.country], regions)
    )


def _rented(catalog: Catalog, profile: Profile) -> Iterator[Machine]:
    hosting = profile.hosting
    spot = {
        (row.cloud, row.region, row.sku): row.hourly
        for row in catalog.gpu_prices
        if row.commitment == "spot"
    }
    for row in catalog.gpu_prices:
        if row.commitment not in hosting.commitments:
            continue
        if row.cloud not in hosting.clouds and (hosting.clouds or row.cloud == INDEX):
            continue
        yield Machine(
            row.gpu,
            row.count,
            row.sku,
            row.cloud,
            row.region,
            row.country,
            row.commitment,
            row.hourly,
            spot.get((row.cloud, row.region, row.sku)),
            None,
            None,
            None,
            row.source,
            row.as_of.isoformat() if row.as_of else None,
        )


def _owned(catalog: Catalog) -> Iterator[Machine]:
    for machine in catalog.owned_machines:
        stated = catalog.gpus[machine.gpu].system_kilowatts
        yield Machine(
            machine.gpu,
            machine.count,
            machine.name or machine.id,
            None,
            None,
            machine.country,
            "owned",
            None,
            None,
            machine.capital,
            machine.kilowatts or (stated * machine.count if stated else None),
            machine.machines,
            machine.source,
            machine.as_of.isoformat() if machine.as_of else None,
        )
