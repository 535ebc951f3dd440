"""``advisor catalog age``: what is older than some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from advisor.catalog.age import KINDS, Aged, Ages
from advisor.catalog.catalog import Catalog
from advisor.reporting.catalog.words import as_json, counted, exact, layers
from advisor.reporting.listing import Column
from advisor.reporting.listing import render as render_list
from advisor.reporting.outline import Line, Outline, Section, to_terminal
from advisor.reporting.terminal import plain


def to_json(found: Sequence[Ages], day: date, most: int) -> str:
    kinds = {
        ages.kind: {
            "facts": ages.facts,
            "undated": ages.undated,
            "older": len(ages.older),
            "oldest": _aged(ages.oldest) if ages.oldest else None,
        }
        for ages in found
    }
    older = [_aged(aged) for ages in found for aged in ages.older]
    return as_json({"as_of": day, "max_days": most, "kinds": kinds, "older": older})


def _aged(aged: Aged) -> dict[str, object]:
    fact = aged.fact
    return {
        "days": aged.days,
        "dated": fact.dated,
        "kind": fact.kind,
        "owner": fact.owner,
        "place": fact.place,
        "value": fact.value,
        "sources": fact.sources,
        "file": fact.file,
    }


def render(
    found: Sequence[Ages], catalog: Catalog, day: date, most: int, everything: bool = False
) -> str:
    older = [aged for ages in found for aged in ages.older]
    columns = (
        Column("Fact", 1),
        Column("Facts", number=True),
        Column("Older", number=True),
        Column("Oldest"),
        Column("Days", number=True),
    )
    rows = [
        (
            KINDS[ages.kind],
            f"{ages.facts:,}",
            f"{len(ages.older):,}",
            ages.oldest.fact.dated if ages.oldest else "-",
            f"{ages.oldest.days:,}" if ages.oldest else "-",
        )
        for ages in found
    ]
    head = f"Older than {counted(most, 'day')} on {day}, in the {plain(layers(catalog))}"
    return f"{head}\n\n" + render_list(columns, rows) + "\n" + _rest(found, older, everything)


def _rest(found: Sequence[Ages], older: Sequence[Aged], everything: bool) -> str:
    undated = sum(ages.undated for ages in found)
    told = [f"{counted(undated, 'fact')} without a date: see advisor catalog stats --unsourced"]
    lines = told if undated else []
    if not older:
        return "\n".join([*lines, "Nothing is older.\n"])
    files = _by_file(older)
    if everything:
        return "".join(f"{line}\n" for line in lines) + _list(files)
    lines.append(
        f"{counted(len(older), 'fact')} in {counted(len(files), 'file')}; --all lists them"
    )
    return "\n".join(lines) + "\n"


def _by_file(older: Sequence[Aged]) -> dict[str, list[Aged]]:
    ordered = sorted(older, key=lambda aged: (aged.fact.file, -aged.days, aged.fact.place))
    return {file: list(found) for file, found in groupby(ordered, lambda aged: aged.fact.file)}


def _list(files: dict[str, list[Aged]]) -> str:
    sections = [
        Section(
            file,
            [
                Line(f"{aged.fact.place}: {exact(aged.fact.value)}", 0, f"{aged.days:,} d")
                for aged in found
            ],
        )
        for file, found in files.items()
    ]
    title = counted(sum(map(len, files.values())), "older fact")
    return to_terminal(Outline(title, (), sections), color=True)
