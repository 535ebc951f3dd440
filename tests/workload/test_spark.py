"""The same expression on Spark: identical sums, for the same log. `make test-spark` runs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from advisor.workload.mapping import Choices
from advisor.workload.reading import Reading, read, summed_up
from advisor.workload.replaying import replay
from advisor.workload.sources import on
from tests.workload.logs import COLUMNS, MODELS, OFFERS, START, parquet, rows

pytestmark = pytest.mark.spark
CHOICES = Choices(columns=COLUMNS, cached="inside", zone="UTC")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: advisor[spark]")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("no Java here, on which Spark runs")
    place = str(tmp_path_factory.mktemp("warehouse"))
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", place)
        .getOrCreate()
    )
    yield ibis.pyspark.connect(session)
    session.stop()


def same(one: Reading, other: Reading) -> None:
    assert one.sums.model == other.sums.model and one.sums.service == other.sums.service
    assert one.sums.span.tolist() == other.sums.span.tolist()
    assert one.sums.size.tolist() == other.sums.size.tolist()
    assert one.sums.totals.tolist() == other.sums.totals.tolist()
    assert one.sums.cells == other.sums.cells


def test_identical_sums_and_costs(spark: Any, tmp_path: Path) -> None:
    path = parquet(tmp_path / "log.parquet", rows(11, 5000))
    here = read([path], OFFERS, choices=CHOICES)
    there = summed_up(on(spark, spark.read_parquet(path), CHOICES, [path]), OFFERS, None, CHOICES)
    same(here, there)
    assert replay(here.sums, OFFERS).usd.tolist() == replay(there.sums, OFFERS).usd.tolist()
    assert here.traffic().week() == there.traffic().week()
    assert here.traffic().peak() == there.traffic().peak()


def test_by_its_address_and_the_name_of_a_table(spark: Any, tmp_path: Path) -> None:
    path = parquet(tmp_path / "log.parquet", rows(12))
    spark.create_table("calls", spark.read_parquet(path), overwrite=True)
    there = read(["calls"], OFFERS, choices=CHOICES, engine="pyspark://")
    same(read([path], OFFERS, choices=CHOICES), there)


def test_the_same_rows_are_set_aside(spark: Any, tmp_path: Path) -> None:
    count = 6
    columns = {
        "at": pa.array([START] * 5 + [None], pa.timestamp("us", "UTC")),
        "model": pa.array([MODELS[0]] * (count - 1) + [None]),
        "input": pa.array([5, -1, None, 7, 8, 9], pa.int64()),
        "output": pa.array(["1", "2", "3", "4.5", "x", "6"]),
    }
    path = str(tmp_path / "log.parquet")
    pq.write_table(pa.table(columns), path)
    choices = Choices(columns={name: name for name in columns}, zone="UTC")
    here = read([path], OFFERS, choices=choices)
    there = summed_up(on(spark, spark.read_parquet(path), choices, [path]), OFFERS, None, choices)
    same(here, there)
    told = [[(each.why, each.rows) for each in one.set_aside] for one in (here, there)]
    assert told[0] == told[1] and len(told[0]) == 4
