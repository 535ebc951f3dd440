"""How to start a replica, and what the engine should then report: that is how to check a sizing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.hosting.constants import BATCHED_TOKENS, UTILIZATION
from advisor.hosting.precision import Precision
from advisor.hosting.sizing import Sizing

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+", re.ASCII)
"""What can stand in a command as it is."""
_NO_ENGINE = frozenset({"apple"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What vLLM logs of one engine when it starts; bytes on each accelerator.

    Engines that reserve windows at full length report the ``low`` ends.
    """

    weights: int
    pool: int
    low_tokens: int
    high_tokens: int
    low_concurrency: float
    high_concurrency: float


@dataclass(frozen=True, slots=True)
class Start:
    """``command`` is the words of a command line."""

    engine: str
    command: tuple[str, ...]
    expected: Expected
    notes: tuple[str, ...]


def start(sizing: Sizing) -> Start | None:
    """For one replica; ``None`` where there is none, no repository is known, or no engine runs."""
    replica, weights = sizing.replica, sizing.blueprint.model.weights
    repository = weights.repository if weights else None
    if replica is None or sizing.serving is None or sizing.accelerator.vendor in _NO_ENGINE:
        return None
    if repository is None or not _REPOSITORY.fullmatch(repository):
        return None
    model, notes = _weights(sizing.precision, sizing.blueprint.native, repository)
    ranks, copies = replica.layout
    command = [
        *("vllm", "serve", *model),
        *("--tensor-parallel-size", str(ranks)),
        *(("--data-parallel-size", str(copies), "--enable-expert-parallel") if copies > 1 else ()),
        *("--max-model-len", str(sizing.demand.context)),
        *("--max-num-seqs", str(-(-replica.batch // copies))),
        *("--max-num-batched-tokens", str(int(BATCHED_TOKENS.value))),
        *("--gpu-memory-utilization", f"{UTILIZATION.value:.2f}"),
    ]
    if sizing.demand.cache == "fp8":
        command += ["--kv-cache-dtype", "fp8"]
    if sizing.accelerator.vendor != "nvidia":
        notes = (*notes, f"needs the build of vLLM for accelerators of {sizing.accelerator.vendor}")
    shape = sizing.blueprint.dimensions
    if shape and shape.caches[sizing.demand.cache].state:
        notes = (*notes, "engines that count states and padding as tokens reported half of these")
    return Start("vllm", tuple(command), _expected(sizing), notes)


def _weights(
    precision: Precision, native: Precision | None, repository: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that name the weights, and what to know about them."""
    if precision.is_gguf:
        file = f"{repository.rpartition('/')[2]}-{precision.id.upper()}.gguf"
        return (file, "--tokenizer", repository), (f"{file} stands for a file that you have",)
    if precision is native or (native is None and precision.id == "bf16"):
        return (repository,), ()
    if precision.id == "fp8" and native is not None and native.id == "bf16":
        return (repository, "--quantization", "fp8"), ("quantized while it is loaded",)
    folder = f"./{repository.rpartition('/')[2]}-{precision.id}"
    return (folder,), (f"{folder} stands for a checkpoint in {precision.id} that you have",)


def _expected(sizing: Sizing) -> Expected:
    replica, shape = sizing.replica, sizing.blueprint.dimensions
    assert replica and shape
    context, cache = sizing.demand.context, shape.caches[sizing.demand.cache]
    reserved = cache.bytes(context, replica.layout.tensor_parallel, reserved=True)
    return Expected(
        replica.weights,
        replica.pool,
        replica.pool * context // reserved,
        replica.pool * context // replica.longest,
        replica.pool / reserved,
        replica.pool / replica.longest,
    )
