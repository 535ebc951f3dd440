"""How fast a replica answers: a roofline of steps that decode all requests and prefill some.

| figure | is |
| --- | --- |
| TPOT | seconds from one output token of a request to its next, the first token left out |
| TTFT | seconds from the arrival of a request to its first output token |
| throughput | requests, or output tokens, of all requests in flight, in a second |
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt

from advisor.hosting.case import Case
from advisor.hosting.constants import (
    DECODE_EFFICIENCY,
    FIRST_TOKEN_PREFILLS,
    FIRST_TOKEN_QUEUE,
    FIRST_TOKEN_STEPS,
    LAYER_SECONDS,
    MEMORY_EFFICIENCY,
    PREFILL_EFFICIENCY,
    REDUCE_SECONDS,
    SEQUENCE_SECONDS,
)
from advisor.hosting.layout import Layout

_READ = MEMORY_EFFICIENCY.value
_DECODE = DECODE_EFFICIENCY.value
_PREFILL = PREFILL_EFFICIENCY.value
_LAYER = LAYER_SECONDS.value
_REDUCE = REDUCE_SECONDS.value
_SEQUENCE = SEQUENCE_SECONDS.value
_STEPS = FIRST_TOKEN_STEPS.value
_PREFILLS = FIRST_TOKEN_PREFILLS.value
_QUEUE = FIRST_TOKEN_QUEUE.value


@dataclass(frozen=True, slots=True)
class Roofline:
    """Seconds of one replica, by what they are spent on. Everything rises with the batch: the
    requests in flight in the replica; so does throughput."""

    others: float
    """To read all weights but the routed experts, in a step."""
    experts: float
    """To read every routed expert."""
    untouched: float
    """The logarithm of the share of experts that one token leaves out."""
    cache: float
    """To read the cache of one request, in a step."""
    compute: float
    """To multiply for one request, in a step."""
    prefill: float
    """To read the prompt of one request."""
    fixed: float
    each: float
    output: int

    def tpot(self, batch: int) -> float:
        """A step reads the weights and every cache or multiplies, whichever takes longer; each
        request's prefill is spread over the steps of its output."""
        read = self.others + batch * self.cache
        if self.experts:
            read += self.experts * (1.0 - exp(batch * self.untouched))
        compute = batch * self.compute
        return (read if read > compute else compute) + self.fixed + batch * self.each

    def ttft(self, batch: int) -> float:
        waiting = batch if batch < _QUEUE else _QUEUE
        return _STEPS * self.tpot(batch) + _PREFILLS * self.prefill * sqrt(waiting)

    def request(self, batch: int) -> float:
        """From arrival to the last token."""
        return self.ttft(batch) + self.tpot(batch) * (self.output - 1)

    def throughput(self, batch: int) -> float:
        """Requests a second (Little's law)."""
        return batch / self.request(batch)

    def keeps(self, batch: int, max_tpot: float | None, max_ttft: float | None) -> bool:
        """Does it stay within the latencies at that batch?"""
        return (max_tpot is None or self.tpot(batch) <= max_tpot) and (
            max_ttft is None or self.ttft(batch) <= max_ttft
        )


def roofline(case: Case, layout: Layout, peak: float) -> Roofline:
    """``peak`` is operations a second of one accelerator."""
    demand, weights, parameters = case.demand, case.weights, case.shape.parameters
    ranks, gpus = layout.tensor_parallel, layout.gpus
    read = case.slower / (case.accelerator.bandwidth * _READ)
    multiply = case.slower / (gpus * peak)
    tokens, output = demand.input_tokens, demand.output_tokens
    live = case.cache.bytes(tokens + output // 2, ranks)
    active = 2 * parameters.active
    prefill = (active * tokens + case.cache.attention_flops(tokens)) * multiply / _PREFILL
    seconds = _LAYER + (2 * _REDUCE if gpus > 1 else 0.0)
    return Roofline(
        others=weights.others / ranks * read,
        experts=weights.experts / gpus * read,
        untouched=log(1 - parameters.touched) if parameters.touched < 1 else -inf,
        cache=live / layout.data_parallel * read,
        compute=active * multiply / _DECODE,
        prefill=prefill,
        fixed=case.shape.layers * seconds * case.slower,
        each=_SEQUENCE * case.slower + prefill / output,
        output=output,
    )
