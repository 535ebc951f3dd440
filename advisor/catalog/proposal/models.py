"""Claims about a model's fields: what is unknown is filled, what differs is disputed."""

from __future__ import annotations

from typing import Any

from advisor.catalog.identity import RefusedError
from advisor.catalog.importers.claims import ModelFact
from advisor.catalog.proposal.draft import Data, put
from advisor.catalog.proposal.outcome import Table, agree


def weigh(claim: ModelFact, table: Table) -> None:
    """Hold one field of a model against the catalog."""
    try:
        id = table.model(claim.name, table.as_of)
    except RefusedError as fault:
        table.leave(claim.name, str(fault))
        return
    ours = _at(table.draft.whole("models", id), claim.field)
    stated = _at(table.draft.file("models", id), claim.field)
    if ours is None and stated is None:
        _state(table.draft.file("models", id), claim.field, claim.value)
        table.vouch("models", id, claim.field)
        table.note("add", id, claim.field, None, claim.value)
    elif agree(claim.field, ours, claim.value) or agree(claim.field, stated, claim.value):
        table.confirm()
    elif _only_source(table, id, claim.field):
        _state(table.draft.file("models", id), claim.field, claim.value)
        table.note("update", id, claim.field, ours, claim.value, "this source alone supports it")
    else:
        table.dispute("models", id, id, claim.field, ours, claim.value)


def _at(data: Data, field: str) -> Any:
    value: Any = data
    for step in field.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _state(data: Data, field: str, value: Any) -> None:
    first, _, rest = field.partition(".")
    if not rest:
        put(data, first, value, "models")
        return
    if first not in data:
        put(data, first, {}, "models")
    data[first][rest] = value


def _only_source(table: Table, id: str, field: str) -> bool:
    model = table.catalog.models[id]
    keys = table.catalog.supporting(id, model.sources, field)
    return keys == (table.catalog.source_key(id, table.source_id),)
