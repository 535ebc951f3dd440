"""Claims about a model's fields: what is unknown is filled, what differs is disputed."""

from __future__ import annotations

from advisor.catalog.importers.claims import ModelFact
from advisor.catalog.proposal.draft import at, state
from advisor.catalog.proposal.outcome import Table, agree


def weigh(claim: ModelFact, table: Table) -> None:
    """Hold one field of a model against the catalog. Raises RefusedError for the name."""
    id = table.model(claim.name, table.as_of)
    ours = at(table.draft.whole("models", id), claim.field)
    stated = at(table.draft.file("models", id), claim.field)
    if ours is None and stated is None:
        state(table.draft.file("models", id), claim.field, claim.value, "models")
        table.vouch("models", id, claim.field)
        table.note("add", id, claim.field, None, claim.value)
    elif agree(claim.field, ours, claim.value) or agree(claim.field, stated, claim.value):
        table.confirm()
    elif _only_source(table, id, claim.field):
        state(table.draft.file("models", id), claim.field, claim.value, "models")
        table.note("update", id, claim.field, ours, claim.value, "this source alone supports it")
    else:
        table.dispute("models", id, id, claim.field, ours, claim.value)


def _only_source(table: Table, id: str, field: str) -> bool:
    model = table.catalog.models[id]
    keys = table.catalog.supporting(id, model.sources, field)
    return keys == (table.catalog.source_key(id, table.source_id),)
