"""LiteLLM's price map: one flat record a model and host, prices in USD per single token.

A rate's conditions are suffixes of its field: ``_above_200k_tokens`` (for the whole request),
``_batches``, ``_flex``, ``_priority``, ``_above_1hr`` (how long a cache lives). A suffix that is
not known here is an error: it says that the figure holds under a condition. ``max_input_tokens`` is
meant without the output, though many rows hold the whole window there. Nothing in the file is
dated but the day of retirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import Field, model_validator

from advisor.catalog.importers.claims import Claim, OfferFact, PriceClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="litellm",
    title="LiteLLM: price map",
    url="https://github.com/BerriAI/litellm",
    publisher="BerriAI",
    license="MIT",
    reads="model_prices_and_context_window.json of the repository",
)


class Host(NamedTuple):
    provider: str
    """Ours."""
    prefix: str
    """What stands before the endpoint in the file's key."""


PROVIDERS = {
    "anthropic": Host("anthropic", ""),
    "azure": Host("azure", "azure/"),
    "azure_ai": Host("azure", "azure_ai/"),
    "baseten": Host("baseten", "baseten/"),
    "bedrock": Host("aws-bedrock", ""),
    "bedrock_converse": Host("aws-bedrock", ""),
    "cerebras": Host("cerebras", "cerebras/"),
    "cloudflare": Host("cloudflare", "cloudflare/"),
    "dashscope": Host("alibaba", "dashscope/"),
    "databricks": Host("databricks", "databricks/"),
    "deepinfra": Host("deepinfra", "deepinfra/"),
    "deepseek": Host("deepseek", "deepseek/"),
    "fireworks_ai": Host("fireworks", "fireworks_ai/"),
    "friendliai": Host("friendli", "friendliai/"),
    "gemini": Host("google", "gemini/"),
    "groq": Host("groq", "groq/"),
    "meta": Host("meta", "meta/"),
    "mistral": Host("mistral", "mistral/"),
    "moonshot": Host("moonshot", "moonshot/"),
    "nebius": Host("nebius", "nebius/"),
    "novita": Host("novita", "novita/"),
    "openai": Host("openai", ""),
    "ovhcloud": Host("ovhcloud", "ovhcloud/"),
    "sambanova": Host("sambanova", "sambanova/"),
    "scaleway": Host("scaleway", "scaleway/"),
    "together_ai": Host("together", "together_ai/"),
    "vertex_ai": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-anthropic_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-deepseek_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-language-models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-llama_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-mistral_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-moonshot_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-openai_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-qwen_models": Host("google-vertex", "vertex_ai/"),
    "vertex_ai-zai_models": Host("google-vertex", "vertex_ai/"),
    "wandb": Host("wandb", "wandb/"),
    "xai": Host("xai", "xai/"),
    "zai": Host("zhipu", "zai/"),
}
"""Their provider -> ours. Resellers, routers and subscriptions are left out."""

MODES = {"chat", "completion", "responses"}
ZONES = {"eu", "us"}
"""Azure's data zones: an offer of its own, told apart by this id."""

FEATURES = {
    "supports_computer_use": "computer_use",
    "supports_function_calling": "tool_calling",
    "supports_prompt_caching": "prompt_caching",
    "supports_reasoning": "reasoning",
    "supports_response_schema": "structured_output",
    "supports_system_messages": "system_prompt",
    "supports_web_search": "web_search",
}

RATES = {
    "input_cost_per_token": "input",
    "output_cost_per_token": "output",
    "cache_read_input_token_cost": "cache_read",
    "cache_creation_input_token_cost": "cache_write",
}
_RATE = re.compile(
    rf"(?P<rate>{'|'.join(RATES)})(?:_above_(?P<hours>1|12)hr)?"
    r"(?:_above_(?P<above>\d+)k_tokens)?(?:_(?P<variant>batches|flex|priority))?"
)
VARIANTS = {"batches": "batch", "flex": "flex", "priority": "priority"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MILLION = 1_000_000

Rate = Annotated[Decimal, Field(ge=0, lt=1)]
"""USD per token."""
Fee = Annotated[Decimal, Field(ge=0, le=1_000_000)]
"""USD per request or search."""
Factor = Annotated[Decimal, Field(gt=0, le=100)]
Tokens = Annotated[int, Field(gt=0, le=10**9)]
Rates = dict[str, Decimal]


class Condition(NamedTuple):
    """When a rate holds. Nothing stated: as a rule."""

    above: int = 0
    variant: str = ""


class SearchCost(Shape):
    """USD per query by the size of the context that a search brings along."""

    search_context_size_low: Fee | None = None
    search_context_size_medium: Fee | None = None
    search_context_size_high: Fee | None = None


class Hours(Shape):
    """``10:00-00:00`` ends at midnight; ``00:00-00:00`` is the whole day. Monday is 1."""

    hours_utc: tuple[Annotated[str, Field(pattern=r"^[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d$")], ...]
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5, 6, 7)

    @model_validator(mode="before")
    @classmethod
    def _a_list(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("hours_utc"), str):
            return {**value, "hours_utc": [value["hours_utc"]]}
        return value


class OffPeak(Shape):
    input_cost_per_token: Rate
    output_cost_per_token: Rate
    cache_read_input_token_cost: Rate | None = None
    windows: tuple[Hours, ...]


Length = Annotated[Decimal, Field(ge=0, le=10**9)]


class Step(Shape):
    """The rates of a request whose input lies in ``range``; the first one begins at 0."""

    range: tuple[Length, Length]
    input_cost_per_token: Rate
    output_cost_per_token: Rate
    cache_read_input_token_cost: Rate | None = None
    cache_creation_input_token_cost: Rate | None = None
    output_cost_per_reasoning_token: Rate | None = None


class Surcharges(Shape):
    """Factors by region; ``fast`` is another level of service."""

    IGNORED: ClassVar[tuple[str, ...]] = ("fast",)
    us: Factor | None = None


class Entry(Shape):
    """One model at one host. ``rates`` holds every rate by its condition and name."""

    IGNORED: ClassVar[tuple[str, ...]] = (
        # Levels of service that no row of this catalog states; they leave the others as they are.
        "*_balanced", "*_decisions", "*_ultrafast",
        # Other units than text tokens, and figures that repeat another one.
        "*audio*", "*character*", "*image*", "*per_second*", "*video*", "*_dbu_cost_per_token",
        "explicit_cache_read_input_token_cost", "input_cost_per_token_cache_hit",
        "code_interpreter_cost_per_session", "computer_use_*_cost_*", "file_search_cost_*",
        "google_maps_grounding_cost_per_query", "vector_store_cost_*",
        # A regional endpoint; the row is the global one's.
        "regional_endpoint_uplift_multiplier",
        # How to call it, and what the proxy does with it.
        "bedrock_*", "comment", "default_reasoning_effort", "max_tokens", "metadata",
        "prompt_cache_min_tokens", "reasoning_*", "rpm", "search_free_requests", "supported_*",
        "supports_*", "thinking_always_on", "token_count_*", "tool_use_system_prompt_tokens", "tpm",
        "use_openai_responses_path", "web_search_billing_unit",
    )  # fmt: skip
    litellm_provider: str
    mode: str
    source: str | None = None
    max_input_tokens: Tokens | None = None
    max_output_tokens: Tokens | None = None
    deprecation_date: date | None = None
    rates: dict[Condition, dict[str, Rate]]
    features: dict[str, bool]
    input_cost_per_request: Fee | None = None
    citation_cost_per_token: Rate | None = None
    output_cost_per_reasoning_token: Rate | None = None
    tiered_pricing: tuple[Step, ...] = ()
    off_peak_pricing: OffPeak | None = None
    provider_specific_entry: Surcharges = Surcharges()
    regional_processing_uplift_multiplier_eu: Factor | None = None
    regional_processing_uplift_multiplier_us: Factor | None = None
    search_context_cost_per_query: SearchCost | None = None

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, value: Any) -> Any:
        """Put the suffixed rates and the flags into one mapping each."""
        if not isinstance(value, dict):
            return value
        rates: dict[Condition, dict[str, Any]] = {}
        rest = {}
        for key, item in value.items():
            found = _RATE.fullmatch(key)
            if not found:
                rest[key] = item
                continue
            above = int(found["above"] or 0) * 1000
            name = RATES[found["rate"]] + (f" {found['hours']}h" if found["hours"] else "")
            variant = VARIANTS.get(found["variant"] or "", "")
            rates.setdefault(Condition(above, variant), {})[name] = item
        features = {name: rest[key] for key, name in FEATURES.items() if key in rest}
        return {**rest, "rates": rates, "features": features}


def claims(file: UpstreamFile, as_of: date) -> Iterator[Claim]:
    """Limits, retirement, features and the price of every text model of the hosts we carry."""
    data = file.mapping(file.json())
    entries = {key: file.mapping(entry, key) for key, entry in data.items()}
    if not any("litellm_provider" in entry for entry in entries.values()):
        raise file.fault((), "no record says its litellm_provider; is this the price map?")
    for key, entry in entries.items():
        host = PROVIDERS.get(str(entry.get("litellm_provider")))
        if host is None or str(entry.get("mode")) not in MODES or key == "sample_spec":
            continue
        if _has_twin(key, host, data):
            continue
        zone, _, endpoint = key.removeprefix(host.prefix).rpartition("/")
        if host.prefix == "azure/" and zone in ZONES:
            yield from _of(file.check(entry, Entry, key), host.provider, endpoint, key, zone)
        elif not _regional(host, zone):
            endpoint = key.removeprefix(host.prefix)
            yield from _of(file.check(entry, Entry, key), host.provider, endpoint, key, None)


def _has_twin(key: str, host: Host, data: Mapping[str, Any]) -> bool:
    """Does the same endpoint stand there under a name that comes first?"""
    if host.prefix == "azure_ai/":
        return "azure/" + key.removeprefix(host.prefix) in data
    return not key.startswith(host.prefix) and host.prefix + key in data


def _regional(host: Host, zone: str) -> bool:
    """A region's or a commitment's row of a cloud; the catalog holds the general ones."""
    return host.provider in ("azure", "aws-bedrock") and bool(zone)


def _of(entry: Entry, provider: str, endpoint: str, name: str, zone: str | None) -> Iterator[Claim]:
    facts: dict[str, Any] = {
        "limits.input": entry.max_input_tokens,
        "limits.output": entry.max_output_tokens,
        "lifecycle.retires": entry.deprecation_date and entry.deprecation_date.isoformat(),
        **{f"features.{feature}": value for feature, value in entry.features.items()},
    }
    for field, value in facts.items():
        if value is not None:
            yield OfferFact(provider, endpoint, name, field, value, zone)
    row = _row(entry)
    if row:
        yield PriceClaim(provider, endpoint, name, (row,), url=_page(entry.source), offer=zone)


def _page(source: str | None) -> str | None:
    return source if source and re.fullmatch(r"https?://[^\s<>\"']{1,590}", source) else None


# -- one price row ---------------------------------------------------------------------------------


def _row(entry: Entry) -> dict[str, Any]:
    """The price in the catalog's fields; nothing where it is not stated or cannot be said."""
    rates = _tiered(entry)
    plain = _stated(rates.get(Condition(), {}))
    thinking = [entry.output_cost_per_reasoning_token]
    thinking += [step.output_cost_per_reasoning_token for step in entry.tiered_pricing[:1]]
    dearer = any(each and _usd(each) != plain.get("output") for each in thinking)
    if dearer or entry.citation_cost_per_token or not {"input", "output"} <= set(plain):
        return {}
    tiers = {
        condition.above: _stated(found)
        for condition, found in sorted(rates.items())
        if condition.above and not condition.variant
    }
    row: dict[str, Any] = dict(plain)
    if tiers := {above: tier for above, tier in tiers.items() if tier}:
        row["tiers"] = [{"above": above, **tier} for above, tier in tiers.items()]
    for variant in VARIANTS.values():
        if own := _variant(rates, variant, plain, tiers):
            row[variant] = own
    row |= _peak(entry.off_peak_pricing, plain)
    if region := _region(entry):
        row["region"] = region
    return row | _fees(entry)


def _tiered(entry: Entry) -> dict[Condition, dict[str, Decimal]]:
    """The rates by condition, also where the steps are told as ranges."""
    found = dict(entry.rates)
    for step in entry.tiered_pricing:
        names = {name: getattr(step, field) for field, name in RATES.items()}
        condition = Condition(int(step.range[0]))
        found.setdefault(condition, {k: v for k, v in names.items() if v is not None})
    return found


def _stated(rates: Mapping[str, Decimal]) -> dict[str, Any]:
    """Rates per million tokens. A zero is what the file writes for unknown: it is left out."""
    told: dict[str, Any] = {
        name: _usd(rates[name]) for name in ("input", "output", "cache_read") if rates.get(name)
    }
    write, hour = rates.get("cache_write"), rates.get("cache_write 1h")
    if write and (hour or rates.get("cache_write 12h")):
        lasting = {"one_hour": _usd(hour)} if hour else {}
        told["cache_write"] = {"five_minutes": _usd(write), **lasting}
    elif write:
        told["cache_write"] = _usd(write)
    return told


def _usd(rate: Decimal) -> str:
    """USD per million tokens. Sums of binary fractions leave digits that nobody charged."""
    per_million = round(rate * MILLION, 9).normalize()
    return format(per_million, "f")


def _variant(
    rates: Mapping[Condition, Rates],
    variant: str,
    plain: Mapping[str, Any],
    tiers: Mapping[int, Mapping[str, Any]],
) -> dict[str, Any]:
    """Rates of a variant. Left out where one is missing, or a tier's are not what a row makes."""
    own = _stated(rates.get(Condition(variant=variant), {}))
    if not {"input", "output"} <= set(own):
        return {}
    for above, tier in tiers.items():
        there = _stated(rates.get(Condition(above, variant), {}))
        for name in ("input", "output"):
            if name in there and name in tier:
                made = Decimal(tier[name]) * Decimal(own[name]) / Decimal(plain[name])
                if made != Decimal(there[name]):
                    return {}
    return own


def _region(entry: Entry) -> dict[str, Any]:
    factors = {
        "eu": entry.regional_processing_uplift_multiplier_eu,
        "us": entry.regional_processing_uplift_multiplier_us or entry.provider_specific_entry.us,
    }
    return {region: {"factor": str(each)} for region, each in factors.items() if each}


def _fees(entry: Entry) -> dict[str, str]:
    """Prices of other units. A search has one price, or none that could be named."""
    found = {}
    if entry.input_cost_per_request:
        found["per_request"] = str(entry.input_cost_per_request)
    if search := entry.search_context_cost_per_query:
        sizes = {value for value in search.model_dump().values() if value is not None}
        if len(sizes) == 1 and (price := sizes.pop()):
            found["per_search"] = str(price)
    return found


# -- peak hours ------------------------------------------------------------------------------------


def _peak(off_peak: OffPeak | None, plain: Mapping[str, Any]) -> dict[str, Any]:
    """The file's own rates are those of the peak: here they become windows of the others."""
    if off_peak is None:
        return {}
    base = {name: getattr(off_peak, field, None) for field, name in RATES.items()}
    row = {name: _usd(value) for name, value in base.items() if value}
    peak = {name: plain[name] for name in row if name in plain}
    hours: dict[str, list[str]] = {}
    for number, day in enumerate(DAYS, start=1):
        for span in _rest_of_day(off_peak, number):
            hours.setdefault(span, []).append(day)
    windows = [{"hours": span, "days": days, **peak} for span, days in sorted(hours.items())]
    return {**row, "windows": windows} if windows else row


def _rest_of_day(off_peak: OffPeak, weekday: int) -> Iterator[str]:
    """The spans of a day that no off-peak window covers."""
    covered = sorted(
        (start, "24:00" if end == "00:00" else end)
        for window in off_peak.windows
        if weekday in window.weekdays
        for start, _, end in (span.partition("-") for span in window.hours_utc)
    )
    clock = "00:00"
    for start, end in covered:
        if start > clock:
            yield f"{clock}-{start}"
        clock = max(clock, end)
    if clock < "24:00":
        yield f"{clock}-24:00"
