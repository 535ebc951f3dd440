"""The LMSYS table of June 2023: MT-Bench, MMLU and Elo of the first open chat models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import UpstreamFile

UPSTREAM = Upstream(
    id="lmsys-2023",
    title="LMSYS: chatbot leaderboard of 2023-06-22 (MT-Bench, MMLU, Elo)",
    url="https://lmsys.org/blog/2023-06-22-leaderboard/",
    publisher="LMSYS",
    license="MIT",
    reads="the table of blog/2023-06-22-leaderboard.md as CSV",
)

DAY = date(2023, 6, 22)
OWN = ("Vicuna", "FastChat", "LongChat")
"""Models of LMSYS itself: what it says of them is a maker's word."""

COLUMNS: dict[str, tuple[str, dict[str, str | int | bool], int]] = {
    "mt_bench": ("mt-bench", {"judge": "gpt-4"}, 10),
    "arena_elo_2023_06": ("arena-elo-2023", {"board": "overall"}, 3000),
    "mmlu": ("mmlu", {"shots": 5}, 100),
}
"""Column -> benchmark, condition, and the most that it can be."""


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """Up to three results a model; an empty cell is not measured."""
    for line, row in file.rows("model", *COLUMNS):
        for column, (benchmark, setting, most) in COLUMNS.items():
            text = row[column].strip()
            if not text or text == "-":
                continue
            yield ScoreClaim(
                name=row["model"],
                benchmark=benchmark,
                value=_checked(file, line, column, text, most),
                by="vendor" if row["model"].startswith(OWN) else "independent",
                setting=setting,
                as_of=DAY,
                url=UPSTREAM.url,
            )


def _checked(file: UpstreamFile, line: int, column: str, text: str, most: int) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 < value <= most:
        raise file.fault((f"line {line}", column), f"{text!r} is no possible score")
    return text
