"""The load at its peak that a deployment is sized for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

CachePrecision = Literal["bf16", "fp8"]

LEAST_CONTEXT = 8192
"""Tokens. What a server should take at least where nobody says how long requests get."""

MOST_PER_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Demand:
    """Tokens are those of a mean request; ``context`` is the longest that must be served.

    ``concurrency`` is requests in flight at once; ``requests_per_second`` adds to it by Little's
    law. ``spare`` replicas stand by (N+1). ``max_tpot``, ``max_ttft`` are seconds.
    """

    input_tokens: int
    output_tokens: int
    context: int
    concurrency: int = 1
    requests_per_second: float = 0.0
    max_tpot: float | None = None
    max_ttft: float | None = None
    spare: int = 1
    cache: CachePrecision = "bf16"

    def __post_init__(self) -> None:
        if min(self.input_tokens, self.output_tokens, self.concurrency) < 1:
            raise ValueError("a request has input and output tokens, and at least one is in flight")
        if self.input_tokens + self.output_tokens > self.context:
            raise ValueError(
                f"input and output tokens together ({self.input_tokens + self.output_tokens:,}) "
                f"are above the context of {self.context:,}"
            )
        if not 0 <= self.requests_per_second <= MOST_PER_SECOND or self.spare < 0:
            raise ValueError(f"requests per second are 0 to {MOST_PER_SECOND:,}, spare at least 0")
        if not all(limit is None or limit > 0 for limit in (self.max_tpot, self.max_ttft)):
            raise ValueError("a latency is above 0")

    @classmethod
    def stated(
        cls,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        context: int | None = None,
        window: int | None = None,
        **more: object,
    ) -> Self:
        """With what is not stated filled in.

        Without a context: twice a mean request, at least 8,192 tokens, at most the model's window.
        Without input tokens every request fills the context; without output tokens it writes 500.
        """
        if context is None:
            input_tokens = 1000 if input_tokens is None else input_tokens
            request = input_tokens + (500 if output_tokens is None else output_tokens)
            ample = max(2 * request, LEAST_CONTEXT)
            context = max(request, min(ample, window or ample))
        if output_tokens is None:
            output_tokens = max(1, min(500, (context - (input_tokens or 0)) // 2))
        if input_tokens is None:
            input_tokens = context - output_tokens
        return cls(input_tokens, output_tokens, context, **more)  # type: ignore[arg-type]
