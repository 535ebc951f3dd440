"""Which assumption turns the order round: the value that is told does, one before it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deployments.own import RENTED, world
from tests.worlds import World


def contest(**costs: Any) -> World:
    """The open model on own machines against the same one as a service, by cost alone: at 100
    million requests a month the machines are a little cheaper."""
    given = world(workload={"requests_per_month": 100_000_000, "horizon_months": 12}, costs=costs)
    given.profile["prefer"] = {"cost": 1}
    given.models = given.models[2:]
    given.providers = given.providers[1:]
    return given


def first(of: World) -> str:
    found = of.decide().record["recommendation"]
    assert found is not None
    return found


@pytest.mark.parametrize("id", ["engineer-share", "peak-to-mean", "target-load"])
def test_the_order_turns_at_the_value_that_is_told(id: str) -> None:
    found = contest().decide().record["flips"]
    assert found is not None
    assert (found["hosted"], found["service"]) == (RENTED, "globex/open-7b@initech")
    assert found["ahead"] == first(contest())
    flip = next(each for each in found["flips"] if each["assumption"] == id)
    assert flip["at"] is not None
    away = flip["at"] / flip["base"]
    before = flip["base"] * away**0.9
    assert first(contest(**{id: f"{before:.6f}"})) == found["ahead"]
    after = flip["base"] * away**1.02
    assert first(contest(**{id: f"{after:.6f}"})) != found["ahead"]


def test_what_turns_nothing_has_no_value() -> None:
    """Of little traffic the people cost more than the service, whatever a machine costs."""
    given = contest()
    given.profile["workload"]["requests_per_month"] = 1000
    found = given.decide().record["flips"]
    assert found is not None
    assert found["ahead"] == "globex/open-7b@initech"
    assert {each["at"] for each in found["flips"]} == {None}


def test_the_price_at_which_a_machine_is_too_dear() -> None:
    given = contest()
    found = given.decide().record["flips"]
    assert found is not None
    at = next(each["at"] for each in found["flips"] if each["assumption"] == "gpu-price")
    assert at is not None
    for factor, winner in ((0.99, RENTED), (1.01, "globex/open-7b@initech")):
        given.gpu_prices[0]["hourly"] = f"{at * factor:.4f}"
        assert first(given) == winner
