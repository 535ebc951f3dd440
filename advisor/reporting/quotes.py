"""What one workload costs at several offers: as JSON, CSV and a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from advisor.candidates import Candidate, candidates
from advisor.catalog.catalog import Catalog
from advisor.measures.lifecycle import status
from advisor.pricing.quote import Quote, Usage, quote
from advisor.reporting.outline import Line, Outline, Section, to_terminal

if TYPE_CHECKING:
    from advisor.catalog.schema import Source

NO_OFFER = ("offers",)
"""What is missing where nobody serves a model, as far as the catalog knows."""


@dataclass(frozen=True, slots=True)
class Item:
    """One offer's quote. ``offer`` is ``None`` for a model that has none."""

    model: str
    offer: str | None
    provider: str | None
    lifecycle: str | None
    quote: Quote
    source: Source | None


@dataclass(frozen=True, slots=True)
class Quoted:
    at: datetime
    usage: Usage
    items: Sequence[Item]


def names(catalog: Catalog) -> set[str]:
    """Everything that can be priced by name: models, and offers by the candidate's id."""
    return set(catalog.models) | {item.id for item in candidates(catalog) if item.offer}


def quoted(catalog: Catalog, wanted: Sequence[str], usage: Usage, at: datetime) -> Quoted:
    """Every wanted model's offers, cheapest first within each name; unknown totals last."""
    offers = [item for item in candidates(catalog) if item.offer]
    found: list[Item] = []
    for name in wanted:
        mine = [item for item in offers if name in (item.id, item.model.id)]
        items = [_item(item, catalog, usage, at) for item in mine]
        found += sorted(items, key=_order) or [
            Item(name, None, None, None, Quote(None, (), NO_OFFER), None)
        ]
    return Quoted(at, usage, list({(item.model, item.offer): item for item in found}.values()))


def _item(item: Candidate, catalog: Catalog, usage: Usage, at: datetime) -> Item:
    assert item.offer and item.provider
    priced = quote(item.offer, usage, at)
    key = catalog.source_key(item.provider.provider, priced.row.source) if priced.row else None
    return Item(
        item.model.id,
        item.id,
        item.provider.name or item.provider.provider,
        status(item, at.astimezone(UTC).date()),
        priced,
        catalog.sources[key] if key else None,
    )


def _order(item: Item) -> tuple[bool, Decimal, str]:
    total = item.quote.total
    return total is None, total or Decimal(0), item.offer or ""


def text(amount: Decimal | None) -> str | None:
    """An exact decimal string without an exponent and without idle zeros."""
    if amount is None:
        return None
    shown = format(amount, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def to_json(told: Quoted) -> str:
    data = {
        "currency": "USD",
        "at": told.at.isoformat(),
        "usage": asdict(told.usage),
        "items": [_plain(item) for item in told.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(item: Item) -> dict[str, Any]:
    row, source = item.quote.row, item.source
    return {
        "model": item.model,
        "offer": item.offer,
        "status": "unknown" if item.quote.total is None else "ok",
        "total": text(item.quote.total),
        "lines": [
            {
                "what": line.what,
                "quantity": line.quantity,
                "unit_price": text(line.unit_price),
                "unit": line.unit,
                "amount": text(line.amount),
            }
            for line in item.quote.lines
        ],
        "missing": list(item.quote.missing),
        "notes": list(item.quote.notes),
        "lifecycle": item.lifecycle,
        "price": {
            "from": row.since.isoformat() if row.since else None,
            "until": row.until.isoformat() if row.until else None,
            "checked": row.checked.isoformat(),
            "source": source.title if source else None,
            "url": row.url or (source.url if source else None),
        }
        if row
        else None,
    }


_COLUMNS = (
    *("model", "offer", "status", "what", "quantity", "unit_price"),
    *("unit", "amount", "missing", "checked"),
)


def to_csv(told: Quoted) -> str:
    """One row a line of a quote, and one with the total (or what is missing) for each offer."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for item in map(_plain, told.items):
        head = [item["model"], item["offer"] or "", item["status"]]
        checked = item["price"]["checked"] if item["price"] else ""
        for line in item["lines"]:
            cells = [
                line["what"],
                line["quantity"],
                line["unit_price"],
                line["unit"],
                line["amount"],
            ]
            writer.writerow([*head, *cells, "", checked])
        missing = " ".join(item["missing"])
        writer.writerow([*head, "total", "", "", "USD", item["total"] or "", missing, checked])
    return out.getvalue()


def render(told: Quoted, color: bool, width: int | None = None) -> str:
    usage = told.usage
    parts = [
        f"{usage.requests:,} request{'' if usage.requests == 1 else 's'}",
        f"{usage.input_tokens:,} tokens in",
        f"{usage.output_tokens:,} out",
    ]
    if usage.cached_tokens:
        parts.insert(2, f"{usage.cached_tokens:,} of them cached")
    if usage.batch:
        parts.append("as a batch")
    head = f"USD, at {told.at:%Y-%m-%d %H:%M} {told.at.tzname()}"
    sections = [_section(item) for item in told.items]
    return to_terminal(Outline(" · ".join(parts), [head], sections), color, width)


def _section(item: Item) -> Section:
    total = item.quote.total
    shown = "unknown" if total is None else f"USD {_grouped(total)}"
    ended = f" ({item.lifecycle})" if item.lifecycle not in (None, "active") else ""
    title = f"{item.offer or item.model}{ended}: {shown}"
    lines = [
        Line(
            f"{line.what}: {line.quantity:,} at {_grouped(line.unit_price)} {line.unit}"
            f" = {_grouped(line.amount)}"
        )
        for line in item.quote.lines
    ]
    if item.quote.missing:
        lines.append(Line(f"not stated: {', '.join(item.quote.missing)}", 0, "open"))
    lines += [Line(note) for note in item.quote.notes]
    return Section(title, [*lines, *_evidence(item)])


def _grouped(amount: Decimal) -> str:
    """With thousands set apart, at least two decimals, and never rounded."""
    whole, _, cents = (text(amount) or "").partition(".")
    return f"{int(whole):,}.{cents.ljust(2, '0')}"


def _evidence(item: Item) -> list[Line]:
    row, source = item.quote.row, item.source
    if row is None or source is None:
        return []
    since = f", in force from {row.since}" if row.since else ""
    until = f" until {row.until}" if row.until else ""
    url = row.url or source.url or ""
    return [
        Line(
            f"price checked {row.checked}{since}{until}: {source.title} {url}".rstrip(),
            0,
            "",
            "dim",
        )
    ]
