"""The smallest deployment that holds the load in memory and serves it in time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import NamedTuple

from advisor.hosting.accelerator import Accelerator
from advisor.hosting.blueprint import Blueprint
from advisor.hosting.case import Case
from advisor.hosting.constants import OVERHEAD_RANGE, YOUNG_SLOWER, Band
from advisor.hosting.demand import Demand
from advisor.hosting.doubt import Doubt, doubt
from advisor.hosting.precision import Precision
from advisor.hosting.replica import Replica, replica
from advisor.hosting.unknown import UnknownError
from advisor.hosting.weights import WeightBytes


@dataclass(frozen=True, slots=True)
class Sizing:
    """What it takes, or why it cannot be told.

    ``replica`` is ``None`` where a fact is ``missing``. Where nothing fits or nothing is in time,
    it is the one that comes closest, and ``serving`` (replicas without the spare ones) is ``None``.
    """

    blueprint: Blueprint
    accelerator: Accelerator
    precision: Precision
    demand: Demand
    missing: tuple[str, ...] = ()
    weights: WeightBytes | None = None
    replica: Replica | None = None
    serving: int | None = None
    in_flight: int | None = None
    """Requests in one replica at the peak."""

    @property
    def fits(self) -> bool | None:
        """Does one request fit into memory?"""
        return None if self.replica is None else self.replica.in_memory > 0

    @property
    def in_time(self) -> bool | None:
        """Are the latencies that are asked for kept?"""
        return None if not self.fits else self.serving is not None

    @property
    def is_tight(self) -> bool | None:
        """Would the heaviest weights and the largest overhead that were seen leave no room?"""
        if self.replica is None or not self.fits:
            return None
        replica, (_, most) = self.replica, OVERHEAD_RANGE
        heavier = replica.weights * (self.precision.heavier - 1) + max(most - replica.overhead, 0)
        return replica.pool - heavier < replica.longest

    @property
    def replicas(self) -> int | None:
        """The spare ones included."""
        return None if self.serving is None else self.serving + self.demand.spare

    @property
    def gpus(self) -> int | None:
        if self.replica is None or self.replicas is None:
            return None
        return self.replica.layout.gpus * self.replicas

    @property
    def max_concurrency(self) -> int | None:
        """Requests that the serving replicas hold in memory and answer in time."""
        return None if self.replica is None else self.replica.batch * (self.serving or 1)

    @property
    def capacity(self) -> float | None:
        """Requests a second of the serving replicas, at their full batch."""
        replica = self.replica
        if replica is None or replica.speed is None or self.serving is None:
            return None
        return self.serving * replica.speed.throughput(replica.batch)

    def under(self, demand: Demand) -> Replica | None:
        """One of its replicas under another load; ``None`` where there is none."""
        if self.replica is None or self.weights is None:
            return None
        case = _case(self.blueprint, self.weights, self.accelerator, self.precision, demand)
        return replica(case, self.replica.layout)

    def doubt(self) -> Doubt | None:
        """How far off the speed may be."""
        if self.replica is None:
            return None
        return doubt(
            self.blueprint, self.accelerator, self.precision, self.demand, self.replica.layout
        )

    def speed(self, in_flight: int | None = None) -> Speed | None:
        """With so many requests in each serving replica, at the peak unless stated; ``None`` where
        nothing is served or a rate is not known."""
        replica, found = self.replica, self.doubt()
        if replica is None or found is None or replica.speed is None or self.in_flight is None:
            return None
        batch = in_flight or self.in_flight
        rate = replica.speed.throughput(batch) * self.demand.output_tokens
        return Speed(
            found.band.times(replica.speed.tpot(batch)),
            found.first.times(replica.speed.ttft(batch)),
            found.band.times(rate / replica.layout.gpus),
        )

    def full_speed(self) -> Speed | None:
        """With the full batch in each serving replica."""
        return self.speed(self.replica.batch) if self.replica else None


class Speed(NamedTuple):
    """``tpot`` and ``ttft`` in seconds, ``throughput`` in output tokens a second of one
    accelerator. What they mean is told in :mod:`advisor.hosting.speed`."""

    tpot: Band
    ttft: Band
    throughput: Band


def size(
    blueprint: Blueprint,
    accelerator: Accelerator,
    precision: Precision,
    demand: Demand,
    slower: float = 1.0,
) -> Sizing:
    """The deployment with the fewest accelerators; of two alike the one with smaller replicas.

    ``slower`` multiplies every time: the ends of the band tell how many accelerators it would take
    there.
    """
    told = partial(Sizing, blueprint, accelerator, precision, demand)
    try:
        weights = blueprint.weights(precision)
    except UnknownError as fault:
        return told(fault.fields)
    case = _case(blueprint, weights, accelerator, precision, demand, slower)
    missing = () if case.peak else ("gpu.tflops.bf16",)
    if missing and (demand.requests_per_second or demand.max_tpot or demand.max_ttft):
        return told(missing, weights)
    best, serving = _best(case)
    if serving is None:
        return told(missing, weights, best)
    return told(missing, weights, best, serving, _in_flight(best, serving, demand))


def _case(
    blueprint: Blueprint,
    weights: WeightBytes,
    accelerator: Accelerator,
    precision: Precision,
    demand: Demand,
    slower: float = 1.0,
) -> Case:
    assert blueprint.dimensions  # without them there are no weights
    slower *= YOUNG_SLOWER if blueprint.is_young else 1.0
    peak = accelerator.peak(precision.compute)
    return Case(blueprint.dimensions, weights, accelerator, peak, demand, slower)


def _best(case: Case) -> tuple[Replica, int | None]:
    """The replica of the smallest deployment, and how many serve; else what comes closest."""
    fewest, best, closest = 0, None, None
    spare = case.demand.spare
    for layout in case.shape.layouts:
        if best and layout.gpus * (1 + spare) >= fewest:
            break
        if layout.gpus > 1 and case.accelerator.serves_alone:
            break
        found = replica(case, layout)
        if not found.batch:
            closest = _closer(closest, found)
            continue
        serving = _serving(found, case.demand)
        gpus = layout.gpus * (serving + spare)
        if best is None or gpus < fewest:
            fewest, best = gpus, (found, serving)
    if best:
        return best
    assert closest  # one accelerator is a layout of every model
    return closest, None


def _serving(replica: Replica, demand: Demand) -> int:
    """Replicas that the peak needs."""
    serving = -(-demand.concurrency // replica.batch)
    if demand.requests_per_second and replica.speed:
        capacity = replica.speed.throughput(replica.batch)
        serving = max(serving, ceil(demand.requests_per_second / capacity))
        while serving * capacity < demand.requests_per_second:  # the division was rounded
            serving += 1
    return serving


def _in_flight(replica: Replica, serving: int, demand: Demand) -> int:
    """Requests in each serving replica at the peak: as many as are stated, or as Little's law asks
    for, whichever is more."""
    stated = -(-demand.concurrency // serving)
    rate = demand.requests_per_second / serving
    if not rate or not replica.speed:
        return stated
    low, high = stated - 1, replica.batch
    while high - low > 1:
        middle = (low + high) // 2
        if replica.speed.throughput(middle) < rate:
            low = middle
        else:
            high = middle
    return high


def _closer(one: Replica | None, other: Replica) -> Replica:
    """The one that comes closer to fitting, or to being in time."""
    if one is None or (other.in_memory > 0) > (one.in_memory > 0):
        return other
    if one.in_memory:
        return other if not other.in_memory or _faster(other, one) else one
    return other if other.short < one.short else one


def _faster(one: Replica, other: Replica) -> bool:
    return bool(one.speed and other.speed and one.speed.tpot(1) < other.speed.tpot(1))
