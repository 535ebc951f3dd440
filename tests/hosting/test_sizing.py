"""The deployment that is chosen: it serves the load, and asking for more never takes less."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.catalog.schema import GpuPrice
from advisor.hosting import PRECISIONS, Demand, Sizing, size
from advisor.hosting.constants import GIB, HOURS
from advisor.hosting.layout import Layout
from advisor.hosting.remedies import remedies
from advisor.hosting.rent import rents
from advisor.hosting.start import start
from tests.hosting.machines import DEMAND, GPUS, blueprint, gpu, sizable


def sized(
    id: str = "llama-3.1-8b",
    on: str = "h100-sxm",
    precision: str = "bf16",
    demand: Demand = DEMAND,
    **more: object,
) -> Sizing:
    wanted = replace(demand, **more)  # type: ignore[arg-type]
    return size(blueprint(id), gpu(on), PRECISIONS[precision], wanted)


demands = st.builds(
    lambda tokens, beyond, **more: Demand(*tokens, sum(tokens) + beyond, **more),
    tokens=st.tuples(st.integers(1, 30_000), st.integers(1, 4000)),
    beyond=st.integers(0, 60_000),
    concurrency=st.integers(1, 3000),
    requests_per_second=st.one_of(st.just(0.0), st.floats(0.001, 300)),
    max_tpot=st.one_of(st.none(), st.floats(0.003, 0.3)),
    max_ttft=st.one_of(st.none(), st.floats(0.05, 30)),
    spare=st.integers(0, 2),
    cache=st.sampled_from(["bf16", "fp8"]),
)
worlds = {
    "id": st.sampled_from(sizable()),
    "on": st.sampled_from([id for id in GPUS if id != "unrated"]),
    "precision": st.sampled_from(sorted(PRECISIONS)),
    "demand": demands,
}


@given(**worlds)
def test_what_is_chosen_serves_the_peak(id: str, on: str, precision: str, demand: Demand) -> None:
    found = sized(id, on, precision, demand)
    replica = found.replica
    assert replica
    assert replica.weights + replica.overhead + replica.pool == replica.budget
    if found.serving is None:
        assert found.gpus is None
        assert not found.fits or not found.in_time
        return
    assert replica.speed and found.in_flight and found.capacity
    assert replica.pool >= replica.longest
    assert found.gpus == replica.layout.gpus * (found.serving + demand.spare)
    assert found.serving * replica.batch >= demand.concurrency
    assert found.capacity >= demand.requests_per_second
    assert 1 <= found.in_flight <= replica.batch
    served = found.serving * replica.speed.throughput(found.in_flight)
    assert served >= demand.requests_per_second * (1 - 1e-9)
    for batch in {found.in_flight, replica.batch}:
        assert replica.speed.keeps(batch, demand.max_tpot, demand.max_ttft)


@given(**worlds, more=st.sampled_from(["context", "concurrency", "rate", "input", "latency"]))
def test_asking_for_more_never_takes_fewer(
    id: str, on: str, precision: str, demand: Demand, more: str
) -> None:
    asked = {
        "context": {"context": demand.context * 2},
        "concurrency": {"concurrency": demand.concurrency * 3 + 1},
        "rate": {"requests_per_second": demand.requests_per_second * 1.7 + 0.5},
        "input": {
            "input_tokens": demand.input_tokens + 500,
            "context": demand.context + 500,
        },
        "latency": {"max_tpot": (demand.max_tpot or 1) / 2},
    }[more]
    less, greater = sized(id, on, precision, demand), sized(id, on, precision, demand, **asked)
    if less.gpus is None:
        assert greater.gpus is None
    else:
        assert greater.gpus is None or greater.gpus >= less.gpus


@given(**worlds, memory=st.floats(1, 4), speed=st.floats(1, 4))
def test_a_better_accelerator_never_takes_more(
    id: str, on: str, precision: str, demand: Demand, memory: float, speed: float
) -> None:
    accelerator = gpu(on)
    better = replace(
        accelerator,
        memory=int(accelerator.memory * memory),
        bandwidth=accelerator.bandwidth * speed,
        bf16=(accelerator.bf16 or 0) * speed,
        fp8=accelerator.fp8 and accelerator.fp8 * speed,
        fp4=accelerator.fp4 and accelerator.fp4 * speed,
    )
    found = size(blueprint(id), accelerator, PRECISIONS[precision], demand).gpus
    assume(found)
    other = size(blueprint(id), better, PRECISIONS[precision], demand).gpus
    assert other is not None and found is not None
    assert other <= found


def test_the_layout_divides_the_heads() -> None:
    shapes = {id: blueprint(id).dimensions for id in ("falcon-7b", "phi-4", "qwen3-30b-a3b")}
    sizes = {id: [each.gpus for each in shape.layouts] for id, shape in shapes.items() if shape}
    assert sizes == {
        "falcon-7b": [1],  # 71 heads
        "phi-4": [1, 2],  # 40 heads, 10 of keys and values
        "qwen3-30b-a3b": [1, 2, 4, 8],  # 4 of keys and values, repeated on 8
    }


def test_experts_spread_where_tensor_parallel_cannot_split_the_cache() -> None:
    many = sized("deepseek-v3", "b200", "fp8", concurrency=3000, input_tokens=7000)
    assert many.replica
    assert many.replica.layout == Layout(1, 8)
    few = sized("deepseek-v3", "b200", "fp8")
    assert few.replica
    assert few.replica.layout == Layout(4)


def test_an_accelerator_without_a_link_serves_alone() -> None:
    assert sized("llama-3.1-405b", "m3-ultra", "bf16").fits is False
    assert sized("llama-3.1-405b", "m3-ultra", "int4").gpus == 2


def test_what_is_lacking_and_what_would_do() -> None:
    found = sized("llama-3.1-405b")
    assert (found.fits, found.in_time, found.gpus) == (False, None, None)
    replica = found.replica
    assert replica
    assert replica.layout == Layout(8)
    assert replica.short == replica.longest - replica.pool
    assert replica.short / GIB == pytest.approx(25.3, abs=0.1)
    would = {(each.what, each.value): each.gpus for each in remedies(found, [gpu("b200")])}
    assert would == {
        ("precision", "fp8"): 16,
        ("precision", "nvfp4"): 8,
        ("precision", "int4"): 8,
        ("gpu", "b200"): 16,
    }


def test_a_shorter_context_would_do() -> None:
    found = sized(demand=Demand(1000, 500, 5_000_000))
    assert found.fits is False
    told = {each.what: each.value for each in remedies(found)}
    assert told.keys() == {"cache", "context"}
    longest = int(told["context"])
    assert sized(demand=Demand(1000, 500, longest)).fits
    assert not sized(demand=Demand(1000, 500, longest + 1)).fits


def test_too_slow_is_not_too_large() -> None:
    found = sized(max_tpot=0.0005)
    assert (found.fits, found.in_time, found.gpus) == (True, False, None)
    assert found.speed() is None
    assert remedies(found, [gpu("l4")]) == ()


def test_a_peak_that_is_not_known_leaves_the_speed_unknown() -> None:
    found = sized(on="unrated")
    assert (found.fits, found.gpus, found.missing) == (True, 2, ("gpu.tflops.bf16",))
    assert found.speed() is None
    asked = sized(on="unrated", requests_per_second=1.0)
    assert (asked.fits, asked.gpus, asked.missing) == (None, None, ("gpu.tflops.bf16",))


def test_tight_is_said() -> None:
    assert sized("gpt-oss-120b", precision="mxfp4").is_tight
    assert not sized().is_tight


def test_memory_is_for_the_tokens_that_are_live() -> None:
    """Requests at mean length plus what chance adds; one at the end of its output fits always."""
    found = sized(demand=Demand(1000, 1000, 2000))
    assert found.replica
    mean, whole = 131_072 * 1500, 131_072 * 2000
    assert found.replica.pool // whole < found.replica.in_memory < found.replica.pool // mean


def price(**more: object) -> GpuPrice:
    given = {"cloud": "acme", "region": "eu", "sku": "8x", "gpu": "h100-sxm", "count": 8}
    return GpuPrice.model_validate({**given, "hourly": "80", "source": "page", **more})


def test_machines_are_rented_whole() -> None:
    single = price(sku="1x", count=1, hourly="11", cloud="globex")
    found = rents([price(), price(sku="1x", count=1, hourly="1"), single], Layout(4), 3)
    assert [(each.price.cloud, each.machines, each.is_partial) for each in found] == [
        ("globex", 12, True),  # it has no machine for four
        ("acme", 2, False),  # and its single ones do not count
    ]
    assert found[1].monthly == Decimal(80) * 2 * HOURS
    assert found[0].monthly == Decimal(11) * 12 * HOURS


@given(**worlds, count=st.sampled_from([1, 2, 4, 8]))
def test_the_rent_is_never_below_the_hours_of_the_accelerators(
    id: str, on: str, precision: str, demand: Demand, count: int
) -> None:
    found = sized(id, on, precision, demand)
    assume(found.gpus)
    assert found.replica and found.gpus and found.replicas
    (rent,) = rents([price(count=count)], found.replica.layout, found.replicas)
    assert rent.monthly >= Decimal(80) / count * found.gpus * HOURS


def test_the_command_is_what_was_sized() -> None:
    found = sized("qwen3-30b-a3b", precision="fp8", demand=Demand(2000, 500, 32768), cache="fp8")
    told, replica = start(found), found.replica
    assert told and replica
    assert told.command[:3] == ("vllm", "serve", "maker/qwen3-30b-a3b")
    text = " ".join(told.command)
    for option in (
        f"--tensor-parallel-size {replica.layout.tensor_parallel}",
        "--max-model-len 32768",
        f"--max-num-seqs {replica.batch}",
        "--quantization fp8",
        "--kv-cache-dtype fp8",
        "--gpu-memory-utilization 0.90",
    ):
        assert option in text
    assert told.expected.weights == replica.weights
    assert told.expected.high_tokens == replica.pool * 32768 // replica.longest
    assert told.expected.low_tokens == told.expected.high_tokens


def test_engines_that_reserve_windows_report_less() -> None:
    told = start(sized("gemma-3-27b-it", "b200"))
    assert told
    assert told.expected.low_tokens < told.expected.high_tokens
    assert told.notes == ()
    states = start(sized("qwen3.5-122b-a10b", "b200"))
    assert states
    assert "reported half of these" in states.notes[0]


@pytest.mark.parametrize("repository", ["--config=x/y", "a b/c", "a/b; rm", "only-a-name", None])
def test_a_name_that_could_be_something_else_makes_no_command(repository: str | None) -> None:
    found = sized()
    stated = found.blueprint.model
    assert stated.weights
    other = stated.model_copy(
        update={"weights": stated.weights.model_copy(update={"repository": repository})}
    )
    assert start(replace(found, blueprint=replace(found.blueprint, model=other))) is None


def test_a_demand_is_filled_in() -> None:
    assert Demand.stated() == Demand(1000, 500, 8192)
    assert Demand.stated(context=32768) == Demand(32268, 500, 32768)
    assert Demand.stated(input_tokens=20_000) == Demand(20_000, 500, 41_000)
    assert Demand.stated(input_tokens=3000, window=4096) == Demand(3000, 500, 4096)
    assert Demand.stated(input_tokens=3000, context=3001) == Demand(3000, 1, 3001)
    for wrong in (
        {"input_tokens": 10, "output_tokens": 10, "context": 19},
        {"concurrency": 0},
        {"input_tokens": 0},
        {"output_tokens": 0},
        {"requests_per_second": float("nan")},
        {"requests_per_second": float("inf")},
        {"max_tpot": float("nan")},
        {"spare": -1},
    ):
        with pytest.raises(ValueError):
            Demand.stated(**wrong)  # type: ignore[arg-type]
