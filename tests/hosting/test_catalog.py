"""The shipped catalog can be sized, or says why not."""

from __future__ import annotations

import pytest

from advisor import load_catalog
from advisor.catalog.catalog import Catalog
from advisor.hosting import PRECISIONS, Accelerator, Blueprint, native, size
from advisor.hosting.constants import GIB
from advisor.hosting.parameters import from_dimensions
from tests.hosting.machines import DEMAND, TODAY


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_two_that_everybody_knows(catalog: Catalog) -> None:
    for id, bytes in (("meta/llama-3.1-8b-instruct", 131_072), ("deepseek/deepseek-v3", 70_272)):
        shape = Blueprint.of(catalog.models[id], TODAY).dimensions
        assert shape
        assert shape.caches["bf16"].per_token == bytes


def test_every_model_is_sized_or_names_what_is_missing(catalog: Catalog) -> None:
    gpu = Accelerator.of(catalog.gpus["h200-sxm"])
    unknown = []
    for model in catalog.models.values():
        if model.architecture:
            known = Blueprint.of(model, TODAY)
            found = size(known, gpu, PRECISIONS["bf16"], DEMAND)
            assert (found.replica is None) == bool(found.missing)
            unknown += [model.id] if found.missing else []
    assert "moonshot/kimi-k3" in unknown
    assert len(unknown) < 10


def test_every_stated_precision_is_understood(catalog: Catalog) -> None:
    stated = {
        model.weights.precision
        for model in catalog.models.values()
        if model.weights and model.weights.precision
    }
    assert {each for each in stated if native(each) is None} == set()


def test_an_accelerator_of_every_kind_is_read(catalog: Catalog) -> None:
    for gpu in catalog.gpus.values():
        found = Accelerator.of(gpu)
        assert found.memory > 10 * 2**30
        assert found.bandwidth > 10**11
        assert found.bf16 is not None or gpu.id == "m5-max"


@pytest.mark.parametrize(
    ("id", "billions"),
    [
        # 48 layers with a shared expert; 24 of 48 with experts; a shared expert of another width.
        ("meta/llama-4-scout", 107.769),
        ("meta/llama-4-maverick", 400.711),
        ("google/gemma-4-26b-a4b-it", 25.247),
        ("alibaba/qwen3.5-122b-a10b", 122.111),
    ],
)
def test_every_kind_of_expert_is_counted(catalog: Catalog, id: str, billions: float) -> None:
    shape, weights = catalog.models[id].architecture, catalog.models[id].weights
    assert shape
    assert weights
    assert weights.parameters
    assert from_dimensions(shape).total / 1e9 == pytest.approx(billions, rel=0.0001)
    assert weights.parameters / 1e9 == pytest.approx(billions, rel=0.01)


@pytest.mark.parametrize(("id", "gib"), [("gpt-oss-20b", 12.82), ("gpt-oss-120b", 60.77)])
def test_the_size_of_the_files_is_known_and_used(catalog: Catalog, id: str, gib: float) -> None:
    found = Blueprint.of(catalog.models[f"openai/{id}"], TODAY).weights(PRECISIONS["mxfp4"])
    assert found.basis == "file"
    assert found.total / GIB == pytest.approx(gib, rel=0.001)


def test_speed_was_fitted_on_servers_of_one_maker(catalog: Catalog) -> None:
    fitted = {gpu.id for gpu in catalog.gpus.values() if Accelerator.of(gpu).is_measured_kind}
    assert {"t4", "l4", "h100-sxm", "h200-sxm", "b300", "gb300"} <= fitted
    assert not {"rtx-4090", "rtx-pro-6000", "gb10", "mi300x", "tpu-v7", "m3-ultra"} & fitted
