"""What a parameter takes, by the kind of matrix that it is in.

A "quantized" checkpoint is mixed: embeddings, head, norms and routers stay in 16 bits, in some
attention does too. Only GGUF files state one average for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Compute = Literal["bf16", "fp8", "fp4"]

FULL = Fraction(2)


@dataclass(frozen=True, slots=True, eq=False)
class Precision:
    """Bytes for a parameter of experts, of other matrices, and of what is kept (embeddings, head,
    norms, routers). ``compute`` is the rate it multiplies at.

    ``keeps_attention``: published checkpoints of expert models keep attention in 16 bits.
    """

    id: str
    experts: Fraction
    matrices: Fraction
    kept: Fraction
    compute: Compute
    error: str
    heavier: Fraction
    """The most that a loaded model was seen above the estimate, as a factor."""
    keeps_attention: bool = False
    is_gguf: bool = False

    @property
    def is_uniform(self) -> bool:
        return self.experts == self.matrices == self.kept


def _mixed(
    id: str,
    bytes: str,
    compute: Compute,
    error: str,
    heavier: str,
    *,
    matrices: str | None = None,
    keeps_attention: bool = False,
) -> Precision:
    small = Fraction(bytes)
    others = Fraction(matrices) if matrices else small
    return Precision(id, small, others, FULL, compute, error, Fraction(heavier), keeps_attention)


def _gguf(id: str, bits: str) -> Precision:
    bytes = Fraction(bits) / 8
    error = "average of a file, each of which mixes somewhat differently"
    return Precision(id, bytes, bytes, bytes, "bf16", error, Fraction("1.02"), is_gguf=True)


_ALL = (
    Precision(
        "bf16",
        FULL,
        FULL,
        FULL,
        "bf16",
        "engine logs: -0.2% (Llama-3.1-8B, Qwen3-30B), -1.4% (R1-Distill-14B)",
        Fraction("1.02"),
    ),
    _mixed(
        "fp8",
        "1",
        "fp8",
        "scales add 0.1 to 1%",
        "1.01",
    ),
    _mixed("int8", "1", "fp8", "engine log of Llama-3.1-70B: -0.1%", "1.01"),
    _mixed(
        "nvfp4",
        "0.5625",
        "fp4",
        "4 bits and a scale for 16; engine log of Qwen3.5-122B: +2%",
        "1.02",
        keeps_attention=True,
    ),
    _mixed(
        "mxfp4",
        "0.53125",
        "bf16",
        "4 bits and a scale for 32; file of gpt-oss-120b -0.1%, loaded +6 to 9% by repacking",
        "1.09",
        keeps_attention=True,
    ),
    _mixed(
        "mxfp4-fp8",
        "0.53125",
        "fp8",
        "experts in 4 bits, other matrices in fp8; no log to check it by",
        "1.09",
        matrices="1",
    ),
    _mixed("int4", "0.54", "bf16", "groups of 128 (AWQ, GPTQ): 0.52 to 0.56", "1.04"),
    _gguf("q8_0", "8.5"),
    _gguf("q6_k", "6.57"),
    _gguf("q5_k_m", "5.7"),
    _gguf("q4_k_m", "4.85"),
    _gguf("q4_0", "4.55"),
    _gguf("iq4_xs", "4.3"),
    _gguf("q3_k_m", "3.9"),
    _gguf("q2_k", "3.35"),
)
PRECISIONS: dict[str, Precision] = {each.id: each for each in _ALL}
"""Every precision by its id, the engines' first, then the kinds of GGUF files."""

_RELEASED_AS = {
    "fp16": "bf16",
    "mxfp4 (experts) + bf16": "mxfp4",
    "fp4 (experts) + fp8": "mxfp4-fp8",
    "int4 (experts, compressed-tensors)": "int4",
    "fp8/nvfp4": "fp8",
}
"""How the catalog calls what a model was released in, where it is not the id itself."""


def native(stated: str | None) -> Precision | None:
    """The precision of the weights as released; ``None`` where it is not known."""
    return PRECISIONS.get(_RELEASED_AS.get(stated or "", stated or ""))
