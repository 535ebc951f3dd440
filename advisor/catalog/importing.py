"""An upstream's file -> what the catalog would say after it: read, name, weigh, write."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from advisor.catalog.identity import Identities
from advisor.catalog.importers import importers
from advisor.catalog.importers.claims import Upstream
from advisor.catalog.importers.fetch import opened
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.load import load_catalog
from advisor.catalog.proposal import Proposal, propose
from advisor.catalog.proposal.apply import apply
from advisor.resources import folder
from advisor.yamlio.problems import InputError, Problem, did_you_mean


@dataclass(frozen=True)
class Import:
    """What is asked for. ``into`` is the folder to change; without one, the shipped catalog is
    compared and nothing can be written."""

    source: str
    """The importer: ``litellm``."""
    path: str
    """A path, ``-`` or an https address."""
    as_of: date
    """The day on which the file was published."""
    mapped: Mapping[str, str]
    """Names of the file -> models, over the catalog's own table."""
    overlays: tuple[Path, ...] = ()
    into: Path | None = None
    new_offers: bool = False
    """May endpoints that the catalog does not have become offers?"""


@dataclass(frozen=True)
class Result:
    proposal: Proposal
    into: Path
    shipped: Path

    def write(self) -> None:
        """Write the proposed files. Raises InputError and OSError, with nothing half-written."""
        apply(self.proposal, self.into, self.shipped)


def import_file(asked: Import) -> Result:
    """What the file would change. Nothing is written before :meth:`Result.write`.

    Raises:
        InputError: the file is not what the importer reads, or the catalog is not sound.
    """
    importer = importers()[asked.source]
    shipped = folder("catalog")
    into = asked.into or shipped
    layers = [*asked.overlays]
    if into.is_dir() and into.resolve() != shipped.resolve():
        layers.append(into)
    catalog = load_catalog(*layers)
    _check_mapped(asked.mapped, catalog.models)
    file = opened(asked.path)
    claims = list(importer.claims(file, asked.as_of))
    source = _source(importer.upstream, file, asked.as_of)
    proposal = propose(
        claims,
        importer.upstream,
        source,
        catalog,
        Identities(catalog, asked.mapped),
        asked.as_of,
        into,
        shipped,
        asked.new_offers,
    )
    return Result(proposal, into, shipped)


def _check_mapped(mapped: Mapping[str, str], models: Mapping[str, Any]) -> None:
    for name, model in mapped.items():
        if model not in models:
            message = f"unknown model {model!r} for {name!r}"
            raise InputError([Problem("--map", None, None, message, did_you_mean(model, models))])


def _source(upstream: Upstream, file: UpstreamFile, as_of: date) -> dict[str, Any]:
    """How the file is cited; a file of the user's own is a source by itself."""
    if not upstream.own:
        told = {"id": upstream.id, "title": upstream.title, "url": upstream.url}
        return {**told, "read": as_of.isoformat()}
    sha = hashlib.sha256(file.content).hexdigest()
    title = f"Own evaluation with {upstream.title}: {Path(file.name).name}"
    return {"id": f"{upstream.id}-{sha[:12]}", "title": title, "version": sha,
            "read": as_of.isoformat()}  # fmt: skip
