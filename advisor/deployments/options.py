"""Which deployments of a model a profile leaves open, and the few of them that are worth a look."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Model
from advisor.deployments.assumptions import PEAK, TARGET, assumptions
from advisor.deployments.deployment import Deployment
from advisor.deployments.load import Load, load
from advisor.deployments.machines import largest, machines
from advisor.deployments.ownership import Ownership
from advisor.hosting import PRECISIONS, Accelerator, Blueprint, Precision, Sizing, size
from advisor.hosting.constants import GIB
from advisor.pricing.thinking import NONE, thinking_ratio
from advisor.pricing.tokens import TokenRatios
from advisor.profile.schema import Profile


class Options(NamedTuple):
    """The deployments of a model, the cheapest first; else why there is none.

    ``missing`` names facts that are not known, ``refused`` says why a known model cannot be run on
    what is allowed.
    """

    found: tuple[Deployment, ...]
    missing: tuple[str, ...] = ()
    refused: str | None = None


class Deployments:
    """The ways of a profile to run models: one object a run, a model after the other."""

    def __init__(self, catalog: Catalog, profile: Profile, as_of: date) -> None:
        self.profile, self.as_of = profile, as_of
        self.assumed = assumptions(catalog, profile)
        self.machines = machines(catalog, profile)
        self.accelerators = {gpu: Accelerator.of(catalog.gpus[gpu]) for gpu in self.machines}
        self._largest = largest(catalog)
        self._ratios = TokenRatios(profile, catalog.models)

    def of(self, model: Model) -> Options:
        workload = self.profile.workload
        if workload is None:
            return Options((), ("profile.workload",))
        lacking = [id for id in (PEAK, TARGET) if id not in self.assumed]
        if lacking:
            return Options((), tuple(f"hosting_costs.{id}" for id in lacking))
        if not self.machines:
            return Options((), ("gpu_prices",))
        blueprint = Blueprint.of(model, self.as_of)
        if blueprint.dimensions is None:
            return Options((), blueprint.missing)
        thinking = NONE if workload.thinking == "included" else thinking_ratio(model)
        if thinking is None:
            return Options((), ("features.reasoning",))
        tokens = self._ratios.of(model)
        felt = load(self.profile, workload, blueprint, tokens, thinking, self.assumed)
        if felt is None:
            return Options((), refused="a request of the workload does not fit into its window")
        return self._sized(blueprint, felt)

    def _sized(self, blueprint: Blueprint, felt: Load) -> Options:
        sizings = [
            size(blueprint, accelerator, precision, felt.demand)
            for precision in self._precisions(blueprint)
            for accelerator in self.accelerators.values()
        ]
        every = [
            Deployment(sizing, machine, felt)
            for sizing in sizings
            if sizing.replicas and self._in_one_machine(sizing)
            for machine in self.machines[sizing.accelerator.id]
        ]
        enough = [each for each in every if _is_enough(each)]
        if enough:
            return Options(self._few(self._placed(enough)))
        missing = dict.fromkeys(name for sizing in sizings for name in sizing.missing)
        if missing and not any(sizing.replica for sizing in sizings):
            return Options((), tuple(missing))
        return Options((), refused=_refusal(sizings, bool(every)))

    def _in_one_machine(self, sizing: Sizing) -> bool:
        replica, most = sizing.replica, self._largest[sizing.accelerator.id]
        return replica is not None and replica.layout.gpus <= most

    def _precisions(self, blueprint: Blueprint) -> list[Precision]:
        """As the profile states, else as the model was released."""
        if wanted := self.profile.hosting.precisions:
            return [PRECISIONS[id] for id in wanted]
        return [blueprint.native or PRECISIONS["bf16"]]

    def _placed(self, every: list[Deployment]) -> list[Deployment]:
        """Where data has to stay in a region, those whose place is known, if there are any."""
        if not self.profile.require.data_regions:
            return every
        return [each for each in every if each.machine.country or each.machine.is_owned] or every

    def _few(self, every: Iterable[Deployment]) -> tuple[Deployment, ...]:
        """For each precision the cheapest on rented machines and the cheapest on the buyer's.

        Machines whose costs cannot be told come in only where there are no others.
        """
        best: dict[tuple[str, bool], tuple[tuple[bool, Decimal, str, str], Deployment]] = {}
        for each in every:
            cost = self.rough(each)
            place = f"{each.machine.cloud} {each.machine.region} {each.machine.name}"
            key = (cost is None, cost or Decimal(0), each.id, place)
            kind = (each.sizing.precision.id, each.machine.is_owned)
            if kind not in best or key < best[kind][0]:
                best[kind] = (key, each)
        return tuple(each for _, each in sorted(best.values(), key=lambda pair: pair[0]))

    def rough(self, deployment: Deployment) -> Decimal | None:
        """USD a month at the peak, of what depends on the machines."""
        sizing, workload = deployment.sizing, self.profile.workload
        assert sizing.replicas and workload
        machine, count = deployment.machine, deployment.machines(sizing.replicas)
        one = Ownership.machine_month(machine, self.assumed, self.profile.hosting.spot_share)
        return None if one is None else one * count


def _is_enough(deployment: Deployment) -> bool:
    """Are there as many machines as it takes?"""
    available, replicas = deployment.machine.available, deployment.sizing.replicas
    return available is None or bool(replicas and deployment.machines(replicas) <= available)


def _refusal(sizings: list[Sizing], is_served: bool) -> str:
    if is_served:
        return "there are fewer machines than it takes"
    if any(sizing.replicas for sizing in sizings):
        return "no machine with as many of the allowed accelerators as it takes has a price"
    if any(sizing.fits for sizing in sizings):
        return "no accelerator that is allowed answers within the latencies asked for"
    short = min(sizing.replica.short for sizing in sizings if sizing.replica)
    closest = next(each for each in sizings if each.replica and each.replica.short == short)
    assert closest.replica
    gpus = f"{closest.replica.layout.gpus} x {closest.accelerator.name}"
    return f"it does not fit: {short / GIB:,.1f} GiB short of one request on each of {gpus}"
