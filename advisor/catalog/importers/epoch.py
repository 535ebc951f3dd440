"""Epoch AI's own benchmark runs, and the independent leaderboards that it collects.

One CSV is one table; it is told by its columns. In the names of model versions a suffix after ``_``
is the effort or the thinking budget of the run. Tables collected from papers mix what makers say
of themselves with what they say of others, so they are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import UpstreamFile

UPSTREAM = Upstream(
    id="epoch",
    title="Epoch AI: benchmark runs and collected benchmark tables",
    url="https://github.com/epoch-research/benchmark-stitching",
    publisher="Epoch AI",
    license="MIT",
    reads="data/benchmarks_runs.csv, external_benchmark_{arc_agi,simple_bench,terminal_bench}.csv",
)

RUNS = {
    "GPQA diamond": ("gpqa-diamond", {}),
    "MATH level 5": ("math-level-5", {}),
    "OTIS Mock AIME 2024-2025": ("otis-mock-aime", {}),
    "FrontierMath-2025-02-28-Private": ("frontiermath", {"set": "private"}),
    "SWE-Bench verified": ("swe-bench-verified", {"harness": "epoch"}),
}
"""Their task -> benchmark and the condition that comes with it. Public subsets are left out."""

RUN_COLUMNS = ("task", "model", "Best score (across scorers)", "started_at", "Status")
_SUFFIX = re.compile(r"_(low|medium|high|xhigh|max|minimal|none|\d+K)$")
Setting = dict[str, str | int | bool]


class Board(NamedTuple):
    """A collected leaderboard: the column with the value, and how its rows differ."""

    benchmark: str
    value: str
    setting: Callable[[dict[str, str]], Setting]


BOARDS = {
    "ARC Prize Leaderboard": Board("arc-agi-1", "Score", lambda row: {}),
    "SimpleBench Leaderboard": Board("simple-bench", "Score (AVG@5)", lambda row: {"attempts": 5}),
    "Terminal-Bench Leaderboard": Board(
        "terminal-bench", "Accuracy mean", lambda row: {"harness": row["Agent"]}
    ),
}
"""Their source -> leaderboard. A day is not stated: the day of the file is taken."""


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """Every successful run of a benchmark that the catalog describes."""
    rows = list(file.rows())
    if rows and "task" in rows[0][1]:
        yield from _runs(file)
    elif rows and "Source" in rows[0][1]:
        yield from _board(file, as_of)
    else:
        raise file.fault((), "neither the table of runs nor a collected leaderboard")


def _runs(file: UpstreamFile) -> Iterator[ScoreClaim]:
    for line, row in file.rows(*RUN_COLUMNS):
        dated = row["Status"] == "Success" and row["started_at"]
        if row["task"] not in RUNS or not dated:
            continue
        benchmark, more = RUNS[row["task"]]
        share = _share(file, line, row["Best score (across scorers)"])
        yield ScoreClaim(
            name=row["model"],
            benchmark=benchmark,
            value=_percent(share * 100),
            by="independent",
            setting={"runner": "epoch", **more, **_effort(row["model"])},
            as_of=_day(file, line, row["started_at"]),
            url=row.get("log viewer") or None,
        )


def _board(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    for line, row in file.rows("Source", "Model version"):
        board = BOARDS.get(row["Source"])
        if board is None or not row.get(board.value):
            continue
        yield ScoreClaim(
            name=row["Model version"],
            benchmark=board.benchmark,
            value=_percent(_share(file, line, row[board.value].removesuffix("%"))),
            by="independent",
            setting={**board.setting(row), **_effort(row["Model version"])},
            as_of=as_of,
            url=row.get("Source link") or None,
        )


def _effort(name: str) -> Setting:
    found = _SUFFIX.search(name)
    if found is None:
        return {}
    return {"thinking_tokens" if found[1].endswith("K") else "effort": found[1]}


def _share(file: UpstreamFile, line: int, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise file.fault((f"line {line}",), f"{text!r} is not a number") from None
    if not 0 <= value <= 100:
        raise file.fault((f"line {line}",), f"{text!r} is no possible score")
    return value


def _percent(value: Decimal) -> str:
    """As far as the file states it, one digit at least."""
    return format(value.quantize(Decimal("0.1")), "f")


def _day(file: UpstreamFile, line: int, text: str) -> date:
    try:
        return datetime.strptime(text, "%d %B %Y %I:%M%p").date()
    except ValueError:
        raise file.fault((f"line {line}",), f"{text!r} is not a day and time") from None
