"""Everything that is told of a model on an accelerator, put together from a catalog."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Source
from advisor.hosting.accelerator import Accelerator
from advisor.hosting.blueprint import Blueprint
from advisor.hosting.demand import Demand
from advisor.hosting.precision import Precision
from advisor.hosting.remedies import Remedy, remedies
from advisor.hosting.rent import Rent, rents
from advisor.hosting.sizing import Sizing, size
from advisor.hosting.start import Start, start


@dataclass(frozen=True, slots=True)
class Answer:
    """``fewest`` and ``most`` are the accelerators that it would take if every time were at the
    low or high end of its band; ``None`` where it would not do."""

    sizing: Sizing
    fewest: int | None
    most: int | None
    rents: tuple[Rent, ...]
    start: Start | None
    remedies: tuple[Remedy, ...]
    facts: tuple[Source, ...]
    """Of the model's dimensions and the accelerator."""
    prices: dict[str, Source]
    """Of the prices, by the id that a price row cites."""


def answer(
    catalog: Catalog, blueprint: Blueprint, gpu: str, precision: Precision, demand: Demand
) -> Answer:
    """``gpu`` is the id of an accelerator of the catalog."""
    sizing = size(blueprint, Accelerator.of(catalog.gpus[gpu]), precision, demand)
    replica, found = sizing.replica, sizing.doubt()
    paid: tuple[Rent, ...] = ()
    if replica and sizing.replicas:
        prices = [price for price in catalog.gpu_prices if price.gpu == gpu]
        paid = rents(prices, replica.layout, sizing.replicas)
    fewest = most = None
    if found and sizing.serving is not None:
        fewest = size(blueprint, sizing.accelerator, precision, demand, found.band.low).gpus
        most = size(blueprint, sizing.accelerator, precision, demand, found.band.high).gpus
    others = [Accelerator.of(each) for each in catalog.gpus.values() if each.id != gpu]
    return Answer(
        sizing,
        fewest,
        most,
        paid,
        start(sizing),
        remedies(sizing, others),
        _facts(catalog, blueprint, gpu),
        {
            rent.price.source: catalog.sources[rent.price.source]
            for rent in paid
            if rent.price.source in catalog.sources
        },
    )


def _facts(catalog: Catalog, blueprint: Blueprint, gpu: str) -> tuple[Source, ...]:
    model = blueprint.model
    keys = [
        key
        for field in ("architecture", "weights")
        for key in catalog.supporting(model.id, model.sources, field)
    ]
    found = {key: catalog.sources[key] for key in keys if key in catalog.sources}
    accelerator = catalog.gpus[gpu]
    for key in (accelerator.source, *accelerator.also.values()):
        if key in catalog.sources:
            found[key] = catalog.sources[key]
    return tuple(found.values())
