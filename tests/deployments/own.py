"""The small world with its open model on own machines, and random ones of that kind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from advisor.deployments.assumptions import assumptions
from advisor.deployments.deployment import Deployment
from advisor.deployments.options import Deployments, Options
from advisor.deployments.ownership import Ownership, ownership
from advisor.pricing.projection import month_names
from tests.worlds import (
    TODAY,
    Data,
    Dice,
    World,
    gpu,
    gpu_price,
    hosting,
    hosting_costs,
    owned_machine,
)

SELF = "globex/open-7b@self"
RENTED = f"{SELF}:1xh100-bf16"
BOUGHT = f"{RENTED}-owned"


def world(*, workload: Data | None = None, **more: Any) -> World:
    """``more`` is of the profile's ``hosting``."""
    found = hosting()
    found.profile["workload"] |= {"requests_per_month": 20_000_000, **(workload or {})}
    found.profile["hosting"] |= more
    return found


def owning(machine: Data | None = None, **more: Any) -> World:
    """The same where machines are bought and none is rented."""
    found = world(**more)
    found.gpu_prices, found.owned_machines = [], [machine or owned_machine()]
    return found


def options(of: World) -> Options:
    catalog = of.catalog()
    found = Deployments(catalog, of.loaded().profile, TODAY)
    return found.of(catalog.models["globex/open-7b"])


def costs(of: World) -> list[Ownership]:
    """Of every deployment that is worth a look, the cheapest first."""
    return [cost_of(of, each) for each in options(of).found]


def cost_of(world: World, deployment: Deployment) -> Ownership:
    profile = world.loaded().profile
    assert profile.workload
    months = month_names(TODAY, profile.workload.horizon_months)
    assumed = assumptions(world.catalog(), profile)
    return ownership(deployment, profile.workload, profile.hosting, assumed, months)


def cost(of: World) -> Ownership:
    (only,) = costs(of)
    return only


def draw(dice: Dice) -> World:
    """What a model on own machines depends on: traffic, machines, prices, wishes."""
    requests = dice.one(1000, 300_000, 4_000_000, 90_000_000)
    found = world(
        workload={
            "requests_per_month": {"low": requests // 2, "base": requests, "high": requests * 2},
            "input_tokens": dice.one(300, {"low": 200, "base": 900, "high": 4000}),
            "output_tokens": dice.one(1, 150, {"low": 40, "base": 120, "high": 700}),
            "batch_share": dice.one("0", "0.4"),
            "growth_per_month": dice.one("0", "0.2", "-0.3"),
            "horizon_months": dice.one(1, 5),
        },
        autoscaling=dice.maybe(),
        spare_replicas=dice.one(0, 1, 3),
        least_replicas=dice.one(1, 1, 4),
        spot_share=dice.one("0", "0.3"),
        precisions=dice.one([], ["bf16", "fp8"], ["int4"]),
        commitments=dice.one(["on_demand"], ["on_demand", "one_year"]),
        **dice.stated(max_tpot_ms=(30, 100), context=(8000, 30_000)),
    )
    small = {"tflops": {"bf16": "121", "fp8": "242"}, "bandwidth_gb_per_second": "300"}
    found.gpus += [gpu("l4", memory_gib="22.5", **small)]
    found.gpu_prices = [
        gpu_price(f"{dice.randrange(1, 400) * count / 100}", of, count, region=f"r{n}", **more)
        for n, (of, count, more) in enumerate(
            (
                ("h100", 1, {}),
                ("h100", 8, {}),
                ("h100", 8, {"commitment": "one_year"}),
                ("l4", 1, {}),
                ("l4", 4, {}),
            )
        )
        if dice.maybe(0.7)
    ]
    found.gpu_prices += [
        {**row, "commitment": "spot", "hourly": "0.4"}
        for row in found.gpu_prices
        if row["gpu"] == "h100" and dice.maybe()
    ]
    found.owned_machines = [owned_machine(str(dice.randrange(0, 400_000)))] * dice.one(0, 1)
    found.hosting_costs = hosting_costs(price_change_yearly=("-0.4", dice.one("0", "0.1"), "0.3"))
    return found


def drawn() -> st.SearchStrategy[World]:
    return st.integers(0, 2**32).map(lambda seed: draw(Dice(seed)))
