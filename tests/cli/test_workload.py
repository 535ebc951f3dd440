"""`advisor workload`: a log in, a workload file out; what was kept apart is told beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.workload.schema import WorkloadFile
from advisor.yamlio import check, read
from tests.cli.conftest import Run
from tests.workload.usage import records, write


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


def test_every_row_is_counted_or_set_aside_by_its_reason(
    run: Run, model: str, tmp_path: Path
) -> None:
    good = json.loads(lines(1, model))

    def row(**usage: object) -> str:
        return json.dumps({**good, "usage": {**good["usage"], **usage}})

    damaged = {
        "the time is missing": [json.dumps({**good, "created": None})],
        "the line is no JSON object": ["oops", "[1, 2]", '{"created": 17'],
        "input tokens are negative": [row(prompt_tokens=-1)],
        "input tokens are missing": [row(prompt_tokens=None)],
        "input tokens are no whole number": [row(prompt_tokens="many"), row(prompt_tokens=[1])],
        "output tokens are no whole number": [row(completion_tokens=True)],
        "the model 'mystery': not in the catalog": [json.dumps({**good, "model": "mystery"})],
        "the time has no zone: state it with --zone": [
            json.dumps({**good, "created": "2026-01-03T10:00:00"})
        ],
    }
    bad = [line for each in damaged.values() for line in each]
    log = tmp_path / "log.jsonl"
    again = lines(5, model)
    log.write_text(lines(300, model) + "".join(f"{line}\n" for line in bad) + again + again)
    found = json.loads(run("workload", log, "-f", "json").stdout)
    assert {each["why"]: each["rows"] for each in found["set_aside"]} == {
        why: len(each) for why, each in damaged.items()
    }
    assert found["read"]["requests"] == 310
    noted = {each["why"]: each.get("rows") for each in found["noted"]}
    assert noted["the time is before that of the row above"] == 1, "odd, and counted"


def test_a_table_of_mixed_types_and_a_line_that_is_not_finished(
    run: Run, model: str, tmp_path: Path
) -> None:
    log = tmp_path / "log.csv"
    rows = [f"2026-01-{day:02}T10:00:00Z,{model},100,20" for day in range(1, 12)]
    odd = [f"2026-01-12T10:00:00Z,{model},1e2,20.0", f"2026-01-13T10:00:00Z,{model},x,20"]
    head = "timestamp,model,prompt_tokens,completion_tokens"
    log.write_text("\n".join([head, *rows, *odd, "2026-01-14T10"]))
    found = json.loads(run("workload", log, "-f", "json").stdout)
    assert {each["why"]: each["rows"] for each in found["set_aside"]} == {
        "input tokens are no whole number": 1,
        "the last line has no line break: it may not be finished": 1,
    }
    assert (found["read"]["requests"], found["profile"]["input_tokens"]) == (12, 100)


def test_a_truncated_parquet_file_is_named_and_left_out(
    run: Run, model: str, tmp_path: Path
) -> None:
    whole = write(tmp_path / "a.parquet", records(model=model))
    cut = write(tmp_path / "b.parquet", records(model=model))
    cut.write_bytes(cut.read_bytes()[:-900])
    done = run("workload", tmp_path / "*.parquet", "-f", "json")
    found = json.loads(done.stdout)
    (aside,) = found["set_aside"]
    assert "rows" not in aside and aside["example"] == str(cut)
    assert f"set aside: the Parquet file is not complete ({cut})" in done.stderr
    alone = json.loads(run("workload", whole, "-f", "json").stdout)
    assert found["read"]["requests"] == alone["read"]["requests"] == 840
    assert "is no complete Parquet file" in run("workload", cut, code=2).stderr


def test_a_log_that_grows_is_read_as_it_stood(run: Run, model: str, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    text = lines(400, model)
    log.write_text(text[:-30])
    found = json.loads(run("workload", log, "-f", "json").stdout)
    assert found["read"]["requests"] == 399
    assert [each["why"] for each in found["set_aside"]] == ["the last line is not finished"]


def test_records_of_several_vendors_in_one_log_are_measured_apart(
    run: Run, model: str, tmp_path: Path
) -> None:
    ours = [json.loads(line) for line in lines(200, model).splitlines()]
    theirs = [
        {**row, "usage": {"input_tokens": 40, "output_tokens": 9, "cache_read_input_tokens": 60}}
        for row in ours[::2]
    ]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(f"{json.dumps(row)}\n" for row in [*ours, *theirs]))
    told = run("workload", log, code=2).stderr
    assert "looks like openai-chat and anthropic; say which with --preset" in told
    assert "measure them apart" in told
    for preset, counted, others, sent in (
        ("openai-chat", 200, 100, 1000),
        ("anthropic", 100, 200, 100),
    ):
        found = json.loads(run("workload", log, "--preset", preset, "-f", "json").stdout)
        assert {each["why"]: each["rows"] for each in found["set_aside"]} == {
            "input tokens are missing": others
        }
        assert found["read"]["requests"] == counted
        assert found["profile"]["input_tokens"] == sent


def test_a_written_file_is_what_its_schema_says(run: Run, model: str, tmp_path: Path) -> None:
    log, out = tmp_path / "log.jsonl", tmp_path / "usage.workload.yaml"
    log.write_text(lines(24 * 40, model) + "oops\n")
    run("workload", log, "-o", out)
    schema = json.loads(run("schema", "workload").stdout)
    checker = Draft202012Validator(schema)
    file = yaml.safe_load(out.read_text())
    assert not list(checker.iter_errors(file))
    assert list(checker.iter_errors({**file, "readd": 1}))
    assert "ok (workload)" in run("validate", out).stdout
    out.write_text(out.read_text().replace("growth_per_month", "growth_per_mont"))
    wrong = run("validate", out, code=2).stderr
    assert "did you mean 'growth_per_month'" in wrong


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
