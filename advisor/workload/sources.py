"""LOG arguments -> one table of the canonical columns, on the engine that will sum it.

Parquet is read where it is, column by column, as often as it takes. Text (CSV, JSON lines) is read
once, up to its last whole line, into a typed table of the embedded engine.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis
from ibis.util import gen_name

from advisor.workload import text
from advisor.workload.canonical import canonical, ends, is_naive
from advisor.workload.globs import matched
from advisor.workload.mapping import Choices, Told, mapped, refused
from advisor.yamlio.problems import quote

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.datatypes import DataType
    from ibis.expr.types import Table

MEMORY = "300MB"
"""What the embedded engine may hold; beyond it, it uses a temporary folder."""
SAMPLE = 1_000
"""So many rows tell which names a log has."""
KINDS = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


class Apart(NamedTuple):
    """What was kept apart, or told beside. ``rows`` is ``None`` where they cannot be counted."""

    why: str
    rows: int | None
    example: str = ""


@dataclass
class Log:
    """``usage`` has the canonical columns; ``ends`` asks for its first and last time, and its rows.

    ``naive``: its times are those of a clock in a zone.
    """

    engine: BaseBackend
    usage: Table
    ends: Table
    naive: bool
    told: Told
    names: tuple[str, ...]
    set_aside: list[Apart] = field(default_factory=list)
    ordered: bool = False
    """The engine gives the rows in the order of the files."""


def opened(names: Sequence[str], choices: Choices, engine: str | None = None) -> Log:
    """The log of these files or globs (``-``: JSON lines from standard input), or tables.

    Args:
        engine: an Ibis connection URL; then a name is a table there, or files that it can read.

    Raises:
        InputError: nothing can be read, or it is not known which column tells what.
    """
    if engine is not None:
        return _elsewhere(ibis.connect(engine), names, choices)
    if list(names) == ["-"]:
        with _spooled() as path:
            return _text([text.File(path, "-")], "jsonl", choices)
    paths = [path for name in names for path in files(name)]
    kinds = {_kind(path) for path in paths}
    if len(kinds) > 1:
        raise refused(", ".join(names), f"are of several kinds: {', '.join(sorted(kinds))}")
    if kinds == {"parquet"}:
        return _parquet(paths, choices)
    return _text([text.File(path, str(path)) for path in paths], kinds.pop(), choices)


def on(con: BaseBackend, table: Table, choices: Choices, names: Sequence[str]) -> Log:
    """The log that a table of a connection is."""
    name = ", ".join(names)
    told = mapped(choices, _has(table), name)
    naive = is_naive(table, told)
    if naive and choices.zone is None:
        raise refused(name, "has times without a zone; state it, for instance --zone Asia/Seoul")
    usage = canonical(table, told, choices.zone)
    return Log(con, usage, ends(table, usage, told), naive, told, tuple(names))


def _has(table: Table) -> Callable[[str], bool]:
    """Whether a name is a column, or stands within one: a structure, or text of JSON."""
    kinds = table.schema()
    known = {name for top, kind in kinds.items() for name in _within(top, kind)}
    texts = [name for name, kind in kinds.items() if kind.is_string() or kind.is_json()]

    @cache
    def within_texts() -> frozenset[str]:
        rows = table.select(texts).limit(SAMPLE).to_pyarrow().to_pylist()
        return frozenset(name for row in rows for name in text.flattened(row))

    # Rows are looked at only where the answer may lie in them.
    return lambda name: (
        name in known or (name.partition(".")[0] in texts and name in within_texts())
    )


def _within(name: str, kind: DataType) -> Iterator[str]:
    yield name
    for below, each in kind.items() if kind.is_struct() else ():
        yield from _within(f"{name}.{below}", each)


def embedded() -> Any:
    """DuckDB in this process, with little memory; what does not fit goes to the disk."""
    con = ibis.duckdb.connect(memory_limit=MEMORY, temp_directory=tempfile.gettempdir())
    con.raw_sql("SET TimeZone = 'UTC'")
    con.raw_sql("SET parquet_metadata_cache = true")  # a file is asked several times
    return con


def files(name: str) -> list[Path]:
    """The files that an argument names.

    Raises:
        InputError: there is none.
    """
    paths = matched(name)
    for path in paths:
        if not path.is_file():
            raise refused(str(path), "is no file" if path.exists() else "there is no such file")
    return paths


@contextmanager
def _spooled() -> Iterator[Path]:
    """Standard input as a file: it is looked into before it is read."""
    with tempfile.NamedTemporaryFile(prefix="advisor-") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)


def _kind(path: Path) -> str:
    try:
        return KINDS[path.suffix.lower()]
    except KeyError:
        told = f"ends with none of {', '.join(KINDS)}: that is how the kind of a log is known"
        raise refused(str(path), told) from None


def _parquet(paths: Sequence[Path], choices: Choices) -> Log:
    whole = [path for path in paths if _is_complete(path)]
    broken = [path for path in paths if path not in whole]
    apart = [Apart("the Parquet file is not complete", None, str(path)) for path in broken]
    if not whole:
        raise refused(str(broken[0]), "is no complete Parquet file")
    con = embedded()
    table = con.read_parquet([str(path) for path in whole], union_by_name=True)
    log = on(con, table, choices, [str(path) for path in whole])
    if len(whole) > 1:
        _refuse_mixed_clocks(whole, log.told)
    log.set_aside, log.ordered = apart, True
    return log


def _is_complete(path: Path) -> bool:
    """A Parquet file ends with its footer's length and mark; one that is being written does not."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 8))
        length, mark = file.read(4), file.read(4)
    return mark == b"PAR1" and int.from_bytes(length, "little") <= size - 12


def damaged(paths: Iterable[str]) -> list[str]:
    """The Parquet files of which some page cannot be decoded, though their footer is there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = []
    for path in paths:
        try:
            for _ in pq.ParquetFile(path).iter_batches():
                pass
        except (pa.ArrowException, OSError):
            found.append(path)
    return found


def _refuse_mixed_clocks(paths: Sequence[Path], told: Told) -> None:
    """The engine would take times without a zone as UTC beside others that have one."""
    import pyarrow.parquet as pq

    head = told.places["at"][0].partition(".")[0]
    kinds = set()
    for path in paths:
        schema = pq.read_schema(path)
        if head in schema.names:
            kinds.add(getattr(schema.field(head).type, "tz", None) is None)
    if len(kinds) > 1:
        raise refused(str(paths[0]), f"{quote(head)} has a zone in some files and none in others")


def _text(given: Sequence[text.File], kind: str, choices: Choices) -> Log:
    names = tuple(file.name for file in given)
    known = text.names(given, kind)
    # A record leaves out what is zero: names may first stand in rows that were not looked into.
    may_have = None if kind == "csv" else lambda name: True
    told = mapped(choices, known.__contains__, ", ".join(names), may_have)
    if kind == "csv":
        loaded = text.csv(given, told.names())
    else:
        loaded = text.json_lines(given, told.names(), known)
    con = embedded()
    con.con.register("rows", loaded.reader)
    con.raw_sql(f"CREATE TEMP VIEW raw AS {loaded.query}")
    raw = con.table("raw")
    usage = con.create_table("usage", canonical(raw, told, choices.zone), temp=True)
    apart = [Apart(*each) for each in loaded.set_aside]
    return Log(con, usage, ends(raw, usage, told), False, told, names, apart, ordered=True)


def out_of_order(log: Log) -> tuple[int, int | None]:
    """How many rows of an ordered log are earlier than the row above them, and the first such
    time, in microseconds. Only the embedded engine keeps an order."""
    con: Any = log.engine
    view = con.create_view(gen_name("times"), log.usage.select("micros"))
    found = con.raw_sql(
        f"""SELECT count(*), min(micros)
            FROM (SELECT micros, lag(micros) OVER () AS above FROM {view.get_name()})
            WHERE micros < above"""  # noqa: S608 (the name is ours)
    ).fetchall()
    return found[0]  # type: ignore[no-any-return]


def _elsewhere(con: BaseBackend, names: Sequence[str], choices: Choices) -> Log:
    tables = [_table(con, name) for name in names]
    return on(con, tables[0] if len(tables) == 1 else ibis.union(*tables), choices, names)


def _table(con: Any, name: str) -> Table:
    kind = KINDS.get(Path(name).suffix.lower())
    readers: dict[str | None, Callable[[str], Table]] = {
        "parquet": con.read_parquet,
        "csv": con.read_csv,
        "jsonl": con.read_json,
        None: con.table,
    }
    return readers[kind](name)
