"""`advisor workload`: a log in, a workload file out; what was kept apart is told beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.workload.schema import WorkloadFile
from advisor.yamlio import check, read
from tests.cli.conftest import Run


def lines(count: int, model: str = "acme/large") -> str:
    """One request an hour, of 1,000 input tokens, 400 of them cached, and 200 output tokens."""
    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 200,
        "prompt_tokens_details": {"cached_tokens": 400},
    }
    rows = (
        {"created": 1767225600 + 3600 * n, "model": model, "usage": usage} for n in range(count)
    )
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def model(run: Run) -> str:
    shown = json.loads(run("catalog", "list", "-f", "json").stdout)
    return str(next(iter(shown if isinstance(shown, list) else shown["models"]))["id"])


def test_writes_what_a_profile_can_use(run: Run, model: str, tmp_path: Path) -> None:
    log, out = tmp_path / "log.jsonl", tmp_path / "usage.workload.yaml"
    log.write_text(lines(24 * 40, model))
    run("workload", log, "-o", out)
    file = check(read(out), WorkloadFile)
    assert file.profile.model_dump(exclude_none=True, mode="json") == {
        "requests_per_month": {"low": 730, "base": 730, "high": 731},
        "input_tokens": 1000,
        "output_tokens": 200,
        "cached_share": "0.4",
        "batch_share": "0.0",
        "growth_per_month": "0.0",
    }
    assert file.traffic.months == {"2026-01": 744, "2026-02": 216}
    assert file.traffic.week["mon"][0] in (5, 6)
    assert file.read.preset == "openai-chat" and file.read.cached == "inside"
    (used,) = file.models
    assert (used.model, used.requests, used.cached_tokens) == (model, 960, 384_000)


def test_the_same_log_gives_the_same_bytes(run: Run, model: str, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(lines(100, model))
    assert run("workload", log).stdout == run("workload", log).stdout


def test_standard_input(run: Run, model: str) -> None:
    found = json.loads(run("workload", "-", "-f", "json", stdin=lines(50, model)).stdout)
    assert found["read"]["logs"] == ["-"] and found["read"]["requests"] == 50


def test_what_is_set_aside_is_in_the_file_and_told(run: Run, model: str, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(lines(30, model) + "oops\x1b[2J\n" + lines(2, "mystery"))
    done = run("workload", log, "-f", "json")
    assert [each["why"] for each in json.loads(done.stdout)["set_aside"]] == [
        "the line is no JSON object",
        "the model 'mystery': not in the catalog",
    ]
    assert "set aside: the line is no JSON object, 1x" in done.stderr
    assert "\x1b[2J" not in done.output
    named = run("workload", log, "--model", f"mystery={model}", "-f", "json")
    assert json.loads(named.stdout)["read"]["requests"] == 32


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.parquet"], "there is no such file"),
        (["*.nothing"], "no file matches"),
        (["{log}", "--map", "input"], "--map takes two names"),
        (["{log}", "--preset", "openai"], "unknown preset 'openai'"),
        (["{log}", "--zone", "Mars/Olympus"], "unknown time zone 'Mars/Olympus'"),
    ],
)
def test_wrong_use(arguments: list[str], told: str, run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(lines(3))
    done = run("workload", *(each.format(log=log) for each in arguments), code=2)
    assert told in done.stderr
