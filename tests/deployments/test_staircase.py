"""The cost by volume as a staircase, held against the months themselves."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.decision import volumes
from advisor.deployments.staircase import FINE, Staircase, in_question
from advisor.pricing.crossings import Curve, Line, OfferCurve, cheapest
from tests.deployments.own import RENTED, cost, costs, drawn, owning, world
from tests.pricing.test_crossings import projected
from tests.worlds import Dice, World, owned_machine, price

D = Decimal
NEAR = D("1e-12")


def total(stair: Staircase, requests: Decimal) -> Decimal:
    """The mean of a month with so many requests over the months of the horizon."""
    done = stair.done
    each = [done.month(n, requests, "base").total for n in range(len(done.calendar))]
    return sum(each, D(0)) / len(each)


def value(curve: Curve, requests: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """The cost at a volume by its straight piece; at a jump either side is right."""
    edges = [low, *sorted(set(curve.bends(low, high))), high]
    left, right = next((a, b) for a, b in pairwise(edges) if a <= requests <= b)
    return curve.between(left, right).at(requests)


@settings(max_examples=60)
@given(drawn(), st.integers(1, 10**8), st.integers(1, 1000))
def test_it_is_the_month_at_any_volume(world: World, low: int, permille: int) -> None:
    low_, high = D(low), D(low) * 4
    requests = low_ + (high - low_) * permille / 1000
    for done in costs(world):
        stair = Staircase(done)
        found = value(stair, requests, low_, high)
        exact = total(stair, requests)
        near = requests * D("1e-9")
        sides = total(stair, requests - near), total(stair, requests + near)
        assert any(abs(found - each) <= NEAR * found + D("1e-6") for each in (exact, *sides))
        slack = NEAR * exact
        assert stair.floor().at(requests) <= exact + slack
        assert stair.ceiling().at(requests) >= exact - slack


@settings(max_examples=40)
@given(drawn(), st.integers(1, 10**7))
def test_its_bends_are_its_jumps(world: World, low: int) -> None:
    """Between two bends nothing jumps, at every bend the machines are others."""
    for done in costs(world):
        stair, left, right = Staircase(done), D(low), D(low) * 3
        bends = sorted(set(stair.bends(left, right)))
        for at in bends:
            assert left < at < right
            near = at * D("1e-9")
            assert stair.machines(at - near) < stair.machines(at + near)
        for a, b in pairwise([left, *bends, right]):
            inside = (b - a) * D("1e-6")
            steps = {stair.machines(a + inside + (b - a - 2 * inside) * n / 7) for n in range(8)}
            assert len(steps) == 1 or b - a < a * D("1e-8")


def test_volumes_one_by_one_have_no_other_jumps() -> None:
    """Between a few hundred thousand requests and four hundred million."""
    for more in ({}, {"autoscaling": True}, {"spare_replicas": 0, "least_replicas": 3}):
        stair = Staircase(cost(world(**more)))
        volumes_ = [D(n) * 200_000 for n in range(1, 2000)]
        jumps = {(a, b) for a, b in pairwise(volumes_) if stair.machines(a) != stair.machines(b)}
        bends = sorted(set(stair.bends(volumes_[0], volumes_[-1])))
        assert len(bends) >= 12
        held = {(a, b) for a, b in pairwise(volumes_) for at in bends if a <= at <= b}
        assert jumps == held


class Flat:
    """A straight line."""

    most: Decimal | None = None

    def __init__(self, fixed: str, slope: str) -> None:
        self.line = Line(D(fixed), D(slope))

    def bends(self, low: Decimal, high: Decimal) -> Any:
        return iter(())

    def between(self, low: Decimal, high: Decimal) -> Line:
        return self.line


def random_curves(dice: Dice, world: World) -> dict[str, Curve]:
    found: dict[str, Curve] = {f"own{n}": Staircase(each) for n, each in enumerate(costs(world))}
    for n in range(dice.one(1, 3)):
        low = str(dice.randrange(0, 60_000)) if dice.maybe() else None
        row = price(f"0.00{dice.randrange(1, 9)}", "1", **({"monthly_minimum": low} if low else {}))
        found[f"api{n}"] = OfferCurve(projected(row), D(1000))
    found["flat"] = Flat(str(dice.randrange(10_000, 90_000)), f"0.000{dice.randrange(0, 99)}")
    return found


@settings(max_examples=25)
@given(drawn(), st.integers(0, 2**32))
def test_no_volume_has_a_cheaper_one(world: World, seed: int) -> None:
    """Over API lines and staircases together, and with those left out that cannot be it."""
    curves = random_curves(Dice(seed), world)
    low, high = D(1_000_000), D(60_000_000)
    found = cheapest(curves, low, high)
    assert (found[0].since, found[-1].until) == (low, high)
    assert all(a.until == b.since for a, b in pairwise(found))
    assert all(a.cheapest != b.cheapest for a, b in pairwise(found))
    edges = {
        name: [low, *sorted(set(curve.bends(low, high))), high] for name, curve in curves.items()
    }
    for each in found:
        for n in range(1, 6):
            requests = each.since + (each.until - each.since) * n / 6
            at = {name: _at(curves[name], edges[name], requests) for name in curves}
            assert at[each.cheapest] <= min(at.values()) * (1 + NEAR)
    kept = cheapest(in_question(curves, low, high), low, high)
    assert [each.cheapest for each in kept] == [each.cheapest for each in found]
    assert [each.since for each in kept] == pytest.approx([each.since for each in found])


def _at(curve: Curve, edges: list[Decimal], requests: Decimal) -> Decimal:
    left, right = next((a, b) for a, b in pairwise(edges) if a <= requests <= b)
    return curve.between(left, right).at(requests)


LIMITED = owned_machine(machines=2)
DEARER = owned_machine("900000")


def test_machines_that_there_are_end_the_staircase() -> None:
    stair = Staircase(cost(owning(LIMITED)))
    assert stair.most
    near = stair.most * D("1e-9")
    assert stair.machines(stair.most - near) == 2 < stair.machines(stair.most + near)
    assert Staircase(cost(owning())).most is None


def test_beyond_them_another_is_the_cheapest_or_none() -> None:
    stair = Staircase(cost(owning(LIMITED)))
    assert stair.most
    low, high = stair.most / 4, stair.most * 4
    dear = Flat("0", "1")
    curves: dict[str, Curve] = {"own": stair, "api": dear}
    found = cheapest(in_question(curves, low, high), low, high)
    assert [(each.cheapest, each.since, each.until) for each in found] == [
        ("own", low, stair.most),
        ("api", stair.most, high),
    ]
    (alone,) = cheapest({"own": stair}, low, high)
    assert (alone.since, alone.until) == (low, stair.most)
    assert cheapest({"own": stair}, stair.most, high) == ()
    drawn_to = max(x for x, _ in volumes._drawn("own", stair, low, high)["points"])
    assert drawn_to == pytest.approx(float(stair.most))


def test_a_limited_staircase_hides_no_dearer_one() -> None:
    """Below its end it is cheaper than the other, which alone goes on."""
    limited, unlimited = Staircase(cost(owning(LIMITED))), Staircase(cost(owning(DEARER)))
    assert limited.most
    curves: dict[str, Curve] = {"few": limited, "many": unlimited}
    kept = in_question(curves, limited.most / 4, limited.most * 4)
    assert list(kept) == ["few", "many"]


@settings(max_examples=40)
@given(drawn(), st.integers(1, 10**6))
def test_steps_that_are_less_than_a_thousandth_are_a_line_over_them(
    world: World, times: int
) -> None:
    for done in costs(world):
        stair = Staircase(done)
        end = stair._fine
        assert stair.machines(end * D("0.9")) <= FINE * 2
        low, high = end, end * 10**6
        assert not any(stair.bends(low, high))
        assert len(set(stair.bends(end / 2, high))) <= 3 * FINE * max(
            1, done.deployment.replicas_on(1)
        )
        requests = end + end * times
        exact, line = total(stair, requests), stair.between(low, high).at(requests)
        one = total(stair, requests * 2) / stair.machines(requests * 2)
        assert exact * (1 - NEAR) <= line <= exact + 4 * one


def test_one_that_is_dearer_everywhere_is_not_looked_at() -> None:
    stair = Staircase(cost(world()))
    curves: dict[str, Curve] = {"own": stair, "api": Flat("0", "0.00001")}
    assert list(in_question(curves, D(10**6), D(10**8))) == ["api"]


def test_the_record_tells_where_own_machines_become_cheaper() -> None:
    """An offer at 0.00032 USD a request against 27 million requests a replica and month or so."""
    record = world(workload={"requests_per_month": 100_000_000}).decide().record
    found = record["cheapest_by_volume"]
    assert found is not None
    assert (found["since"], found["until"]) == (10_000_000, 10_000_000_000)
    first, last = found["stretches"][0], found["stretches"][-1]
    assert first["candidate"] == "globex/open-7b@initech"
    assert "machines" not in first
    assert last["candidate"] == RENTED
    assert last["machines"] == last["replicas"] + 1
    assert {each["candidate"] for each in found["curves"]} >= {first["candidate"], RENTED}
    for curve in found["curves"]:
        volumes_ = [at for at, _ in curve["points"]]
        assert volumes_ == sorted(volumes_)
        assert (volumes_[0], volumes_[-1]) == (found["since"], found["until"])
