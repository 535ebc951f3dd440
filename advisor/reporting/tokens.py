"""How many tokens texts are for several models: as JSON and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advisor.reporting.terminal import drawn, indented, plain
from advisor.tokens.methods import Estimate, Method

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

INDENT = 2


@dataclass(frozen=True)
class Overhead:
    """What a chat template adds, about. ``left_out``: what costs tokens and was not counted."""

    tokens: Estimate
    messages: int
    conversations: int
    left_out: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Item:
    """One file for one model. ``model`` is ``None`` where only a family was asked for."""

    file: str
    model: str | None
    method: Method
    estimate: Estimate
    bytes: int
    torn: int = 0
    overhead: Overhead | None = None


def to_json(items: Iterable[Item]) -> str:
    data = {"items": [_plain(item) for item in items]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(item: Item) -> dict[str, Any]:
    told = {
        "file": item.file,
        "model": item.model,
        "tokenizer": item.method.family.id if item.method.family else None,
        "counted_by": item.method.counter.name,
        "grade": item.method.grade,
        "counted": item.estimate.counted,
        "ratio": item.estimate.ratio and round(item.estimate.ratio, 4),
        "tokens": item.estimate.mid,
        "low": item.estimate.low,
        "high": item.estimate.high,
        "bytes": item.bytes,
        "notes": _notes(item),
    }
    return told if item.overhead is None else {**told, "overhead": _overhead(item.overhead)}


def _overhead(overhead: Overhead) -> dict[str, Any]:
    return {
        "low": overhead.tokens.low,
        "mid": overhead.tokens.mid,
        "high": overhead.tokens.high,
        "grade": "estimate",
        "messages": overhead.messages,
        "conversations": overhead.conversations,
        "not_counted": dict(overhead.left_out),
    }


def _notes(item: Item) -> list[str]:
    notes = list(item.method.notes)
    if item.torn:
        places = _many(item.torn, "place")
        notes.append(f"unbroken text was cut at {places}: about a token more or less at each")
    return notes


def render(items: Sequence[Item], color: bool, width: int | None = None) -> str:
    """One table a file, one more for all files together, and what has to be said of the counts."""
    files: dict[str, list[Item]] = {}
    for item in items:
        files.setdefault(item.file, []).append(item)
    notes = list(dict.fromkeys(note for item in items for note in _notes(item)))

    def draw(console: Console) -> None:
        for file, of_file in files.items():
            _draw_file(console, file, of_file, notes)
        if len(files) > 1:
            together = [_together(of_model) for of_model in zip(*files.values(), strict=True)]
            _draw_file(console, f"All {len(files):,} files", together, notes)
        for number, note in enumerate(notes, 1):
            console.print(plain(f"[{number}] {note}"))

    return drawn(color, width, draw)


def _together(items: Sequence[Item]) -> Item:
    """The same model over several files; their chat frames are told file by file."""
    total = sum((item.estimate for item in items[1:]), items[0].estimate)
    size, torn = sum(item.bytes for item in items), sum(item.torn for item in items)
    return Item("", items[0].model, items[0].method, total, size, torn)


def _draw_file(console: Console, name: str, items: Sequence[Item], notes: list[str]) -> None:
    console.print(f"{plain(name)}: {items[0].bytes:,} bytes", style="bold")
    table = _table(items, notes)
    if console.measure(table).maximum > console.width - INDENT:
        # Long names break behind their maker, and not wherever the column ends.
        table = _table(items, notes, "/\n")
    console.print(indented(table, INDENT))
    if items[0].overhead:
        console.print(indented(_beside(items[0].overhead), 2))
    console.print()


def _table(items: Sequence[Item], notes: list[str], slash: str = "/") -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("model" if items[0].model else "tokenizer", overflow="fold", ratio=1)
    for name in ("tokens", "band", "compared"):
        table.add_column(name, justify="right")
    estimated = any(item.method.ratios for item in items)
    if estimated:
        table.add_column("ratio", justify="right")
    table.add_column("grade")
    if items[0].overhead:
        table.add_column("template adds", justify="right")
    least = min(item.estimate.mid for item in items)
    for item in items:
        name = _name(item).replace("/", slash, 1)
        table.add_row(name, *_cells(item, least, notes, estimated))
    return table


def _name(item: Item) -> str:
    family = item.method.family
    return plain(item.model or (family.id if family else ""))


def _cells(item: Item, least: int, notes: list[str], estimated: bool) -> list[str]:
    low, mid, high = item.estimate.low, item.estimate.mid, item.estimate.high
    marks = ",".join(str(notes.index(note) + 1) for note in _notes(item))
    cells = [
        f"{mid:,}",
        "" if low == high else f"{low:,} to {high:,}",
        f"{mid / least:.2f}" if least else "",
        *([_ratio(item)] if estimated else []),
        f"{item.method.grade} [{marks}]" if marks else item.method.grade,
    ]
    if item.overhead:
        added = item.overhead.tokens
        cells.append(f"~{added.mid:,} ({added.low:,} to {added.high:,})")
    return cells


def _ratio(item: Item) -> str:
    """Tokens for each that was counted; nothing where the count itself is the answer."""
    ratio = item.estimate.ratio if item.method.ratios else None
    return f"x{ratio:.2f}" if ratio else ""


def _beside(overhead: Overhead) -> str:
    told = (
        f"{_many(overhead.messages, 'message')}, {_many(overhead.conversations, 'conversation')}."
    )
    told += " Tokens are those of the text; what the chat template adds is an estimate."
    if overhead.left_out:
        left = ", ".join(f"{name} ({count:,})" for name, count in overhead.left_out)
        told += f" Not counted, though it costs tokens: {left}."
    return plain(told)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
