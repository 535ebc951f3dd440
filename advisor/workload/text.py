"""Text logs -> batches of rows, and the query that makes columns of them; what is broken is kept.

Every value stays as it was written: numbers and times are read by the same expression as those of
typed logs.
"""

from __future__ import annotations

import csv as table
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.csv as pacsv

from advisor.workload.mapping import refused
from advisor.workload.prefix import CHUNK, Prefix, lines

SAMPLE = 1_000
"""So many rows tell which names a log has."""
SHOWN = 200
"""Characters of a broken line that are kept."""
ROWS = pa.schema([("line", pa.large_string()), ("number", pa.int64()), ("file", pa.string())])


@dataclass
class Loaded:
    """``query`` makes columns of ``rows``, which ``reader`` gives."""

    reader: pa.RecordBatchReader
    query: str
    set_aside: list[tuple[str, int, str]] = field(default_factory=list)
    """Filled while the reader is read."""


class File(NamedTuple):
    """``name`` is what it is called in what is told of it."""

    path: Path
    name: str


class Head(NamedTuple):
    names: list[str]
    delimiter: str


def names(files: Sequence[File], kind: str) -> frozenset[str]:
    """The names that the first rows of all files have, and those below them."""
    if kind == "csv":
        return frozenset(name for file in files for name in _names_of_table(file))
    return frozenset(name for file in files for row in _sampled(file) for name in flattened(row))


def json_lines(files: Sequence[File], wanted: Sequence[str], known: frozenset[str]) -> Loaded:
    """One record a line. A line that is no JSON object has its text in ``broken``."""
    apart: list[tuple[str, int, str]] = []
    reader = pa.RecordBatchReader.from_batches(ROWS, _lines(files, apart))
    places = ", ".join(_sql(_json_path(name, known)) for name in wanted)
    columns = ", ".join(f"told[{n}] AS {_quoted(name)}" for n, name in enumerate(wanted, start=1))
    query = f"""
        SELECT file || ':' || number AS place,
               CASE WHEN told IS NULL THEN left(line, {SHOWN}) END AS broken, {columns}
        FROM (SELECT *, CASE WHEN json_valid(line) AND line[1] = '{{'
                             THEN json_extract_string(line, [{places}]) END AS told
              FROM rows)"""  # noqa: S608 (names are quoted)
    return Loaded(reader, query, apart)


def csv(files: Sequence[File], wanted: Sequence[str]) -> Loaded:
    """Columns by their headings. A row of another width is kept apart, with its text."""
    heads = [_head(file) for file in files]
    known = dict.fromkeys(name for head in heads for name in head.names)
    tops = {name.partition(".")[0] for name in wanted}
    schema = pa.schema([(n, pa.string()) for n in known if n in tops or n in wanted])
    apart: list[tuple[str, int, str]] = []
    batches = (
        batch
        for file, head in zip(files, heads, strict=True)
        for batch in _rows(file, head, schema, apart)
    )
    reader = pa.RecordBatchReader.from_batches(schema, batches)
    return Loaded(reader, "SELECT * FROM rows", apart)


def flattened(row: Any, prefix: str = "") -> Iterator[str]:
    """The names of a record, and those below them: ``usage``, ``usage.prompt_tokens``."""
    if isinstance(row, str) and row.startswith("{"):
        try:
            row = json.loads(row)
        except ValueError:
            return
    if isinstance(row, dict):
        for key, below in row.items():
            yield f"{prefix}{key}"
            yield from flattened(below, f"{prefix}{key}.")


def _sampled(file: File) -> Iterator[dict[str, Any]]:
    with Prefix(file.path) as prefix:
        found = (line for batch in lines(prefix) for line in batch["line"].to_pylist())
        for line in islice(found, SAMPLE):
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                yield row


def _lines(files: Sequence[File], apart: list[tuple[str, int, str]]) -> Iterator[pa.RecordBatch]:
    for file in files:
        with Prefix(file.path) as prefix:
            last = 0
            for batch in lines(prefix):
                last = batch["number"][-1].as_py() if batch.num_rows else last
                yield _named(batch, file)
            rest = prefix.rest.decode("utf-8", "replace").strip()
            if rest and _is_object(rest) and len(prefix.rest) == prefix.cut:
                end = pa.RecordBatch.from_pydict({"line": [rest], "number": [last + 1]})
                yield _named(end.cast(ROWS.remove(2)), file)
            elif rest:
                apart.append(("the last line is not finished", 1, f"{file.name}: {rest[:SHOWN]}"))


def _named(batch: pa.RecordBatch, file: File) -> pa.RecordBatch:
    name = pa.repeat(pa.scalar(file.name), batch.num_rows)
    return pa.RecordBatch.from_arrays([*batch.columns, name], schema=ROWS)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _head(file: File) -> Head:
    with Prefix(file.path) as prefix:
        first = prefix.read(CHUNK).decode().partition("\n")[0].rstrip("\r")
    if not first:
        raise refused(file.name, "has no line of headings")
    delimiter = max(",;\t|", key=first.count)
    return Head(next(table.reader([first], delimiter=delimiter)), delimiter)


def _names_of_table(file: File) -> Iterator[str]:
    head = _head(file)
    schema = pa.schema([(name, pa.string()) for name in head.names])
    first = next(_rows(file, head, schema, []), None)
    for row in first.slice(0, SAMPLE).to_pylist() if first else ():
        yield from flattened({key: value for key, value in row.items() if value is not None})
    yield from head.names


def _rows(
    file: File, head: Head, schema: pa.Schema, apart: list[tuple[str, int, str]]
) -> Iterator[pa.RecordBatch]:
    """The wanted columns of a file, as text; those that it has not are null."""
    odd: list[str] = []

    def of_another_width(row: Any) -> str:
        odd.append(row.text if row.text and not odd else "")
        return "skip"

    wanted = [name for name in schema.names if name in head.names]
    with Prefix(file.path) as prefix:
        try:
            for batch in pacsv.open_csv(prefix, **_options(head, wanted, of_another_width)):
                missing = pa.nulls(batch.num_rows, pa.string())
                columns = [batch[n] if n in wanted else missing for n in schema.names]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
        except pa.ArrowInvalid as fault:
            raise refused(file.name, f"is no table: {fault}") from None
        rest = prefix.rest.decode("utf-8", "replace").strip()
    if odd:
        told = "the row has not as many columns as the headings"
        apart.append((told, len(odd), f"{file.name}: {odd[0][:SHOWN]}"))
    if rest:
        told = "the last line has no line break: it may not be finished"
        apart.append((told, 1, f"{file.name}: {rest[:SHOWN]}"))


def _options(head: Head, wanted: list[str], on_odd: Callable[[Any], str]) -> dict[str, Any]:
    return {
        "read_options": pacsv.ReadOptions(use_threads=False, block_size=CHUNK),
        "parse_options": pacsv.ParseOptions(
            delimiter=head.delimiter, newlines_in_values=True, invalid_row_handler=on_odd
        ),
        "convert_options": pacsv.ConvertOptions(
            column_types=dict.fromkeys(wanted, pa.string()),
            include_columns=wanted,
            null_values=["", "null", "NULL", "None"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    }


def _json_path(name: str, known: frozenset[str]) -> str:
    nested = name.partition(".")[0] in known
    if name in known and not nested:
        return f'$."{name}"'
    return "$." + ".".join(f'"{step}"' for step in name.split("."))


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
