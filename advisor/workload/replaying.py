"""What a log would have cost at each of many offers: its sums times their rates.

The scan is done once; a candidate more is a column more of one product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from advisor.catalog.schema import Offer
from advisor.pricing.rates import Service, row_on
from advisor.workload.cells import day_of
from advisor.workload.rates import BILLED, ORDER, SERVICES, columns
from advisor.workload.sums import Sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 256
"""Candidates of one product: the price matrix of all would grow with them."""
Ratio = Callable[[str, Offer], Fraction]
"""Tokens of an offer's model for one of a logged model."""


@dataclass(frozen=True, eq=False)
class Replay:
    """``usd[month, candidate]``, to about 15 digits; NaN where a rate that is needed is absent.

    ``missing`` names those rates by candidate.
    """

    months: tuple[str, ...]
    usd: NDArray[np.float64]
    missing: tuple[tuple[str, ...], ...]

    @property
    def totals(self) -> NDArray[np.float64]:
        """USD by candidate, over all months."""
        total: NDArray[np.float64] = self.usd.sum(axis=0)
        return total


def replay(sums: Sums, offers: Sequence[Offer], ratio: Ratio | None = None) -> Replay:
    """The cost of the log at every offer, at the prices of each request's own time.

    Without ``ratio`` every model has the same number of tokens.

    Every service of the sums has to be known (:data:`~advisor.workload.rates.SERVICES`), and
    their cells have to be those of the offers and ratios. Fees by the month are counted in each
    month that has requests.
    """
    matrix = _Matrix.of(sums)
    parts = [matrix.times(offers[n : n + AT_ONCE], ratio) for n in range(0, len(offers), AT_ONCE)]
    usd = np.concatenate([part for part, _ in parts], axis=1)
    missing = tuple(names for _, each in parts for names in each)
    return Replay(matrix.months, usd + _fees(sums, matrix.months, offers), missing)


@dataclass(frozen=True, eq=False)
class _Matrix:
    """The sums by month and model (rows), and by rate cell and what is billed (columns)."""

    sums: Sums
    months: tuple[str, ...]
    models: tuple[str, ...]
    services: tuple[Service, ...]
    tokens: NDArray[np.float64]
    """``[month * model, cell, billed]``"""

    @classmethod
    def of(cls, sums: Sums) -> _Matrix:
        months = tuple(sorted({span.month for span in sums.cells.spans}))
        models = tuple(sorted(set(sums.model)))
        told = [SERVICES[service] for service in sums.service]
        services = tuple(service for service in ORDER if service in told)
        spans = sums.cells.spans
        month = np.array([months.index(span.month) for span in spans], np.int64)[sums.span]
        phase = np.array([span.phase for span in spans], np.int64)[sums.span]
        model = np.array([models.index(name) for name in sums.model], np.int64)
        service = np.array([services.index(each) for each in told], np.int64)
        sizes = len(sums.cells.least)
        cell = (phase * sizes + sums.size) * max(1, len(services)) + service
        shape = (
            len(months) * len(models),
            len(sums.cells.phases) * sizes * len(services),
            len(BILLED),
        )
        tokens = np.zeros(shape)
        np.add.at(tokens, (month * len(models) + model, cell), _billed(sums))
        return cls(sums, months, models, services, tokens)

    def times(
        self, offers: Sequence[Offer], ratio: Ratio | None
    ) -> tuple[NDArray[np.float64], list[tuple[str, ...]]]:
        """USD by month and offer, and what is missing for each."""
        usd = np.zeros((len(self.months), len(offers)))
        missing: list[set[str]] = [set() for _ in offers]
        for value, of in self._alike(offers, ratio).items():
            at = np.flatnonzero(of.any(axis=0))
            prices = columns(
                [offers[n] for n in at.tolist()], self.sums.cells, self.services, value
            )
            rows = np.tile(of[:, at], (len(self.months), 1))
            usd[:, at] += self._product(prices, rows, float(value), [missing[n] for n in at])
        return usd, [tuple(name for name in BILLED if name in each) for each in missing]

    def _alike(
        self, offers: Sequence[Offer], ratio: Ratio | None
    ) -> dict[Fraction, NDArray[np.float64]]:
        """Ratio -> 1 for each logged model and offer that have it, else 0."""
        shape = (len(self.models), len(offers))
        if ratio is None:
            return {Fraction(1): np.ones(shape)}
        found: dict[Fraction, NDArray[np.float64]] = {}
        for m, model in enumerate(self.models):
            for c, offer in enumerate(offers):
                found.setdefault(ratio(model, offer), np.zeros(shape))[m, c] = 1.0
        return found

    def _product(
        self,
        prices: NDArray[np.float64],
        rows: NDArray[np.float64],
        ratio: float,
        missing: list[set[str]],
    ) -> NDArray[np.float64]:
        """USD by month; ``rows[month * model, candidate]`` is 1 where the ratio is the one."""
        prices = prices.reshape(len(prices), -1, len(BILLED))
        absent = np.isnan(prices)
        scale = np.array([1.0, *[ratio] * (len(BILLED) - 1)])
        flat = (self.tokens * scale).reshape(len(rows), -1)
        known = np.where(absent, 0.0, prices).reshape(len(prices), -1)
        usd = (flat @ known.T) * rows
        for n, name in enumerate(BILLED):
            billed, unknown = self.tokens[:, :, n], absent[:, :, n]
            if billed.any() and unknown.any():
                needed = (np.ascontiguousarray(billed) @ unknown.T.astype(float)) * rows > 0
                usd[needed] = np.nan
                for c in np.flatnonzero(needed.any(axis=0)):
                    missing[c].add(name)
        found: NDArray[np.float64] = usd.reshape(len(self.months), -1, len(missing)).sum(axis=1)
        return found


def _billed(sums: Sums) -> NDArray[np.float64]:
    """The totals as what is billed: the input without what was read and written."""
    found = sums.totals.astype(float)
    found[:, 1] -= sums.totals[:, 2:5].sum(axis=1)
    return found


def _fees(sums: Sums, months: Sequence[str], offers: Sequence[Offer]) -> NDArray[np.float64]:
    """USD by month and offer that is paid by the month, by the last price row of each month."""
    found = np.zeros((len(months), len(offers)))
    last = {sums.cells.spans[n].month: sums.cells.spans[n].phase for n in np.unique(sums.span)}
    for c, offer in enumerate(offers):
        if not any(row.per_month for row in offer.prices):
            continue
        for month, phase in last.items():
            row = row_on(offer, day_of(sums.cells.phases[phase]))
            if row and row.per_month:
                found[months.index(month), c] = float(row.per_month)
    return found
