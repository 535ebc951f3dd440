"""A model on several accelerators, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from advisor.hosting.answer import Answer
from advisor.hosting.sizing import Sizing
from advisor.reporting.sizing.figures import gib, on_demand, peak, print_rows
from advisor.reporting.terminal import drawn, styled

if TYPE_CHECKING:
    from rich.console import Console


def render(answers: Sequence[Answer], color: bool, width: int | None = None) -> str:
    """A line an accelerator: the cheapest first, then those without a price, then what does not
    do, with the reason."""
    first = answers[0].sizing
    ordered = sorted(answers, key=_order)

    def draw(console: Console) -> None:
        from rich.table import Table

        model = first.blueprint.model
        console.print(styled((f"{model.name}, {first.precision.id}", "bold")))
        console.print(styled((peak(first), "dim")))
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
        table.add_column("GPU", no_wrap=True)
        for heading in ("GPUs", "each", "at most", "TPOT ms", "tokens/s", "USD a month"):
            table.add_column(heading, justify="right", no_wrap=True)
        for each in ordered:
            if each.sizing.serving:
                table.add_row(*(styled(cell) for cell in _cells(each)))
        if table.row_count:
            console.print()
            console.print(table)
        _print_rest(console, [each for each in ordered if not each.sizing.serving])
        console.print()
        console.print(styled((_LEGEND, "dim")))

    return drawn(color, width, draw)


_LEGEND = (
    "GPUs with the spare ones; each: in one replica (t tensor, d data parallel); at most: requests "
    "that the serving replicas hold and answer in time; TPOT: low to high, from one output token "
    "to the next at the peak; tokens/s: output of a serving GPU at full load, the middle; USD: "
    "the cheapest on demand."
)


def _order(answer: Answer) -> tuple[bool, bool, Decimal, int, str]:
    sizing = answer.sizing
    low, _ = on_demand(answer.rents)
    return (
        not sizing.serving,
        low is None,
        low or Decimal(0),
        sizing.gpus or 0,
        sizing.accelerator.id,
    )


def _cells(answer: Answer) -> Iterator[str]:
    sizing = answer.sizing
    replica, speed, full = sizing.replica, sizing.speed(), sizing.full_speed()
    assert replica
    yield sizing.accelerator.id
    yield str(sizing.gpus)
    layout = replica.layout
    kind = "" if layout.gpus == 1 else "d" if layout.data_parallel > 1 else "t"
    yield f"{layout.gpus}{kind}"
    yield f"{sizing.max_concurrency:,}"
    tpot = speed and speed.tpot.times(1000)
    yield f"{tpot.low:,.0f}-{tpot.high:,.0f}" if tpot else "unknown"
    yield f"{full.throughput.mid:,.0f}" if full else "unknown"
    low, _ = on_demand(answer.rents)
    yield "not known" if low is None else f"{low:,.0f}"


def _print_rest(console: Console, rest: Sequence[Answer]) -> None:
    if not rest:
        return
    console.print()
    console.print(styled(("Will not do", "bold")))
    print_rows(console, [(each.sizing.accelerator.id, _reason(each.sizing)) for each in rest])


def _reason(sizing: Sizing) -> str:
    replica = sizing.replica
    if replica is None:
        return f"unknown: {', '.join(sizing.missing)}"
    if not replica.in_memory:
        return f"{gib(replica.short)} GiB short on each of {replica.layout.gpus}"
    return "too slow"
