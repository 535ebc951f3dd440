"""Models and accelerators to size: the 110 of ``data/``, and a few accelerators by their sheets."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.catalog.schema import Gpu, Model
from advisor.hosting import Accelerator, Blueprint, Demand
from tests import worlds

TODAY = date(2026, 11, 23)
DATA = Path(__file__).parent / "data" / "architectures.yaml"


@cache
def rows() -> dict[str, dict[str, Any]]:
    """Each model's row by its id."""
    loaded = yaml.load(DATA.read_text("utf-8"), yaml.CSafeLoader)["models"]
    return {row["id"]: row for row in loaded}


def model(id: str, **changed: Any) -> Model:
    """As a catalog states it; ``changed`` are dimensions, ``None`` leaves one out."""
    row = rows()[id]
    shape = {**row["architecture"], **changed}
    weights = {
        "repository": f"maker/{id}",
        "precision": row["precision"],
        "parameters": _count(row.get("total_params_b")),
        "active": _count(row.get("active_params_b")),
    }
    return Model.model_validate(
        {
            "id": f"maker/{id}",
            "name": id,
            "family": id,
            "openness": "open_weights",
            "released": "2025-06-01",
            "weights": {key: value for key, value in weights.items() if value is not None},
            "architecture": {key: value for key, value in shape.items() if value is not None},
        }
    )


def _count(billions: float | None) -> int | None:
    return None if billions is None else round(billions * 1e9)


@cache
def blueprint(id: str) -> Blueprint:
    return Blueprint.of(model(id), TODAY)


def sizable() -> list[str]:
    return [id for id in rows() if blueprint(id).dimensions]


def gpu(id: str = "h100-sxm", **changed: Any) -> Accelerator:
    return Accelerator.of(Gpu.model_validate({**_GPUS[id], "id": id, "source": "page", **changed}))


_GPUS: dict[str, dict[str, Any]] = {
    "h100-sxm": worlds.gpu(name="H100"),
    "b200": {
        "name": "B200",
        "kind": "data_center",
        "vendor": "nvidia",
        "memory_gib": "180",
        "bandwidth_gb_per_second": "7700",
        "tflops": {"bf16": "2250", "fp8": "4500", "fp4": "9000"},
        "interconnect": {"name": "NVLink 5", "gb_per_second": "1800"},
    },
    "mi300x": {
        "name": "MI300X",
        "kind": "data_center",
        "vendor": "amd",
        "memory_gib": "192",
        "bandwidth_gb_per_second": "5300",
        "tflops": {"bf16": "1307", "fp8": "2615"},
        "interconnect": {"name": "Infinity Fabric", "gb_per_second": "896"},
    },
    "mi325x": {
        "name": "MI325X",
        "kind": "data_center",
        "vendor": "amd",
        "memory_gib": "256",
        "bandwidth_gb_per_second": "6000",
        "tflops": {"bf16": "1307", "fp8": "2615"},
        "interconnect": {"name": "Infinity Fabric", "gb_per_second": "896"},
    },
    "l4": {
        "name": "L4",
        "kind": "data_center",
        "vendor": "nvidia",
        "memory_gib": "22.5",
        "bandwidth_gb_per_second": "300",
        "tflops": {"bf16": "121", "fp8": "242"},
        "interconnect": {"name": "PCIe 4", "gb_per_second": "64"},
    },
    "m3-ultra": {
        "name": "M3 Ultra",
        "vendor": "apple",
        "memory_gib": "512",
        "bandwidth_gb_per_second": "819",
        "tflops": {"bf16": "57"},
    },
    "unrated": {
        "name": "No peak known",
        "vendor": "apple",
        "memory_gib": "128",
        "bandwidth_gb_per_second": "614",
    },
}
GPUS = tuple(_GPUS)

DEMAND = Demand(1000, 500, 8192)
