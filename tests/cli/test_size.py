"""``advisor size`` on a small overlay: one model, an accelerator that is rented, one's own."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.hosting.machines import model
from tests.worlds import PAGE, write_files

LLAMA = {
    **model("llama-3.1-8b").model_dump(mode="json", exclude_none=True),
    "aliases": [{"name": "llama-8b", "upstream": []}],
    "sources": [{**PAGE, "supports": ["architecture", "weights"]}],
}
H100 = {
    "id": "h100-sxm",
    "name": "NVIDIA H100",
    "vendor": "nvidia",
    "kind": "data_center",
    "memory_gib": 80,
    "bandwidth_gb_per_second": 3350,
    "tflops": {"bf16": 989, "fp8": 1979},
    "interconnect": {"name": "NVLink 4", "gb_per_second": 900},
    "source": "sheet",
}
OWN = {**H100, "id": "basement", "name": "Our \x1b[31mown", "memory_gib": 12}
SMALL = {**H100, "id": "closet", "memory_gib": 6}
RENT = {"cloud": "acme", "region": "eu-1", "sku": "8xH100", "gpu": "h100-sxm", "count": 8}


@pytest.fixture
def overlay(tmp_path: Path) -> str:
    sheet = [{"id": "sheet", "title": "Data sheet", "read": "2026-11-01"}]
    offer = [{**RENT, "hourly": "80", "as_of": "2026-11-01", "source": "page-prices"}]
    spot = [{**offer[0], "commitment": "spot", "hourly": "20"}]
    pages = [{"id": "page-prices", "title": "Prices", "read": "2026-11-02"}]
    return str(
        write_files(
            tmp_path / "overlay",
            {
                "models/maker/llama-3.1-8b.yaml": LLAMA,
                "gpus.yaml": {"gpus": [H100, OWN, SMALL], "sources": sheet},
                "gpu_prices.yaml": {"gpu_prices": offer + spot, "sources": pages},
            },
        )
    )


@pytest.fixture
def size(run: Any, overlay: str) -> Any:
    def call(*options: str, gpu: str = "h100-sxm", code: int = 0) -> Any:
        return run(
            *("size", "maker/llama-3.1-8b", "--gpu", gpu, "--catalog", overlay),
            *("--as-of", "2026-11-23", *options),
            code=code,
        )

    return call


@pytest.fixture
def told(size: Any) -> Any:
    def call(*options: str, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(size("-f", "json", *options, **more).stdout)
        return found

    return call


def test_the_contract(told: Any) -> None:
    found = told("--concurrency", "64", "--context", "16k", "--input-tokens", "2k")
    assert found["model"] == "maker/llama-3.1-8b"
    assert (found["gpu"], found["precision"]) == ("h100-sxm", "bf16")
    assert (found["status"], found["missing"], found["fits"]) == ("ok", [], True)
    assert found["gpus"] == 2
    layout = found["layout"]
    assert (layout["tensor_parallel"], layout["replicas"], layout["spare"]) == (1, 2, 1)
    assert found["weights_bytes_per_gpu"] == 16_060_000_000
    assert found["kv_bytes_per_token"] == 131_072
    assert found["state_bytes_per_sequence"] == 0
    assert found["overhead_bytes_per_gpu"] == 2 * 2**30
    assert found["max_concurrency"] >= 64
    for figure in ("tpot_ms", "tokens_per_second_per_gpu", "ttft_ms"):
        assert found[figure]["low"] < found[figure]["mid"] < found[figure]["high"]
        assert found["definitions"][figure]
    cost = found["monthly_cost"]
    assert (cost["currency"], cost["low"], cost["high"]) == ("USD", "58400", "58400")
    assert [each["commitment"] for each in cost["offers"]] == ["spot", "on_demand"]
    assert {each["title"] for each in found["sources"]} == {"A page", "Data sheet", "Prices"}
    words = shlex.split(found["start"]["command"])
    assert words[:3] == ["vllm", "serve", "maker/llama-3.1-8b"]
    assert words[words.index("--max-model-len") + 1] == "16000"
    assert found["start"]["reports"]["weights_bytes"] == found["weights_bytes_per_gpu"]


def test_the_same_input_gives_the_same_bytes(size: Any) -> None:
    assert size("-f", "json").stdout == size("-f", "json").stdout


def test_a_table_of_80_columns(size: Any) -> None:
    text = size("--requests-per-second", "40", "--max-tpot", "60").stdout
    assert max(len(line) for line in text.splitlines()) <= 80
    for said in ("131,072", "TPOT, ms", "acme eu-1", "vllm serve", "Model loading took", "14.96"):
        assert said in text
    assert "from one output token of a request to its next" in " ".join(text.split())


def test_without_a_price_there_are_sizes_and_no_cost(told: Any, size: Any) -> None:
    found = told("--precision", "int4", gpu="basement")
    assert found["gpus"] == 2
    assert found["monthly_cost"] is None
    assert "Cost" not in size("--precision", "int4", gpu="basement").stdout


def test_what_does_not_fit_says_by_how_much_and_what_would(told: Any, size: Any) -> None:
    options = ("--context", "128k", "--input-tokens", "1k", "--spare", "0")
    found = told(*options, gpu="closet", code=1)
    assert (found["fits"], found["gpus"], found["monthly_cost"]) == (False, None, None)
    assert found["short_bytes_per_gpu"] > 0
    assert {each["what"] for each in found["would_do"]} >= {"context", "gpu"}
    text = " ".join(size(*options, gpu="closet", code=1).stdout.split())
    assert "GiB short on each GPU of 8 GPUs in tensor parallel" in text
    assert "would do:" in text


def test_side_by_side(size: Any, told: Any) -> None:
    text = size("--gpu", "basement", "--precision", "fp8").stdout
    assert max(len(line) for line in text.splitlines()) <= 80
    assert text.index("h100-sxm") < text.index("basement")  # a price is known of one
    assert "not known" in text
    every = told("--precision", "fp8", gpu="all")["items"]
    assert [each["gpu"] for each in every] == ["h100-sxm", "basement", "closet"]


def test_a_name_of_an_accelerator_steers_no_terminal(size: Any) -> None:
    assert "\x1b" not in size("--precision", "int4", gpu="basement").stdout


def test_an_unknown_dimension_is_named(run: Any, overlay: str) -> None:
    known = {**LLAMA, "architecture": {**LLAMA["architecture"]}}
    del known["architecture"]["kv_heads"]
    write_files(Path(overlay), {"models/maker/llama-3.1-8b.yaml": known})
    arguments = ("size", "maker/llama-3.1-8b", "--gpu", "h100-sxm", "--catalog", overlay)
    found = json.loads(run(*arguments, "-f", "json").stdout)
    assert (found["status"], found["missing"]) == ("unknown", ["architecture.kv_heads"])
    for figure in ("fits", "gpus", "layout", "kv_bytes_per_token", "tpot_ms", "monthly_cost"):
        assert found[figure] is None
    assert "unknown: architecture.kv_heads" in run(*arguments).stdout


def test_aliases(run: Any, overlay: str) -> None:
    found = run("size", "llama-8b", "--gpu", "h100-sxm", "--catalog", overlay, "-f", "json")
    assert json.loads(found.stdout)["model"] == "maker/llama-3.1-8b"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--gpu", "h100"), "unknown GPU 'h100'; did you mean 'h100-sxm'?"),
        (("--precision", "fp7"), "unknown precision 'fp7'; did you mean 'fp8'?"),
        (("--context", "200k"), "200,000 tokens are above the window"),
        (("--input-tokens", "9k", "--context", "8k"), "are above the context of 8,000"),
        (("--max-tpot", "0"), "--max-tpot"),
    ],
)
def test_wrong_use(size: Any, options: tuple[str, ...], said: str) -> None:
    assert said in size(*options, code=2).stderr


def test_a_model_without_weights(run: Any, overlay: str) -> None:
    found = run("size", "acme/large", "--gpu", "h100-sxm", "--catalog", overlay, code=2)
    assert "its weights are not published" in found.stderr


def test_a_dimension_that_cannot_be_is_refused_where_it_stands(run: Any, overlay: str) -> None:
    wrong = {**LLAMA, "architecture": {**LLAMA["architecture"], "head_dim": 0}}
    write_files(Path(overlay), {"models/maker/llama-3.1-8b.yaml": wrong})
    found = run("size", "llama-8b", "--gpu", "h100-sxm", "--catalog", overlay, code=2)
    assert "0 must be at least 1" in found.stderr
    assert '"head_dim": 0' in found.stderr
