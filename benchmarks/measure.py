"""Timing that bears a noisy machine: interleaved runs, and the least of each."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One figure, and the bound it should keep (``None``: only told)."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def text(self) -> str:
        told = f"{self.name}: {self.value:.2f} {self.unit}".rstrip()
        if self.bound is not None:
            told += f" (bound {self.bound:g}{'' if self.holds else ', EXCEEDED'})"
        return f"{told}  {self.detail}".rstrip()


def environment(**more: str) -> dict[str, str]:
    """What measured processes run under: modules are kept compiled, output is plain."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "NO_COLOR": "1", **more}


def seconds(command: Sequence[str], cwd: str | None = None) -> float:
    """Wall time of one cold process; its output is dropped, its failure is ours."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, check=False)
    took = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return took


def compare(floor: Sequence[str], ours: Sequence[str], runs: int = 15) -> tuple[float, float]:
    """The least time of each over interleaved runs, in seconds: ``(floor, ours)``."""
    seconds(ours)
    taken = [(seconds(floor), seconds(ours)) for _ in range(runs)]
    return min(one for one, _ in taken), min(other for _, other in taken)


PYTHON = sys.executable
ROOT = Path(__file__).resolve().parent.parent
