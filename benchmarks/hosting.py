"""How long it takes to size every model on every accelerator, and how that grows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from advisor import load_catalog
from advisor.hosting import PRECISIONS, Accelerator, Blueprint, Demand, Precision, size
from benchmarks.measure import Line

DAY = date(2026, 11, 23)
DEMANDS = {
    "of one request at a time": Demand(1000, 500, 8192),
    "of a rate": Demand(2000, 500, 8192, requests_per_second=5.0),
    "of a rate in time": Demand(2000, 500, 8192, requests_per_second=5.0, max_tpot=0.03),
}


def measure() -> Iterator[Line]:
    catalog = load_catalog()
    models = [model for model in catalog.models.values() if model.architecture]
    start = time.perf_counter()
    known = [Blueprint.of(model, DAY) for model in models]
    took = time.perf_counter() - start
    yield Line(f"read the dimensions of {len(known)} models", took * 1000, "ms", 100)
    accelerators = [Accelerator.of(gpu) for gpu in catalog.gpus.values()]
    precisions = [PRECISIONS[id] for id in ("bf16", "fp8", "nvfp4")]
    count = len(known) * len(accelerators) * len(precisions)
    of = f"{len(accelerators)} accelerators in {len(precisions)} precisions"
    for name, demand in DEMANDS.items():
        took = min(_seconds(known, accelerators, precisions, demand) for _ in range(3))
        yield Line(f"size them on {of}, {name}", took, "s", 2.0)
        yield Line("one estimate", took / count * 1e6, "us", 100)


def _seconds(
    known: list[Blueprint],
    accelerators: list[Accelerator],
    precisions: list[Precision],
    demand: Demand,
) -> float:
    start = time.perf_counter()
    for blueprint in known:
        for accelerator in accelerators:
            for precision in precisions:
                size(blueprint, accelerator, precision, demand)
    return time.perf_counter() - start
