"""HELM's register of models: release days, parameters; and how long a request may be.

Two files: ``model_metadata`` (models) and ``model_deployments`` (how HELM reaches them). The source
publishes them as YAML below a key of the same name; a plain list is read too. There are no scores
in them, and sizes of closed models are guesses, so sizes are read for open weights alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from advisor.catalog.importers.claims import ModelFact, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="helm",
    title="HELM: register of models",
    url="https://github.com/stanford-crfm/helm",
    publisher="Stanford CRFM",
    license="Apache-2.0",
    reads="src/helm/config/model_metadata.yaml, model_deployments.yaml",
)


class Metadata(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = (
        "creator_organization*", "deprecated", "description", "display_name", "release", "tags",
    )  # fmt: skip
    name: str
    access: Literal["open", "limited", "closed"]
    num_parameters: Annotated[int, Field(ge=0, le=10**14)] | None = None
    release_date: date | None = None


class Deployment(Shape):
    IGNORED: ClassVar[tuple[str, ...]] = (
        "client_spec", "deprecated", "tokenizer_name", "window_service_spec", "args",
        "max_request_length",
    )  # fmt: skip
    name: str
    model_name: str | None = None
    max_sequence_length: Annotated[int, Field(gt=0, le=10**9)] | None = None
    max_sequence_and_generated_tokens_length: Annotated[int, Field(gt=0)] | None = None


def claims(file: UpstreamFile, as_of: date) -> Iterator[ModelFact]:
    """Release day and size of each model, or the window that each deployment has."""
    data = file.json() if file.name.endswith(".json") else file.yaml()
    for key, read in (("models", _model), ("model_deployments", _deployment)):
        if isinstance(data, dict) and key in data:
            return read(file, file.sequence(data[key], key))
    rows = file.sequence(data)
    deployed = rows and isinstance(rows[0], dict) and "model_name" in rows[0]
    return (_deployment if deployed else _model)(file, rows)


def _model(file: UpstreamFile, rows: list[Any]) -> Iterator[ModelFact]:
    for n, data in enumerate(rows):
        model = file.check(data, Metadata, n)
        if model.release_date:
            yield ModelFact(model.name, "released", model.release_date.isoformat())
        if model.num_parameters and model.access == "open":
            yield ModelFact(model.name, "weights.parameters", model.num_parameters)


def _deployment(file: UpstreamFile, rows: list[Any]) -> Iterator[ModelFact]:
    """Only where the two stated lengths say that the window is meant, answer included."""
    for n, data in enumerate(rows):
        served = file.check(data, Deployment, n)
        window = served.max_sequence_and_generated_tokens_length
        if window:
            yield ModelFact(served.model_name or served.name, "limits.window", window)
