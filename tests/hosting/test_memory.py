"""Caches, parameters and weights against figures that others worked out or measured."""

from __future__ import annotations

from fractions import Fraction

import pytest

from advisor.hosting import PRECISIONS, Blueprint
from advisor.hosting.cache import cache
from advisor.hosting.constants import GIB
from advisor.hosting.overhead import activation, overhead
from advisor.hosting.parameters import from_dimensions
from advisor.hosting.unknown import UnknownError
from tests.hosting.machines import TODAY, blueprint, model, rows

NOT_LINEAR = {"deepseek-v4-flash": Fraction(15401, 4), "deepseek-v4-pro": Fraction(88183, 16)}
"""One entry stands for 4 or 128 tokens: 21 * (584 + 132) / 4 + 20 * 584 / 128, and 30 and 31."""


@pytest.mark.parametrize("id", rows())
def test_cache_bytes_are_exact(id: str) -> None:
    shape, derived = model(id).architecture, rows()[id]["derived"]
    assert shape
    if id == "kimi-k3":
        with pytest.raises(UnknownError) as found:
            cache(shape, "bf16")
        assert "architecture.full_layers" in found.value.fields
        return
    found = cache(shape, "bf16")
    if id in NOT_LINEAR:
        assert found.per_token == NOT_LINEAR[id]
        return
    index = derived.get("indexer_bytes_per_token", 0)
    assert found.per_token == derived["kv_bytes_per_token_bf16"] + index
    assert found.window_per_token == derived.get("sliding_kv_bytes_per_token_bf16", 0)
    assert found.state == derived.get("fixed_state_bytes_per_sequence", 0)
    if latent := derived.get("kv_bytes_per_token_fp8_ds_mla"):
        assert cache(shape, "fp8").per_token == latent + index
    if shape.attention != "mqa":
        assert found.is_split == derived["tp_splits_kv"]


@pytest.mark.parametrize(
    ("id", "precision", "ranks", "bytes"),
    [
        # Engine logs: Qwen3-235B on 4 GPUs under SGLang, Qwen3-VL-8B, Qwen3-Coder-30B,
        # Mistral-Small-4, DeepSeek-V3.2 in fp8, gpt-oss-120b and Gemma-4-31B before windows fill.
        ("qwen3-235b-a22b", "bf16", 4, 48_105),
        ("qwen3-8b", "bf16", 1, 147_456),
        ("qwen3-30b-a3b", "bf16", 1, 98_304),
        ("mistral-small-4-119b", "bf16", 1, 23_040),
        ("deepseek-v3.2", "fp8", 1, 48_072),
        ("gpt-oss-120b", "bf16", 1, 73_698),
        ("llama-3.1-8b", "bf16", 1, 131_072),
        ("deepseek-v3", "bf16", 8, 70_272),
    ],
)
def test_a_token_takes_what_engines_report(id: str, precision: str, ranks: int, bytes: int) -> None:
    shape = blueprint(id).dimensions
    assert shape
    found = shape.caches["fp8" if precision == "fp8" else "bf16"].bytes(1, ranks)
    assert found == pytest.approx(bytes, rel=0.0012)


def test_kv_heads_are_repeated_where_there_are_fewer_than_ranks() -> None:
    shape = blueprint("qwen3-30b-a3b").dimensions  # 4 KV heads
    assert shape
    each = [shape.caches["bf16"].bytes(1000, ranks) for ranks in (1, 2, 4, 8)]
    assert each == [98_304_000, 49_152_000, 24_576_000, 24_576_000]


def test_windows_fill_and_are_reserved() -> None:
    shape = blueprint("gemma-3-27b-it").dimensions
    assert shape
    found = shape.caches["bf16"]
    assert found.bytes(1024) == 1024 * (81_920 + 425_984)
    assert found.bytes(10_000) == 10_000 * 81_920 + 1024 * 425_984
    assert found.bytes(10_000, reserved=True) == 10_000 * (81_920 + 425_984)


def test_a_state_does_not_grow() -> None:
    shape = blueprint("qwen3.5-122b-a10b").dimensions
    assert shape
    found = shape.caches["bf16"]
    assert found.bytes(1000) == 24_576_000 + 153_649_152
    assert found.bytes(1000, 2) == 24_576_000 // 2 + 153_649_152 // 2


WITHIN_A_THOUSANDTH = [
    id
    for id, row in rows().items()
    if row.get("computed_params_b")
    and row.get("total_params_b")
    and abs(row["computed_params_b"] / row["total_params_b"] - 1) <= 0.001
]


def test_ninety_parameter_counts_follow_from_the_dimensions() -> None:
    assert len(WITHIN_A_THOUSANDTH) == 90


@pytest.mark.parametrize("id", WITHIN_A_THOUSANDTH)
def test_parameters_follow_from_the_dimensions(id: str) -> None:
    shape = model(id).architecture
    assert shape
    assert from_dimensions(shape).total / 1e9 == pytest.approx(
        rows()[id]["total_params_b"], rel=0.001
    )


@pytest.mark.parametrize("id", rows())
def test_the_published_count_is_never_undercut(id: str) -> None:
    shape, total = blueprint(id).dimensions, rows()[id].get("total_params_b")
    if shape is None or total is None:
        pytest.skip("not stated")
    assert shape.parameters.total >= round(total * 1e9)
    active = rows()[id]["active_params_b"] * 1e9
    assert shape.parameters.active <= active * 1.15 + shape.parameters.embedding


def weights(id: str, precision: str) -> float:
    return blueprint(id).weights(PRECISIONS[precision]).total / GIB


@pytest.mark.parametrize(
    ("id", "precision", "gpus", "loaded"),
    [
        ("llama-3.1-8b", "bf16", 1, 14.99),
        ("qwen3-30b-a3b", "bf16", 4, 14.25),
        ("llama-3.1-70b", "int8", 1, 67.72),
        ("qwen2.5-14b", "bf16", 2, 13.95),
        ("qwen3.5-122b-a10b", "nvfp4", 1, 70.47),
    ],
)
def test_weights_are_what_engines_loaded(id: str, precision: str, gpus: int, loaded: float) -> None:
    assert weights(id, precision) / gpus == pytest.approx(loaded, rel=0.02)


def test_attention_kept_in_16_bits_is_told_beside() -> None:
    found = blueprint("llama-3.1-405b").weights(PRECISIONS["fp8"])
    assert (found.total + found.attention_kept) / GIB / 8 == pytest.approx(56.77, rel=0.02)


def test_repacked_experts_stay_within_the_stated_error() -> None:
    file, precision = weights("gpt-oss-120b", "mxfp4"), PRECISIONS["mxfp4"]
    assert file == pytest.approx(60.77, rel=0.002)
    assert file < 65.97 < file * float(precision.heavier)


def test_the_size_of_the_files_wins_in_the_precision_of_the_release() -> None:
    known = model("llama-3.1-8b")
    assert known.weights
    known = known.model_copy(
        update={"weights": known.weights.model_copy(update={"bytes": 16_060_556_376})}
    )
    found = Blueprint.of(known, TODAY)
    assert found.weights(PRECISIONS["bf16"]).total == 16_060_556_376
    assert found.weights(PRECISIONS["bf16"]).basis == "file"
    assert found.weights(PRECISIONS["fp8"]).basis == "parameters"


@pytest.mark.parametrize("id", rows())
def test_fewer_bits_never_take_more(id: str) -> None:
    known = blueprint(id)
    if known.dimensions is None:
        pytest.skip("unknown")
    for ladder in (
        ("bf16", "fp8", "nvfp4"),
        ("bf16", "int8", "int4"),
        ("bf16", "mxfp4"),
        ("bf16", "q8_0", "q6_k", "q5_k_m", "q4_k_m", "q4_0", "iq4_xs", "q3_k_m", "q2_k"),
    ):
        sizes = [known.weights(PRECISIONS[id]).total for id in ladder]
        assert sizes == sorted(sizes, reverse=True)


def test_activations_of_a_token_are_near_the_measured_slope() -> None:
    assert activation(4096, 14336, 1) == 118_784
    assert activation(4096, 14336, 1) == pytest.approx(108_600, rel=0.1)
    assert overhead(16384, 53248, 1) == GIB + 8192 * activation(16384, 53248, 1)
    assert overhead(1024, 3072, 1) == 2 * GIB


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"kv_heads": None}, ("architecture.kv_heads",)),
        ({"head_dim": None, "layers": None}, ("architecture.layers", "architecture.head_dim")),
        ({"intermediate_size": None}, ("architecture.intermediate_size",)),
        ({"attention": None}, ("architecture.attention",)),
        ({"attention": "quantum"}, ("architecture.attention",)),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, object], missing: tuple[str, ...]) -> None:
    found = Blueprint.of(model("llama-3.1-8b", **changed), TODAY)
    assert found.dimensions is None
    assert set(missing) <= set(found.missing)


def test_a_model_that_keeps_nothing_is_not_believed() -> None:
    found = Blueprint.of(model("gemma-3-27b-it", full_layers=0, sliding_layers=0), TODAY)
    assert found.missing == ("architecture.full_layers",)


def test_without_the_vocabulary_only_a_uniform_precision_can_be_sized() -> None:
    found = Blueprint.of(model("llama-3.1-8b", vocab_size=None), TODAY)
    assert found.weights(PRECISIONS["bf16"]).total == 2 * 8_030_000_000
    with pytest.raises(UnknownError) as unknown:
        found.weights(PRECISIONS["fp8"])
    assert unknown.value.fields == ("architecture.vocab_size",)


def test_a_model_without_dimensions() -> None:
    bare = model("llama-3.1-8b").model_copy(update={"architecture": None})
    assert Blueprint.of(bare, TODAY).missing == ("architecture",)
