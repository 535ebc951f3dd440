"""Our prices and limits beside what other price lists state, every difference with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.catalog.agreement.compare import Agreement, compared
from advisor.catalog.agreement.statements import Upstreams, read
from advisor.catalog.catalog import Catalog

__all__ = ["Agreement", "Upstreams", "agreement"]


def agreement(catalog: Catalog, upstreams: Sequence[Upstreams], as_of: date) -> Agreement:
    """Hold what is in force on a day against what upstream files state.

    Raises:
        InputError: a file is not what its importer reads.
    """
    return compared(catalog, [read(each, catalog) for each in upstreams], as_of)
