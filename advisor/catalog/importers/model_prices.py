"""model-prices: timelines of prices, each with the commit or page that it came from.

``prices`` maps maker, model and way of serving to entries with ``start`` (none: before the first
record) and ``rates`` (none: not sold). A start that rests on a commit of models.dev is the day on
which it was recorded; the provider's own day may be earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from advisor.catalog.importers.claims import PriceClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile
from advisor.catalog.importers.money import money

UPSTREAM = Upstream(
    id="model-prices",
    title="model-prices: price history of model APIs",
    url="https://github.com/wakamex/model-prices",
    publisher="wakamex",
    license="MIT",
    reads="snapshot.json",
)

PROVIDERS = {
    "ai21": "ai21",
    "alibaba": "alibaba",
    "amazon-bedrock": "aws-bedrock",
    "anthropic": "anthropic",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "google": "google",
    "inception": "inception",
    "meta": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "moonshotai": "moonshot",
    "openai": "openai",
    "stepfun-ai": "stepfun",
    "upstage": "upstage",
    "xai": "xai",
    "xiaomi": "xiaomi",
    "zai": "zhipu",
}

VARIANTS = ("batch", "flex")
"""Ways of serving that are variants of a row here. The others are sold as other endpoints."""

Rate = Annotated[Decimal, Field(ge=0, le=1_000_000)]


class Stamp(Shape):
    updated_at: datetime


class Tier(Shape):
    above: Annotated[int, Field(gt=0, le=10**9)]
    input: Rate
    output: Rate
    cache_read: Rate | None = None
    cache_write: Rate | None = None


class Rates(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("valid_from*", "model", "cache_write_1h_multiple")
    input: Rate
    output: Rate
    cache_read: Rate | None = None
    cache_write: Rate | None = None
    tiers: tuple[Tier, ...] = ()
    source: str


class Entry(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("recorded",)
    start: datetime | None
    rates: Rates | None


class Ways(Shape):
    """The timelines of one model, by the way in which it is served."""

    IGNORED: ClassVar[tuple[str, ...]] = ("fast", "ultrafast", "thinking", "priority")
    standard: tuple[Entry, ...] = ()
    batch: tuple[Entry, ...] = ()
    flex: tuple[Entry, ...] = ()


def claims(file: UpstreamFile, as_of: date) -> Iterator[PriceClaim]:
    """The timeline of every endpoint of the makers that sell through a provider of ours."""
    data = file.mapping(file.json())
    checked = file.check({"updated_at": data.get("updated_at")}, Stamp).updated_at.date()
    for maker, models in file.mapping(data.get("prices"), "prices").items():
        provider = PROVIDERS.get(maker)
        for name, timelines in file.mapping(models, "prices", maker).items():
            ways = file.check(timelines, Ways, "prices", maker, name)
            rows = _rows(ways)
            if provider and rows:
                url = next(entry.rates.source for entry in reversed(ways.standard) if entry.rates)
                yield PriceClaim(provider, name, f"{maker}/{name}", rows, checked=checked, url=url)


def _rows(ways: Ways) -> tuple[dict[str, Any], ...]:
    """One row a step of the standard price; steps of the same price are one."""
    if not ways.standard:
        return ()
    rows: list[dict[str, Any]] = []
    ends = [entry.start for entry in ways.standard[1:]] + [None]
    for entry, end in zip(ways.standard, ends, strict=True):
        if entry.rates is None or not entry.rates.output:
            continue
        row = _rates(entry.rates)
        for name in VARIANTS:
            rates = _at(getattr(ways, name), end)
            if rates:
                row[name] = {k: v for k, v in _rates(rates).items() if k != "tiers"}
        if rows and row == {k: v for k, v in rows[-1].items() if k != "from"}:
            continue
        since = {"from": entry.start.date().isoformat()} if entry.start else {}
        rows.append({**since, **row})
    return tuple(_first_of_each_day(rows))


def _first_of_each_day(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of several records of one day, the last."""
    for row, later in zip(rows, [*rows[1:], {}], strict=False):
        if row.get("from") is None or row["from"] != later.get("from"):
            yield row


def _at(entries: tuple[Entry, ...], end: datetime | None) -> Rates | None:
    """The rates of a variant that hold just before ``end``; ``None`` is now."""
    begun = [entry for entry in entries if end is None or entry.start is None or entry.start < end]
    return begun[-1].rates if begun else None


def _rates(rates: Rates | Tier) -> dict[str, Any]:
    named = {
        name: getattr(rates, name) for name in ("input", "output", "cache_read", "cache_write")
    }
    found: dict[str, Any] = {name: money(rate) for name, rate in named.items() if rate is not None}
    if isinstance(rates, Rates) and rates.tiers:
        found["tiers"] = [{"above": tier.above, **_rates(tier)} for tier in rates.tiers]
    return found
