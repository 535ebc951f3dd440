"""What own machines may cost: the base in the middle, within the ends, the same every time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from advisor.deployments.ownership import Ownership
from advisor.deployments.simulation import simulate_ownership
from advisor.pricing.simulation import Simulation, spread
from advisor.pricing.uncertain import INPUTS, Draws, Traffic
from tests.deployments.own import RENTED, cost, costs, drawn, owning, world
from tests.worlds import World, hosting_costs

CENTER = Draws({name: [0.0] for name in INPUTS}, 0)


def simulated(done: Ownership, draws: Draws | None = None) -> Simulation:
    return simulate_ownership(done, Traffic(done.workload, draws or Draws.of(count=128)))


@settings(max_examples=40)
@given(drawn())
def test_in_the_middle_is_the_base(world: World) -> None:
    for done in costs(world):
        found = simulated(done, CENTER)
        for (point,), (_, band) in zip(found.months, done.months, strict=True):
            assert point == pytest.approx(float(band.base), rel=1e-9)


@settings(max_examples=25)
@given(drawn())
def test_every_point_lies_between_the_ends(world: World) -> None:
    world.profile["workload"]["growth_uncertainty"] = 0
    for done in costs(world):
        found = simulated(done)
        for points, (_, band) in zip(found.months, done.months, strict=True):
            assert min(points) >= float(band.low) * (1 - 1e-9)
            assert max(points) <= float(band.high) * (1 + 1e-9)


@pytest.mark.parametrize("place", [-1.0, 1.0])
@pytest.mark.parametrize("of", [world, owning])
def test_an_end_of_all_inputs_is_near_the_end_of_the_month(of: Any, place: float) -> None:
    draws = Draws({name: [place] for name in INPUTS}, 0)
    done = cost(of())
    found = simulated(done, draws)
    for (point,), (_, band) in zip(found.months, done.months, strict=True):
        end = float(band.low if place < 0 else band.high)
        assert point == pytest.approx(end, rel=0.15)


def test_more_points_move_it_little() -> None:
    done = cost(world())
    few, many = (spread(simulated(done, Draws.of(count=n)).totals) for n in (512, 4096))
    assert few == pytest.approx(many, rel=0.03)
    assert few.p10 < few.p50 < few.p90


def test_the_same_points_every_time() -> None:
    one, two = (simulated(cost(world()), Draws.of()).totals for _ in range(2))
    assert one == two
    assert simulated(cost(world()), Draws.of(seed=7)).totals != one
    assert world().decide().to_json() == world().decide().to_json()


@pytest.mark.parametrize(
    ("lever", "input"),
    [
        ({"engineer_share": ("0", "1", "20")}, "people"),
        ({"peak_to_mean": ("1", "3", "90")}, "peak"),
        ({"price_change_yearly": ("-0.9", "0", "90"), "engineer_share": "0"}, "machines"),
    ],
)
def test_what_is_most_uncertain_drives_it(lever: Any, input: str) -> None:
    given = world(workload={"requests_per_month": 90_000_000, "horizon_months": 12})
    given.hosting_costs = hosting_costs(**lever)
    found = simulated(cost(given), Draws.of()).drivers
    assert next(iter(found)) == input
    assert sum(found.values()) <= 1 + 1e-9


def test_the_record_tells_the_drivers_of_own_machines() -> None:
    item = world(allow=["self_hosted"]).decide().candidate(RENTED)
    assert item["cost"] is not None
    found = item["cost"]["simulation"]
    named = {each["input"] for each in found["drivers"]}
    assert {"requests", "speed", "peak", "machines", "people"} <= named
    assert not named & {"cache", "hours"}
    low, high = (item["cost"]["total"][level] for level in ("low", "high"))
    assert low <= found["total"]["p10"] < found["total"]["p90"] <= high
    months = [each["month"] for each in found["monthly"]]
    assert all(a < b for a, b in pairwise(months))
