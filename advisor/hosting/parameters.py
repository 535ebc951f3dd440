"""How many parameters a model has, and in which kinds of matrices, from its dimensions.

Norms and biases are left out: they are some millionths of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from advisor.catalog.schema import Architecture, Weights
from advisor.hosting.constants import AGREES
from advisor.hosting.unknown import UnknownError, dimensions, known


@dataclass(frozen=True, slots=True)
class Parameters:
    """``kept`` are embeddings, head, routers, and what a published count has above the dimensions
    (vision towers, norms). ``embedding`` is the part of them that is only looked up.

    ``touched`` is the share of the experts that one token goes through.
    """

    experts: int
    matrices: int
    attention: int
    kept: int
    embedding: int
    touched: Fraction

    @property
    def total(self) -> int:
        return self.experts + self.matrices + self.attention + self.kept

    @property
    def active(self) -> int:
        """Parameters that a token is multiplied with; an embedding is looked up."""
        return self.total - self.embedding - self.experts + int(self.experts * self.touched)


class Experts(NamedTuple):
    """Parameters of routed experts, of shared ones and dense layers, and of routers."""

    routed: int
    dense: int
    routers: int


def from_dimensions(a: Architecture) -> Parameters:
    """By the arithmetic of each kind of layer.

    Raises:
        UnknownError: a dimension is missing, or the kind has no such arithmetic.
    """
    hidden, vocabulary, tied = dimensions(a, "hidden_size", "vocab_size", "tied_embeddings")
    embedding = hidden * vocabulary
    blocks = _experts(a, hidden) if a.experts else Experts(0, _feed_forward(a, hidden), 0)
    return Parameters(
        experts=blocks.routed,
        matrices=blocks.dense,
        attention=_attention(a, hidden),
        kept=embedding * (1 if tied else 2) + blocks.routers,
        embedding=0 if tied else embedding,
        touched=_touched(a),
    )


def parameters(a: Architecture, weights: Weights | None) -> Parameters:
    """From the dimensions where they agree with the published count, else split by that.

    Raises:
        UnknownError: neither is enough.
    """
    published = weights.parameters if weights else None
    try:
        found = from_dimensions(a)
    except UnknownError:
        if published is None:
            raise
        return _published(a, published, weights.active if weights else None)
    if published is None:
        return found
    if abs(found.total - published) > AGREES * published:
        return _published(a, published, weights.active if weights else None)
    rest = max(published - found.total, 0)
    return Parameters(
        found.experts,
        found.matrices,
        found.attention,
        found.kept + rest,
        found.embedding,
        found.touched,
    )


def _published(a: Architecture, total: int, active: int | None) -> Parameters:
    """Total and active parameters tell how many are in experts: all of those that are not active,
    and the same share again of those that are."""
    hidden, vocabulary, tied = dimensions(a, "hidden_size", "vocab_size", "tied_embeddings")
    embedding = hidden * vocabulary
    kept = min(embedding * (1 if tied else 2), total)
    touched = _touched(a)
    experts = 0
    if a.experts:
        active = known(active, "weights.active")
        if touched == 1 or not 0 < active <= total:
            raise UnknownError("weights.active")
        experts = min(int((total - active) / (1 - touched)), total - kept)
    return Parameters(
        experts, total - kept - experts, 0, kept, 0 if tied else min(embedding, kept), touched
    )


def _touched(a: Architecture) -> Fraction:
    if not a.experts:
        return Fraction(0)
    chosen = known(a.experts_per_token, "architecture.experts_per_token")
    return min(Fraction(chosen, a.experts), Fraction(1))


def _feed_forward(a: Architecture, hidden: int) -> int:
    layers, width = dimensions(a, "layers", "intermediate_size")
    return layers * (2 if a.ffn_kind == "gelu" else 3) * hidden * width


def _experts(a: Architecture, hidden: int) -> Experts:
    layers, experts, width = dimensions(a, "layers", "experts", "expert_intermediate_size")
    dense = min(a.dense_layers or 0, layers)
    mixed = layers - dense
    # A stated width of a shared expert says that there is one.
    shared = a.shared_experts or (1 if a.shared_expert_intermediate_size else 0)
    shared_width = a.shared_expert_intermediate_size or width
    first = dense * 3 * hidden * (a.intermediate_size or 0)
    return Experts(
        mixed * experts * 3 * hidden * width,
        first + mixed * shared * 3 * hidden * shared_width,
        mixed * hidden * experts,
    )


_BY_HEADS = frozenset({"mha", "gqa", "mqa", "gqa-sliding", "gqa-chunked", "gqa-linear"})


def _attention(a: Architecture, hidden: int) -> int:
    if a.attention in ("mla", "mla-sparse"):
        return dimensions(a, "layers")[0] * _latent(a, hidden)
    if a.attention not in _BY_HEADS:
        raise UnknownError("weights.parameters")
    heads, kv_heads, dim = dimensions(a, "attention_heads", "kv_heads", "head_dim")
    if a.attention == "gqa-linear":
        return _linear(a, hidden)
    if a.full_layers is None or a.sliding_layers is None:
        return dimensions(a, "layers")[0] * _by_heads(hidden, heads, kv_heads, dim)
    far_heads, far_dim = a.global_kv_heads or kv_heads, a.global_head_dim or dim
    return a.full_layers * _by_heads(
        hidden, heads, far_heads, far_dim
    ) + a.sliding_layers * _by_heads(hidden, heads, kv_heads, dim)


def _by_heads(hidden: int, heads: int, kv_heads: int, dim: int) -> int:
    """Queries and output, keys and values."""
    return 2 * hidden * dim * (heads + kv_heads)


def _linear(a: Architecture, hidden: int) -> int:
    """Gated delta layers have a convolution and two gates a head, and gated queries in the full
    layers beside them; lightning layers have neither."""
    heads, kv_heads, dim, full = dimensions(
        a, "attention_heads", "kv_heads", "head_dim", "full_layers"
    )
    layers, key_heads, value_heads, key_dim, value_dim, kernel = dimensions(
        a,
        *("linear_layers", "linear_key_heads", "linear_value_heads", "linear_key_head_dim"),
        *("linear_value_head_dim", "linear_conv_kernel"),
    )
    keys, values = key_heads * key_dim, value_heads * value_dim
    each = hidden * (2 * keys + 3 * values)
    gate = 0
    if kernel:
        each += 2 * hidden * value_heads + (2 * keys + values) * kernel
        gate = hidden * heads * dim
    return layers * each + full * (_by_heads(hidden, heads, kv_heads, dim) + gate)


def _latent(a: Architecture, hidden: int) -> int:
    heads, rank, rope, nope, value = dimensions(
        a, "attention_heads", "kv_lora_rank", "qk_rope_head_dim", "qk_nope_head_dim", "v_head_dim"
    )
    query = heads * (nope + rope)
    queries = a.q_lora_rank * (hidden + query) if a.q_lora_rank else hidden * query
    total = (
        queries + hidden * (rank + rope) + rank * heads * (nope + value) + heads * value * hidden
    )
    if a.attention == "mla-sparse":
        index_heads, index_dim = dimensions(a, "indexer_heads", "indexer_head_dim")
        total += (a.q_lora_rank or hidden) * index_heads * index_dim
        total += hidden * (index_dim + index_heads)
    return total
