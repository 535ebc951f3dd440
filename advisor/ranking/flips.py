"""Which assumption about one's own machines turns the order round, and at which value.

The best candidate on own machines is held against the best that is bought as a service. Each
assumption is moved by itself, away from its base, until the other of the two comes first; the
layout stays, the number of its replicas follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from advisor.candidates import Candidate
from advisor.deployments.assumptions import ENGINEERS, PEAK, TARGET, Assumptions
from advisor.deployments.deployment import Deployment
from advisor.profile.quantities import Estimate
from advisor.profile.schema import Profile
from advisor.ranking.rank import STATUSES, Judged, order

REACH = Decimal(16)
"""An assumption is moved up to so many times its base, or as small a part of it."""
STEPS = 14
"""Halvings of that range: the value is found to a third of a thousandth."""
Judge = Callable[[Candidate, Profile], Judged]


class Flip(NamedTuple):
    """``at`` is the first value that turns the order; ``None`` where none within reach does."""

    assumption: str
    unit: str
    base: Decimal
    at: Decimal | None


class Flips(NamedTuple):
    hosted: Judged
    service: Judged
    ahead: Judged
    flips: tuple[Flip, ...]


class _Lever(NamedTuple):
    """``moved`` is the hosted candidate and the profile with the assumption times a factor;
    ``rising`` says whether more of it speaks for own machines, ``most`` is the largest factor."""

    assumption: str
    unit: str
    base: Decimal
    rising: bool
    most: Decimal
    moved: Callable[[Decimal], tuple[Candidate, Profile]]


def flips(
    judged: Sequence[Judged], profile: Profile, assumed: Assumptions, judge: Judge
) -> Flips | None:
    """``None`` where there is not one of each kind to hold against each other."""
    service = next((item for item in judged if item.rank and item.candidate.offer), None)
    hosted = _hosted(judged)
    if service is None or hosted is None:
        return None
    ahead = min(service, hosted, key=_place)
    found = []
    for lever in _levers(hosted.candidate, profile, assumed):
        wanted = lever.rising == (ahead is service)

        def turned(factor: Decimal, lever: _Lever = lever) -> bool:
            now = judge(*lever.moved(factor))
            return (_place(now) < _place(service)) == (ahead is service)

        factor = _first(turned, lever.most if wanted else 1 / REACH)
        at = None if factor is None else lever.base * factor
        found.append(Flip(lever.assumption, lever.unit, lever.base, at))
    return Flips(hosted, service, ahead, tuple(found))


def _hosted(judged: Sequence[Judged]) -> Judged | None:
    """The best on own machines; where none qualifies, the cheapest that only costs too much."""
    own = [item for item in judged if item.candidate.deployment and item.cost is not None]
    ranked = next((item for item in own if item.rank), None)
    dear = [item for item in own if _only_costs(item)]
    return ranked or min(dear, key=lambda item: (item.cost, item.id), default=None)


def _only_costs(item: Judged) -> bool:
    failed = [rule for rule, outcome in item.outcomes.items() if outcome == "fail"]
    undecided = {"unknown", "error"} & set(item.outcomes.values())
    return not undecided and all(rule.startswith("cost.") for rule in failed)


def _place(item: Judged) -> tuple[object, ...]:
    return (STATUSES.index(item.status), *order(item))


def _levers(candidate: Candidate, profile: Profile, assumed: Assumptions) -> Iterator[_Lever]:
    deployment = candidate.deployment
    assert deployment

    def of(changed: Deployment) -> Candidate:
        return replace(candidate, deployment=changed)

    machine = deployment.machine
    if machine.hourly:
        hourly = machine.hourly
        yield _Lever(
            "gpu-price",
            "USD per machine and hour",
            hourly,
            False,
            REACH,
            lambda factor: (
                of(replace(deployment, machine=machine._replace(hourly=hourly * factor))),
                profile,
            ),
        )
    yield _Lever(
        "speed",
        "times the estimate",
        Decimal(1),
        True,
        REACH,
        lambda factor: (of(replace(deployment, faster=factor)), profile),
    )
    for id, rising in ((ENGINEERS, False), (PEAK, False), (TARGET, True)):
        if base := assumed[id].base:
            most = min(REACH, 1 / base) if id == TARGET else REACH

            def moved(factor: Decimal, id: str = id) -> tuple[Candidate, Profile]:
                return candidate, _with(profile, assumed, id, factor)

            yield _Lever(id, assumed[id].unit, base, rising, most, moved)


def _with(profile: Profile, assumed: Assumptions, id: str, factor: Decimal) -> Profile:
    was = assumed[id]
    levels = {name: getattr(was, name) * factor for name in ("low", "base", "high")}
    costs = {**profile.hosting.costs, id: Estimate.model_construct(**levels)}
    hosting = profile.hosting.model_copy(update={"costs": costs})
    return profile.model_copy(update={"hosting": hosting})


def _first(turned: Callable[[Decimal], bool], end: Decimal) -> Decimal | None:
    """The factor nearest to 1, on the way to ``end``, at which the order is turned."""
    if not turned(end):
        return None
    near, far = Decimal(0), Decimal(1)
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if turned(end**middle) else (middle, far)
    return end**far
