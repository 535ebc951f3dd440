"""What a deployment may cost: the total cost of ownership at many points of what is uncertain.

Machines come whole: at each point the peak of each month decides how many there are. How long a
request keeps a replica busy is the product of what its length, its tokens and the speed each make
of it, which is exact wherever one of them alone stands off its base.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from advisor.deployments import assumptions as ids
from advisor.deployments.load import busy
from advisor.deployments.ownership import Component, Month, Ownership
from advisor.pricing.projection import LEVELS, Band, Level
from advisor.pricing.simulation import Simulation
from advisor.pricing.uncertain import Traffic, along

ONE = Decimal(1)
_PEOPLE: tuple[Component, ...] = ("people", "one_off")


def simulate_ownership(done: Ownership, traffic: Traffic) -> Simulation:
    """The cost of each month at every point of the traffic."""
    columns = traffic.draws.columns
    bands = _bands(done)
    inputs = {
        "requests": traffic.requests.low != traffic.requests.high,
        "growth": traffic.growth.low != traffic.growth.high and len(done.calendar) > 1,
        **{name: band.low != band.high for name, band in bands.items()},
    }
    values = {name: along(band, columns[name]) for name, band in bands.items()}
    factors = zip(*(values[name] for name in _TIMES), strict=True)
    busy_for = [a * b * c * d * e for a, b, c, d, e in factors]
    base = float(done.scales["base"].mean)
    need = [base * each for each in busy_for]
    at_peak = float(busy(done.workload, done.assumed, "base"))
    months, machines = [], [0] * len(need)
    for n, volume in enumerate(traffic.months):
        rates = _Rates.of(done, n)
        machines = [
            _machines(done, requests * each, at_peak, least)
            for requests, each, least in zip(volume, need, machines, strict=True)
        ]
        months.append(rates.costs(volume, machines, values))
    used = tuple(name for name, is_open in inputs.items() if is_open)
    return Simulation(months, float(done.total.base), traffic, used)


_TIMES = ("input_tokens", "output_tokens", "tokenizer", "speed", "peak")
"""What multiplies the replicas that are needed."""


def _bands(done: Ownership) -> dict[str, Band]:
    """Each input as a multiple of its base."""
    deployment, workload = done.deployment, done.workload
    load, tokens = deployment.load, deployment.load.tokens
    sent, received = load.input.base, load.output.base
    base = deployment.seconds(sent, received)
    speed = deployment.sizing.doubt()
    assert speed

    def seconds(level: Level, *, input: bool, output: bool) -> Decimal:
        ratio = getattr(tokens, level) / tokens.base
        length = workload.input_tokens, workload.output_tokens
        more = [ratio, ratio]
        if not (input and output):
            more = [
                Decimal(getattr(each, level)) / each.base if each.base else ONE for each in length
            ]
        return deployment.seconds(
            sent * more[0] if input else sent, received * more[1] if output else received
        )

    def band(make: Callable[[Level], Decimal]) -> Band:
        return Band(*(make(level) for level in LEVELS))

    return {
        "input_tokens": band(lambda level: seconds(level, input=True, output=False) / base),
        "output_tokens": band(lambda level: seconds(level, input=False, output=True) / base),
        "tokenizer": band(lambda level: seconds(level, input=True, output=True) / base),
        "speed": Band(*map(Decimal, speed.band)),
        "peak": band(lambda level: _peak(done, level) / _peak(done, "base")),
        "machines": band(lambda level: _of(done, level, False) / (_of(done, "base", False) or ONE)),
        "people": band(lambda level: _of(done, level, True) / (_of(done, "base", True) or ONE)),
    }


def _peak(done: Ownership, level: Level) -> Decimal:
    """The peak that is planned for: its height over what a replica may be loaded with."""
    return busy(done.workload, done.assumed, level) / done.at(ids.TARGET, level)


def _of(done: Ownership, level: Level, people: bool) -> Decimal:
    """What one month in the middle of the horizon costs for one request: its people, or all else
    but them for a machine."""
    middle = len(done.calendar) // 2
    month = done.month(middle, ONE, level)
    return _people(month) if people else (month.total - _people(month)) / month.machines


def _people(month: Month) -> Decimal:
    return sum((month.costs.get(name, Decimal(0)) for name in _PEOPLE), Decimal(0))


def _machines(done: Ownership, mean: float, at_peak: float, least: int) -> int:
    """Machines where the mean hour takes ``mean`` replicas."""
    needed = done.deployment.machines(done.standing(mean * at_peak, mean))
    return max(needed, least) if done.machine.is_owned else needed


class _Rates(NamedTuple):
    """USD of a month at the base: for each machine, for the people, for each request."""

    machine: float
    people: float
    request: float

    @classmethod
    def of(cls, done: Ownership, n: int) -> _Rates:
        month = done.month(n, ONE, "base")
        request = month.costs.get("egress", Decimal(0))
        people = _people(month)
        machine = (month.total - people - request) / month.machines
        return cls(float(machine), float(people), float(request))

    def costs(
        self, volume: Sequence[float], machines: Sequence[int], values: dict[str, list[float]]
    ) -> list[float]:
        points = zip(volume, machines, values["machines"], values["people"], strict=True)
        return [
            count * self.machine * dear + self.people * staff + requests * self.request
            for requests, count, dear, staff in points
        ]
