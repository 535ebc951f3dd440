"""A plain list with headings, for the commands that look things up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from advisor.reporting.terminal import drawn, styled

if TYPE_CHECKING:
    from rich.console import Console


class Column(NamedTuple):
    """``share`` of the width that text may wrap in; 0 is as wide as its longest cell."""

    heading: str
    share: int = 0
    number: bool = False


def render(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> str:
    """Rows under headings, for standard output."""

    def draw(console: Console) -> None:
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(
                column.heading,
                ratio=column.share or None,
                justify="right" if column.number else "left",
                no_wrap=not column.share,
                overflow="fold",
            )
        table.expand = any(column.share for column in columns)
        for row in rows:
            table.add_row(*(styled(str(cell)) for cell in row))
        console.print(table)

    return drawn(True, None, draw)
