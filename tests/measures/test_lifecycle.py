"""Where an offer stands in its life, by the day of the decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.worlds import Data, World, model, offer, price, provider


def judged(life: Data, day: str, **more: Any) -> Any:
    own = more.pop("model", {})
    world = World(
        models=[model("acme/alpha", **own)],
        providers=[provider("acme", offer("acme/alpha", price(), lifecycle=life, **more))],
        profile={"task": {"chat": 1}},
    )
    return world.judged(as_of=date.fromisoformat(day))["acme/alpha@acme"]


@pytest.mark.parametrize(
    ("life", "day", "status"),
    [
        ({}, "2026-11-23", "active"),
        ({"status": "preview"}, "2026-11-23", "preview"),
        ({"status": "active", "retires": "2026-12-31"}, "2026-12-31", "active"),
        ({"status": "active", "retires": "2026-12-31"}, "2027-01-01", "retired"),
        ({"status": "active", "deprecated": "2026-11-01"}, "2026-10-31", "active"),
        ({"status": "active", "deprecated": "2026-11-01"}, "2026-11-01", "deprecated"),
        ({"status": "retired"}, "2020-01-01", "retired"),
        # Read when it was already gone; asked about a day when it was not.
        ({"status": "retired", "retires": "2026-06-30"}, "2026-06-30", "deprecated"),
        ({"status": "retired", "retires": "2026-06-30"}, "2026-07-01", "retired"),
    ],
)
def test_the_status_on_a_day(life: Data, day: str, status: str) -> None:
    found = judged(life, day)
    assert found.figures["lifecycle.status"].value == status
    outcome = "fail" if status == "retired" else "pass"
    assert found.outcomes["lifecycle.available"] == outcome


def test_the_offers_own_life_replaces_that_of_the_version() -> None:
    retired = {"lifecycle": {"status": "retired"}}
    assert judged({}, "2026-11-23", model=retired).figures["lifecycle.status"].value == "retired"
    still = judged({"status": "active"}, "2026-11-23", model=retired)
    assert still.figures["lifecycle.status"].value == "active"


def test_nothing_is_available_before_its_release() -> None:
    found = judged({}, "2026-11-23", model={"released": "2026-11-24"})
    assert found.figures["lifecycle.status"].value == "unreleased"
    assert found.status == "rejected"
    assert judged({}, "2026-11-24", model={"released": "2026-11-24"}).status == "ranked"


@pytest.mark.parametrize(("retires", "outcome"), [("2027-11-30", "pass"), ("2027-11-29", "fail")])
def test_it_must_outlive_the_horizon(retires: str, outcome: str) -> None:
    """Without a workload a year is planned: until the end of November 2027."""
    found = judged({"retires": retires}, "2026-11-23")
    assert found.outcomes["lifecycle.outlives-horizon"] == outcome


def test_a_moving_alias_is_known_by_its_name() -> None:
    aliases = [{"name": "alpha-latest", "moving": True}, {"name": "alpha-2026", "moving": False}]
    for endpoint, moving in (("alpha-latest", True), ("alpha-2026", False), ("alpha", False)):
        found = judged({}, "2026-11-23", model={"aliases": aliases}, endpoint=endpoint)
        assert found.figures["lifecycle.moving_alias"].value is moving
