"""llmdb: lifecycles of endpoints (deprecated, retired, replaced), and their limits.

Its records are keyed by provider and endpoint. Its prices are a copy of other sources', with slips
of unit among them, and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from advisor.catalog.importers.claims import OfferFact, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="llmdb",
    title="llmdb: model metadata and lifecycle",
    url="https://github.com/agentjido/llmdb",
    publisher="agentjido",
    license="Apache-2.0",
    reads="the providers of a release as JSON: provider -> models",
)

PROVIDERS = {
    "alibaba": "alibaba",
    "amazon_bedrock": "aws-bedrock",
    "anthropic": "anthropic",
    "azure": "azure",
    "cohere": "cohere",
    "deepinfra": "deepinfra",
    "deepseek": "deepseek",
    "fireworks_ai": "fireworks",
    "google": "google",
    "google_vertex": "google-vertex",
    "groq": "groq",
    "meta": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "moonshotai": "moonshot",
    "openai": "openai",
    "perplexity": "perplexity",
    "togetherai": "together",
    "upstage": "upstage",
    "xai": "xai",
    "zai": "zhipu",
}


def _of_a_time(value: Any) -> Any:
    """Some days are stated with their time."""
    return value[:10] if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_of_a_time)]


class Lifecycle(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = ("replacement",)
    status: Literal["active", "deprecated", "retired"] | None = None
    deprecated_at: Day | None = None
    retires_at: Day | None = None


class Limits(Shape):
    context: int | None = None
    input: int | None = None
    output: int | None = None


class Endpoint(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = (
        "aliases", "catalog_only", "cost", "doc_url", "extra", "family", "knowledge",
        "last_updated", "modalities", "name", "pricing", "release_date", "tags",
    )  # fmt: skip
    id: str
    provider_model_id: str | None = None
    limits: Limits = Limits()
    lifecycle: Lifecycle = Lifecycle()


def claims(file: UpstreamFile, as_of: date) -> Iterator[OfferFact]:
    """Limits and lifecycle of the endpoints of every provider that the catalog carries."""
    for theirs, record in file.mapping(file.json()).items():
        models = file.mapping(file.mapping(record, theirs).get("models"), theirs, "models")
        for name, data in models.items():
            endpoint = file.check(data, Endpoint, theirs, "models", name)
            if theirs in PROVIDERS:
                yield from _of(endpoint, theirs)


def _of(endpoint: Endpoint, theirs: str) -> Iterator[OfferFact]:
    limits, life = endpoint.limits, endpoint.lifecycle
    stated: dict[str, Any] = {
        "limits.window": limits.context,
        "limits.input": limits.input,
        "limits.output": limits.output,
        "lifecycle.deprecated": life.deprecated_at and life.deprecated_at.isoformat(),
        "lifecycle.retires": life.retires_at and life.retires_at.isoformat(),
        "lifecycle.status": life.status if life.status != "active" else None,
    }
    name = f"{theirs}:{endpoint.id}"
    served = endpoint.provider_model_id or endpoint.id
    for field, value in stated.items():
        if value:  # 0 stands for unknown
            yield OfferFact(PROVIDERS[theirs], served, name, field, value)
