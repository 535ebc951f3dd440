"""How far off an estimate of speed may be, and why further than usual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.hosting.accelerator import Accelerator
from advisor.hosting.blueprint import Blueprint
from advisor.hosting.constants import (
    FIRST_TOKEN,
    LONG_INPUT,
    SHORT_OUTPUT,
    SLOW_LINK,
    USUAL,
    WIDE,
    YOUNG,
    Band,
)
from advisor.hosting.demand import Demand
from advisor.hosting.layout import Layout
from advisor.hosting.precision import Precision


class Doubt(NamedTuple):
    """Factors around an estimate: ``band`` of TPOT and throughput, ``first`` of TTFT."""

    band: Band
    first: Band
    reasons: tuple[str, ...]


def doubt(
    blueprint: Blueprint,
    accelerator: Accelerator,
    precision: Precision,
    demand: Demand,
    layout: Layout,
) -> Doubt:
    """The widest band that anything about the estimate calls for."""
    reasons = (
        *_of_accelerator(accelerator, layout),
        *_of_model(blueprint),
        *_of_load(precision, demand),
    )
    band, first = WIDE if reasons else USUAL, FIRST_TOKEN
    if blueprint.is_young:
        band, first = band.widened(YOUNG), first.widened(YOUNG)
        reasons = (*reasons, "the model is in its first months: counted at half the speed")
    return Doubt(band, first, reasons)


def _of_accelerator(accelerator: Accelerator, layout: Layout) -> Iterator[str]:
    if not accelerator.is_measured_kind:
        yield "not an NVIDIA data-center accelerator"
    if layout.gpus > 1 and (accelerator.link or 0) < SLOW_LINK:
        yield "no fast link between the accelerators"


def _of_model(blueprint: Blueprint) -> Iterator[str]:
    if blueprint.dimensions and blueprint.dimensions.is_hybrid:
        yield "sparse or hybrid attention"
    if blueprint.unsure and ("secondary" in blueprint.unsure or "unverified" in blueprint.unsure):
        yield "dimensions that no configuration confirms"
    if blueprint.is_young is None:
        yield "the day of the model's release is not known"


def _of_load(precision: Precision, demand: Demand) -> Iterator[str]:
    if precision.is_gguf:
        yield "GGUF was measured for one user at a time only"
    if demand.input_tokens > LONG_INPUT:
        yield f"more than {LONG_INPUT:,} input tokens"
    if demand.output_tokens < SHORT_OUTPUT:
        yield f"less than {SHORT_OUTPUT} output tokens"
