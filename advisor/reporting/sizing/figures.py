"""What the forms of a sizing share: what each figure is, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from advisor.hosting.constants import GIB
from advisor.hosting.rent import Rent
from advisor.hosting.sizing import Sizing
from advisor.reporting.terminal import indented, styled

if TYPE_CHECKING:
    from rich.console import Console

DEFINITIONS = {
    "tpot_ms": "from one output token of a request to its next, at the peak; not the first token",
    "ttft_ms": "from the arrival of a request to its first output token, at the peak",
    "tokens_per_second_per_gpu": "output of all requests in flight, by each GPU that serves",
    "full_tokens_per_second_per_gpu": "the same when every serving replica has its full batch",
    "max_concurrency": "requests that the serving replicas hold in memory and answer in time",
    "capacity_requests_per_second": "of the serving replicas when each has its full batch",
    "kv_bytes_per_token": "one further token of a long request, over all GPUs of a replica",
    "weights_bytes_per_gpu": "what the engine should report as loaded",
}
"""What each figure is; it stands beside it wherever it is shown."""


def exact(value: int | Fraction) -> int | float:
    """Bytes; a fraction where one entry stands for several tokens."""
    return value if isinstance(value, int) else float(value)


def on_demand(rents: Sequence[Rent]) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a month costs at list prices."""
    listed = [rent.monthly for rent in rents if rent.price.commitment == "on_demand"]
    return min(listed, default=None), max(listed, default=None)


def gib(size: int) -> str:
    """``55.04``"""
    return f"{size / GIB:,.2f}"


def group(sizing: Sizing) -> str:
    """What one replica runs on: ``2 GPUs in tensor parallel``."""
    assert sizing.replica
    layout = sizing.replica.layout
    how = ""
    if layout.tensor_parallel > 1:
        how = " in tensor parallel"
    elif layout.data_parallel > 1:
        how = " in data parallel, experts spread over them"
    return f"{layout.gpus} GPU{'s' * (layout.gpus > 1)}{how}"


def peak(sizing: Sizing) -> str:
    """The load that was sized for, in a line."""
    demand = sizing.demand
    rate = demand.requests_per_second
    parts = [
        f"{rate:,g} requests a second" if rate else "",
        f"{demand.concurrency:,} at once" if demand.concurrency > 1 or not rate else "",
        f"{demand.input_tokens:,} tokens in and {demand.output_tokens:,} out",
        f"context {demand.context:,}",
        f"at most {demand.max_tpot * 1000:g} ms a token" if demand.max_tpot else "",
        f"at most {demand.max_ttft * 1000:g} ms to the first" if demand.max_ttft else "",
    ]
    return "peak: " + ", ".join(part for part in parts if part)


Row = tuple[str, ...]
"""A label, figures, and a last text that wraps."""


def print_rows(console: Console, rows: Sequence[Row]) -> None:
    """Indented columns."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    columns = max(len(row) for row in rows)
    for n in range(columns):
        is_figure = 0 < n < columns - 1
        table.add_column(
            justify="right" if is_figure else "left",
            no_wrap=n < columns - 1,
            ratio=None if n < columns - 1 else 1,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(styled(cell) for cell in row))
    console.print(indented(table, 2))
