"""The usage records of the vendors, as they come; what is not sure is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from advisor.workload import Reading, read
from advisor.workload.mapping import Choices
from advisor.workload.sums import QUANTITIES
from advisor.yamlio.problems import InputError
from tests.workload.logs import OFFERS, comma_separated, parquet, rows

AT = "2026-03-01T10:00:00Z"


def totals(tmp_path: Path, record: dict[str, Any], **choices: Any) -> dict[str, int]:
    """What one record in a log comes to, without the zeros."""
    found = logged(tmp_path, record, **choices).sums
    return {name: found.total(name) for name in QUANTITIES[1:] if found.total(name)}


def logged(tmp_path: Path, record: dict[str, Any], **choices: Any) -> Reading:
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps(record) + "\n")
    return read([str(path)], OFFERS, choices=Choices(**choices))


def test_openai_chat(tmp_path: Path) -> None:
    usage = {
        "prompt_tokens": 1200,
        "completion_tokens": 300,
        "total_tokens": 1500,
        "prompt_tokens_details": {"cached_tokens": 1024, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 200},
    }
    record = {"id": "x", "created": 1772359200, "model": "gpt", "usage": usage}
    found = {"input": 1200, "cached": 1024, "output": 300}
    assert totals(tmp_path, record) == found
    batch = {"custom_id": "1", "response": {"status_code": 200, "body": record}}
    assert totals(tmp_path, batch) == found


def test_openai_responses(tmp_path: Path) -> None:
    usage = {
        "input_tokens": 500,
        "input_tokens_details": {"cached_tokens": 100},
        "output_tokens": 90,
        "output_tokens_details": {"reasoning_tokens": 64},
    }
    record = {"created_at": 1772359200, "model": "gpt", "usage": usage}
    assert totals(tmp_path, record) == {"input": 500, "cached": 100, "output": 90}


def test_anthropic(tmp_path: Path) -> None:
    usage = {
        "input_tokens": 10,
        "cache_creation_input_tokens": 500,
        "cache_read_input_tokens": 2000,
        "cache_creation": {"ephemeral_5m_input_tokens": 400, "ephemeral_1h_input_tokens": 100},
        "output_tokens": 70,
        "service_tier": "batch",
    }
    reading = logged(tmp_path, {"timestamp": AT, "model": "claude", "usage": usage})
    sums = reading.sums
    assert [sums.total(name) for name in QUANTITIES] == [1, 2510, 2000, 400, 100, 70]
    assert sums.service == ("batch",)
    del usage["cache_creation"]
    alone = {"input": 2510, "cached": 2000, "five_minutes": 500, "output": 70}
    assert totals(tmp_path, {"timestamp": AT, "model": "claude", "usage": usage}) == alone


@pytest.mark.parametrize("written", ["camel", "snake"])
def test_gemini(written: str, tmp_path: Path) -> None:
    usage = {
        "promptTokenCount": 800,
        "candidatesTokenCount": 50,
        "cachedContentTokenCount": 300,
        "thoughtsTokenCount": 150,
    }
    below, version = "usageMetadata", "modelVersion"
    if written == "snake":
        names = ("prompt", "candidates", "cached_content", "thoughts")
        usage = {f"{name}_token_count": n for name, n in zip(names, usage.values(), strict=True)}
        below, version = "usage_metadata", "model_version"
    record = {"createTime": AT, version: "gemini", below: usage}
    assert totals(tmp_path, record) == {"input": 800, "cached": 300, "output": 200}


def litellm(**more: Any) -> dict[str, Any]:
    usage = {"prompt_tokens": 900, "cache_read_input_tokens": 600}
    return {
        "request_id": "1",
        "startTime": AT,
        "model": "gpt",
        "spend": 0.01,
        "prompt_tokens": 900,
        "completion_tokens": 30,
        "cache_hit": "False",
        "metadata": {"usage_object": usage},
        **more,
    }


def test_litellm_does_not_say_where_cached_tokens_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--cached inside.*--cached beside"):
        totals(tmp_path, litellm())
    inside = {"input": 900, "cached": 600, "output": 30}
    assert totals(tmp_path, litellm(), cached="inside") == inside
    assert totals(tmp_path, litellm(), cached="beside")["input"] == 1500


def test_what_the_proxy_answered_itself_is_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    records = (litellm(), litellm(cache_hit="True"))
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records))
    reading = read([str(path)], OFFERS, choices=Choices(cached="inside"))
    assert reading.sums.total("requests") == 1
    assert [each.why for each in reading.set_aside] == ["the proxy answered from its own cache"]


def test_json_within_a_column(tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    row = {**litellm(), "metadata": json.dumps(litellm()["metadata"])}
    del row["cache_hit"]
    heads = ",".join(row)
    cells = ",".join('"' + str(value).replace('"', '""') + '"' for value in row.values())
    path.write_text(f"{heads}\n{cells}\n")
    sums = read([str(path)], OFFERS, choices=Choices(cached="inside")).sums
    assert (sums.total("input"), sums.total("cached")) == (900, 600)


@pytest.mark.parametrize("written", [dict, json.dumps])
def test_what_stands_within_a_typed_column(written: Any, tmp_path: Path) -> None:
    row = {**litellm(), "metadata": written(litellm()["metadata"])}
    path = tmp_path / "spend.parquet"
    pq.write_table(pa.Table.from_pylist([row, row]), path)
    sums = read([str(path)], OFFERS, choices=Choices(cached="inside")).sums
    assert (sums.total("input"), sums.total("cached")) == (1800, 1200)


def test_a_record_that_may_be_of_two_vendors(tmp_path: Path) -> None:
    record = {"timestamp": AT, "model": "m", "input_tokens": 5, "output_tokens": 6}
    with pytest.raises(InputError, match=r"is no usage record of .*anthropic.*--preset"):
        totals(tmp_path, record)
    assert totals(tmp_path, record, preset="anthropic") == {"input": 5, "output": 6}


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"preset": "openai"}, "unknown preset 'openai'"),
        ({"columns": {"inputs": "a"}}, "unknown field 'inputs'"),
        ({"columns": {"input": "nowhere"}}, "has no column 'nowhere'"),
        ({"columns": {"input": "input"}}, "--map output=COLUMN"),
    ],
)
def test_choices_that_do_not_fit(choices: dict[str, Any], told: str, tmp_path: Path) -> None:
    path = comma_separated(tmp_path / "log.csv", rows(1))
    with pytest.raises(InputError, match=told):
        read([path], OFFERS, choices=Choices(**choices))


def test_a_mapped_log_is_asked_where_cached_tokens_are(tmp_path: Path) -> None:
    path = parquet(tmp_path / "log.parquet", rows(1))
    mapped = {name: name for name in ("at", "model", "input", "output")}
    assert read([path], OFFERS, choices=Choices(columns=mapped)).sums.total("requests") == 60
    with pytest.raises(InputError, match="--cached"):
        read([path], OFFERS, choices=Choices(columns={**mapped, "cached": "cached"}))


def test_times_without_a_zone_ask_for_one(tmp_path: Path) -> None:
    path = parquet(tmp_path / "log.parquet", rows(1), zone=None)
    mapped = {name: name for name in ("at", "model", "input", "output")}
    with pytest.raises(InputError, match=r"without a zone.*--zone"):
        read([path], OFFERS, choices=Choices(columns=mapped))


def test_files_with_and_without_a_zone(tmp_path: Path) -> None:
    paths = [
        parquet(tmp_path / "a.parquet", rows(1)),
        parquet(tmp_path / "b.parquet", rows(2), zone=None),
    ]
    mapped = {name: name for name in ("at", "model", "input", "output")}
    with pytest.raises(InputError, match="a zone in some files and none in others"):
        read(paths, OFFERS, choices=Choices(columns=mapped, zone="UTC"))
