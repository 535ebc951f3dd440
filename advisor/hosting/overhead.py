"""What an engine takes beside weights and caches: activations, buffers, captured graphs."""

from __future__ import annotations

from advisor.hosting.constants import BATCHED_TOKENS, OVERHEAD_BASE, OVERHEAD_LEAST


def overhead(hidden: int, inner: int, ranks: int) -> int:
    """Bytes on each of so many tensor-parallel ranks, for a step of as many tokens as engines take.

    Engines measure the real figure when they start: 1 to 8 GiB.
    """
    tokens = int(BATCHED_TOKENS.value) * activation(hidden, inner, ranks)
    return max(int(OVERHEAD_BASE.value) + tokens, int(OVERHEAD_LEAST.value))


def activation(hidden: int, inner: int, ranks: int) -> int:
    """Bytes for one token of a step; ``inner`` is the width of what it goes through between two
    layers."""
    return 2 * (3 * -(-inner // ranks) + 4 * hidden)
