"""Candidates side by side: values, costs, criteria, the gates that differ, the license clauses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from advisor.decision.plain import section_in_words
from advisor.decision.record import (
    CandidateRecord,
    ClauseRecord,
    DecisionRecord,
    FindingRecord,
    LicenseRecord,
    Outcome,
)
from advisor.reporting.hosting import brief
from advisor.reporting.outline import escaped
from advisor.reporting.terminal import drawn, styled
from advisor.reporting.view import full_name
from advisor.reporting.words import Words

if TYPE_CHECKING:
    from rich.console import Console

Items = Sequence[CandidateRecord]
STANDING = "Standing"


class Row(NamedTuple):
    label: str
    cells: tuple[str, ...]


class Block(NamedTuple):
    title: str
    rows: tuple[Row, ...]


def render(record: DecisionRecord, items: Items, color: bool, width: int | None = None) -> str:
    """For a terminal: one column a candidate."""
    from rich.table import Table

    def draw(console: Console) -> None:
        console.print(styled((record["title"], "bold"), (f"  as of {record['as_of']}", "dim")))
        for block in _blocks(record, items):
            console.print()
            table = Table(
                box=None, padding=(0, 2, 0, 0), pad_edge=False, expand=True, header_style="bold"
            )
            table.add_column(styled((block.title, "bold")), ratio=4, overflow="fold")
            for heading in _headings(items, block.title == STANDING):
                table.add_column(styled((heading, "bold")), ratio=3, overflow="fold")
            for row in block.rows:
                table.add_row(styled((row.label, "dim")), *(styled(cell) for cell in row.cells))
            console.print(table)
            if not block.rows:
                console.print(styled(("  no difference", "dim")))

    return drawn(color, width, draw)


def _headings(items: Items, full: bool) -> list[str]:
    """Model and provider once; below, what is enough to tell the columns apart."""
    names = [item["name"] for item in items]
    if full:
        return [full_name(item) for item in items]
    return names if len(set(names)) == len(names) else [item["id"] for item in items]


def markdown(record: DecisionRecord, items: Items) -> str:
    parts = [f"# {escaped(record['title'])}", "", f"As of {record['as_of']}"]
    for block in _blocks(record, items):
        head = [block.title, *(full_name(item) for item in items)]
        parts += ["", _line(head), "|" + " --- |" * len(head)]
        parts += [_line([row.label, *row.cells]) for row in block.rows] or [
            _line(["no difference"])
        ]
    return "\n".join(parts) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def to_json(record: DecisionRecord, items: Items) -> str:
    """The candidates' own records, which gates differ, and the licenses."""
    told = {
        "schema_version": record["schema_version"],
        "as_of": record["as_of"],
        "candidates": list(items),
        "gates_that_differ": [rule for rule, _ in _differing(items)],
        "licenses": {item["id"]: record["models"][item["model"]]["licenses"] for item in items},
        "rules": record["rules"],
        "sources": record["sources"],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def _blocks(record: DecisionRecord, items: Items) -> tuple[Block, ...]:
    words = Words("en")
    return (
        Block(STANDING, tuple(_standing(record, items, words))),
        Block("Cost in USD", tuple(_cost(items, words))),
        Block("Points earned", tuple(_criteria(record, items, words))),
        Block("Requirements that differ", tuple(_gates(record, items, words))),
        Block("License clauses", tuple(_clauses(record, items, words))),
    )


def _row(label: str, items: Items, cell: Callable[[CandidateRecord], str]) -> Row:
    return Row(label, tuple(cell(item) for item in items))


def _standing(record: DecisionRecord, items: Items, words: Words) -> Iterator[Row]:
    models = record["models"]
    yield _row("way to get it", items, lambda item: item["id"].partition("@")[2])
    yield _row("status", items, lambda item: words.status(item["status"]))
    yield _row("place", items, lambda item: str(item["rank"]) if item["rank"] else "-")
    yield _row("points of 100", items, lambda item: words.points(item["value"]))
    yield _row(
        "band",
        items,
        lambda item: words.span(words.points(item["band"][0]), words.points(item["band"][1])),
    )
    yield _row("released", items, lambda item: models[item["model"]]["released"] or "unknown")
    yield _row("openness", items, lambda item: words.kind(models[item["model"]]["openness"]))
    yield _row("context window", items, lambda item: words.value(models[item["model"]]["window"]))


def _cost(items: Items, words: Words) -> Iterator[Row]:
    def total(item: CandidateRecord, level: str) -> str:
        if not item["cost"]:
            return f"unknown ({', '.join(item['cost_missing'])})" if level == "base" else ""
        return words.number(item["cost"]["total"][level], 0)  # type: ignore[literal-required]

    months = next((len(item["cost"]["monthly"]) for item in items if item["cost"]), 0)
    yield _row(
        "mean month",
        items,
        lambda item: (
            words.number(item["cost"]["total"]["base"] / len(item["cost"]["monthly"]), 0)
            if item["cost"]
            else "unknown"
        ),
    )
    yield _row(f"{months} months" if months else "total", items, lambda item: total(item, "base"))
    yield _row("low", items, lambda item: total(item, "low"))
    yield _row("high", items, lambda item: total(item, "high"))
    told = [dict(brief(item, words)) for item in items]
    for name in dict.fromkeys(name for each in told for name in each):
        yield Row(f"own machines: {name}", tuple(each.get(name, "-") for each in told))


def _criteria(record: DecisionRecord, items: Items, words: Words) -> Iterator[Row]:
    first = sorted(items[0]["criteria"], key=lambda part: (-part["weight"], part["rule"]))
    for part in first:
        if not part["weight"]:
            continue
        title = record["rules"][part["rule"]]["pass_title"]
        label = f"{title} (of {words.points(part['weight'])})"
        yield _row(label, items, lambda item, rule=part["rule"]: _earned(item, rule, words))  # type: ignore[misc]


def _earned(item: CandidateRecord, rule: str, words: Words) -> str:
    part = next((part for part in item["criteria"] if part["rule"] == rule), None)
    if part is None:
        return "-"
    raw = words.value(part["raw"], part["unit"]) if part["raw"] is not None else "unknown"
    low, high = (words.points(end * part["weight"]) for end in part["band"])
    band = "" if low == high else f", {words.span(low, high)}"
    return f"{words.points(part['contribution'])} ({raw}{band})"


def _differing(items: Items) -> list[tuple[str, list[Outcome]]]:
    found = {gate["rule"]: [gate["outcome"]] for gate in items[0]["gates"]}
    for item in items[1:]:
        for gate in item["gates"]:
            found.setdefault(gate["rule"], []).append(gate["outcome"])
    return [(rule, outcomes) for rule, outcomes in found.items() if len(set(outcomes)) > 1]


def _gates(record: DecisionRecord, items: Items, words: Words) -> Iterator[Row]:
    for rule, _ in _differing(items):
        cells = []
        for item in items:
            gate = next(gate for gate in item["gates"] if gate["rule"] == rule)
            beside = _beside(gate, record["rules"][rule]["fail_title"])
            cells.append(words.outcome(gate["outcome"]) + (f" ({beside})" if beside else ""))
        yield Row(record["rules"][rule]["pass_title"], tuple(cells))


def _beside(gate: FindingRecord, fail_title: str) -> str:
    """The figures of a failed gate, the missing facts of an open one."""
    if gate["outcome"] == "fail":
        return gate["reason"].removeprefix(fail_title).removeprefix(": ")
    return ", ".join(gate["missing"])


def _clauses(record: DecisionRecord, items: Items, words: Words) -> Iterator[Row]:
    """Each clause that any of the licenses states."""
    chains = [record["models"][item["model"]]["licenses"] for item in items]
    yield Row(
        "license",
        tuple(" + ".join(found["name"] for found in chain) or "unknown" for chain in chains),
    )
    names = dict.fromkeys(
        clause["clause"] for chain in chains for item in chain for clause in item["clauses"]
    )
    for name in names:
        yield Row(words.clause(name), tuple(_stated(chain, name, words) for chain in chains))


def _stated(chain: Sequence[LicenseRecord], name: str, words: Words) -> str:
    found = [
        _clause(clause, words)
        for license in chain
        for clause in license["clauses"]
        if clause["clause"] == name
    ]
    return "; ".join(found) or "not stated"


def _clause(clause: ClauseRecord, words: Words) -> str:
    where = section_in_words(clause["section"] or "")
    return words.value(clause["value"]) + (f" ({where})" if where else "")
