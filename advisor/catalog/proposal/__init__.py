"""Claims x catalog -> a proposal: what a catalog folder would say after an import, and why.

Nothing is overwritten by a source that is not the value's own: what is unknown is filled, what is
later is added, what contradicts is kept as a dispute. A second run finds everything confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity import Identities, RefusedError
from advisor.catalog.importers.claims import (
    Claim,
    ModelFact,
    OfferFact,
    PriceClaim,
    ScoreClaim,
    Upstream,
)
from advisor.catalog.proposal import models, offers, prices, scores
from advisor.catalog.proposal.draft import Data, Draft
from advisor.catalog.proposal.outcome import Change, Proposal, Table

__all__ = ["Change", "Proposal", "propose"]


def propose(
    claims: Iterable[Claim],
    upstream: Upstream,
    source: Data,
    catalog: Catalog,
    identities: Identities,
    as_of: date,
    into: Path,
    shipped: Path,
    new_offers: bool = False,
) -> Proposal:
    """What the claims of one file would change in the folder ``into``. Writes nothing."""
    proposal = Proposal()
    draft = Draft(into, shipped)
    table = Table(catalog, identities, upstream, source, as_of, draft, proposal, new_offers)
    # Prices first: they may add the offer that a fact of the same file is about.
    for claim in sorted(claims, key=lambda each: isinstance(each, OfferFact)):
        try:
            _weigh(claim, table)
        except RefusedError as fault:
            table.leave(claim.name, str(fault))
    if proposal.changes:
        _introduce(table)
    proposal.texts = draft.texts()
    return proposal


def _weigh(claim: Claim, table: Table) -> None:
    match claim:
        case ModelFact():
            models.weigh(claim, table)
        case ScoreClaim():
            scores.weigh(claim, table)
        case OfferFact():
            offers.weigh(claim, table)
        case PriceClaim():
            prices.weigh(claim, table)


def _introduce(table: Table) -> None:
    """Describe the source once for the whole folder, if nobody has."""
    if table.source_id in table.catalog.shared_sources:
        return
    upstream = table.upstream
    more = {"publisher": upstream.publisher, "license": upstream.license, "kind": "data_set"}
    told = {name: value for name, value in more.items() if value}
    read = table.source["read"]
    rest = {name: value for name, value in table.source.items() if name != "read"}
    entry = {**rest, **told, "read": read}
    table.draft.file("sources", "sources").setdefault("sources", []).append(entry)
