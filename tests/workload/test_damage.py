"""Damaged logs: what cannot be counted is named, numbered and in no sum; the rest is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from advisor.catalog.identity import Identities
from advisor.workload import Reading, read
from advisor.workload.mapping import Choices
from advisor.yamlio.problems import InputError
from tests.workload.logs import COLUMNS, OFFERS, parquet, rows
from tests.worlds import small

GOOD = {
    "created": 1767225600,
    "model": "gpt",
    "usage": {"prompt_tokens": 100, "completion_tokens": 20},
}


def line(**more: Any) -> str:
    usage = {**GOOD["usage"], **more.pop("usage", {})}  # type: ignore[dict-item]
    return json.dumps({**GOOD, **more, "usage": usage})


def aside(reading: Reading) -> dict[str, int | None]:
    return {each.why: each.rows for each in reading.set_aside}


def read_lines(path: Path, *lines: str, choices: Choices | None = None) -> Reading:
    path.write_text("".join(f"{each}\n" for each in lines))
    return read([str(path)], OFFERS, choices=choices)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("oops", "the line is no JSON object"),
        ("[1, 2]", "the line is no JSON object"),
        ('{"created": 17672', "the line is no JSON object"),
        (line(usage={"prompt_tokens": -1}), "input tokens are negative"),
        (line(usage={"completion_tokens": -1}), "output tokens are negative"),
        (line(usage={"prompt_tokens": None}), "input tokens are missing"),
        (line(usage={"prompt_tokens": "many"}), "input tokens are no whole number"),
        (line(usage={"prompt_tokens": 12.5}), "input tokens are no whole number"),
        (line(usage={"completion_tokens": True}), "output tokens are no whole number"),
        (line(usage={"completion_tokens": {"a": 1}}), "output tokens are no whole number"),
        (line(usage={"prompt_tokens": 10**30}), "input tokens are no whole number"),
        (
            line(usage={"prompt_tokens_details": {"cached_tokens": 101}}),
            "more tokens were cached and written than there are input tokens",
        ),
        (line(created=None), "the time is missing"),
        (line(created="yesterday"), "the time cannot be read"),
        (line(created="2026-01-01T10:00:00"), "the time has no zone: state it with --zone"),
        (line(created=123456789), "the time is of no year from 2019 to 2060"),
        (line(model=None), "the model is missing"),
        (line(service_tier="scale"), "the service tier 'scale' is none that has prices"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_counted(bad: str, why: str, tmp_path: Path) -> None:
    reading = read_lines(tmp_path / "log.jsonl", line(), bad, line(), bad, line())
    assert aside(reading) == {why: 2}
    assert reading.sums.total("requests") == 3
    assert reading.sums.total("input") == 300
    assert int(reading.traffic().counts.sum()) == 3


def test_a_number_may_be_text(tmp_path: Path) -> None:
    odd = line(usage={"prompt_tokens": "100", "completion_tokens": 20.0})
    reading = read_lines(tmp_path / "log.jsonl", line(), odd)
    assert reading.sums.total("input") == 200 and reading.set_aside == ()


def test_the_example_says_where_and_what(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    (found,) = read_lines(path, line(), line(usage={"prompt_tokens": -7})).set_aside
    assert f"{path}:2" in found.example and "input=-7" in found.example


def test_a_model_that_the_catalog_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f"{line(model='acme/alpha')}\n{line(model='mystery-1')}\n")
    reading = read([str(path)], OFFERS, Identities(small().catalog()))
    assert aside(reading) == {"the model 'mystery-1': not in the catalog": 1}
    assert reading.set_aside[0].example == "100 input and 20 output tokens"
    assert reading.sums.total("requests") == 1
    named = Identities(small().catalog(), {"mystery-1": "acme/beta"})
    assert read([str(path)], OFFERS, named).sums.total("requests") == 2


def test_a_log_that_is_being_written_gives_its_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f"{line()}\n{line()}\n{line()[:40]}")
    reading = read([str(path)], OFFERS)
    assert reading.sums.total("requests") == 2
    assert aside(reading) == {"the last line is not finished": 1}
    path.write_text(f"{line()}\n{line()}")
    assert read([str(path)], OFFERS).sums.total("requests") == 2


def test_what_is_written_after_opening_is_not_read(tmp_path: Path) -> None:
    from advisor.workload.sources import opened

    path = tmp_path / "log.jsonl"
    path.write_text(f"{line()}\n" * 50)
    log = opened([str(path)], Choices())
    with path.open("a") as file:
        file.write(f"{line()}\n" * 50)
    assert log.usage.count().execute() == 50


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{line()}\n".encode() + b"\xff\x00\xfe\n" + line().encode())
    reading = read([str(path)], OFFERS)
    assert reading.sums.total("requests") == 2
    assert aside(reading) == {"the line is no JSON object": 1}


def test_a_row_of_another_width(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    head = "timestamp,model,prompt_tokens,completion_tokens"
    path.write_text(f"{head}\n2026-01-01T10:00:00Z,m,5,6\n2026-01-01T10:00:00Z,m,5\n2026-01-01T1")
    reading = read([str(path)], OFFERS)
    assert reading.sums.total("requests") == 1
    assert aside(reading) == {
        "the row has not as many columns as the headings": 1,
        "the last line has no line break: it may not be finished": 1,
    }


def test_a_truncated_parquet_file(tmp_path: Path) -> None:
    whole, cut = tmp_path / "a.parquet", tmp_path / "b.parquet"
    parquet(whole, rows(1))
    data = Path(parquet(cut, rows(2))).read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    choices = Choices(columns=COLUMNS, cached="inside")
    reading = read([str(tmp_path / "*.parquet")], OFFERS, choices=choices)
    assert [(each.why, each.rows) for each in reading.set_aside] == [
        ("the Parquet file is not complete", None)
    ]
    assert str(cut) in reading.set_aside[0].example
    assert reading.sums.total("requests") == 60
    with pytest.raises(InputError, match="no complete Parquet file"):
        read([str(cut)], OFFERS, choices=choices)


def test_a_broken_page_of_a_parquet_file(tmp_path: Path) -> None:
    whole, broken = tmp_path / "a.parquet", tmp_path / "b.parquet"
    parquet(whole, rows(1))
    data = bytearray(Path(parquet(broken, rows(2))).read_bytes())
    data[4:400] = b"\xff" * 396
    broken.write_bytes(bytes(data))
    choices = Choices(columns=COLUMNS, cached="inside")
    reading = read([str(whole), str(broken)], OFFERS, choices=choices)
    assert aside(reading) == {"the Parquet file is damaged": None}
    assert reading.sums.total("requests") == 60
    data[-40:-8] = b"\xff" * 32
    broken.write_bytes(bytes(data))
    assert aside(read([str(whole), str(broken)], OFFERS, choices=choices)) == aside(reading)
    with pytest.raises(InputError, match="is a damaged Parquet file"):
        read([str(broken)], OFFERS, choices=choices)


def test_typed_columns_with_holes(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    columns = {
        "at": pa.array([0, 1767225600, 1767225600, 1767225601, None, 1767225600], pa.int64()),
        "model": pa.array(["m", "m", None, "m", "m", "m"]),
        "input": pa.array([1.0, 2.0, 3.0, None, 5.0, 6.5]),
        "output": pa.array([1, 1, 1, 1, 1, 1], pa.int32()),
    }
    pq.write_table(pa.table(columns), path)
    mapped = {name: name for name in columns}
    reading = read([str(path)], OFFERS, choices=Choices(columns=mapped))
    assert aside(reading) == {
        "the time is of no year from 2019 to 2060": 1,
        "the model is missing": 1,
        "input tokens are missing": 1,
        "the time is missing": 1,
        "input tokens are no whole number": 1,
    }
    assert reading.sums.total("input") == 2


def test_times_out_of_order_are_noted_and_counted(tmp_path: Path) -> None:
    times = (1767225600, 1767225900, 1767225700, 1767226000, 1767225800)
    reading = read_lines(tmp_path / "log.jsonl", *(line(created=each) for each in times))
    (noted,) = reading.noted()
    assert noted.rows == 2 and noted.example == "2026-01-01 00:01:40"
    assert reading.sums.total("requests") == 5 and reading.set_aside == ()


def test_nothing_that_can_be_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no row that can be counted.*no zone"):
        read_lines(tmp_path / "log.jsonl", line(created="2026-01-01 10:00"))
    zoned = Choices(zone="Asia/Seoul")
    reading = read_lines(tmp_path / "log.jsonl", line(created="2026-01-01 10:00"), choices=zoned)
    assert reading.first.isoformat() == "2026-01-01T01:00:00+00:00"
