"""The roofline against arithmetic by hand and against published measurements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.hosting import PRECISIONS, Blueprint, Demand, size
from advisor.hosting.accelerator import Accelerator
from advisor.hosting.case import Case
from advisor.hosting.constants import USUAL, WIDE
from advisor.hosting.layout import Layout
from advisor.hosting.speed import Roofline, roofline
from tests.hosting.machines import DEMAND, GPUS, TODAY, blueprint, gpu, model, sizable


def line(
    id: str,
    precision: str,
    accelerator: Accelerator,
    demand: Demand = DEMAND,
    layout: Layout | None = None,
) -> Roofline:
    known, weights = blueprint(id), blueprint(id).weights(PRECISIONS[precision])
    peak, shape = accelerator.peak(PRECISIONS[precision].compute), known.dimensions
    assert shape and peak
    case = Case(shape, weights, accelerator, peak, demand)
    return roofline(case, layout or Layout(1), peak)


def test_a_step_by_hand() -> None:
    """Llama-3.1-8B in bf16 on two H100 with 10 requests of 1,000 + 500 tokens."""
    found = line("llama-3.1-8b", "bf16", gpu(), layout=Layout(2))
    total, active = 8_030_261_248, 8_030_261_248 - 128_256 * 4096
    read = (2 * total / 2 + 10 * 131_072 * 1250 / 2) / (3350e9 * 0.75)
    prefill = (2 * active * 1000 + 2 * 32 * 32 * 128 * 1000**2) / (2 * 989e12 * 0.5)
    fixed = 32 * 40e-6 + 2 * 32 * 25e-6
    assert found.tpot(10) == pytest.approx(read + fixed + 10 * 25e-6 + 10 * prefill / 500, rel=1e-4)
    assert found.ttft(10) == pytest.approx(15 * found.tpot(10) + 1.7 * prefill * 10**0.5, rel=1e-4)
    assert found.throughput(10) * found.request(10) == pytest.approx(10)


@pytest.mark.parametrize(
    ("id", "precision", "on", "by_hand", "measured"),
    [
        # MLPerf Inference v5.1, Llama-2-70B offline, 294 tokens in and out, tokens/s of a GPU.
        ("llama-2-70b", "fp8", "h100-sxm", 3577, 3900),
        ("llama-2-70b", "nvfp4", "b200", 12346, 12691),
        ("llama-2-70b", "fp8", "mi325x", 4594, 4217),
        ("llama-2-70b", "fp8", "mi300x", 4594, 3475),
    ],
)
def test_mlperf_offline(id: str, precision: str, on: str, by_hand: float, measured: float) -> None:
    """Endless requests: compute and what each request costs decide."""
    found = line(id, precision, gpu(on), Demand(294, 294, 8192))
    at_once = 10**6
    memory = replace(found, cache=0.0, others=0.0, fixed=0.0)
    rate = at_once / memory.tpot(at_once)
    assert rate == pytest.approx(by_hand, rel=0.01)
    band = USUAL if gpu(on).is_measured_kind else WIDE
    assert band.low * rate < measured < band.high * rate


def test_tensorrt_llm_at_maximum_load() -> None:
    """Llama-3.3-70B in FP8 on two H100: 2,209 output tokens/s of a GPU at 1,000 in and out."""
    demand = Demand(1000, 1000, 2000, concurrency=1000, spare=0, cache="fp8")
    found = size(blueprint("llama-3.3-70b"), gpu(), PRECISIONS["fp8"], demand).full_speed()
    assert found
    assert found.throughput.low < 2209 < found.throughput.high


@given(
    id=st.sampled_from(sizable()),
    on=st.sampled_from([id for id in GPUS if id != "unrated"]),
    precision=st.sampled_from(sorted(PRECISIONS)),
    batch=st.integers(1, 2000),
    tokens=st.tuples(st.integers(1, 60_000), st.integers(1, 4000)),
    faster=st.floats(1.0, 8.0),
)
def test_a_faster_accelerator_is_never_slower(
    id: str, on: str, precision: str, batch: int, tokens: tuple[int, int], faster: float
) -> None:
    accelerator = gpu(on)
    quick = replace(
        accelerator,
        bandwidth=accelerator.bandwidth * faster,
        bf16=accelerator.bf16 and accelerator.bf16 * faster,
        fp8=accelerator.fp8 and accelerator.fp8 * faster,
        fp4=accelerator.fp4 and accelerator.fp4 * faster,
    )
    demand = Demand(*tokens, sum(tokens))
    one, other = (line(id, precision, each, demand) for each in (accelerator, quick))
    assert other.tpot(batch) <= one.tpot(batch)
    assert other.ttft(batch) <= one.ttft(batch)
    assert other.throughput(batch) >= one.throughput(batch)


@given(
    id=st.sampled_from(sizable()),
    precision=st.sampled_from(sorted(PRECISIONS)),
    batch=st.integers(1, 2000),
    tokens=st.tuples(st.integers(1, 60_000), st.integers(1, 4000)),
)
def test_times_and_throughput_rise_with_the_batch(
    id: str, precision: str, batch: int, tokens: tuple[int, int]
) -> None:
    found = line(id, precision, gpu(), Demand(*tokens, sum(tokens)))
    assert found.tpot(batch) <= found.tpot(batch + 1)
    assert found.ttft(batch) <= found.ttft(batch + 1)
    assert found.throughput(batch) <= found.throughput(batch + 1) * (1 + 1e-12)


def test_few_tokens_touch_few_experts() -> None:
    found = line("qwen3-30b-a3b", "bf16", gpu("b200"))
    alone, many = found.tpot(1), found.tpot(1000)
    assert found.experts > 0.9 * (found.experts + found.others)
    assert alone < found.others + 0.2 * found.experts + found.fixed + found.each + found.cache
    assert many > found.others + found.experts


def test_a_latent_is_read_by_every_rank_and_spared_by_data_parallel() -> None:
    one, tensor, data = (
        line("deepseek-v3", "fp8", gpu(), layout=layout)
        for layout in (Layout(1), Layout(8), Layout(1, 8))
    )
    assert tensor.cache == one.cache
    assert data.cache == pytest.approx(one.cache / 8)
    assert tensor.others == pytest.approx(one.others / 8)
    assert data.others == one.others
    assert data.experts == tensor.experts == pytest.approx(one.experts / 8)


def doubts(id: str = "llama-3.1-8b", on: str = "h100-sxm", **more: object) -> tuple[str, ...]:
    demand = replace(DEMAND, **more)  # type: ignore[arg-type]
    found = size(blueprint(id), gpu(on), PRECISIONS["bf16"], demand).doubt()
    assert found
    assert found.band == (WIDE if found.reasons else USUAL)
    return found.reasons


def test_the_band_is_wider_where_errors_were() -> None:
    assert doubts() == ()
    assert doubts(on="mi300x") == ("not an NVIDIA data-center accelerator",)
    assert doubts("gemma-3-27b-it") == ("sparse or hybrid attention",)
    assert doubts(input_tokens=9000, context=10_000) == ("more than 8,192 input tokens",)
    assert doubts(output_tokens=100) == ("less than 128 output tokens",)
    assert "no fast link between the accelerators" in doubts("qwen2.5-14b", on="l4")


@pytest.mark.parametrize("confidence", [None, "config", "param-verified"])
def test_dimensions_of_a_configuration_leave_no_doubt(confidence: str | None) -> None:
    given = Blueprint.of(model("llama-3.1-8b", confidence=confidence), TODAY)
    assert given.unsure is None
    found = size(given, gpu("h100-sxm"), PRECISIONS["bf16"], DEMAND).doubt()
    assert found and found.reasons == ()


@pytest.mark.parametrize(
    ("confidence", "reasons"),
    [
        ("secondary", ("dimensions that no configuration confirms",)),
        ("config (ffn size unverified)", ("dimensions that no configuration confirms",)),
        ("config (params from name)", ()),
    ],
)
def test_dimensions_that_nothing_confirms_are_told_and_may_widen_the_band(
    confidence: str, reasons: tuple[str, ...]
) -> None:
    given = Blueprint.of(model("llama-3.1-8b", confidence=confidence), TODAY)
    assert given.unsure == confidence
    found = size(given, gpu("h100-sxm"), PRECISIONS["bf16"], DEMAND).doubt()
    assert found and found.reasons == reasons


def test_a_model_in_its_first_months_counts_at_half_the_speed() -> None:
    known = model("llama-3.1-8b")
    old = Blueprint.of(known, date(2026, 11, 23))
    young = Blueprint.of(known, date(2025, 7, 1))
    slow, usual = (size(each, gpu(), PRECISIONS["bf16"], DEMAND).speed() for each in (young, old))
    assert slow and usual
    assert slow.tpot.mid == pytest.approx(2 * usual.tpot.mid)
    assert slow.tpot.high / slow.tpot.mid == pytest.approx(2.5)
    undated = Blueprint.of(known.model_copy(update={"released": None}), date(2026, 11, 23))
    found = size(undated, gpu(), PRECISIONS["bf16"], DEMAND).doubt()
    assert found
    assert found.reasons == ("the day of the model's release is not known",)
