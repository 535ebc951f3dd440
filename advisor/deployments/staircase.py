"""The cost of a deployment by the requests of a month: a staircase, with a slope for egress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from advisor.deployments.ownership import Ownership
from advisor.pricing.crossings import Curve, Line, reaches

FINE = 1000
"""Machines. A step beyond is less than a thousandth of the cost: there a straight line over the
steps stands for them, so that a great volume takes no longer than a small one."""


class Staircase:
    """The base cost of a month with so many requests, at the mean of the horizon's prices."""

    def __init__(self, done: Ownership) -> None:
        self.done = done
        peak, mean = done.scales["base"]
        self.scales = [peak, mean] if done.is_scaled else [peak]
        self.most = self._most()
        paths = [done.price_path(n, "base") for n in range(len(done.calendar))]
        self.rent = sum(paths, Decimal(0)) / len(paths)
        """The mean rent as a multiple of today's."""

    def _most(self) -> Decimal | None:
        """Requests of a month that all the machines there are can serve; one more takes another."""
        available = self.done.machine.available
        if available is None:
            return None
        replicas = self.done.deployment.replicas_on(available)
        return (replicas - self.done.hosting.spare_replicas) / self.scales[0]

    def bends(self, low: Decimal, high: Decimal) -> Iterator[Decimal]:
        """Where one more replica is needed, and with it another machine."""
        if low < self._fine < high:
            yield self._fine
            high = self._fine
        if low >= self._fine:
            return
        for scale in self.scales:
            step = int(low * scale) + 1
            while (at := step / scale) < high:
                if at > low and self._jumps(at):
                    yield at
                step += 1

    def _jumps(self, at: Decimal) -> bool:
        near = at / 10**9
        return self.machines(at - near) != self.machines(at + near)

    def between(self, low: Decimal, high: Decimal) -> Line:
        middle = (low + high) / 2
        if middle > self._fine:
            return self._tops
        month = self.done.month(0, middle, "base")
        rent, egress = (month.costs.get(name, Decimal(0)) for name in ("machines", "egress"))
        slope = egress / middle
        return Line(month.total - egress + rent * (self.rent - 1), slope)

    def floor(self) -> Line:
        """A line that it is nowhere below: machines in parts, and none that stand by unused."""
        return self._bound(Decimal(0), min(self.scales))

    def ceiling(self) -> Line:
        """A line that it is nowhere above: two machines more than the parts."""
        hosting, deployment = self.done.hosting, self.done.deployment
        apart = deployment.machines(hosting.spare_replicas + hosting.least_replicas)
        return self._bound(Decimal(apart + 2), max(self.scales))

    @cached_property
    def _tops(self) -> Line:
        """A line over the steps: it is above them by two machines at most."""
        hosting, deployment = self.done.hosting, self.done.deployment
        apart = deployment.machines(hosting.spare_replicas + 1 + self.done.is_scaled)
        return self._bound(Decimal(apart + 1), min(self.scales))

    @cached_property
    def _fine(self) -> Decimal:
        """The requests up to which each step counts."""
        return self.done.deployment.replicas_on(FINE) / min(self.scales)

    def _bound(self, machines: Decimal, scale: Decimal) -> Line:
        """So many machines at any volume, and beside them as many as the volume takes."""
        month = self.done.month(0, Decimal(1), "base")
        rent, egress = (month.costs.get(name, Decimal(0)) for name in ("machines", "egress"))
        people = month.costs["people"] + month.costs["one_off"]
        machine = (month.total - egress - people + rent * (self.rent - 1)) / month.machines
        gpus, held = self.done.deployment.gpus, self.done.machine.gpus
        a_replica = Decimal(gpus) / held if held < gpus else Decimal(1) / (held // gpus)
        return Line(people + machines * machine, scale * a_replica * machine + egress)

    def serving(self, requests: Decimal) -> int:
        """Replicas that serve so many requests of a month in time."""
        return self.done.serving(requests, "base")

    def machines(self, requests: Decimal) -> int:
        """Machines that are paid for, those that stand by included."""
        return self.done.deployment.machines(self.done.paid(requests, "base"))


def in_question(curves: Mapping[str, Curve], low: Decimal, high: Decimal) -> dict[str, Curve]:
    """Without the staircases that lie nowhere below some other curve: each of their steps would be
    looked at. A straight line below all of a staircase is told by its ends."""
    stairs = {id: curve for id, curve in curves.items() if isinstance(curve, Staircase)}
    kept = {id: curve for id, curve in curves.items() if id not in stairs}
    above = [curve.between(low, high) for curve in kept.values() if not any(curve.bends(low, high))]
    above += [stair.ceiling() for stair in stairs.values() if reaches(stair, high)]
    for id, stair in stairs.items():
        floor = stair.floor()
        if not any(
            line.at(low) < floor.at(low) and line.at(high) < floor.at(high) for line in above
        ):
            kept[id] = stair
    return kept
