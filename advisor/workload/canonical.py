"""A log's own columns -> the same few columns for every log, typed; nothing is dropped on the way.

    micros        int64   microseconds since 1970; of a naive log, as its clock showed
    naive         boolean the time is text that names no zone
    model         string
    service       string  the service tier, as it was written
    input         int64   the whole prompt: cached and written tokens included
    output        int64   what was thought included
    cached, five_minutes, one_hour  int64  of the input: read from a cache, written to one
    answered      boolean a proxy answered by itself; nothing was sent to a model

The service and the last four are there where the log tells them. What cannot be read is null, and
``raw_…`` holds how it was written. The expression is Ibis: it is the same on every engine but for
one function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from advisor.workload.mapping import Told
from advisor.workload.presets import TOKENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.expr.types import Table, Value

WHOLE = 2.0**53
ZONED = r"(Z|z|[+-]\d\d:?(\d\d)?)$"
EPOCH = r"^\d{9,19}(\.\d+)?$"
WITHIN = ("cached", "five_minutes", "one_hour")
"""Parts of the input."""
READ = ("at", "input", "output", "cached", "five_minutes", "one_hour")
"""Fields of which the written form is kept beside what was read."""
PLACES = ("place", "broken")
"""Of a text log: ``file:line``, and a line that is no record at all."""


# Functions of DuckDB that Ibis has no word for. They have no body: the engine has it.
_builtin = ibis.udf.scalar.builtin
_epoch_us = _builtin(lambda at: ..., name="epoch_us", signature=(("timestamp",), "int64"))
_divide = _builtin(lambda number, by: ..., name="divide", signature=(("int64", "int64"), "int64"))
_is_json = _builtin(lambda text: ..., name="json_valid", signature=(("string",), "boolean"))
_json_text = _builtin(
    lambda text, path: ..., name="json_extract_string", signature=(("string", "string"), "string")
)
_in_zone = _builtin(
    lambda zone, at: ...,
    name="timezone",
    signature=(("string", "timestamp"), "timestamp('UTC')"),
)


def canonical(table: Table, told: Told, zone: str | None) -> Table:
    """The columns above. ``zone``: of times that are text and name none; typed ones stay naive."""
    raw = {name: _first(table, places) for name, places in told.places.items()}
    found = {name: _number(raw[name], name in told.lenient) for name in TOKENS if name in raw}
    micros, naive = _time(raw["at"], zone)
    beside = [found[n] for n in WITHIN if n in found and told.cached == "beside"]
    added = [found["thought"]] if told.thought == "beside" and "thought" in found else []
    columns = {
        "micros": micros,
        "naive": naive,
        "model": raw["model"].cast("string"),
        **{name: _text(raw[name]) for name in ("service",) if name in raw},
        "input": _sum(found["input"], beside),
        "output": _sum(found["output"], added),
        **{name: found[name] for name in WITHIN if name in found},
        **{name: _flag(raw[name]) for name in ("answered",) if name in raw},
        **{f"raw_{name}": _text(raw[name]) for name in READ if name in raw},
        **{name: _text(table[name] if name in table.columns else None) for name in PLACES},
    }
    return table.select(**columns)


def value(table: Table, name: str) -> Value:
    """The column of that name, or what stands at that path: in a structure, or in text of JSON."""
    if name in table.columns:
        return table[name]
    head, _, rest = name.partition(".")
    found = table[head]
    if found.type().is_struct():
        for step in rest.split("."):
            found = found[step]
        return found
    path = "$." + ".".join(f'"{step}"' for step in rest.split("."))
    return _json_text(ibis.ifelse(_is_json(found), found, ibis.null("string")), path)


def ends(table: Table, usage: Table, told: Told) -> Table:
    """The first and the last time, and how many rows: of typed times the footers of files know."""
    at = value(table, told.places["at"][0])
    if at.type().is_timestamp():
        return table.agg(first=_micros(at.min()), last=_micros(at.max()), rows=table.count())
    return usage.agg(first=usage.micros.min(), last=usage.micros.max(), rows=usage.count())


def is_naive(table: Table, told: Told) -> bool:
    """The times are typed, and without a zone."""
    kind = value(table, told.places["at"][0]).type()
    return bool(kind.is_timestamp() and kind.timezone is None)


def quotient(number: Value, by: int) -> Value:
    """Division without a rest; of DuckDB's own function the planner knows what it may give."""
    return _divide(number, by) if number.get_backend().name == "duckdb" else number // by


def _first(table: Table, places: Sequence[str]) -> Value:
    each = [value(table, place) for place in places]
    if len({str(one.type()) for one in each}) > 1:
        each = [one.cast("string") for one in each]
    return each[0] if len(each) == 1 else ibis.coalesce(*each)


def _sum(first: Value, others: Sequence[Value]) -> Value:
    for other in others:
        first = first + other
    return first


def _text(found: Value | None) -> Value:
    return ibis.null("string") if found is None else found.cast("string")


def _number(found: Value, lenient: bool) -> Value:
    """A whole number; null where there is none, also of ``12.5`` and of text that says another."""
    if not found.type().is_integer():
        real = found.try_cast("float64")
        near = real.try_cast("int64")
        number = ibis.ifelse((near == real) & (real.abs() < WHOLE), near, ibis.null("int64"))
        return ibis.ifelse(found.isnull(), 0, number) if lenient else number
    return found.fill_null(0) if lenient else found


def _flag(found: Value) -> Value:
    return found.cast("string").lower().isin(["true", "t", "1", "yes"])


def _time(found: Value, zone: str | None) -> tuple[Value, Value]:
    """Microseconds since 1970, and whether the time is text without a zone."""
    kind = found.type()
    if kind.is_timestamp():
        return _micros(found), ibis.literal(False)
    if kind.is_numeric():
        return _since_1970(found.cast("float64")), ibis.literal(False)
    text = found.cast("string").strip().re_replace(r" ?UTC$", "Z")
    epoch = text.re_search(EPOCH)
    at = text.try_cast("timestamp('UTC')")
    naive = ~epoch & ~text.re_search(ZONED) & at.notnull()
    known: Value = ibis.null("int64")
    if zone:  # the engine of text logs knows the zones
        known = _micros(_in_zone(ibis.literal(zone), at.cast("timestamp")))
    written = ibis.ifelse(naive, known, _micros(at))
    number = ibis.ifelse(epoch, text, ibis.null("string")).try_cast("float64")
    return ibis.ifelse(epoch, _since_1970(number), written), naive


def _since_1970(number: Value) -> Value:
    """Seconds, milliseconds, microseconds or nanoseconds: of our times each has its own range."""
    return ibis.cases(
        (number < 1e11, (number * 1e6).try_cast("int64")),
        (number < 1e14, (number * 1e3).try_cast("int64")),
        (number < 1e17, number.try_cast("int64")),
        else_=(number / 1e3).try_cast("int64"),
    )


def _micros(at: Value) -> Value:
    """Microseconds since 1970. DuckDB's own function costs nothing; all have one of seconds."""
    if at.get_backend().name == "duckdb":
        return _epoch_us(at)
    return at.epoch_seconds().cast("int64") * 1_000_000
