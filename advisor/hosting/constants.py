"""Every number of the estimates that is not a fact of a model or an accelerator, with its origin.

Changed here, it changes everywhere; ``python -m pytest tests/hosting`` holds the estimates against
published measurements.
"""

from __future__ import annotations

from typing import NamedTuple

GIB = 2**30


class Constant(NamedTuple):
    """``error`` is how far off the figure was seen, or what it leaves out."""

    value: float
    unit: str
    error: str
    source: str


FIT = (
    "least-squares fit of six constants to 2,842 measured runs (aic-silicon-sample: H100, H200, "
    "B200, B300; vLLM, SGLang, TensorRT-LLM; 2025-26)"
)
LEFT_OUT = (
    "refitted without the tested model: time per output token off by 17.7% in the median, 48% at "
    "the 90th percentile"
)

# -- speed: the six fitted together ---------------------------------------------------------------

MEMORY_EFFICIENCY = Constant(0.75, "of the peak bandwidth", LEFT_OUT, FIT)
DECODE_EFFICIENCY = Constant(0.60, "of the dense peak", LEFT_OUT, FIT)
PREFILL_EFFICIENCY = Constant(0.50, "of the dense peak", LEFT_OUT, FIT)
LAYER_SECONDS = Constant(40e-6, "s for a layer and step", LEFT_OUT, FIT)
REDUCE_SECONDS = Constant(25e-6, "s for a reduction, two a layer", LEFT_OUT, FIT)
SEQUENCE_SECONDS = Constant(25e-6, "s for a sequence and step", LEFT_OUT, FIT)

FIRST_TOKEN_STEPS = Constant(15, "steps", "TTFT off by 50% in the median, 57% out of sample", FIT)
FIRST_TOKEN_PREFILLS = Constant(1.7, "prefills", "as above", FIT)
FIRST_TOKEN_QUEUE = Constant(64, "sequences at most that a prefill waits for", "as above", FIT)


class Band(NamedTuple):
    """A figure at its low end, in the middle, and at its high end."""

    low: float
    mid: float
    high: float

    def times(self, value: float) -> Band:
        return Band(self.low * value, self.mid * value, self.high * value)

    def widened(self, other: Band) -> Band:
        return Band(min(self.low, other.low), self.mid, max(self.high, other.high))


USUAL = Band(0.6, 1.0, 1.5)
"""Of times, and of throughput: p10 to p90 of measured over predicted was 0.72 to 1.43 in the fitted
sample, widened for models outside of it."""
WIDE = Band(0.4, 1.0, 2.0)
"""Where held-out measurements were further off: other makers' accelerators 1.1 to 4.6 times
(MI300X, MI355X), inputs above 8k tokens 1.3 to 2.7, sparse or hybrid attention 37% to 47% in the
median, outputs of some 100 tokens half the time predicted."""
FIRST_TOKEN = Band(0.5, 1.0, 2.0)
"""Of the time to the first token: an order of magnitude, whoever predicts it."""
YOUNG = Band(0.4, 1.0, 2.5)
"""In the first months of a model family, around ``YOUNG_SLOWER``: seen between a fifth of the speed
and all of it (MI355X in October 2025: 2.2 to 4.6 times slower than predicted; in February 2026: 1.1
to 1.3)."""
YOUNG_SLOWER = 2.0
YOUNG_DAYS = 90
LONG_INPUT = 8192
SHORT_OUTPUT = 128
SLOW_LINK = 400e9
"""Bytes a second. Below it an accelerator is on PCIe; the fitted machines reduce over NVLink."""
NETWORK = 30e9
"""Bytes a second. Below it the link is a network between machines, each with one accelerator."""

# -- memory ---------------------------------------------------------------------------------------

UTILIZATION = Constant(
    0.90, "of the memory", "what the engine may claim; set by the user", "vLLM's default"
)
OVERHEAD_BASE = Constant(
    1 * GIB,
    "bytes",
    "with the slope: 0.4 to 7.7 GiB seen, mostly 1.8 to 3.3",
    "logs of vLLM, SGLang",
)
OVERHEAD_LEAST = Constant(2 * GIB, "bytes", "0.4 GiB was seen on a consumer GPU", "logs of vLLM")
OVERHEAD_RANGE = (1 * GIB, 8 * GIB)
BATCHED_TOKENS = Constant(
    8192, "tokens a step", "slope of Llama-3.1-8B 119 kB a token predicted, 109 measured", "vLLM"
)
MOST_SEQUENCES = Constant(
    1024, "sequences at once", "the fitted runs thin out above", "vLLM's default on large GPUs"
)
LIVE_QUANTILE = Constant(
    1.645 / 3**0.5,
    "of half an output, times the root of the sequences",
    "ages of requests taken as independent and even; inputs as of one length",
    "95th percentile of a sum of uniform lengths",
)

STATE_BYTES = 4
"""Of an element of a recurrent state, which engines keep in fp32."""
CONVOLUTION_BYTES = 2
INDEX_SCALE = 4
"""Bytes beside the fp8 elements of an entry of a sparse indexer: 132 for 128 elements."""
COMPRESSED_ENTRY = 584
"""Bytes of a compressed entry of DeepSeek-V4 (448 fp8, 64 rope in bf16, scales), whatever the
precision of other caches. Seen of 3,850 predicted at great length: 7,455 (preview)."""
LATENT_TILE = 128
"""Elements of an fp8 latent that share a 4-byte scale; its rope part stays bf16: 656 bytes."""

# -- money and agreement --------------------------------------------------------------------------

HOURS = 730
"""In a month."""
AGREES = 0.05
"""A parameter count that the dimensions miss by more than this share is not split by them."""
