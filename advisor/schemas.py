"""The JSON Schema of every kind of file, as editors and other programs need it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal

from advisor._version import __version__

Dialect = Literal["2020-12", "draft-07"]
CATALOG_NAMES = (
    "model",
    "offers",
    "license",
    "benchmark",
    "sources",
    "gpus",
    "gpu_prices",
    "hosting_costs",
    "owned_machines",
    "refused_names",
)
"""The kinds of catalog files."""
NAMES = ("profile", "workload", "decision", *CATALOG_NAMES, "rule")

_WHERE = {
    "profile": "advisor.profile.schema:StatedProfile",
    "workload": "advisor.workload.schema:WorkloadFile",
    "decision": "advisor.decision.record:DecisionRecord",
    "model": "advisor.catalog.schema:Model",
    "offers": "advisor.catalog.schema:Provider",
    "license": "advisor.catalog.schema:License",
    "benchmark": "advisor.catalog.schema:Benchmark",
    "sources": "advisor.catalog.schema:SharedSources",
    "gpus": "advisor.catalog.schema:Gpus",
    "gpu_prices": "advisor.catalog.schema:GpuPrices",
    "hosting_costs": "advisor.catalog.schema:HostingCosts",
    "owned_machines": "advisor.catalog.schema:OwnedMachines",
    "refused_names": "advisor.catalog.schema:RefusedNames",
    "rule": "advisor.rules.rule:Rule",
}
_DIALECTS: dict[Dialect, str] = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft-07": "http://json-schema.org/draft-07/schema#",
}


def schema(name: str, dialect: Dialect = "2020-12") -> dict[str, Any]:
    """The schema of a file as it is written (``name`` is one of :data:`NAMES`)."""
    from pydantic import TypeAdapter

    module, _, kind = _WHERE[name].partition(":")
    found = TypeAdapter(getattr(import_module(module), kind)).json_schema(by_alias=True)
    if dialect == "draft-07":
        found = _draft_07(found)
    head = {"$schema": _DIALECTS[dialect], "$id": f"urn:advisor:schema:{name}:{__version__}"}
    return {**head, **found}


def _draft_07(node: Any) -> Any:
    """The same in the older words: ``definitions``, ``items``, and nothing beside a ``$ref``."""
    if isinstance(node, list):
        return [_draft_07(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    found = {_RENAMED.get(key, key): _draft_07(value) for key, value in node.items()}
    if "prefixItems" in node:
        rest = found.pop("items", None)
        found["items"] = found.pop("prefixItems")
        if rest is not None:
            found["additionalItems"] = rest
    if isinstance(found.get("$ref"), str):
        reference = found.pop("$ref").replace("#/$defs/", "#/definitions/")
        found = {**found, "allOf": [{"$ref": reference}]} if found else {"$ref": reference}
    return found


_RENAMED = {"$defs": "definitions"}
