"""Rows that cannot be counted, by the reason why: how many, and an example of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from advisor.workload.canonical import PLACES, READ, WITHIN
from advisor.workload.sources import Apart

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

TOLD = {
    "input": "input tokens",
    "output": "output tokens",
    "cached": "cached tokens",
    "five_minutes": "tokens written to a cache",
    "one_hour": "tokens written to a cache for an hour",
}


def reasons(usage: Table, first: int, last: int) -> Table:
    """``why``, ``rows`` and ``example``: for every row that is not counted, the first that holds.

    Args:
        first, last: the microseconds within which a time is one of this log.
    """
    why = _why(usage, first, last)
    odd = usage.mutate(why=why, example=_example(usage)).filter(lambda t: t.why.notnull())
    return odd.group_by("why").agg(rows=odd.count(), example=odd.example.min())


def _why(usage: Table, first: int, last: int) -> Value:
    cases: list[tuple[Value, str]] = [
        (usage.broken.notnull(), "the line is no JSON object"),
        (usage.raw_at.isnull(), "the time is missing"),
        (usage.naive & usage.micros.isnull(), "the time has no zone: state it with --zone"),
        (usage.micros.isnull(), "the time cannot be read"),
        (
            (usage.micros < first) | (usage.micros > last),
            "the time is of no year from 2019 to 2060",
        ),
        (usage.model.isnull() | (usage.model == ""), "the model is missing"),
    ]
    for name, told in TOLD.items():
        if name in usage.columns:
            written = usage[f"raw_{name}"]
            cases += [
                (usage[name].isnull() & written.isnull(), f"{told} are missing"),
                (usage[name].isnull(), f"{told} are no whole number"),
                (usage[name] < 0, f"{told} are negative"),
            ]
    parts = [usage[name] for name in WITHIN if name in usage.columns]
    if parts:
        told = "more tokens were cached and written than there are input tokens"
        cases.append((usage.input < sum(parts[1:], parts[0]), told))
    if "answered" in usage.columns:
        cases.append((usage.answered, "the proxy answered from its own cache"))
    return ibis.cases(*cases)


def _example(usage: Table) -> Value:
    """Where the row stands, and how it was written."""
    place, broken = (usage[name].fill_null("") for name in PLACES)
    parts: list[Any] = [place, ibis.literal(" "), broken]
    for name in ("model", *(f"raw_{each}" for each in READ)):
        if name in usage.columns:
            parts += [f" {name.removeprefix('raw_')}=", usage[name].fill_null("?")]
    text = parts[0]
    for part in parts[1:]:
        text = text + part
    return text.strip()[:200]


def apart(table: Any) -> list[Apart]:
    """The Arrow table that :func:`reasons` gives, most rows first."""
    rows = table.to_pylist()
    rows.sort(key=lambda row: (-row["rows"], row["why"]))
    return [Apart(row["why"], row["rows"], row["example"]) for row in rows]
