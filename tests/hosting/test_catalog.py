"""The shipped catalog can be sized, or says why not."""

from __future__ import annotations

import pytest

from advisor import load_catalog
from advisor.catalog.catalog import Catalog
from advisor.hosting import PRECISIONS, Accelerator, Blueprint, native, size
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
