"""What a log would have cost at each of many offers: its sums times their rates.

The scan is done once; a candidate more is a column more of one product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from advisor.catalog.schema import Offer, Provider
from advisor.pricing.rates import Service, discount_on, row_on
from advisor.workload.cells import Cells, day_of
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

    ``missing`` names those rates by candidate; ``notes`` tell what else its figure rests on.
    """

    months: tuple[str, ...]
    usd: NDArray[np.float64]
    missing: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[str, ...], ...]

    @property
    def totals(self) -> NDArray[np.float64]:
        """USD by candidate, over all months."""
        total: NDArray[np.float64] = self.usd.sum(axis=0)
        return total


def replay(
    sums: Sums,
    offers: Sequence[Offer],
    ratio: Ratio | None = None,
    *,
    regions: Sequence[str] = (),
) -> Replay:
    """The cost of the log at every offer, at the prices of each request's own time.

    An offer's own discount counts; :func:`contracted` gives it that of its provider. What is paid
    by the month, and what a month costs at least, counts in full for each month of the log. Every
    service of the sums has to be known (:data:`~advisor.workload.rates.SERVICES`), and their cells
    have to be those of the offers and ratios.

    Args:
        ratio: without it every model has the same number of tokens.
        regions: the first of them that has a surcharge at an offer is where its requests go.
    """
    matrix = _Matrix.of(sums)
    missing: list[tuple[str, ...]] = []
    parts = []
    for n in range(0, len(offers), AT_ONCE):
        part, lacking = matrix.times(offers[n : n + AT_ONCE], ratio, regions)
        parts.append(part)
        missing += lacking
    usd = np.concatenate(parts, axis=1)
    days = {day_of(phase) for phase in sums.cells.phases}
    notes = [_notes(offer, days, regions) for offer in offers]
    for n, offer in enumerate(offers):
        notes[n] += _by_month(usd[:, n], offer, sums.cells, matrix.months)
    return Replay(matrix.months, usd, tuple(missing), tuple(map(tuple, notes)))


def contracted(provider: Provider) -> list[Offer]:
    """A provider's offers, each with the discount that holds for it."""
    given = provider.discount
    return [
        offer if offer.discount or not given else offer.model_copy(update={"discount": given})
        for offer in provider.offers
    ]


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
        self, offers: Sequence[Offer], ratio: Ratio | None, regions: Sequence[str]
    ) -> tuple[NDArray[np.float64], list[tuple[str, ...]]]:
        """USD by month and offer, and what is missing for each."""
        usd = np.zeros((len(self.months), len(offers)))
        missing: list[set[str]] = [set() for _ in offers]
        for value, of in self._alike(offers, ratio).items():
            at = np.flatnonzero(of.any(axis=0))
            chosen = [offers[n] for n in at.tolist()]
            prices = columns(chosen, self.sums.cells, self.services, value, regions)
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


def _by_month(
    usd: NDArray[np.float64], offer: Offer, cells: Cells, months: Sequence[str]
) -> list[str]:
    """Add to one offer's USD what is paid by the month, by the terms at the end of each.

    Returns:
        what is to be told of it
    """
    if not (offer.discount or any(row.per_month or row.monthly_minimum for row in offer.prices)):
        return []
    raised = []
    for month, phase in {span.month: span.phase for span in cells.spans}.items():
        day, n = day_of(cells.phases[phase]), months.index(month)
        row, discount = row_on(offer, day), discount_on(offer.discount, day)
        if row and row.per_month:
            usd[n] += float(row.per_month * (discount.factor if discount else 1))
        terms = (row and row.monthly_minimum, discount and discount.monthly_commitment)
        least = float(max(each or 0 for each in terms))
        if usd[n] < least:
            usd[n] = least
            raised.append(month)
    return [f"up to the least that a month costs: {', '.join(raised)}"] if raised else []


def _notes(offer: Offer, days: Iterable[date], regions: Sequence[str]) -> list[str]:
    """What the log or the offer leaves open, of the price rows that hold on these days."""
    rows = [row for row in offer.prices if any(row_on(offer, day) is row for day in days)]
    notes = [
        f"{what} have a price, and the log does not tell how many there were"
        for name, what in (("per_image", "images"), ("per_search", "searches"))
        if any(getattr(row, name) is not None for row in rows)
    ]
    if regions and not any(region in row.region for row in rows for region in regions):
        notes.append(f"no surcharge for {' or '.join(regions)} is stated")
    for rate in dict.fromkeys(row.currency for row in rows if row.currency):
        worth = f"1 {rate.code} = {rate.usd} USD on {rate.as_of}"
        notes.append(f"priced in {rate.code}; {worth} ({rate.source})")
    return notes
