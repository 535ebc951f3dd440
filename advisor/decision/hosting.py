"""A deployment as the record says it: machines, memory, speed, all that it costs, how to start."""

from __future__ import annotations

from advisor.decision.costs import levels
from advisor.decision.findings import number
from advisor.decision.plain import plain
from advisor.decision.record import (
    AssumedCost,
    CostTotal,
    HostingRecord,
    MachineRecord,
    PriceLine,
    StartRecord,
)
from advisor.deployments.assumptions import Assumption, used
from advisor.deployments.machines import Machine
from advisor.deployments.ownership import Ownership
from advisor.hosting.constants import Band
from advisor.hosting.start import start

_MILLI = 1000


def hosting_record(done: Ownership) -> HostingRecord:
    """All that is told of a deployment whose cost is known."""
    deployment = done.deployment
    sizing, replica = deployment.sizing, deployment.sizing.replica
    speed, doubt = sizing.speed(), sizing.doubt()
    assert replica and speed and doubt and sizing.weights and sizing.replicas
    months = done.by_level["base"]
    return {
        "gpu": sizing.accelerator.id,
        "gpu_name": sizing.accelerator.name,
        "precision": sizing.precision.id,
        "quantized": deployment.is_quantized,
        "layout": {
            "tensor_parallel": replica.layout.tensor_parallel,
            "data_parallel": replica.layout.data_parallel,
        },
        "replicas": {
            "first": done.paid(months[0].requests, "base"),
            "last": done.paid(months[-1].requests, "base"),
            "spare": done.hosting.spare_replicas,
        },
        "machines": [month.machines for month in months],
        "machine": _machine(done.machine),
        "context": sizing.demand.context,
        "requests_per_second": _rounded(sizing.demand.requests_per_second),
        "in_flight": sizing.in_flight or 0,
        "weights_bytes": sizing.weights.total,
        "tight": bool(sizing.is_tight),
        "tpot_ms": _levels(speed.tpot.times(_MILLI)),
        "ttft_ms": _levels(speed.ttft.times(_MILLI)),
        "dimensions": plain(sizing.blueprint.unsure),
        "doubts": list(doubt.reasons),
        "components": {name: levels(band) for name, band in done.components.items()},
        "assumptions": list(map(_assumed, used(done.assumed, done.machine.is_owned))),
        "start": _start(done),
    }


def _levels(band: Band) -> CostTotal:
    return {"low": _rounded(band.low), "base": _rounded(band.mid), "high": _rounded(band.high)}


def _rounded(value: float) -> float:
    """Four digits: more than any estimate of speed bears."""
    return float(f"{value:.4g}")


def _machine(machine: Machine) -> MachineRecord:
    return {
        "name": machine.name,
        "gpus": machine.gpus,
        "cloud": machine.cloud,
        "region": machine.region,
        "country": machine.country,
        "commitment": machine.commitment,
        "hourly": None if machine.hourly is None else number(machine.hourly),
        "capital": None if machine.capital is None else number(machine.capital),
        "source": machine.source,
        "as_of": machine.as_of,
    }


def machine_price(machine: Machine) -> PriceLine:
    """What one machine costs, as a unit price among others."""
    owned = machine.is_owned
    price = machine.capital if owned else machine.hourly
    assert price is not None
    place = " ".join(part for part in (machine.cloud, machine.region) if part)
    what = f"{machine.name} ({machine.gpus} GPU{'s' if machine.gpus > 1 else ''})"
    return {
        "what": f"{what}, {place}, {machine.commitment.replace('_', ' ')}" if place else what,
        "unit_price": number(price),
        "unit": "USD per machine" if owned else "USD per hour",
        "since": None,
        "until": None,
        "source": machine.source,
        "url": None,
        "checked": machine.as_of,
    }


def _assumed(found: Assumption) -> AssumedCost:
    return {
        "id": found.id,
        "name": found.name,
        "unit": found.unit,
        "low": number(found.low),
        "base": number(found.base),
        "high": number(found.high),
        "source": found.source,
        "as_of": found.as_of,
        "note": plain(found.note),
    }


def _start(done: Ownership) -> StartRecord | None:
    found = start(done.deployment.sizing)
    if found is None:
        return None
    return {
        "engine": found.engine,
        "command": list(found.command),
        "weights_bytes_per_gpu": found.expected.weights,
        "cache_bytes_per_gpu": found.expected.pool,
        "notes": list(found.notes),
    }
