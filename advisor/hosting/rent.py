"""What the machines of a deployment cost a month, at each price that is known."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.schema import GpuPrice
from advisor.hosting.constants import HOURS
from advisor.hosting.layout import Layout


class Rent(NamedTuple):
    """``machines`` of one kind. ``is_partial``: none of the cloud's known machines holds a whole
    replica, so that the price is by the accelerator."""

    price: GpuPrice
    machines: int
    monthly: Decimal
    is_partial: bool


def rents(prices: Iterable[GpuPrice], layout: Layout, replicas: int) -> tuple[Rent, ...]:
    """Each way to rent so many replicas, the cheapest first.

    A replica stays within one machine; machines are paid whole. ``prices`` are those of the
    accelerator. Smaller machines count only where a cloud has none that is large enough.
    """
    found = [_rent(price, layout.gpus, replicas) for price in prices]
    whole = {_place(rent) for rent in found if not rent.is_partial}
    kept = [rent for rent in found if not rent.is_partial or _place(rent) not in whole]
    return tuple(sorted(kept, key=lambda rent: (rent.monthly, rent.price.cloud, rent.price.sku)))


def _rent(price: GpuPrice, gpus: int, replicas: int) -> Rent:
    is_partial = price.count < gpus
    if is_partial:
        machines = -(-gpus * replicas // price.count)
    else:
        machines = -(-replicas // (price.count // gpus))
    return Rent(price, machines, price.hourly * machines * HOURS, is_partial)


def _place(rent: Rent) -> tuple[str, str, str]:
    return rent.price.cloud, rent.price.region, rent.price.commitment
