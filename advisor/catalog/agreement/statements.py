"""Upstream files -> what each states of one endpoint: figures by the name of their field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity import Identities, RefusedError
from advisor.catalog.importers import importers
from advisor.catalog.importers.claims import Claim, ModelFact, OfferFact, PriceClaim, Upstream
from advisor.catalog.importers.fetch import opened
from advisor.catalog.prices import figures
from advisor.catalog.proposal.offers import offer_meant
from advisor.catalog.schema import Model, Offer, PriceRow, Provider

LIMITS = ("limits.window", "limits.input", "limits.output")
Figures = dict[str, Decimal]


class Upstreams(NamedTuple):
    """One file of one upstream. ``day`` is when it was published."""

    source: str
    """The importer: ``litellm``."""
    path: str
    day: date


@dataclass
class Statement:
    """What one upstream states of one endpoint, or of one model wherever it is served."""

    source: str
    day: date
    """When somebody looked: the entry's own day where it has one, else the file's."""
    name: str
    """What the upstream calls the model."""
    limits: Figures = field(default_factory=dict)
    rows: tuple[PriceRow, ...] = ()
    claim: OfferFact | PriceClaim | None = None

    def prices(self, day: date) -> Figures:
        """Their price figures of a day: ``prices.input``, ``prices.tiers.200000.output``."""
        found = None
        for row in self.rows:
            if (row.since or date.min) <= day <= (row.until or date.max):
                found = row
        return price_figures(found)


class Names(NamedTuple):
    """Where the names of an upstream are looked up."""

    catalog: Catalog
    identities: Identities
    upstream: Upstream


class Read(NamedTuple):
    """A file taken apart."""

    source: str
    day: date
    names: Names
    statements: tuple[Statement, ...]


class Subject(NamedTuple):
    """What a statement is about: an offer of ours, or a model wherever it is served."""

    model: Model
    provider: Provider | None = None
    offer: Offer | None = None

    @property
    def about(self) -> str:
        if self.provider is None or self.offer is None:
            return self.model.id
        told = f"{self.provider.provider}: {self.offer.endpoint}"
        return f"{told} ({self.offer.id})" if self.offer.id else told

    def limits(self) -> Figures:
        """The limits that hold: the offer's own, else those of the model."""
        found: Figures = {}
        for name in LIMITS:
            short = name.partition(".")[2]
            own = getattr(self.offer.limits, short) if self.offer else None
            value = own if own is not None else getattr(self.model.limits, short)
            if value is not None:
                found[name] = Decimal(value)
        return found


def price_figures(row: PriceRow | None) -> Figures:
    return {f"prices.{name}": value for name, value in figures(row).items()} if row else {}


def read(upstream: Upstreams, catalog: Catalog) -> Read:
    """The statements of a file, of prices and limits alone."""
    importer = importers()[upstream.source]
    names = Names(catalog, Identities(catalog), importer.upstream)
    claims = importer.claims(opened(upstream.path), upstream.day)
    return Read(upstream.source, upstream.day, names, tuple(_statements(claims, upstream)))


def _statements(claims: Iterable[Claim], upstream: Upstreams) -> Iterable[Statement]:
    """One statement an endpoint: an upstream tells limits and prices of it apart."""
    found: dict[tuple[str | None, ...], Statement] = {}
    for claim in claims:
        if isinstance(claim, ModelFact):
            key: tuple[str | None, ...] = (claim.name,)
        elif isinstance(claim, OfferFact | PriceClaim):
            key = (claim.provider, claim.endpoint, claim.name, claim.offer)
        else:
            continue
        limit = not isinstance(claim, PriceClaim) and claim.field in LIMITS
        if not limit and not isinstance(claim, PriceClaim):
            continue
        said = found.setdefault(key, Statement(upstream.source, upstream.day, claim.name))
        if isinstance(claim, PriceClaim):
            said.claim = claim
            said.day = claim.checked or upstream.day
            said.rows = tuple(_row(row, said) for row in claim.rows)
        else:
            said.limits[claim.field] = Decimal(claim.value)
            if isinstance(claim, OfferFact) and said.claim is None:
                said.claim = claim
    return found.values()


def _row(stated: Mapping[str, object], said: Statement) -> PriceRow:
    return PriceRow.model_validate({**stated, "source": said.source, "checked": said.day})


def subject_of(said: Statement, names: Names, day: date) -> Subject:
    """What of ours is meant on a day.

    Raises:
        RefusedError: nothing of ours, with the reason.
    """
    catalog = names.catalog
    if said.claim is None:
        model = names.identities.resolve(said.name, names.upstream.id, day)
        return Subject(catalog.models[model])
    offer = offer_meant(said.claim, names, day)
    if offer is None:
        raise RefusedError("the provider does not offer it in the catalog")
    return Subject(catalog.models[offer.model], catalog.providers[said.claim.provider], offer)
