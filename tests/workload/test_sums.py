"""A log as sums: the same as adding row by row, from any kind and number of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.workload import Reading, read
from advisor.workload.mapping import Choices
from advisor.workload.sums import QUANTITIES
from tests.workload.logs import COLUMNS, OFFERS, Row, comma_separated, json_lines, parquet, rows

INSIDE = Choices(columns=COLUMNS, cached="inside")
SEOUL = ZoneInfo("Asia/Seoul")
START_OF_NOVEMBER_IN_SEOUL = datetime(2026, 10, 31, 16, tzinfo=UTC)
WRITERS = {"parquet": parquet, "jsonl": json_lines, "csv": comma_separated}


def groups(reading: Reading) -> Counter[tuple[object, ...]]:
    """Month, model, service, size and quantity -> total."""
    sums = reading.sums
    found: Counter[tuple[object, ...]] = Counter()
    for n, totals in enumerate(sums.totals.tolist()):
        month = sums.cells.spans[sums.span[n]].month
        for name, total in zip(QUANTITIES, totals, strict=True):
            key = (month, sums.model[n], sums.service[n], int(sums.size[n]), name)
            found[key] += total
    return found


def added(given: Iterable[Row]) -> Counter[tuple[object, ...]]:
    """The same, row by row in Python; a size is how many thresholds a request is above."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in given:
        size = sum(row["input"] > edge for edge in (1000, 5000))
        for name in QUANTITIES:
            key = (f"{row['at']:%Y-%m}", row["model"], row["service"], size, name)
            found[key] += 1 if name == "requests" else row[name]
    return found


@pytest.mark.parametrize("kind", list(WRITERS))
def test_equal_those_of_plain_python(kind: str, tmp_path: Path) -> None:
    log = rows(7, 3000)
    reading = read([WRITERS[kind](tmp_path / f"log.{kind}", log)], OFFERS, choices=INSIDE)
    assert groups(reading) == added(log)
    assert reading.set_aside == ()


@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), cuts=st.lists(st.integers(1, 59), max_size=3))
def test_do_not_change_when_a_log_is_split(
    seed: int, cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, log = tmp_path_factory.mktemp("split"), rows(seed)
    ends = sorted({0, *cuts, len(log)})
    for n, (start, end) in enumerate(pairwise(ends)):
        parquet(folder / f"{n}.parquet", log[start:end])
    assert groups(read([str(folder / "*.parquet")], OFFERS, choices=INSIDE)) == added(log)


def test_months_are_those_of_the_zone(tmp_path: Path) -> None:
    row = {**rows(1, 1)[0], "at": START_OF_NOVEMBER_IN_SEOUL}
    path = parquet(tmp_path / "log.parquet", [row])
    seoul = Choices(columns=COLUMNS, cached="inside", zone="Asia/Seoul")
    assert {key[0] for key in groups(read([path], OFFERS, choices=seoul))} == {"2026-11"}
    assert {key[0] for key in groups(read([path], OFFERS, choices=INSIDE))} == {"2026-10"}


def test_times_without_a_zone_are_those_of_the_stated_one(tmp_path: Path) -> None:
    log = rows(3)
    shown = [{**row, "at": row["at"].astimezone(SEOUL).replace(tzinfo=UTC)} for row in log]
    naive = parquet(tmp_path / "naive.parquet", shown, None)
    zoned = parquet(tmp_path / "zoned.parquet", log)
    seoul = Choices(columns=COLUMNS, cached="inside", zone="Asia/Seoul")
    one, other = (read([path], OFFERS, choices=seoul) for path in (naive, zoned))
    assert groups(one) == groups(other)
    assert (one.first, one.last) == (other.first, other.last)
    assert one.traffic().week() == other.traffic().week()


def test_tokens_beside_the_input_are_added_to_it(tmp_path: Path) -> None:
    log = rows(5)
    path = parquet(tmp_path / "log.parquet", log)
    beside = read([path], OFFERS, choices=Choices(columns=COLUMNS, cached="beside")).sums
    whole = sum(r["input"] + r["cached"] + r["five_minutes"] + r["one_hour"] for r in log)
    assert beside.total("input") == whole
