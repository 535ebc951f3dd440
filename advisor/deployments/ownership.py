"""What a deployment costs in all, month by month: nothing is free because its weights are open.

Machines are counted for the peak of each month and paid for by the month; beside them stand the
people who run them, storage, egress and the work of the beginning. Low and high take the ends of
everything that is left open: of the traffic, the speed, and each assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import ceil
from typing import Literal, NamedTuple

from advisor.deployments import assumptions as ids
from advisor.deployments.assumptions import Assumptions
from advisor.deployments.deployment import Deployment
from advisor.deployments.load import SECONDS, busy
from advisor.deployments.machines import Machine
from advisor.hosting.constants import HOURS
from advisor.pricing.projection import (
    LEVELS,
    ZERO,
    Band,
    Level,
    changed,
    growth_factors,
    requests_of,
)
from advisor.profile.schema import Hosting, Workload

Component = Literal[
    "machines", "capital", "power", "colocation", "maintenance", "people", "storage", "egress",
    "one_off",
]  # fmt: skip
COMPONENTS: tuple[Component, ...] = (
    *("machines", "capital", "power", "colocation", "maintenance"),
    *("people", "storage", "egress", "one_off"),
)
MORE_IS_CHEAPER = frozenset({ids.TARGET, ids.MONTHS, ids.RESIDUAL, ids.WORKING_DAYS})
"""Of these the high end makes the low cost."""
_OTHER_END: dict[Level, Level] = {"low": "high", "base": "base", "high": "low"}
GIGA = Decimal(10**9)
TOO_FEW = (
    "In the worst case it takes more machines than there are; those are counted at the same price."
)


class Month(NamedTuple):
    """One month at a level: requests of the month, what runs, and USD by component."""

    requests: Decimal
    serving: int
    machines: int
    costs: dict[Component, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.costs.values(), Decimal(0))


class Scales(NamedTuple):
    """Replicas that one request of a month takes: at its peak, and if it comes at any hour."""

    peak: Decimal
    mean: Decimal


class _Rates(NamedTuple):
    """USD of a month at today's prices: for each machine, for a request, and in any case."""

    machine: dict[Component, Decimal]
    request: Decimal
    fixed: dict[Component, Decimal]


@dataclass(frozen=True)
class Ownership:
    """The projection of a deployment. Where ``missing`` names something there is no cost."""

    deployment: Deployment
    workload: Workload
    hosting: Hosting
    assumed: Assumptions
    calendar: tuple[str, ...]
    growth: tuple[Decimal, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def known(self) -> bool:
        return not self.missing

    @property
    def machine(self) -> Machine:
        return self.deployment.machine

    # -- what runs ---------------------------------------------------------------------------

    @cached_property
    def scales(self) -> dict[Level, Scales]:
        return {level: self._scales(level) for level in LEVELS}

    def _scales(self, level: Level) -> Scales:
        work: Decimal = getattr(self.deployment.work, level)
        evenly = work / SECONDS / self.at(ids.TARGET, level)
        return Scales(evenly * busy(self.workload, self.assumed, level), evenly)

    @property
    def is_scaled(self) -> bool:
        """Are replicas stopped while traffic is low? What was bought costs all the same."""
        return self.hosting.autoscaling and not self.machine.is_owned

    def serving(self, requests: Decimal, level: Level) -> int:
        """Replicas that serve the peak of a month with so many requests."""
        return max(ceil(requests * self.scales[level].peak), self.hosting.least_replicas)

    def paid(self, requests: Decimal, level: Level) -> int:
        """Replicas that are paid for all month."""
        peak, mean = self.scales[level]
        return self.standing(requests * peak, requests * mean)

    def standing(self, peak: Decimal | float, mean: Decimal | float) -> int:
        """Replicas that are paid for where the peak takes so many, and the mean hour. With
        autoscaling they are those of the mean hour, and one more because a machine takes its time
        to start."""
        least = self.hosting.least_replicas
        serving = max(ceil(peak), least)
        if self.is_scaled:
            serving = min(serving, max(ceil(mean), least) + 1)
        return serving + self.hosting.spare_replicas

    # -- what it costs -----------------------------------------------------------------------

    def at(self, id: str, level: Level) -> Decimal:
        """An assumption at the end that makes the cost low, or high."""
        end = _OTHER_END[level] if id in MORE_IS_CHEAPER else level
        value: Decimal = getattr(self.assumed[id], end)
        return value

    @cached_property
    def by_level(self) -> dict[Level, tuple[Month, ...]]:
        """Every month at every level. Machines that were bought are not sold within the horizon."""
        requests = requests_of(self.workload)
        found: dict[Level, tuple[Month, ...]] = {}
        for level in LEVELS:
            months: list[Month] = []
            for n, growth in enumerate(self.growth):
                least = months[-1].machines if months and self.machine.is_owned else 0
                months.append(self.month(n, getattr(requests, level) * growth, level, least))
            found[level] = tuple(months)
        return found

    def month(self, n: int, requests: Decimal, level: Level, least: int = 0) -> Month:
        """The month ``n`` from the start with so many requests, and at least so many machines."""
        machines = max(self.deployment.machines(self.paid(requests, level)), least)
        rates = self._rates[level]
        costs = {name: each * machines for name, each in rates.machine.items()}
        if "machines" in costs:
            costs["machines"] *= self.price_path(n, level)
        if rates.request:
            costs["egress"] = rates.request * requests
        return Month(requests, self.serving(requests, level), machines, costs | rates.fixed)

    @cached_property
    def _rates(self) -> dict[Level, _Rates]:
        return {level: self._rates_at(level) for level in LEVELS}

    def _rates_at(self, level: Level) -> _Rates:
        weights, machine = self.deployment.sizing.weights, self.machine
        assert weights
        each: dict[Component, Decimal] = {
            "storage": weights.total / GIGA * self.at(ids.STORAGE, level)
        }
        request = Decimal(0)
        if machine.is_owned:
            each |= dict(_owned_month(machine, self.assumed, level))
        else:
            lost = self.at(ids.SPOT_LOST, level)
            each["machines"] = machine.hour(self.hosting.spot_share, lost) * HOURS
            size = self.at(ids.TOKEN_BYTES, level) / GIGA
            sent: Decimal = getattr(self.deployment.load.output, level)
            request = sent * size * self.at(ids.EGRESS, level)
        people = self.at(ids.ENGINEERS, level) * self.at(ids.ENGINEER, level) / 12
        return _Rates(
            each, request, {"people": people, "one_off": self.one_off(level) / len(self.calendar)}
        )

    def price_path(self, n: int, level: Level) -> Decimal:
        """What rent is in month ``n`` as a multiple of today's; a commitment fixes it."""
        change = self.at(ids.PRICE_CHANGE, level)
        if self.machine.commitment != "on_demand" or not change:
            return Decimal(1)
        return changed(change, n)

    def one_off(self, level: Level) -> Decimal:
        """USD of the work at the beginning."""
        days = sum(self.at(id, level) for id in (ids.EVALUATION, ids.MIGRATION, ids.SECURITY))
        return days * self.at(ids.ENGINEER, level) / self.at(ids.WORKING_DAYS, level)

    @staticmethod
    def machine_month(
        machine: Machine, assumed: Assumptions, spot_share: Decimal
    ) -> Decimal | None:
        """USD of one machine in a month, at the base; ``None`` where that cannot be told."""
        if ids.lacking(assumed, machine.is_owned) or (
            machine.is_owned and machine.kilowatts is None
        ):
            return None
        if machine.is_owned:
            return sum((cost for _, cost in _owned_month(machine, assumed, "base")), Decimal(0))
        return machine.hour(spot_share, assumed[ids.SPOT_LOST].base) * HOURS

    # -- over the horizon --------------------------------------------------------------------

    @cached_property
    def months(self) -> tuple[tuple[str, Band], ...]:
        """Every month with its cost."""
        each = zip(*(self.by_level[level] for level in LEVELS), strict=True)
        bands = [Band(*(month.total for month in levels)) for levels in each]
        return tuple(zip(self.calendar, bands, strict=True))

    @cached_property
    def total(self) -> Band:
        band = ZERO
        for _, month in self.months:
            band = band.plus(month)
        return band

    @cached_property
    def peak(self) -> Band:
        """The dearest month, by its base."""
        return max((band for _, band in self.months), key=lambda band: band.base)

    @cached_property
    def peak_high(self) -> Decimal:
        return max(band.high for _, band in self.months)

    @cached_property
    def components(self) -> dict[Component, Band]:
        """What is paid for over the horizon, by what it is."""
        found: dict[Component, Band] = {}
        for name in COMPONENTS:
            sums = (
                sum(
                    (month.costs.get(name, Decimal(0)) for month in self.by_level[level]),
                    Decimal(0),
                )
                for level in LEVELS
            )
            band = Band(*sums)
            if band.high:
                found[name] = band
        return found


def ownership(
    deployment: Deployment,
    workload: Workload,
    hosting: Hosting,
    assumed: Assumptions,
    calendar: tuple[str, ...],
) -> Ownership:
    """The cost of a deployment for a workload, over the months of ``calendar``."""
    machine = deployment.machine
    missing = ids.lacking(assumed, machine.is_owned)
    if machine.is_owned and machine.kilowatts is None:
        missing = (*missing, f"gpus.{machine.gpu}.system_kilowatts")
    found = Ownership(
        deployment,
        workload,
        hosting,
        assumed,
        calendar,
        growth_factors(workload.growth_per_month, workload.horizon_months),
        missing,
        tuple(_notes(deployment, hosting)),
    )
    short = not missing and machine.available and _most_machines(found) > machine.available
    return replace(found, notes=(*found.notes, TOO_FEW)) if short else found


def _most_machines(done: Ownership) -> int:
    """Those of the worst case: longest requests, slow end of the speed, highest peak."""
    return max(month.machines for month in done.by_level["high"])


def _owned_month(
    machine: Machine, assumed: Assumptions, level: Level
) -> Iterator[tuple[Component, Decimal]]:
    """USD of one machine of the buyer's in a month."""

    def at(id: str) -> Decimal:
        end = _OTHER_END[level] if id in MORE_IS_CHEAPER else level
        value: Decimal = getattr(assumed[id], end)
        return value

    assert machine.capital is not None and machine.kilowatts is not None
    yield "capital", annuity(machine.capital, at(ids.RESIDUAL), at(ids.INTEREST), at(ids.MONTHS))
    yield "power", machine.kilowatts * HOURS * at(ids.PUE) * at(ids.POWER)
    yield "colocation", machine.kilowatts * at(ids.COLOCATION)
    yield "maintenance", machine.capital * at(ids.MAINTENANCE) / 12


def annuity(capital: Decimal, residual: Decimal, yearly: Decimal, months: Decimal) -> Decimal:
    """The same amount at the end of each month that pays for ``capital`` but for what is left of it
    in the end (``residual``, a share), at a yearly rate of interest."""
    if not yearly:
        return capital * (1 - residual) / months
    monthly = (1 + yearly) ** (Decimal(1) / 12) - 1
    grown = (1 + monthly) ** months
    return capital * (grown - residual) * monthly / (grown - 1)


def _notes(deployment: Deployment, hosting: Hosting) -> Iterator[str]:
    machine = deployment.machine
    yield (
        "Machines are counted for the peak of each month and paid for all month, the people who "
        "run them with them; the work of the beginning is spread over the months."
    )
    if machine.gpus < deployment.gpus:
        yield (
            f"No machine with {deployment.gpus} of these accelerators has a price there: several "
            f"smaller ones are counted."
        )
    if hosting.spot_share and machine.spot is None and not machine.is_owned:
        yield "No spot price is known for this machine: all hours count at the usual price."
    if deployment.is_quantized:
        yield "The weights have fewer bits than those that were measured: ability may be lower."
    if deployment.sizing.is_tight:
        yield "Memory is tight: the largest overhead that was seen would leave no room."
