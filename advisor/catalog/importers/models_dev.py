"""models.dev: what labs say of their models, and what hosts offer, in two shapes.

The lab records (``models.json``) hold identity, limits, features and benchmark results with the
page of each. The hosts' records map a provider to its models: the public ``api.json``, or the
same without the ids repeated inside. Prices are USD per million tokens, undated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field

from advisor.catalog.importers.claims import (
    Claim,
    Claimant,
    ModelFact,
    OfferFact,
    PriceClaim,
    ScoreClaim,
    Upstream,
)
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="models-dev",
    title="models.dev: model and provider records",
    url="https://github.com/anomalyco/models.dev",
    publisher="models.dev",
    license="MIT",
    reads="https://models.dev/api.json, or the records of labs or providers as one JSON file",
)

PROVIDERS = {
    "alibaba": "alibaba",
    "amazon-bedrock": "aws-bedrock",
    "anthropic": "anthropic",
    "azure": "azure",
    "baseten": "baseten",
    "cerebras": "cerebras",
    "cloudflare-workers-ai": "cloudflare",
    "databricks": "databricks",
    "deepinfra": "deepinfra",
    "deepseek": "deepseek",
    "fireworks-ai": "fireworks",
    "friendli": "friendli",
    "google": "google",
    "google-vertex": "google-vertex",
    "google-vertex-anthropic": "google-vertex",
    "groq": "groq",
    "mistral": "mistral",
    "moonshotai": "moonshot",
    "nebius": "nebius",
    "novita-ai": "novita",
    "openai": "openai",
    "ovhcloud": "ovhcloud",
    "scaleway": "scaleway",
    "siliconflow": "siliconflow",
    "stackit": "stackit",
    "togetherai": "together",
    "upstage": "upstage",
    "wandb": "wandb",
    "xai": "xai",
    "zai": "zhipu",
}
"""Their provider -> ours. Resellers, routers, subscriptions and Chinese sites are left out."""

FEATURES = {
    "reasoning": "reasoning",
    "structured_output": "structured_output",
    "temperature": "temperature",
    "tool_call": "tool_calling",
}
LICENSES = {"Apache 2.0": "apache-2.0", "Apache-2.0": "apache-2.0", "MIT": "mit"}
STATUSES = {"alpha": "preview", "beta": "preview", "deprecated": "deprecated"}

CLAIMANTS: dict[str, Claimant] = {
    "aider.chat": "independent",
    "arxiv.org": "vendor",
    "console.sakana.ai": "vendor",
    "huggingface.co": "vendor",
    "labs.scale.com": "independent",
    "mistral.ai": "vendor",
    "www.anthropic.com": "vendor",
    "www.swebench.com": "independent",
}
"""Whose page a result stands on. A page that is not here does not say who measured."""


class Reading(NamedTuple):
    """The benchmark of this catalog that is meant, and the condition that the name implies."""

    benchmark: str
    setting: Mapping[str, str | int | bool] = {}


_TERMINAL = Reading("terminal-bench-2", {"version": "2.1"})
BENCHMARKS: dict[tuple[str, str | None, str | None], Reading] = {
    ("Aider Polyglot", None, None): Reading("aider-polyglot", {"harness": "aider", "attempts": 2}),
    ("GPQA Diamond", None, None): Reading("gpqa-diamond"),
    ("Humanity’s Last Exam", None, None): Reading("humanitys-last-exam"),
    ("LiveCodeBench", None, None): Reading("livecodebench"),
    ("SWE Bench Pro", None, None): Reading("swe-bench-pro"),
    ("SWE-Bench Pro", None, None): Reading("swe-bench-pro"),
    ("SWE-Bench Pro", "public", None): Reading("swe-bench-pro", {"set": "public"}),
    ("SWE-Bench Verified", None, None): Reading("swe-bench-verified"),
    ("Terminal Bench 2.0", None, None): Reading("terminal-bench-2", {"version": "2.0"}),
    ("Terminal Bench 2.1", None, None): _TERMINAL,
    ("Terminal-Bench 2.1", None, None): _TERMINAL,
    ("Terminal-Bench", None, "2.1"): _TERMINAL,
}
"""(name, data set, version) -> reading. Other sets of a benchmark (``hard-aa``) are others."""

METRICS = {
    None, "pass@1", "percent", "percent correct", "percent resolved", "resolve rate", "resolved",
    "score", "success rate",
}  # fmt: skip
"""Names of the share of solved tasks in percent, which all of the above are measured in."""

HARNESSES = {
    "Claude Code": "claude-code", "Codex": "codex", "Codex CLI": "codex", "Cursor CLI": "cursor",
    "Gemini CLI": "gemini-cli", "Mini-SWE-Agent": "mini-swe-agent", "Terminus-2": "terminus-2",
}  # fmt: skip
EFFORTS = {"low", "medium", "high", "xhigh", "max"}

Rate = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Tokens = Annotated[int, Field(ge=0, le=10**9)]
Medium = Literal["text", "image", "audio", "video", "pdf"]


class Limit(Shape):
    """Tokens; 0 stands for unknown."""

    context: Tokens | None = None
    input: Tokens | None = None
    output: Tokens | None = None


class Modalities(Shape):
    input: tuple[Medium, ...]
    output: tuple[Medium, ...]


class Size(Shape):
    type: Literal["context"] = "context"
    size: Annotated[int, Field(gt=0, le=10**9)]


class Rates(Shape):
    """Rates of text. Other media are priced apart; misspelled fields say nothing certain."""

    IGNORED: ClassVar[tuple[str, ...]] = (
        "*audio*", "image", "cache_input", "cached_input", "cached_write",
    )  # fmt: skip
    input: Rate | None = None
    output: Rate | None = None
    cache_read: Rate | None = None
    cache_write: Rate | None = None


class Tier(Rates):
    tier: Size


class Cost(Rates):
    reasoning: Rate | None = None
    tiers: tuple[Tier, ...] = ()
    context_over_200k: Rates | None = None
    """The same as one tier, in files for older readers."""
    request: Rate | None = None
    citation: Rate | None = None
    """Fees whose unit is not stated; a price with one of them is not known."""


class Weights(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("label", "format", "quantization")
    url: str


class Result(Shape):
    """One benchmark result, with the page that it stands on."""

    name: str
    score: Annotated[Decimal, Field(ge=0)]
    source: str
    metric: str | None = None
    harness: str | None = None
    variant: str | None = None
    dataset: str | None = None
    version: str | None = None
    date: str | None = None


class Described(Shape):
    """What the records of labs and of hosts have in common."""

    IGNORED: ClassVar[tuple[str, ...]] = (
        "id", "name", "family", "attachment", "last_updated", "description", "links", "provider",
        "reasoning_options", "interleaved", "experimental", "base_model", "base_model_omit",
    )  # fmt: skip
    limit: Limit
    modalities: Modalities
    open_weights: bool
    release_date: str | None = None
    knowledge: str | None = None
    reasoning: bool | None = None
    structured_output: bool | None = None
    temperature: bool | None = None
    tool_call: bool | None = None


class LabModel(Described):
    license: str | None = None
    weights: tuple[Weights, ...] = ()
    benchmarks: tuple[Result, ...] = ()


class HostModel(Described):
    cost: Cost | None = None
    status: Literal["alpha", "beta", "deprecated"] | None = None


def claims(file: UpstreamFile, as_of: date) -> Iterator[Claim]:
    """What the file states, by its shape: hosts have ``models``, labs' models have none."""
    data = file.mapping(file.json())
    for name, record in data.items():
        entry = file.mapping(record, name)
        if "models" not in entry:
            yield from _of_lab(name, file.check(entry, LabModel, name), as_of)
        elif name in PROVIDERS:
            models = file.mapping(entry["models"], name, "models")
            for endpoint, model in models.items():
                found = file.check(model, HostModel, name, "models", endpoint)
                yield from _of_host(name, endpoint, found)


# -- labs ------------------------------------------------------------------------------------------


def _of_lab(name: str, model: LabModel, as_of: date) -> Iterator[Claim]:
    facts = {
        "released": _day(model.release_date),
        "knowledge_cutoff": model.knowledge,
        "openness": "open_weights" if model.open_weights else "api_only",
        "license": LICENSES.get(model.license or ""),
        "modalities.input": list(model.modalities.input),
        "modalities.output": list(model.modalities.output),
        "weights.repository": _repository(model.weights),
        **_limits_and_features(model),
    }
    for field, value in facts.items():
        if value is not None:
            yield ModelFact(name, field, value)
    for result in model.benchmarks:
        yield from _score(name, result, as_of)


def _limits_and_features(model: Described) -> dict[str, Any]:
    limits = {"window": model.limit.context, **dict(model.limit)}
    named = ("window", "input", "output")
    return {
        **{f"limits.{name}": limits[name] or None for name in named},
        **{f"features.{ours}": getattr(model, theirs) for theirs, ours in FEATURES.items()},
    }


def _day(text: str | None) -> str | None:
    """A whole day; a month alone is none."""
    return text if text and re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def _repository(weights: tuple[Weights, ...]) -> str | None:
    """The one repository on Hugging Face, if it is one."""
    found = [
        urlsplit(each.url).path.strip("/")
        for each in weights
        if urlsplit(each.url).hostname == "huggingface.co"
    ]
    return found[0] if len(found) == 1 and found[0].count("/") == 1 else None


def _score(name: str, result: Result, as_of: date) -> Iterator[ScoreClaim]:
    reading = BENCHMARKS.get((result.name, result.dataset, result.version))
    by = CLAIMANTS.get(urlsplit(result.source).hostname or "")
    if reading is None or by is None or result.metric not in METRICS:
        return
    harness = HARNESSES.get(result.harness or result.variant or "")
    setting = dict(reading.setting) | ({"harness": harness} if harness else {})
    if result.variant in EFFORTS:
        setting["effort"] = str(result.variant)
    elif result.variant and result.variant not in HARNESSES:
        setting["variant"] = result.variant
    day = _day(result.date)
    yield ScoreClaim(
        name=name,
        benchmark=reading.benchmark,
        value=format(result.score, "f"),
        by=by,
        as_of=date.fromisoformat(day) if day else as_of,
        setting=setting,
        url=result.source,
        note=None if day else "The source states no date: the day of the file.",
    )


# -- hosts -----------------------------------------------------------------------------------------


def _of_host(host: str, endpoint: str, model: HostModel) -> Iterator[Claim]:
    provider, name = PROVIDERS[host], f"{host}/{endpoint}"
    facts = {**_limits_and_features(model), "lifecycle.status": STATUSES.get(model.status or "")}
    for field, value in facts.items():
        if value is not None:
            yield OfferFact(provider, endpoint, name, field, value)
    row = _row(model.cost) if model.cost else {}
    if row:
        yield PriceClaim(provider, endpoint, name, (row,))


def _row(cost: Cost) -> dict[str, Any]:
    """The price in the catalog's fields; nothing where it is not known or cannot be said."""
    dearer = cost.reasoning is not None and cost.reasoning != cost.output
    if dearer or cost.request or cost.citation or not (cost.input and cost.output):
        return {}
    row = _stated(cost)
    tiers: list[tuple[int, Rates]] = [(each.tier.size, each) for each in cost.tiers]
    if not tiers and cost.context_over_200k:
        tiers = [(200_000, cost.context_over_200k)]
    if tiers:
        ordered = sorted(tiers, key=lambda each: each[0])
        row["tiers"] = [{"above": above, **_stated(rates)} for above, rates in ordered]
    return row


def _stated(rates: Rates) -> dict[str, Any]:
    """What is more than nothing: a 0 beside other prices is what the file writes for unknown."""
    names = ("input", "output", "cache_read", "cache_write")
    found = {name: getattr(rates, name) for name in names}
    return {name: format(value.normalize(), "f") for name, value in found.items() if value}
