"""``advisor catalog agreement``: how often price lists agree with ours, and why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from advisor.catalog.agreement.compare import Agreement, Disagreement
from advisor.catalog.agreement.reasons import UNEXPLAINED, reasons
from advisor.catalog.catalog import Catalog
from advisor.reporting.catalog.words import as_json, counted, layers, share
from advisor.reporting.listing import Column
from advisor.reporting.listing import render as render_list
from advisor.reporting.outline import Line, Outline, Section, to_terminal
from advisor.reporting.terminal import plain

FIELDS = {
    "prices.input": "Input",
    "prices.output": "Output",
    "prices.cache_read": "Cache read",
    "prices.cache_write": "Cache write",
    "limits.window": "Window",
    "limits.input": "Input limit",
    "limits.output": "Output limit",
}
"""The rows of the rates; tiers and variants count for their rate."""


def titles() -> dict[str, str]:
    """Every class of difference, in the order in which it is looked for."""
    named = {reason.id: reason.title for reason in reasons()}
    return {**named, UNEXPLAINED: "unexplained"}


def to_json(found: Agreement) -> str:
    """Sums by source, field and class, and every difference with both values."""
    rates = {
        source: {
            field: {
                "compared": found.compared[source, field],
                "agreed": found.agreed[source, field],
            }
            for name, field in sorted(found.compared)
            if name == source
        }
        for source in _sources(found)
    }
    kinds = Counter((each.kind, each.source) for each in found.disagreements)
    classes = {
        kind: {source: kinds[kind, source] for source in _sources(found)} for kind in titles()
    }
    fields = Disagreement.__dataclass_fields__
    return as_json(
        {
            "as_of": found.as_of,
            "files": [{"source": source, "published": day} for source, day in found.published],
            "offers": {source: found.offers[source] for source in _sources(found)},
            "rates": rates,
            "resting_on_others": {
                source: {"compared": found.apart[source], "agreed": found.apart_agreed[source]}
                for source in _sources(found)
            },
            "classes": classes,
            "unsettled": len(found.unsettled),
            "disagreements": [
                {name: getattr(each, name) for name in fields} for each in found.disagreements
            ],
        }
    )


def render(found: Agreement, catalog: Catalog, summary: bool = False) -> str:
    """The rates, the sums by class and source, and the differences class by class."""
    parts = [_head(found, catalog), _rates(found), _classes(found)]
    if not summary and found.disagreements:
        parts.append(_list(found))
    return "\n".join(parts)


def _sources(found: Agreement) -> list[str]:
    return sorted({source for source, _ in found.published})


def _head(found: Agreement, catalog: Catalog) -> str:
    compared, agreed = sum(found.compared.values()), sum(found.agreed.values())
    files = dict.fromkeys(found.published)
    told = ", ".join(f"{source} of {day}" for source, day in files)
    return (
        f"Prices and limits of {found.as_of} in the {plain(layers(catalog))}, beside\n"
        f"{plain(told)}\n\n"
        f"{agreed:,} of {counted(compared, 'figure')} agree ({share(agreed, compared)})\n"
        f"{counted(len(found.disagreements), 'difference')}: "
        f"{len(found.disagreements) - len(found.unsettled):,} explained, "
        f"{len(found.unsettled):,} unexplained or against ours\n"
    )


def _rates(found: Agreement) -> str:
    sources = _sources(found)
    columns = [Column("Agreement"), *(Column(name, number=True) for name in sources)]
    rows = [("Offers and models", *(f"{found.offers[source]:,}" for source in sources))]
    rows += [
        (
            title,
            *(
                _rate(found.agreed[source, field], found.compared[source, field])
                for source in sources
            ),
        )
        for field, title in FIELDS.items()
    ]
    apart = (_rate(found.apart_agreed[source], found.apart[source]) for source in sources)
    rows.append(("Prices that rest on others", *apart))
    return render_list(columns, rows)


def _rate(agreed: int, compared: int) -> str:
    return f"{share(agreed, compared)} of {compared:,}" if compared else "-"


def _classes(found: Agreement) -> str:
    sources = _sources(found)
    kinds = Counter((each.kind, each.source) for each in found.disagreements)
    columns = [Column("Class of difference"), *(Column(name, number=True) for name in sources)]
    rows = [
        (title, *(f"{kinds[kind, source]:,}" for source in sources))
        for kind, title in titles().items()
    ]
    return render_list(columns, rows)


def _list(found: Agreement) -> str:
    order = list(titles())
    ordered = sorted(found.disagreements, key=lambda each: order.index(each.kind))
    sections = [
        Section(titles()[kind].capitalize(), list(_lines(list(each))))
        for kind, each in groupby(ordered, key=lambda each: each.kind)
    ]
    title = f"{counted(len(found.disagreements), 'difference')}, by class"
    return to_terminal(Outline(title, (), sections), color=True)


def _lines(differences: list[Disagreement]) -> Iterator[Line]:
    for about, each in groupby(differences, key=lambda one: one.about):
        yield Line(about)
        for one in each:
            ours = f"ours {_told(one.ours)}" + (f" ({one.checked})" if one.checked else "")
            theirs = f"{one.source} {_told(one.theirs)} ({one.stated})"
            yield Line(f"{one.field}: {ours}, {theirs}: {one.why}", 1)


def _told(value: Decimal | None) -> str:
    """A price or a count without trailing zeros; what is not stated is a dash."""
    if value is None:
        return "-"
    return f"{value.normalize():,f}"
