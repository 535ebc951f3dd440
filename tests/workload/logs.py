"""Random usage logs as plain rows, and the files that hold them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from advisor.catalog.schema import Offer
from tests.worlds import offer, price

Row = dict[str, Any]
START = datetime(2026, 10, 20, tzinfo=UTC)
MODELS = ("alpha", "beta", "gamma")
CACHE = {"cache_read": "0.2", "cache_write": {"five_minutes": "2.5", "one_hour": "4"}}

OFFERS = [
    Offer.model_validate(each)
    for each in (
        offer("acme/flat", price("2", "8", **CACHE, batch={"factor": "0.5"})),
        offer(
            "acme/tiered",
            price(
                "1.25",
                "10",
                **CACHE,
                tiers=[
                    {"above": 1000, "input": "2.5", "output": "15"},
                    {"above": 5000, "factor": "3"},
                ],
                batch={"input": "0.6", "output": "5", "cache_read": "0.1", "cache_write": "1"},
            ),
        ),
        offer(
            "acme/nightly",
            price(
                "4",
                "4",
                **CACHE,
                batch={"factor": "0.4"},
                windows=[
                    {"hours": "22:00-06:30", "zone": "Asia/Shanghai", "factor": "0.5"},
                    {
                        "hours": "06:30-22:00",
                        "days": ["sat"],
                        "zone": "Asia/Shanghai",
                        "input": "3",
                    },
                ],
            ),
        ),
        offer(
            "acme/dated",
            price("3", "6", **CACHE, batch={"factor": "0.5"}, until="2026-10-31"),
            price("1", "2", **CACHE, batch={"factor": "0.5"}, since="2026-11-01"),
        ),
        offer("acme/by-request", price(None, None, per_request="0.0125", batch={"factor": "1"})),
    )
]


def rows(seed: int, count: int = 60) -> list[Row]:
    """Sound rows over five weeks; ``at`` is aware."""
    dice = Random(seed)
    found = []
    for _ in range(count):
        sent = dice.choice((0, 1, 999, 1000, 1001, 5000, 5001, dice.randrange(20_000)))
        cached = dice.randrange(sent + 1)
        five = dice.randrange(sent - cached + 1)
        found.append(
            {
                "at": START + timedelta(seconds=dice.randrange(35 * 86_400)),
                "model": dice.choice(MODELS),
                "input": sent,
                "cached": cached,
                "five_minutes": five,
                "one_hour": dice.randrange(sent - cached - five + 1),
                "output": dice.randrange(3000),
                "service": dice.choice(("default", "default", "batch", None)),
            }
        )
    return found


COLUMNS = {name: name for name in rows(0, 1)[0]}
"""What ``--map`` says of these files."""


def parquet(path: Path, given: Sequence[Row], zone: str | None = "UTC") -> str:
    kind = pa.timestamp("us", zone)
    times = [row["at"] if zone else row["at"].replace(tzinfo=None) for row in given]
    columns: dict[str, Any] = {"at": pa.array(times, kind)}
    for name in ("model", "service"):
        columns[name] = pa.array([row[name] for row in given], pa.string())
    for name in ("input", "cached", "five_minutes", "one_hour", "output"):
        columns[name] = pa.array([row[name] for row in given], pa.int64())
    pq.write_table(pa.table(columns), path)
    return str(path)


def json_lines(path: Path, given: Sequence[Row]) -> str:
    texts = [json.dumps({**row, "at": row["at"].isoformat()}) for row in given]
    path.write_text("".join(f"{text}\n" for text in texts))
    return str(path)


def comma_separated(path: Path, given: Sequence[Row]) -> str:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, given[0])
        writer.writeheader()
        writer.writerows({**row, "at": row["at"].isoformat(" ")} for row in given)
    return str(path)
