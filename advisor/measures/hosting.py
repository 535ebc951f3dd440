"""What it takes to run a candidate on one's own machines: which, how many, how fast.

An offer has none of these figures. Where no machines could be chosen, ``hosting.served`` is unknown
because of facts that are lacking, or false because what is allowed cannot run the model.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from advisor.candidates import Candidate
from advisor.measures.base import Context, Figure, Figures, Measure, unknown

if TYPE_CHECKING:
    from advisor.deployments.deployment import Deployment
    from advisor.hosting.constants import Band

MEASURES = (
    Measure("hosting.served", "machines that are allowed can serve it", "bool"),
    Measure("hosting.gpu", "accelerator", "text"),
    Measure("hosting.gpus", "accelerators at the peak", "number", "accelerators"),
    Measure("hosting.precision", "precision of the weights", "text"),
    Measure("hosting.quantized", "fewer bits than were measured", "bool"),
    Measure("hosting.tight", "memory is tight", "bool"),
    Measure("hosting.tpot_ms", "time per output token at the peak", "number", "ms"),
    Measure("hosting.ttft_ms", "time to the first token at the peak", "number", "ms"),
)
_DIMENSIONS = ("model.architecture", "model.weights")


def figures(candidate: Candidate, context: Context) -> Figures:
    if candidate.kind == "api":
        return {}
    if candidate.deployment is None:
        return {"hosting.served": _unserved(candidate)}
    return _of(candidate.deployment, context, candidate)


def _unserved(candidate: Candidate) -> Figure:
    if candidate.refused:
        return Figure(False, note=candidate.refused, fields=_DIMENSIONS)
    return unknown(*candidate.unsized)


def _of(deployment: Deployment, context: Context, candidate: Candidate) -> Figures:
    sizing, model = deployment.sizing, candidate.model
    dimensions = context.catalog.supporting(model.id, model.sources, "architecture")
    sources = dict.fromkeys((*dimensions, context.catalog.gpus[deployment.machine.gpu].source))
    fact = Figure(None, sources=tuple(sources), fields=_DIMENSIONS)
    speed = sizing.speed()
    assert speed
    return {
        "hosting.served": fact._replace(value=True),
        "hosting.gpu": fact._replace(value=deployment.machine.gpu),
        "hosting.gpus": fact._replace(value=sizing.gpus),
        "hosting.precision": fact._replace(value=sizing.precision.id),
        "hosting.quantized": fact._replace(value=deployment.is_quantized),
        "hosting.tight": fact._replace(value=bool(sizing.is_tight)),
        "hosting.tpot_ms": _milliseconds(fact, speed.tpot),
        "hosting.ttft_ms": _milliseconds(fact, speed.ttft),
    }


def _milliseconds(fact: Figure, seconds: Band) -> Figure:
    low, mid, high = (Decimal(f"{value * 1000:.4g}") for value in seconds)
    return fact._replace(value=mid, low=low, high=high)
