"""One scan of a log -> sums per month, model, service and rate cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from advisor.workload.canonical import WITHIN, quotient
from advisor.workload.cells import MICROS, Cells

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value
    from numpy.typing import NDArray

QUANTITIES = ("requests", "input", "cached", "five_minutes", "one_hour", "output")
"""What is summed. ``input`` holds the cached and the written tokens."""


@dataclass(frozen=True, eq=False)
class Sums:
    """One row a group, in a fixed order. ``service`` is as the log wrote it.

    ``size`` and ``span`` are indexes into ``cells``; ``totals`` has a column for each of
    :data:`QUANTITIES`.
    """

    cells: Cells
    model: tuple[str, ...]
    service: tuple[str | None, ...]
    span: NDArray[np.int64]
    size: NDArray[np.int64]
    totals: NDArray[np.int64]
    unsound: int
    """Rows that are in none of them."""

    def total(self, quantity: str) -> int:
        return int(self.totals[:, QUANTITIES.index(quantity)].sum())

    def where(self, kept: NDArray[np.bool_]) -> Sums:
        """The groups that are marked, and nothing else."""
        chosen = np.flatnonzero(kept)
        return Sums(
            self.cells,
            tuple(self.model[n] for n in chosen),
            tuple(self.service[n] for n in chosen),
            self.span[chosen],
            self.size[chosen],
            self.totals[chosen],
            0,
        )


def sound(usage: Table) -> Value:
    """A row that can be counted. Where a number is missing this is null, which is not true."""
    parts = [usage[name] for name in WITHIN if name in usage.columns]
    some = [part >= 0 for part in (*parts, usage.output)]
    sent = [~usage.answered] if "answered" in usage.columns else []
    return ibis.and_(
        *some, usage.input >= sum(parts[1:], parts[0]) if parts else usage.input >= 0, *sent
    )


def spans_of(cells: Cells) -> Table:
    """The first cell of each bucket's span, as a table of two columns."""
    first, count = cells.first, len(cells.buckets)
    buckets = np.arange(first, first + count)
    cell = np.array(cells.buckets, np.int64) * (len(cells.sizes) + 1)
    return ibis.memtable({"bucket": buckets, "first": cell})


def summed(usage: Table, cells: Cells, spans: Table) -> Table:
    """The expression. ``cell`` is ``span * sizes + size``; rows that are kept apart are in none."""
    told = [name for name in QUANTITIES if name in usage.columns]
    # Each key costs time: without one that the log tells, there is none.
    keys = [name for name in ("model", "service") if name in usage.columns]
    counted, width = usage.filter(sound(usage)), cells.width * MICROS
    timed = counted.select(*keys, *told, bucket=quotient(counted.micros, width))
    # Times beyond the buckets are in no span. A join that keeps their rows takes longer for all.
    timed = timed.inner_join(spans, "bucket")
    cell = timed.first + _size(timed.input, cells.sizes)
    totals = {name: timed[name].sum().cast("int64") for name in told}
    return timed.group_by(*keys, cell=cell).agg(requests=timed.count(), **totals)


def _size(tokens: Value, edges: tuple[int, ...]) -> Value:
    """The index of the size; most requests are below the first edge, and are asked no more."""
    if not edges:
        return ibis.literal(0)
    each = [(tokens <= edge, n) for n, edge in enumerate(edges)]
    return ibis.cases(*each, else_=len(edges))


def collected(table: Any, cells: Cells, count: int) -> Sums:
    """The Arrow table that :func:`summed` gives of ``count`` rows, in an order of our own."""
    rows = table.to_pydict()
    models, cell = rows["model"], rows["cell"]
    services = rows.get("service", [None] * len(cell))
    good = [n for n in range(len(cell)) if models[n]]
    good.sort(key=lambda n: (models[n], services[n] or "", cell[n]))
    cell_of = np.array([cell[n] for n in good], np.int64)
    totals = [[rows[name][n] if name in rows else 0 for name in QUANTITIES] for n in good]
    sizes = len(cells.sizes) + 1
    return Sums(
        cells,
        tuple(models[n] for n in good),
        tuple(services[n] for n in good),
        cell_of // sizes,
        cell_of % sizes,
        np.array(totals, np.int64).reshape(len(good), len(QUANTITIES)),
        count - sum(rows["requests"][n] for n in good),
    )
