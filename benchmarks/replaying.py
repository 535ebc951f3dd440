"""A log of 50 million requests against DuckDB's own time to decode the same columns.

``python -m benchmarks.replaying [MILLIONS]`` alone; a smaller log is for development.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.child import peak
from benchmarks.measure import PYTHON, ROOT, Line, environment

ROWS = 50_000_000
RUNS = 5
FEW, MANY, USUAL = 20, 2_000, 200
Run = Callable[[], object]
COLUMNS = ("created", "model", "prompt_tokens", "cached_tokens", "completion_tokens")


def measure(rows: int = ROWS) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.parquet"
        generate(log, rows)
        size = log.stat().st_size / 1e6
        decoded, handed, decode, hand_out, ours = _told("against", log, USUAL)
        detail = f"{ours:.2f} s against {decode:.2f} s; {rows:,} rows, {size:.0f} MB"
        yield Line(f"replay at {USUAL} offers / decode the columns", decoded, "x", 1.15, detail)
        detail = f"against {hand_out:.2f} s"
        yield Line("the same / hand the columns out as Arrow", handed, "x", None, detail)
        growth, few, many = _told("candidates", log, MANY)
        detail = f"{many:.2f} s against {few:.2f} s"
        yield Line(f"replay at {MANY:,} offers / at {FEW}", growth, "x", 1.1, detail)
        (held,) = _told("memory", log, USUAL)
        yield Line(f"memory of a replay at {USUAL} offers", held, "MB", 400)


def generate(path: Path, rows: int) -> None:
    """Usage records of a year: 20 models, log-normal sizes, times in about their order."""
    import duckdb

    names = [f"maker/model-{n}" for n in range(20)]
    con = duckdb.connect(config={"threads": 2, "memory_limit": "350MB"})
    con.execute("SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"""
        COPY (
            SELECT make_timestamptz((1735689600e6 + i * {31_536e9 / rows}
                                     + hash(i) % 1_000_000)::BIGINT) AS created,
                   to_hex(hash(i, 9)) AS id,
                   {names}[1 + (hash(i, 1) % 20)::INT] AS model,
                   least(exp(6.5 + 1.4 * {_normal(2)}), 1e6)::INT AS prompt_tokens,
                   (prompt_tokens * (hash(i, 4) % 1000 / 1400.0))::INT AS cached_tokens,
                   least(exp(5.3 + {_normal(5)}), 1e5)::INT AS completion_tokens
            FROM range({rows}) AS every(i)
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)""")


def _normal(seed: int) -> str:
    """A normal variate of row ``i``, by Box and Muller."""
    u, v = (f"((hash(i, {seed + n}) % 1_000_003 + 1) / 1_000_004.0)" for n in (0, 1))
    return f"(sqrt(-2 * ln({u})) * cos(2 * pi() * {v}))"


def _told(what: str, log: Path, offers: int) -> list[float]:
    """What a process of its own measures."""
    command = (PYTHON, "-m", "benchmarks.replaying", what, str(log), str(offers))
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return [float(word) for word in done.stdout.split()]


def offers(count: int) -> list[Any]:
    """Offers that differ in price; some have a tier, hours of the night, or a new price in July."""
    from advisor.catalog.schema import Offer

    found = []
    for n in range(count):
        row: dict[str, Any] = {
            "input": f"{1 + n % 50 / 10}",
            "output": f"{4 + n % 70 / 10}",
            "cache_read": "0.1",
            "source": "page",
            "checked": "2026-01-01",
        }
        if n % 3 == 0:
            row["tiers"] = [{"above": (128_000, 200_000, 272_000)[n % 9 // 3], "factor": "2"}]
        if n % 10 == 1:
            row["windows"] = [{"hours": "00:30-08:30", "zone": "Asia/Shanghai", "factor": "0.5"}]
        rows = [{**row, "until": "2025-06-30"}, {**row, "from": "2025-07-01"}]
        prices = rows if n % 7 == 2 else [row]
        found.append(
            Offer.model_validate({"model": f"m/{n}", "endpoint": f"{n}", "prices": prices})
        )
    return found


def _against(log: str, count: int) -> Iterable[float]:
    return _compared(_replay(log, count), _decode(log), _hand_out(log))


def _candidates(log: str, count: int) -> Iterable[float]:
    return _compared(_replay(log, count), _replay(log, FEW))


def _compared(ours: Run, *others: Run) -> Iterable[float]:
    """How many times as long as each of the others ours takes, then the seconds of all: medians.

    A ratio is of neighbors: a machine that slows down on the way slows both.
    """
    taken = [[_seconds(run) for run in (*others, ours)] for _ in range(RUNS + 1)][1:]
    yield from (median(each[-1] / each[n] for each in taken) for n in range(len(others)))
    yield from map(median, zip(*taken, strict=True))


def _memory(log: str, count: int) -> Iterable[float]:
    _replay(log, count)()
    return (peak(),)


def _replay(log: str, count: int) -> Run:
    from advisor.workload import read, replay

    many = offers(count)
    return lambda: replay(read([log], many).sums, many).totals


def _decode(log: str) -> Run:
    """The least that makes DuckDB read every value of the columns: a sum, or the greatest."""
    from advisor.workload.sources import embedded

    con = embedded().con
    first, model, *numbers = COLUMNS
    sums = ", ".join(f"sum({name})" for name in numbers)
    query = f"SELECT epoch_us(max({first})), max({model}), {sums} FROM '{log}'"
    return lambda: con.execute(query).fetchall()


def _hand_out(log: str) -> Run:
    """What a program that counts by itself would pay: every value, in batches, to nobody."""
    import pyarrow as pa

    from advisor.workload.sources import embedded

    con = embedded().con
    query = f"SELECT {', '.join(COLUMNS)} FROM '{log}'"
    return lambda: sum(1 for _ in pa.RecordBatchReader.from_stream(con.sql(query)))


def _seconds(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


PARTS = {"against": _against, "candidates": _candidates, "memory": _memory}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        print(*PARTS[sys.argv[1]](sys.argv[2], int(sys.argv[3])))
    else:
        for line in measure(int(sys.argv[1]) * 1_000_000 if sys.argv[1:] else ROWS):
            print(line.text())
