"""What a sequence keeps in memory while it is answered: keys and values, latents, states. Exact.

Whatever the kind of attention, a cache is some groups of layers, each with an entry for every
token (or only the last ones, or one for several), and a state that does not grow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from advisor.catalog.schema import Architecture
from advisor.hosting.constants import (
    COMPRESSED_ENTRY,
    CONVOLUTION_BYTES,
    INDEX_SCALE,
    LATENT_TILE,
    STATE_BYTES,
)
from advisor.hosting.demand import CachePrecision
from advisor.hosting.unknown import UnknownError, dimensions, known


@dataclass(frozen=True, slots=True)
class Group:
    """Layers that are alike. ``entry`` is bytes over all ``heads``, which tensor parallel splits;
    with one head (a latent) every rank stores the whole.

    ``cap``: only the last so many tokens are kept. ``ratio``: one entry stands for so many.
    ``width`` is query heads times their dimension: what attending to one entry computes.
    """

    layers: int
    entry: int
    heads: int
    width: int = 0
    cap: int | None = None
    ratio: int = 1

    def entries(self, tokens: int, reserved: bool = False) -> int:
        if self.cap is not None and not reserved and tokens > self.cap:
            return self.cap
        return -(-tokens // self.ratio)


@dataclass(frozen=True, slots=True)
class Cache:
    """``state`` is bytes for a sequence whatever its length, split over ``state_heads``."""

    groups: tuple[Group, ...]
    state: int = 0
    state_heads: int = 1

    def bytes(self, tokens: int, ranks: int = 1, reserved: bool = False) -> int:
        """For a sequence of so many tokens, on each of so many tensor-parallel ranks.

        ``reserved``: windows at full length too, as engines without a hybrid allocator hold them.
        """
        total = -(-self.state // min(ranks, self.state_heads))
        for group in self.groups:
            whole = group.layers * group.entry * group.entries(tokens, reserved)
            total += -(-whole // min(ranks, group.heads))
        return total

    @property
    def per_token(self) -> int | Fraction:
        """Bytes for one further token of a long sequence, over all ranks; windows are full then."""
        return self._each(lambda group: group.cap is None)

    @property
    def window_per_token(self) -> int | Fraction:
        """Bytes for one further token within the windows."""
        return self._each(lambda group: group.cap is not None)

    def _each(self, wanted: Callable[[Group], bool]) -> int | Fraction:
        groups = [group for group in self.groups if wanted(group)]
        total = sum((Fraction(g.layers * g.entry, g.ratio) for g in groups), Fraction(0))
        return int(total) if total.denominator == 1 else total

    def attention_flops(self, tokens: int) -> int:
        """Of reading a prompt of so many tokens, causally: twice query times entries seen."""
        return 2 * tokens * sum(g.layers * g.width * g.entries(tokens) for g in self.groups)

    @property
    def is_split(self) -> bool:
        """Does tensor parallel divide any of it?"""
        return any(group.heads > 1 for group in self.groups)


def cache(architecture: Architecture, precision: CachePrecision) -> Cache:
    """The cache of a model.

    Raises:
        UnknownError: a dimension that its kind of attention needs, or the kind itself.
    """
    kind = known(architecture.attention, "architecture.attention")
    if kind not in _KINDS:
        raise UnknownError("architecture.attention")
    found = _KINDS[kind](architecture, 1 if precision == "fp8" else 2)
    if not found.bytes(1):
        raise UnknownError("architecture.full_layers")
    return found


HYBRID = frozenset(
    {
        *("gqa-sliding", "gqa-chunked", "gqa-linear", "gqa-mamba"),
        *("mla-sparse", "mla-linear", "compressed-sparse"),
    }
)
"""Kinds that are further from the measured ones."""


def _heads(a: Architecture, element: int) -> Cache:
    layers, heads, dim, queries = dimensions(a, "layers", "kv_heads", "head_dim", "attention_heads")
    return Cache((Group(layers, 2 * heads * dim * element, heads, queries * dim),))


def _windowed(a: Architecture, element: int) -> Cache:
    window = a.chunk_size if a.attention == "gqa-chunked" else a.sliding_window
    cap = known(window or a.sliding_window, "architecture.sliding_window")
    full, sliding, heads, dim, queries = dimensions(
        a, "full_layers", "sliding_layers", "kv_heads", "head_dim", "attention_heads"
    )
    far_heads, far_dim = a.global_kv_heads or heads, a.global_head_dim or dim
    return Cache(
        (
            Group(full, 2 * far_heads * far_dim * element, far_heads, queries * far_dim),
            Group(sliding, 2 * heads * dim * element, heads, queries * dim, cap),
        )
    )


def _latent(a: Architecture, element: int) -> Cache:
    (layers,) = dimensions(a, "layers" if a.attention != "mla-linear" else "full_layers")
    rank, rope, queries, dim = dimensions(
        a, "kv_lora_rank", "qk_rope_head_dim", "attention_heads", "head_dim"
    )
    entry = (rank + rope) * element
    if element == 1 and rank % (4 * LATENT_TILE) == 0:  # the layout of engines for this rank
        entry = rank + rank // LATENT_TILE * 4 + rope * 2
    return Cache((Group(layers, entry, 1, queries * dim),))


def _indexed_latent(a: Architecture, element: int) -> Cache:
    (layers, index) = dimensions(a, "layers", "indexer_head_dim")
    latent = _latent(a, element)
    return Cache((*latent.groups, Group(layers, index + INDEX_SCALE, 1)))


def _linear(a: Architecture, element: int) -> Cache:
    """Full layers, and linear ones with a matrix for each value head and a short convolution."""
    _, layers, key_heads, heads, key_dim, value_dim, kernel = dimensions(
        a,
        *(
            "full_layers",
            "linear_layers",
            "linear_key_heads",
            "linear_value_heads",
            "linear_key_head_dim",
        ),
        *("linear_value_head_dim", "linear_conv_kernel"),
    )
    matrix = heads * key_dim * value_dim * STATE_BYTES
    channels = 2 * key_heads * key_dim + heads * value_dim
    state = layers * (matrix + max(kernel - 1, 0) * channels * CONVOLUTION_BYTES)
    return Cache(_full(a, element).groups, state, heads)


def _mamba(a: Architecture, element: int) -> Cache:
    _, layers, heads, dim, size, groups, kernel = dimensions(
        a,
        *("full_layers", "mamba_layers", "mamba_heads", "mamba_head_dim"),
        *("mamba_state", "mamba_groups", "mamba_conv_kernel"),
    )
    matrix = heads * dim * size * STATE_BYTES
    channels = heads * dim + 2 * groups * size
    state = layers * (matrix + max(kernel - 1, 0) * channels * CONVOLUTION_BYTES)
    return Cache(_full(a, element).groups, state, heads)


def _full(a: Architecture, element: int) -> Cache:
    """The full layers of a mixture."""
    if a.attention == "mla-linear":
        return _latent(a, element)
    full, heads, dim, queries = dimensions(
        a, "full_layers", "kv_heads", "head_dim", "attention_heads"
    )
    return Cache((Group(full, 2 * heads * dim * element, heads, queries * dim),))


def _compressed(a: Architecture, element: int) -> Cache:
    """One entry for several tokens, an index beside the densest ones, and a window everywhere."""
    window, index, queries, dim = dimensions(
        a, "sliding_window", "indexer_head_dim", "attention_heads", "head_dim"
    )
    ratios = known(a.compress_ratio_layers, "architecture.compress_ratio_layers")
    by_ratio = sorted((int(ratio), layers) for ratio, layers in ratios.items())
    width = queries * dim
    groups = [
        Group(layers, COMPRESSED_ENTRY, 1, width, None, ratio)
        for ratio, layers in by_ratio
        if ratio
    ]
    if groups:
        groups.append(Group(groups[0].layers, index + INDEX_SCALE, 1, 0, None, groups[0].ratio))
    everywhere = sum(layers for _, layers in by_ratio)
    return Cache((*groups, Group(everywhere, COMPRESSED_ENTRY, 1, width, window)))


_KINDS: dict[str, Callable[[Architecture, int], Cache]] = {
    "mha": _heads,
    "gqa": _heads,
    "mqa": _heads,
    "gqa-sliding": _windowed,
    "gqa-chunked": _windowed,
    "mla": _latent,
    "mla-sparse": _indexed_latent,
    "mla-linear": _linear,
    "gqa-linear": _linear,
    "gqa-mamba": _mamba,
    "compressed-sparse": _compressed,
}
