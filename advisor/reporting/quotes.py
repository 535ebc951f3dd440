"""What one workload costs at several offers: as JSON, CSV and a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, localcontext
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.candidates import Candidate, candidates
from advisor.catalog.catalog import Catalog
from advisor.measures.lifecycle import status
from advisor.pricing.quote import EXACT, Quote, quote
from advisor.pricing.quote import Line as QuoteLine
from advisor.pricing.thinking import NONE, ThinkingRatio, thinking_ratio
from advisor.pricing.tokens import TokenRatio, TokenRatios
from advisor.pricing.usage import Quantity, Usage, Usages
from advisor.reporting.outline import Line, Outline, Section, to_terminal

if TYPE_CHECKING:
    from advisor.catalog.schema import Exchange, Source

NO_OFFER = ("offers",)
"""What is missing where nobody serves a model, as far as the catalog knows."""


class Band(NamedTuple):
    """The total at the ends of what is not known of the tokens, thinking included; the quote is
    between."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """One offer's quote. ``offer`` is ``None`` for a model that has none.

    ``source`` is the price row's own, ``also`` those of single fields of it, by the field.
    """

    model: str
    offer: str | None
    provider: str | None
    lifecycle: str | None
    quote: Quote
    source: Source | None = None
    also: Mapping[str, Source] | None = None
    band: Band | None = None
    tokens: TokenRatio | None = None
    """Of its model for each one of the workload; ``None``: the workload's are the model's own."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """``exchange`` is another currency in which the totals are told as well.

    ``ratios`` are those of all models to the workload's tokens, which ``parts`` hold.
    """

    at: datetime
    parts: Sequence[Usage]
    items: Sequence[Item]
    exchange: Exchange | None = None
    ratios: TokenRatios | None = None


PARTS = 6
"""So many parts of a workload are told in a terminal."""


def names(catalog: Catalog) -> set[str]:
    """Everything that can be priced by name: models, and offers by the candidate's id."""
    return set(catalog.models) | {item.id for item in candidates(catalog) if item.offer}


def offered(catalog: Catalog, wanted: Sequence[str]) -> dict[str, list[Candidate]]:
    """Name of a model or an offer -> the offers that it stands for."""
    offers = [item for item in candidates(catalog) if item.offer]
    return {name: [o for o in offers if name in (o.id, o.model.id)] for name in wanted}


def quoted(
    catalog: Catalog,
    wanted: Mapping[str, Sequence[Candidate]],
    usages: Usages,
    at: datetime,
    exchange: Exchange | None = None,
    ratios: TokenRatios | None = None,
) -> Quoted:
    """Every wanted model's offers, cheapest first within each name; unknown totals last.

    Args:
        wanted: as :func:`offered` tells.
        ratios: of each model to the tokens of ``usages``; without them these are its own.
    """
    found: list[Item] = []
    for name, mine in wanted.items():
        items = [_item(item, catalog, usages, at, ratios) for item in mine]
        found += sorted(items, key=_order) or [
            Item(name, None, None, None, Quote(None, (), NO_OFFER))
        ]
    once = {(item.model, item.offer): item for item in found}
    return Quoted(at, usages.base, list(once.values()), exchange, ratios)


def _item(
    item: Candidate, catalog: Catalog, usages: Usages, at: datetime, ratios: TokenRatios | None
) -> Item:
    assert item.offer and item.provider
    tokens = ratios.of(item.model) if ratios else None
    if tokens:
        pairs = zip(usages, tokens[:3], strict=True)
        usages = Usages(*(tuple(part.times(ratio) for part in parts) for parts, ratio in pairs))
    priced, band = _priced(item, usages, at)
    if too_long := _too_long(item, usages.base):
        priced = replace(priced, notes=(*priced.notes, too_long))

    def source(id: str) -> Source | None:
        assert item.provider
        return catalog.sources.get(catalog.source_key(item.provider.provider, id))

    row = priced.row
    also = {field: found for field, id in row.also.items() if (found := source(id))} if row else {}
    return Item(
        item.model.id,
        item.id,
        item.provider.name or item.provider.provider,
        status(item, at.astimezone(UTC).date()),
        priced,
        source(row.source) if row else None,
        also,
        band,
        tokens,
    )


def _priced(item: Candidate, usages: Usages, at: datetime) -> tuple[Quote, Band | None]:
    """The quote, and between what totals it lies where tokens or thinking are only estimated."""
    assert item.offer and item.provider
    offer, discount = item.offer, item.offer.discount or item.provider.discount
    ratio = thinking_ratio(item.model, offer)

    def priced(parts: Sequence[Usage], thinking: Decimal | None) -> Quote:
        return quote(offer, parts, at, thinking=thinking, discount=discount)

    base = priced(usages.base, ratio.base if ratio else None)
    is_added = any(part.thinking == "added" for part in usages.base)
    thinks = is_added and ratio is not None and ratio != NONE
    if base.total is None or not (thinks or usages.low != usages.high):
        return base, None
    low = priced(usages.low, ratio.low if ratio else None).total
    high = priced(usages.high, ratio.high if ratio else None).total
    assert low is not None and high is not None
    notes = (*base.notes, _thinking(ratio)) if thinks and ratio else base.notes
    return replace(base, notes=notes), Band(low, high)


def _too_long(item: Candidate, parts: Sequence[Usage]) -> str | None:
    """What it cannot be sent, though it has a price."""
    assert item.offer
    window = item.offer.limits.window or item.model.limits.window
    if window is None:
        return None
    sizes = [Decimal(part.input_tokens) + Decimal(part.output_tokens) for part in parts]
    longer = [size for size in sizes if size > window]
    if not longer:
        return None
    more = " and more" if len(longer) > 1 else ""
    return f"its context window of {window:,} tokens takes no request of {min(longer):,.0f}{more}"


def _thinking(ratio: ThinkingRatio) -> str:
    whose = "stated for this model" if ratio.source else "seen of other models, an estimate"
    between = "" if ratio.exact else f" ({ratio.low} to {ratio.high})"
    return f"output tokens are the answer's times {ratio.base}{between} for thinking: {whose}"


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
    exchange = told.exchange
    data = {
        "currency": "USD",
        "at": told.at.isoformat(),
        "usage": _usage(told.parts[0]) if len(told.parts) == 1 else None,
        "parts": [_usage(part) for part in told.parts],
        "exchange": exchange.model_dump(mode="json", exclude={"converted"}) if exchange else None,
        "tokens": _text(told.ratios) if told.ratios else None,
        "items": [_plain(item, exchange) for item in told.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=_number) + "\n"


def _number(value: Decimal) -> int | float:
    """A quantity; a fraction of a token comes from a share of traffic."""
    return int(value) if value == int(value) else float(value)


def _usage(part: Usage) -> dict[str, Any]:
    return {**asdict(part), "batch": part.service == "batch"}


def _text(ratios: TokenRatios) -> dict[str, Any]:
    """Whose tokens the usage holds, and of what kinds of text."""
    kinds = {kind: round(share, 4) for kind, share in ratios.mix.items()}
    return {"reference": ratios.reference, "kinds": kinds}


def _tokenizer(tokens: TokenRatio) -> dict[str, Any]:
    return {
        "family": tokens.family,
        "grade": tokens.grade,
        "measured": tokens.measured,
        "counted": tokens.counted,
        "ratio": {level: text(getattr(tokens, level)) for level in ("low", "base", "high")},
    }


def _plain(item: Item, exchange: Exchange | None) -> dict[str, Any]:
    total, band = item.quote.total, item.band
    return {
        "model": item.model,
        "offer": item.offer,
        "status": "unknown" if total is None else "ok",
        "total": text(total),
        "band": {"low": text(band.low), "high": text(band.high)} if band else None,
        "converted": text(_converted(total, exchange, _MICRO)),
        "tokens": _tokenizer(item.tokens) if item.tokens else None,
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
        "price": _price(item),
    }


def _price(item: Item) -> dict[str, Any] | None:
    """The price row that held, and where its figures come from."""
    row, source = item.quote.row, item.source
    if row is None:
        return None
    return {
        "from": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat() if row.until else None,
        "checked": row.checked.isoformat(),
        "source": source.title if source else None,
        "url": row.url or (source.url if source else None),
        "also": [
            {"field": field, "source": each.title, "url": each.url}
            for field, each in (item.also or {}).items()
        ],
    }


_MICRO, _CENT, _ONE = Decimal("0.000001"), Decimal("0.01"), Decimal(1)


def _converted(total: Decimal | None, exchange: Exchange | None, digits: Decimal) -> Decimal | None:
    """A total in the user's currency, rounded: what is told beside the exact one in USD."""
    if total is None or exchange is None:
        return None
    with localcontext(EXACT):
        return (total / exchange.usd).quantize(digits)


_COLUMNS = (
    *("model", "offer", "status", "what", "quantity", "unit_price"),
    *("unit", "amount", "missing", "checked", "tokenizer", "grade", "ratio"),
)


def to_csv(told: Quoted) -> str:
    """One row a line of a quote, and one with the total (or what is missing) for each offer."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for item in (_plain(each, told.exchange) for each in told.items):
        head = [item["model"], item["offer"] or "", item["status"]]
        checked = item["price"]["checked"] if item["price"] else ""
        counts = item["tokens"]
        tail = [counts["family"] or "", counts["grade"], counts["ratio"]["base"]] if counts else []
        tail = [checked, *(tail or ("", "", ""))]
        for line in item["lines"]:
            cells = [
                line["what"],
                text(Decimal(line["quantity"])),
                line["unit_price"],
                line["unit"],
                line["amount"],
            ]
            writer.writerow([*head, *cells, "", *tail])
        missing = " ".join(item["missing"])
        writer.writerow([*head, "total", "", "", "USD", item["total"] or "", missing, *tail])
    return out.getvalue()


@dataclass(frozen=True)
class _Figures:
    """How figures are shown: exactly, or as far as an estimate bears."""

    near: bool

    def count(self, quantity: Quantity) -> str:
        """With thousands set apart, without idle zeros."""
        value = self._rounded(Decimal(quantity), _ONE)
        whole, point, rest = (text(value) or "").partition(".")
        return f"{int(whole):,}{point}{rest}"

    def many(self, quantity: Quantity, one: str, more: str) -> str:
        return f"{self.count(quantity)} {one if quantity == 1 else more}"

    def usd(self, amount: Decimal) -> str:
        """With thousands set apart, and at least two decimals."""
        value = self._rounded(amount, _CENT)
        whole, _, cents = (text(abs(value)) or "").partition(".")
        return f"{'-' * (value < 0)}{int(whole):,}.{cents.ljust(2, '0')}"

    def _rounded(self, value: Decimal, unit: Decimal) -> Decimal:
        """To the unit, but to no less than three digits."""
        if not self.near or value == value.to_integral_value():
            return value
        with localcontext(EXACT):
            return value.quantize(min(unit, Decimal(1).scaleb(value.adjusted() - 2)))


def render(told: Quoted, color: bool, width: int | None = None) -> str:
    show = _Figures(told.ratios is not None)
    head = [" · ".join(_words(part, show)) for part in told.parts[:PARTS]]
    if (more := len(told.parts) - PARTS) > 0:
        head.append(f"… and {more} more sizes, which are priced too")
    at = f"USD, at {told.at:%Y-%m-%d %H:%M} {told.at.tzname()}"
    if rate := told.exchange:
        at += f"; 1 {rate.code} = {rate.usd} USD on {rate.as_of}"
    counts = [_counted(told.ratios)] if told.ratios else []
    sections = [_section(item, told.exchange, show) for item in told.items]
    return to_terminal(Outline(head[0], [*head[1:], *counts, at], sections), color, width)


def _counted(ratios: TokenRatios) -> str:
    """Whose tokens the figures above are, and what is taken of the text for other tokenizers."""
    kinds = ", ".join(f"{share:.0%} {kind}" for kind, share in ratios.mix.items())
    of = ratios.reference or "a tokenizer that is not known"
    return f"tokens of {of}; for other tokenizers as of text that is {kinds}"


def _words(part: Usage, show: _Figures) -> Iterator[str]:
    yield show.many(part.requests, "request", "requests")
    yield show.many(part.input_tokens, "token", "tokens") + " in"
    if part.cached_tokens:
        yield f"{show.count(part.cached_tokens)} of them cached"
    for lifetime, tokens in part.cache_writes.items():
        how = "" if lifetime == "any" else f" for {lifetime.replace('_', ' ')}"
        yield f"{show.count(tokens)} of them written to a cache{how}"
    yield f"{show.count(part.output_tokens)} out" + (
        ", thinking added" * (part.thinking == "added")
    )
    if part.images:
        yield show.many(part.images, "image", "images")
    if part.searches:
        yield show.many(part.searches, "search", "searches")
    if part.service != "standard":
        yield f"as {'a batch' if part.service == 'batch' else part.service}"
    if part.region:
        yield f"in {part.region}"
    if part.hours == "week":
        yield "over all hours of a week"


def _section(item: Item, exchange: Exchange | None, show: _Figures) -> Section:
    total = item.quote.total
    shown = "unknown" if total is None else f"USD {show.usd(total)}"
    if item.band:
        shown += f" ({show.usd(item.band.low)} to {show.usd(item.band.high)})"
    converted = _converted(total, exchange, _CENT)
    if exchange and converted is not None:
        shown += f" = {exchange.code} {show.usd(converted)}"
    ended = f" ({item.lifecycle})" if item.lifecycle not in (None, "active") else ""
    title = f"{item.offer or item.model}{ended}: {shown}"
    lines = [Line(_told(line, show)) for line in item.quote.lines]
    if item.tokens:
        lines.append(Line(_grade(item.tokens)))
    if item.quote.missing:
        lines.append(Line(f"not stated: {', '.join(item.quote.missing)}", 0, "open"))
    lines += [Line(note) for note in item.quote.notes]
    return Section(title, [*lines, *_evidence(item)])


def _grade(tokens: TokenRatio) -> str:
    """``tokenizer qwen (exact): times 1.12 (1.05 to 1.2), an estimate``"""
    whose = f"{tokens.family} ({tokens.grade})" if tokens.family else "not known"
    told = f"tokenizer {whose}: times {text(tokens.base)}"
    if not tokens.exact:
        told += f" ({text(tokens.low)} to {text(tokens.high)})"
    if tokens.counted:
        return f"{told}, counted on the samples"
    return told if tokens.exact else f"{told}, an estimate"


def _told(line: QuoteLine, show: _Figures) -> str:
    if line.unit == "USD":
        return f"{line.what} = {show.usd(line.amount)}"
    return (
        f"{line.what}: {show.count(line.quantity)} at {show.usd(line.unit_price)} {line.unit}"
        f" = {show.usd(line.amount)}"
    )


def _evidence(item: Item) -> Iterator[Line]:
    row, source = item.quote.row, item.source
    if row is None or source is None:
        return
    since = f", in force from {row.since}" if row.since else ""
    until = f" until {row.until}" if row.until else ""
    url = row.url or source.url or ""
    told = f"price checked {row.checked}{since}{until}: {source.title} {url}"
    yield Line(told.rstrip(), 0, "", "dim")
    for field, other in (item.also or {}).items():
        yield Line(f"{field} by {other.title} {other.url or ''}".rstrip(), 0, "", "dim")
