"""genai-prices of Pydantic: dated, tiered and variant prices of model APIs.

A model's ``prices`` are one set, or a list in which the last entry that applies wins: entries with
a ``start_date`` are steps in time, entries with hours of the day belong to the step before them.
``price_variants`` (batch, service tiers) may begin on the day on which they were verified; they
count for the step that held then. Prices are USD per million tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, Field, model_validator

from advisor.catalog.importers.claims import Claim, OfferFact, PriceClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile
from advisor.catalog.importers.money import money

UPSTREAM = Upstream(
    id="genai-prices",
    title="genai-prices: prices of language model APIs",
    url="https://github.com/pydantic/genai-prices",
    publisher="Pydantic Services Inc.",
    license="MIT",
    reads="prices/data.json of the repository, or the data of the package as JSON",
)

PROVIDERS = {
    "anthropic": "anthropic",
    "aws": "aws-bedrock",
    "azure": "azure",
    "cerebras": "cerebras",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "fireworks": "fireworks",
    "google": "google",
    "groq": "groq",
    "meta": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "moonshotai": "moonshot",
    "novita": "novita",
    "openai": "openai",
    "ovhcloud": "ovhcloud",
    "perplexity": "perplexity",
    "together": "together",
    "x-ai": "xai",
    "zai": "zhipu",
}
"""Their provider -> ours. Resellers and routers are left out: their prices are not the host's."""

OWN_OF_GOOGLE = ("gemini", "gemma", "text-", "chat-", "learnlm")
"""What ``google`` sells by its own API; models of other makers are those of Vertex AI."""

VARIANTS = {
    ("processing", "batch"): "batch",
    ("service_tier", "flex"): "flex",
    ("service_tier", "priority"): "priority",
}

Rate = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d(:\d\d)?(Z|\+00:00)$")]


class Step(Shape):
    """The price above so many input tokens, for the whole request."""

    IGNORED: ClassVar[tuple[str, ...]] = ("_t",)
    start: Annotated[int, Field(ge=0, le=10**9)]
    price: Rate


class Tiered(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("_t",)
    base: Rate
    tiers: tuple[Step, ...]


class Prices(Shape):
    """Rates by unit. What is not text in and out is not judged here, but must be known by name."""

    IGNORED: ClassVar[tuple[str, ...]] = (
        "_t", "*audio*", "*image*", "*video*", "*document*", "storage_searches_kcount",
        "output_citation_mtok",
    )  # fmt: skip
    input_mtok: Tiered | Rate | None = None
    output_mtok: Tiered | Rate | None = None
    cache_read_mtok: Tiered | Rate | None = None
    cache_write_mtok: Tiered | Rate | None = None
    cache_write_1h_mtok: Tiered | Rate | None = None
    web_searches_kcount: Tiered | Rate | None = None
    requests_kcount: Tiered | Rate | None = None
    output_reasoning_mtok: Tiered | Rate | None = None
    input_mchars: Tiered | Rate | None = None
    input_text_messages_kcount: Tiered | Rate | None = None


class Constraint(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("_t",)
    start_date: date | None = None
    start_time: Clock | None = None
    end_time: Clock | None = None

    @model_validator(mode="after")
    def _both_ends(self) -> Constraint:
        if (self.start_time is None) != (self.end_time is None):
            raise ValueError("hours need a start and an end")
        return self


class Conditional(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("_t",)
    constraint: Constraint | None = None
    prices: Prices


class Variant(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("_t",)
    when: dict[str, str]
    constraint: Constraint | None = None
    prices: Prices


class Match(Shape):
    """Which names mean the model. Only names that are written out are used, never patterns."""

    IGNORED: ClassVar[tuple[str, ...]] = (
        "_t", "starts_with", "ends_with", "contains", "regex", "and", "and_",
    )  # fmt: skip
    equals: str | None = None
    or_: Annotated[tuple[Match, ...], Field(validation_alias=AliasChoices("or", "or_"))] = ()

    def names(self) -> Iterator[str]:
        if self.equals:
            yield self.equals
        for each in self.or_:
            yield from each.names()


class PricedModel(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = (
        "name", "description", "price_comments", "price_discrepancies", "deprecated", "collapse",
    )  # fmt: skip
    id: str
    match: Match
    context_window: Annotated[int, Field(gt=0)] | None = None
    prices_checked: date | None = None
    prices: Annotated[tuple[Conditional, ...], Field(min_length=1)] | Prices
    price_variants: tuple[Variant, ...] | None = None


class Provider(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = (
        "name", "api_pattern", "price_comments", "model_match", "provider_match", "extractors",
        "fallback_model_providers", "tool_use", "description",
    )  # fmt: skip
    id: str
    pricing_urls: tuple[str, ...] | None = None
    models: tuple[Any, ...]


def claims(file: UpstreamFile, as_of: date) -> Iterator[Claim]:
    """Prices and windows of the endpoints of every provider that the catalog carries."""
    for n, item in enumerate(file.sequence(file.json())):
        provider = file.check(item, Provider, n)
        ours = PROVIDERS.get(provider.id)
        if ours is None:
            continue
        url = next(iter(provider.pricing_urls or ()), None)
        for m, data in enumerate(provider.models):
            model = file.check(data, PricedModel, n, "models", m)
            by = ours
            if provider.id == "google" and not model.id.startswith(OWN_OF_GOOGLE):
                by = "google-vertex"
            yield from _of(model, f"{provider.id}/{model.id}", by, url)


def _of(model: PricedModel, name: str, provider: str, url: str | None) -> Iterator[Claim]:
    if model.context_window:
        yield OfferFact(provider, model.id, name, "limits.window", model.context_window)
    rows = _rows(model)
    if rows:
        also = frozenset(model.match.names()) - {model.id}
        yield PriceClaim(provider, model.id, name, tuple(rows), also, model.prices_checked, url)


def _rows(model: PricedModel) -> list[dict[str, Any]]:
    """One row a step in time; none where a unit is used that is not per token."""
    stated = model.prices
    entries = (Conditional(prices=stated),) if isinstance(stated, Prices) else stated
    steps: list[tuple[date | None, Prices, list[Conditional]]] = []
    for entry in entries:
        if entry.constraint and entry.constraint.start_time:
            if steps:
                steps[-1][2].append(entry)
        else:
            since = entry.constraint.start_date if entry.constraint else None
            steps.append((since, entry.prices, []))
    if not all(_is_priced(prices) for _, prices, _ in steps):
        return []
    ends = [since for since, _, _ in steps[1:]] + [None]
    return [
        _row(since, prices, windows, _variants_of(model, end))
        for (since, prices, windows), end in zip(steps, ends, strict=True)
    ]


def _is_priced(prices: Prices) -> bool:
    """Per token, both ways, and not free of charge: 0 stands for previews and for unknown."""
    other_unit = prices.input_mchars or prices.input_text_messages_kcount
    own_meaning = prices.output_reasoning_mtok
    return bool(prices.input_mtok and prices.output_mtok and not other_unit and not own_meaning)


def _variants_of(model: PricedModel, end: date | None) -> dict[str, Prices]:
    """The variants known before a step ends, the latest of each kind."""
    found: dict[str, tuple[date, Prices]] = {}
    for variant in model.price_variants or ():
        kind = next((VARIANTS[pair] for pair in variant.when.items() if pair in VARIANTS), None)
        since = (variant.constraint and variant.constraint.start_date) or date.min
        if kind is None or len(variant.when) > 1 or (end and since >= end):
            continue
        if kind not in found or since > found[kind][0]:
            found[kind] = since, variant.prices
    return {kind: prices for kind, (_, prices) in found.items()}


def _row(
    since: date | None,
    prices: Prices,
    windows: Iterable[Conditional],
    variants: dict[str, Prices],
) -> dict[str, Any]:
    row: dict[str, Any] = {"from": since.isoformat()} if since else {}
    row.update(_rates(prices, None))
    if tiers := _tiers(prices):
        row["tiers"] = tiers
    for kind, each in variants.items():
        if rates := _rates(each, None):
            own = _own_tiers(each, prices)
            row[kind] = rates if own is None else {**rates, "tiers": own}
    if hours := [_window(entry) for entry in windows]:
        row["windows"] = hours
    for unit, field in (("requests_kcount", "per_request"), ("web_searches_kcount", "per_search")):
        rate = _at(getattr(prices, unit), None)
        if rate:
            row[field] = money(rate / 1000)
    return row


def _rates(prices: Prices, above: int | None) -> dict[str, Any]:
    """The token rates, of the base or of the tier that begins at ``above``."""
    named = {
        "input": prices.input_mtok,
        "output": prices.output_mtok,
        "cache_read": prices.cache_read_mtok,
    }
    found: dict[str, Any] = {
        field: money(rate)
        for field, stated in named.items()
        if (rate := _at(stated, above)) is not None
    }
    short, long = _at(prices.cache_write_mtok, above), _at(prices.cache_write_1h_mtok, above)
    if short is not None and long is not None:
        found["cache_write"] = {"five_minutes": money(short), "one_hour": money(long)}
    elif short is not None:
        found["cache_write"] = money(short)
    return found


def _at(stated: Tiered | Decimal | None, above: int | None) -> Decimal | None:
    if isinstance(stated, Tiered):
        if above is None:
            return stated.base
        return next((step.price for step in stated.tiers if step.start == above), None)
    return stated if above is None else None


def _tiers(prices: Prices) -> list[dict[str, Any]]:
    starts = {
        step.start
        for name in type(prices).model_fields
        if isinstance(stated := getattr(prices, name), Tiered)
        for step in stated.tiers
    }
    return [{"above": start, **_rates(prices, start)} for start in sorted(starts)]


_TOKENS = (
    *("input_mtok", "output_mtok", "cache_read_mtok"),
    *("cache_write_mtok", "cache_write_1h_mtok"),
)


def _own_tiers(variant: Prices, standard: Prices) -> list[dict[str, Any]] | None:
    """The tiers of a variant; ``None`` where they raise it just as the standard ones raise theirs.

    None at all is said as such: the standard tiers must not be taken for its own.
    """
    starts = {tier["above"] for prices in (variant, standard) for tier in _tiers(prices)}
    for name in _TOKENS:
        own, theirs = getattr(variant, name), getattr(standard, name)
        if own is None or theirs is None:
            continue
        for start in starts:
            if _above(own, start) * _above(theirs, 0) != _above(own, 0) * _above(theirs, start):
                return _tiers(variant)
    return None


def _above(stated: Tiered | Decimal, tokens: int) -> Decimal:
    """The rate of a request that is just above so many tokens."""
    if not isinstance(stated, Tiered):
        return stated
    held = [step for step in stated.tiers if step.start <= tokens]
    return max(held, key=lambda step: step.start).price if held else stated.base


def _window(entry: Conditional) -> dict[str, Any]:
    assert entry.constraint and entry.constraint.start_time and entry.constraint.end_time
    start, end = entry.constraint.start_time[:5], entry.constraint.end_time[:5]
    return {"hours": f"{start}-{end}", **_rates(entry.prices, None)}
