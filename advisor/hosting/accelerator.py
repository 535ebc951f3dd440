"""An accelerator as the estimates read it: bytes, bytes a second, operations a second."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from advisor.catalog.schema import Gpu
from advisor.hosting.constants import GIB, NETWORK
from advisor.hosting.precision import Compute


@dataclass(frozen=True, slots=True)
class Accelerator:
    """Bytes, bytes a second, and dense peaks in operations a second.

    A peak that is ``None`` is not known, or not built in; so is a ``link`` to others of its kind.
    """

    id: str
    name: str
    vendor: str
    kind: str | None
    memory: int
    bandwidth: float
    link: float | None
    bf16: float | None
    fp8: float | None
    fp4: float | None

    @classmethod
    def of(cls, gpu: Gpu) -> Accelerator:
        return cls(
            gpu.id,
            gpu.name,
            gpu.vendor,
            gpu.kind,
            int(gpu.memory_gib * GIB),
            float(gpu.bandwidth_gb_per_second * 10**9),
            _times(gpu.interconnect.gb_per_second if gpu.interconnect else None, 10**9),
            _times(gpu.tflops.bf16, 10**12),
            _times(gpu.tflops.fp8, 10**12),
            _times(gpu.tflops.fp4, 10**12),
        )

    @property
    def is_measured_kind(self) -> bool:
        """Is it of the kind that the speed was fitted on?"""
        return self.vendor == "nvidia" and self.kind == "data_center"

    @property
    def serves_alone(self) -> bool:
        """Is there no link over which several could run one replica?"""
        return self.link is None or self.link < NETWORK

    def peak(self, compute: Compute) -> float | None:
        """What it multiplies at; weights it has no unit for are unpacked and multiplied in bf16."""
        if compute == "fp4":
            return self.fp4 or self.bf16
        return (self.fp8 or self.bf16) if compute == "fp8" else self.bf16


def _times(value: Decimal | None, scale: int) -> float | None:
    return None if value is None else float(value * scale)
