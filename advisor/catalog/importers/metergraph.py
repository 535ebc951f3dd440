"""metergraph: effective-dated prices by channel and region, each with the page it was read on.

A model's aliases say by which name a channel serves it. Prices are USD per million tokens;
``effective_to`` is the first day on which the row no longer holds. ``rules`` change what a row
means: a long-context multiplier is a tier, an off-peak discount makes the stated rate the peak one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from advisor.catalog.importers.claims import PriceClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile
from advisor.catalog.importers.money import money

UPSTREAM = Upstream(
    id="metergraph",
    title="metergraph: effective-dated model price catalog",
    url="https://github.com/metergraph/metergraph",
    publisher="metergraph",
    license="Apache-2.0",
    reads="prices.yaml",
)

CHANNELS = {
    "alibaba-api": "alibaba",
    "anthropic-api": "anthropic",
    "aws-bedrock": "aws-bedrock",
    "deepseek-api": "deepseek",
    "fireworks-api": "fireworks",
    "google-api": "google",
    "google-vertex-ai": "google-vertex",
    "meta-api": "meta",
    "minimax-api": "minimax",
    "mistral-api": "mistral",
    "moonshot-api": "moonshot",
    "openai-api": "openai",
    "perplexity-api": "perplexity",
    "xai-api": "xai",
    "zai-api": "zhipu",
}
"""Their channel -> our provider. Gateways and routers are left out."""

REGIONS = {"global": None, "us": "us"}
"""Their region -> the id of our offer. Prices of single data centers are left out."""

Rate = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Multiplier = Annotated[Decimal, Field(gt=0, le=100)]
Hour = Annotated[int, Field(ge=0, le=24)]


class LongContext(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("threshold_counts_cached_tokens", "applies_to_batch")
    threshold: Annotated[int, Field(gt=0, le=10**9)]
    input_multiplier: Multiplier
    output_multiplier: Multiplier


class OffPeak(Shape):
    multiplier: Multiplier
    peak_hours_utc: tuple[tuple[Hour, Hour], ...]
    peak_weekdays_only: bool


class Rules(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("input_includes_*", "varies_by_provider")
    long_context: LongContext | None = None
    off_peak_discount: OffPeak | None = None
    uncaptured_fees: bool = False


def _of_a_calendar(text: str) -> str:
    date.fromisoformat(text[:10])
    return text


class Alias(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("rules", "source_url", "effective_*")
    provider: str
    alias: str
    channel: str
    price_region: str | tuple[str, ...] = "global"

    @property
    def regions(self) -> tuple[str, ...]:
        stated = self.price_region
        return (stated,) if isinstance(stated, str) else stated


Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d(T.*)?$"), AfterValidator(_of_a_calendar)]
"""A day, or a time of which the day counts."""


class Stamp(Shape):
    pricing_verified_at: date | None = None


class Row(Shape):
    channel: str
    region: str
    effective_from: Moment
    effective_to: Moment | None = None
    input_per_mtok: Rate
    output_per_mtok: Rate
    cache_read_per_mtok: Rate | None = None
    cache_write_5m_per_mtok: Rate | None = None
    cache_write_1h_per_mtok: Rate | None = None
    batch_input_per_mtok: Rate | None = None
    batch_output_per_mtok: Rate | None = None
    batch_cache_read_per_mtok: Rate | None = None
    request_fee_per_1k_usd: Rate | None = None
    rules: Rules = Rules()
    source_url: str


class Priced(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("publisher", "display_name")
    canonical_id: str
    aliases: tuple[Alias, ...]
    prices: tuple[Row, ...] = ()


def claims(file: UpstreamFile, as_of: date) -> Iterator[PriceClaim]:
    """The rows of every model by the channel and region that it is sold through."""
    data = file.mapping(file.yaml())
    stamp = file.check({"pricing_verified_at": data.get("pricing_verified_at")}, Stamp)
    for n, item in enumerate(file.sequence(data.get("models"), "models")):
        model = file.check(item, Priced, "models", n)
        sold = sorted({(row.channel, row.region) for row in model.prices})
        for channel, region in sold:
            names = sorted(_names(model, channel, region))
            if channel in CHANNELS and region in REGIONS and names:
                rows = [
                    row for row in model.prices if (row.channel, row.region) == (channel, region)
                ]
                yield _claim(
                    model,
                    CHANNELS[channel],
                    REGIONS[region],
                    names,
                    rows,
                    stamp.pricing_verified_at,
                )


def _names(model: Priced, channel: str, region: str) -> set[str]:
    """By which names a channel serves the model; other tools' spellings are not names of it."""
    foreign = {"litellm", "unknown"}
    return {
        alias.alias
        for alias in model.aliases
        if alias.channel == channel and region in alias.regions and alias.provider not in foreign
    }


def _claim(
    model: Priced,
    provider: str,
    offer: str | None,
    names: list[str],
    rows: list[Row],
    checked: date | None,
) -> PriceClaim:
    rows = sorted(rows, key=lambda row: row.effective_from)
    return PriceClaim(
        provider=provider,
        endpoint=names[0],
        name=model.canonical_id,
        rows=tuple(_row(row) for row in rows if not row.rules.uncaptured_fees),
        also=frozenset(names[1:]),
        checked=checked,
        url=rows[-1].source_url,
        offer=offer,
    )


def _row(row: Row) -> dict[str, Any]:
    """One row in our fields; peak and long-context rates in their own places."""
    stated = {
        "input": row.input_per_mtok,
        "output": row.output_per_mtok,
        "cache_read": row.cache_read_per_mtok,
    }
    found: dict[str, Any] = {"from": _day(row.effective_from).isoformat()}
    if row.effective_to:
        found["until"] = (_day(row.effective_to) - timedelta(days=1)).isoformat()
    off = row.rules.off_peak_discount
    found.update(_times(stated, off.multiplier if off else Decimal(1)))
    if row.cache_write_5m_per_mtok is not None:
        found["cache_write"] = _writes(row)
    if row.rules.long_context:
        found["tiers"] = [_tier(stated, row.rules.long_context)]
    if row.batch_input_per_mtok is not None:
        found["batch"] = _times(_batch(row), Decimal(1))
    if off:
        found["windows"] = [_window(stated, off, hours) for hours in off.peak_hours_utc]
    if row.request_fee_per_1k_usd:
        found["per_request"] = money(row.request_fee_per_1k_usd / 1000)
    return found


def _batch(row: Row) -> dict[str, Decimal | None]:
    return {
        "input": row.batch_input_per_mtok,
        "output": row.batch_output_per_mtok,
        "cache_read": row.batch_cache_read_per_mtok,
    }


def _times(rates: dict[str, Decimal | None], factor: Decimal) -> dict[str, str]:
    return {name: money(rate * factor) for name, rate in rates.items() if rate is not None}


def _writes(row: Row) -> Any:
    short, long = row.cache_write_5m_per_mtok, row.cache_write_1h_per_mtok
    assert short is not None
    if long is None:
        return money(short)
    return {"five_minutes": money(short), "one_hour": money(long)}


def _tier(rates: dict[str, Decimal | None], rule: LongContext) -> dict[str, Any]:
    inward = {name: rate for name, rate in rates.items() if name != "output"}
    outward = {"output": rates["output"]}
    return {
        "above": rule.threshold,
        **_times(inward, rule.input_multiplier),
        **_times(outward, rule.output_multiplier),
    }


def _window(
    rates: dict[str, Decimal | None], off: OffPeak, hours: tuple[int, int]
) -> dict[str, Any]:
    days = {"days": ["mon", "tue", "wed", "thu", "fri"]} if off.peak_weekdays_only else {}
    clock = f"{hours[0]:02}:00-{hours[1]:02}:00"
    return {"hours": clock, **days, **_times(rates, Decimal(1))}


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
