"""Sections of indented lines: one shape for the terminal and for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from advisor.decision.record import FactRecord, SourceRecord
from advisor.reporting.terminal import drawn, indented, plain, styled
from advisor.reporting.view import Quoted, age, contradictions, quoted
from advisor.reporting.words import SIGNS, Words

if TYPE_CHECKING:
    from rich.console import Console


class Line(NamedTuple):
    """One line. ``mark`` stands before it: an outcome, a number."""

    text: str
    indent: int = 0
    mark: str = ""
    style: str = ""


class Section(NamedTuple):
    title: str
    lines: Sequence[Line]


class Outline(NamedTuple):
    """A title, lines beneath it, and sections."""

    title: str
    head: Sequence[str]
    sections: Sequence[Section]


STYLES = {
    "pass": "green",
    "FAIL": "bold red",
    "open": "yellow",
    "error": "bold red",
    **dict.fromkeys(SIGNS.values(), "yellow"),
}


def to_terminal(outline: Outline, color: bool, width: int | None = None) -> str:
    def draw(console: Console) -> None:
        console.print(styled((outline.title, "bold")))
        for text in outline.head:
            console.print(styled(text))
        for section in outline.sections:
            if section.lines:
                console.print()
                console.print(styled((section.title, "bold")))
                _print_lines(console, section.lines)

    return drawn(color, width, draw)


def _print_lines(console: Console, lines: Iterable[Line]) -> None:
    from rich.table import Table

    for line in lines:
        if line.mark:
            row = Table.grid(padding=(0, 1))
            row.add_column(no_wrap=True, min_width=4)
            row.add_column(ratio=1, overflow="fold")
            row.add_row(
                styled((line.mark, STYLES.get(line.mark, ""))), styled((line.text, line.style))
            )
            console.print(indented(row, 2 + 5 * line.indent))
        else:
            console.print(indented(styled((line.text, line.style)), 2 + 5 * line.indent))


def to_markdown(outline: Outline) -> str:
    parts = [f"# {escaped(outline.title)}", "", "  \n".join(escaped(text) for text in outline.head)]
    for section in outline.sections:
        if section.lines:
            parts += ["", f"## {escaped(section.title)}", ""]
            parts += [_bullet(line) for line in section.lines]
    return "\n".join(parts).rstrip() + "\n"


def _bullet(line: Line) -> str:
    mark = f"**{escaped(line.mark)}** " if line.mark else ""
    return f"{'  ' * line.indent}- {mark}{escaped(line.text)}"


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")


def escaped(text: object) -> str:
    """Text that Markdown and HTML show as it is."""
    return (
        _SPECIAL.sub(r"\\\1", plain(text))
        .replace(r"\-", "-")
        .replace(r"\(", "(")
        .replace(r"\)", ")")
    )


# -- what the records of a decision say, as lines -------------------------------------------------


def fact_lines(
    fact: FactRecord, sources: dict[str, SourceRecord], words: Words, indent: int
) -> Iterator[Line]:
    """``context window: 200,000 tokens — stated by …; as of 2026-10-20 [3]``, the license clause
    that it rests on, and what speaks against it."""
    yield Line(_fact(fact, sources, words), indent, style="dim")
    if clause := quoted(fact, words):
        yield Line(_clause(clause, words), indent + 1, style="dim")
    for source, said in contradictions(fact, fact["unit"], fact["name"], sources, words):
        number = f" [{sources[source]['number']}]" if source in sources else ""
        yield Line(f"{words.mark('disputed')}: {said}{number}", indent + 1, SIGNS["disputed"])
    if days := fact.get("stale"):
        yield Line(f"{words.mark('stale')}: {age(days, words)}", indent + 1, SIGNS["stale"])


def _clause(clause: Quoted, words: Words) -> str:
    """``Acme License, section 2, through its base model acme/large, read 2026-11-01: … https://…``"""
    parts = [
        clause.license,
        clause.section,
        f"through its base model {clause.through}" if clause.through else "",
        f"read {clause.read}" if clause.read else "",
    ]
    return f"{', '.join(part for part in parts if part)}: {clause.text} {clause.url}".rstrip()


def _fact(fact: FactRecord, sources: dict[str, SourceRecord], words: Words) -> str:
    value = words.value(fact["value"], fact["unit"]) if fact["value"] is not None else "not known"
    told = [
        words.claimant(fact["by"]),
        f"as of {fact['as_of']}" if fact["as_of"] else "",
        fact["note"] or "",
    ]
    beside = "; ".join(text for text in told if text)
    numbers = "".join(f"[{sources[key]['number']}]" for key in fact["sources"] if key in sources)
    # The address of a clause stands beside the clause.
    page = "" if "clause" in fact else fact["url"] or ""
    where = " ".join(text for text in (numbers, page) if text)
    return f"{fact['label']}: {value}{f' ({beside})' if beside else ''} {where}".rstrip()


def source_lines(keys: Iterable[str], sources: dict[str, SourceRecord]) -> list[Line]:
    """The register: number, title, address and the day it was read, in order of the numbers."""
    found = {key: sources[key] for key in keys if key in sources}
    return [
        Line(
            ", ".join(
                text
                for text in (
                    item["title"],
                    "your own source" if item.get("own") else "",
                    item["version"],
                    item["url"],
                    f"read {item['read']}",
                )
                if text
            ),
            0,
            f"[{item['number']}]",
        )
        for item in sorted(found.values(), key=lambda item: item["number"])
    ]
