"""A workload at one moment -> what it costs, line by line, exactly. USD, ``Decimal``.

Nothing is guessed: a rate that is needed and not stated makes the whole unknown, by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Context, Decimal, localcontext
from math import ceil
from typing import NamedTuple

from advisor.catalog.schema import Discount, Offer, PriceRow, Variant, Window
from advisor.pricing.rates import (
    MILLION,
    Effective,
    Service,
    discount_on,
    effective,
    reached,
    row_on,
    stated_rates,
    window_at,
    window_shares,
)
from advisor.pricing.usage import Quantity, Usage

EXACT = Context(prec=120)
"""Enough for any product of counts and prices: nothing is rounded."""
TOKENS = "USD per 1M tokens"
_WRITES = {
    "five_minutes": "cache_write.five_minutes",
    "one_hour": "cache_write.one_hour",
    "any": "cache_write",
}
_LIFETIMES = {
    "five_minutes": "input tokens written to a cache for five minutes",
    "one_hour": "input tokens written to a cache for one hour",
    "any": "input tokens written to a cache",
}


class Line(NamedTuple):
    """``amount`` is ``quantity * unit_price``, divided by a million where the unit says so."""

    what: str
    quantity: Quantity
    unit_price: Decimal
    unit: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """``row`` is the price row that held; ``missing`` names what is needed and absent."""

    row: PriceRow | None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The exact sum of the lines; ``None`` where something is missing."""
        return None if self.missing else _sum(self.lines)


def quote(
    offer: Offer,
    usages: Sequence[Usage],
    moment: datetime,
    *,
    thinking: Decimal | None = None,
    discount: Discount | None = None,
) -> Quote:
    """What a workload, given in parts, costs at an aware moment.

    A tier holds for the whole of each request; hours and weekdays count by the moment, on the
    clock of their zone. A batch has its own rates and no hours. What is paid by the month is paid
    once.

    Args:
        thinking: billed output tokens for each of the answer, where thinking is to be added.
        discount: of the offer or its provider; it counts if it holds at the moment.
    """
    day = moment.astimezone(UTC).date()
    row = row_on(offer, day)
    if row is None:
        return Quote(None, missing=("prices",))
    found = _Found()
    with localcontext(EXACT):
        for usage in usages:
            billed = replace(usage, service=_service(row, usage, found))
            for window, share in _hours(row, billed, moment):
                part = replace(billed, requests=billed.requests * share)
                _price(row, part, window, thinking, found)
        if found.missing:
            return Quote(row, missing=tuple(found.missing), notes=tuple(found.notes))
        lines = [*_merged(found.lines), *_fee(row)]
        lines += _by_contract(row, discount_on(discount, day), lines)
    return Quote(row, tuple(lines), (), tuple(found.notes))


@dataclass(slots=True)
class _Found:
    """What the parts come to. Names and notes are told once, in the order in which they arise."""

    lines: list[Line] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, text: str) -> None:
        self.notes[text] = None


def _hours(
    row: PriceRow, usage: Usage, moment: datetime
) -> Iterable[tuple[Window | None, Quantity]]:
    """The windows that the requests fall into, with their shares of them."""
    if usage.service == "batch":
        return [(None, 1)]
    if usage.hours == "moment":
        return [(window_at(row, moment), 1)]
    return [(window, share) for window, share in window_shares(row) if share]


def _price(
    row: PriceRow, usage: Usage, window: Window | None, thinking: Decimal | None, found: _Found
) -> None:
    service = usage.service
    regions = (usage.region,) if usage.region else ()
    rates = effective(row, ceil(usage.input_tokens), service, window, regions)
    prefix = "" if service == "standard" else f"{service} "
    for name, what, quantity in _tokens(usage, thinking, found):
        rate = _rate(row, rates, usage, name, found)
        if rate is not None:
            amount = quantity * rate / MILLION
            found.lines.append(Line(prefix + what, quantity, rate, TOKENS, amount))
    _units(row, usage, found)
    found.notes.update(dict.fromkeys(_notes(row, usage, window)))


def _service(row: PriceRow, usage: Usage, found: _Found) -> Service:
    """The service at whose rates the requests are billed."""
    if not usage.requests:
        return "standard"
    if usage.service == "standard" or getattr(row, usage.service) is not None:
        return usage.service
    if usage.planned:
        found.note(f"no {usage.service} price is stated: the normal one is counted")
    else:
        found.missing[f"prices.{usage.service}"] = None
    return "standard"


def _tokens(
    usage: Usage, thinking: Decimal | None, found: _Found
) -> Iterator[tuple[str, str, Quantity]]:
    """Name of the rate, what is counted, and how many tokens; of nothing, nothing."""
    each: list[tuple[str, str, Quantity]] = [
        ("input", "input tokens", usage.fresh_tokens),
        ("cache_read", "cached input tokens", usage.cached_tokens),
    ]
    each += [(_WRITES[kind], _LIFETIMES[kind], n) for kind, n in usage.cache_writes.items()]
    each.append(("output", "output tokens", usage.output_tokens))
    if usage.thinking == "added" and usage.output_tokens and usage.requests:
        if thinking is None:
            found.missing["features.reasoning"] = None
        else:
            thought = usage.output_tokens * (thinking - 1)
            each.append(("output", "output tokens that are thought, not said", thought))
    for name, what, quantity in each:
        if quantity and usage.requests:
            yield name, what, quantity * usage.requests


def _rate(
    row: PriceRow, rates: Effective, usage: Usage, name: str, found: _Found
) -> Decimal | None:
    """The rate by its name; where it is needed and not stated, that is told."""
    rate, service = _named(rates, name), usage.service
    variant = _variant(row, service)
    if rate is None and name == "cache_read" and usage.planned:
        found.note("no price for cached input is stated: it is counted at the full price")
        return rates.input
    if rate is None and name in _WRITES.values() and usage.planned:
        found.note("no price for writing a cache is stated: it is counted as input")
        return rates.input
    if rate is None:
        if not _is_fee_alone(row):
            found.missing[f"prices.{name}"] = None
    elif variant and variant.factor is None and _named(stated_rates(variant), name) is None:
        if not usage.planned:
            found.missing[f"prices.{service}.{name}"] = None
            return None
        found.note(f"no {service} price for {name} is stated: the normal one is counted")
    return rate


def _variant(row: PriceRow, service: Service) -> Variant | None:
    return None if service == "standard" else getattr(row, service)


def _named(rates: Effective, name: str) -> Decimal | None:
    """``input``, ``cache_write.one_hour``; ``cache_write`` is any lifetime."""
    kind, _, lifetime = name.partition(".")
    if kind == "cache_write":
        return rates.write(lifetime or "any")  # type: ignore[arg-type]
    rate: Decimal | None = getattr(rates, name)
    return rate


def _is_fee_alone(row: PriceRow) -> bool:
    """A price by the request or the month only: such an offer need not price tokens at all."""
    has_fee = row.per_request is not None or row.per_month is not None
    return has_fee and row.input is None and row.output is None


def _units(row: PriceRow, usage: Usage, found: _Found) -> None:
    """What is counted by the piece: images, searches, and requests where they have a fee."""
    for name, what, each in (
        ("image", "images", usage.images),
        ("search", "searches", usage.searches),
    ):
        price = getattr(row, f"per_{name}")
        if not each or not usage.requests:
            continue
        if price is None:
            found.missing[f"prices.per_{name}"] = None
        else:
            quantity = each * usage.requests
            found.lines.append(Line(what, quantity, price, f"USD per {name}", quantity * price))
    if row.per_request is not None:
        amount = usage.requests * row.per_request
        found.lines.append(
            Line("requests", usage.requests, row.per_request, "USD per request", amount)
        )


def _notes(row: PriceRow, usage: Usage, window: Window | None) -> Iterator[str]:
    variant, service = _variant(row, usage.service), usage.service
    tiers = row.tiers if variant is None or variant.tiers is None else variant.tiers
    if tier := reached(tiers, ceil(usage.input_tokens)):
        yield "a tier for long requests holds"
        if variant and variant.tiers is None and variant.factor is None and tier.factor is None:
            yield (
                f"no {service} price for long requests is stated: "
                "its normal one is raised as the tier raises the standard price"
            )
    if window:
        yield f"the hours {window.hours} {window.zone} hold"
    if usage.region and usage.region not in row.region:
        yield f"no surcharge for {usage.region} is stated"
    writes = row.cache_write
    if usage.cache_writes.get("any") and writes and writes.any is None:
        yield "cache writes of no stated lifetime are counted at the shortest one's price"
    if rate := row.currency:
        worth = f"1 {rate.code} = {rate.usd} USD on {rate.as_of}"
        yield f"priced in {rate.code}; {worth} ({rate.source})"


def _merged(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of one kind at one price are one."""
    groups: dict[tuple[str, Decimal, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.what, line.unit_price, line.unit), []).append(line)
    for (what, price, unit), same in groups.items():
        quantity = sum((line.quantity for line in same), 0)
        yield Line(what, quantity, price, unit, _sum(same))


def _fee(row: PriceRow) -> Iterator[Line]:
    if row.per_month is not None:
        yield Line("fixed fee of a month", 1, row.per_month, "USD per month", row.per_month)


def _by_contract(row: PriceRow, discount: Discount | None, lines: Sequence[Line]) -> Iterator[Line]:
    """What a discount takes off, then what is missing to the least that a month costs."""
    due = _sum(lines)
    if discount and discount.factor != 1:
        off = due * (discount.factor - 1)
        due += off
        yield Line(f"discount: {discount.why}", 1, off, "USD", off)
    committed = discount.monthly_commitment if discount else None
    for what, least in (("minimum", row.monthly_minimum), ("commitment", committed)):
        if least is not None and due < least:
            rest = least - due
            due = least
            yield Line(f"up to the {what} of a month", 1, rest, "USD per month", rest)


def _sum(lines: Iterable[Line]) -> Decimal:
    with localcontext(EXACT):
        return sum((line.amount for line in lines), Decimal(0))
