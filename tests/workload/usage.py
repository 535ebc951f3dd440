"""Usage logs as OpenAI's field names tell them, in every kind of file, and profiles beside them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Record = dict[str, Any]
BEGIN = datetime(2026, 9, 7, tzinfo=UTC)
"""A Monday."""


def records(
    days: int = 35, model: str = "acme/alpha", sent: Sequence[int] = (1000,), **more: Any
) -> list[Record]:
    """A request an hour, with 400 tokens of each input from a cache, and 200 tokens of output."""
    return [
        {
            "created": int((BEGIN + timedelta(hours=n)).timestamp()),
            "model": model,
            "prompt_tokens": sent[n % len(sent)],
            "completion_tokens": 200,
            "cached_tokens": 400,
            **more,
        }
        for n in range(days * 24)
    ]


def write(path: Path, given: Iterable[Record]) -> Path:
    """As JSON lines, CSV or Parquet, by the name."""
    rows = list(given)
    if path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    elif path.suffix == ".csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), path)
    return path
