"""Bytes of the weights in a precision: the file's own size where it is known, else by groups."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from advisor.hosting.parameters import Parameters
from advisor.hosting.precision import FULL, Precision


@dataclass(frozen=True, slots=True)
class WeightBytes:
    """``others`` is everything but routed experts. ``attention_kept`` comes on top where a
    checkpoint leaves attention in 16 bits that is counted smaller here."""

    experts: int
    others: int
    attention_kept: int
    basis: Literal["file", "parameters"]

    @property
    def total(self) -> int:
        return self.experts + self.others


def weigh(parameters: Parameters, precision: Precision, file: int | None = None) -> WeightBytes:
    """``file`` is the size of the repository's files in that precision."""
    attention = FULL if precision.keeps_attention and parameters.experts else precision.matrices
    experts = _bytes(parameters.experts, precision.experts)
    others = ceil(
        parameters.matrices * precision.matrices
        + parameters.attention * attention
        + parameters.kept * precision.kept
    )
    if file is not None:
        experts = min(experts, file)
        return WeightBytes(experts, file - experts, 0, "file")
    more = 0 if precision.is_gguf else _bytes(parameters.attention, FULL - attention)
    return WeightBytes(experts, others, more, "parameters")


def _bytes(count: int, each: Fraction) -> int:
    return ceil(count * each)
