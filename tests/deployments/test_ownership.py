"""What a deployment costs: by hand, and laws that hold whatever is paid and assumed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.deployments.load import SECONDS, busy
from advisor.deployments.ownership import TOO_FEW, Ownership, annuity
from advisor.pricing.projection import LEVELS
from tests.deployments.own import BOUGHT, RENTED, cost, costs, drawn, options, owning, world
from tests.worlds import HOSTING_COSTS, Data, World, gpu, gpu_price, hosting_costs, owned_machine

D = Decimal
HOURS = 730
PEOPLE = D("0.25") * 192_000 / 12
ONCE = D(10 + 20 + 5) * 192_000 / 220
WEIGHTS = D("16.06")
"""GB: eight billion parameters of two bytes."""


# -- by hand --------------------------------------------------------------------------------------


def test_a_month_on_rented_machines() -> None:
    """Three machines at 2 USD an hour; 20 million answers of 200 tokens of 4 bytes are 16 GB."""
    done = cost(world())
    assert [month.machines for month in done.by_level["base"]] == [3, 3, 3]
    assert {name: band.base for name, band in done.components.items()} == {
        "machines": D(3 * 3 * 2 * HOURS),
        "people": 3 * PEOPLE,
        "storage": 3 * 3 * WEIGHTS * D("0.02"),
        "egress": 3 * D(16) * D("0.1"),
        "one_off": pytest.approx(ONCE),
    }


def test_a_month_on_machines_of_ones_own() -> None:
    """Eight accelerators and so eight replicas are in one of 10 kW: it is enough."""
    done = cost(owning())
    capital = annuity(D(300_000), D("0.2"), D("0.08"), D(48))
    assert [month.machines for month in done.by_level["base"]] == [1, 1, 1]
    assert {name: band.base for name, band in done.components.items()} == {
        "capital": pytest.approx(3 * capital),
        "power": 3 * 10 * HOURS * D("1.5") * D("0.1"),
        "colocation": 3 * 10 * 200,
        "maintenance": 3 * 300_000 * D("0.06") / 12,
        "people": 3 * PEOPLE,
        "storage": 3 * WEIGHTS * D("0.02"),
        "one_off": pytest.approx(ONCE),
    }


def test_the_record_says_the_same() -> None:
    item = world().decide().candidate(RENTED)
    assert item["cost"] is not None
    found = item["cost"]["hosting"]
    assert found["replicas"] == {"first": 3, "last": 3, "spare": 1}
    assert found["machines"] == [3, 3, 3]
    assert (found["gpu"], found["precision"], found["quantized"]) == ("h100", "bf16", False)
    assert found["components"]["machines"]["base"] == 3 * 3 * 2 * HOURS
    assert item["cost"]["prices"][0]["unit_price"] == 2
    assert item["cost"]["prices"][0]["unit"] == "USD per hour"
    total = sum(part["base"] for part in found["components"].values())
    assert item["cost"]["total"]["base"] == pytest.approx(total)


@pytest.mark.parametrize(
    ("capital", "residual", "yearly", "months", "payment"),
    [
        ("4800", "0", "0", "48", "100"),
        ("4800", "0.25", "0", "48", "75"),
        ("0", "0.2", "0.08", "48", "0"),
        # One payment after a year of 10 %: 1000 and its interest, but for what is left.
        ("1000", "0.5", "0.1", "12", "47.84"),
    ],
)
def test_an_annuity_by_hand(
    capital: str, residual: str, yearly: str, months: str, payment: str
) -> None:
    """(1100 - 500) over the sum of 1.1 ** (n / 12) for n from 0 to 11, 12.5407, is 47.84."""
    found = annuity(D(capital), D(residual), D(yearly), D(months))
    assert found == pytest.approx(D(payment), abs=D("0.005"))


@given(st.integers(1, 10**6), st.integers(0, 9), st.integers(0, 40), st.integers(1, 90))
def test_an_annuity_pays_it_off(capital: int, residual: int, yearly: int, months: int) -> None:
    """Interest on what is owed, less the payment, month after month: what is left is owed last."""
    share, rate = D(residual) / 10, D(yearly) / 100
    payment = annuity(D(capital), share, rate, D(months))
    monthly, owed = float(1 + rate) ** (1 / 12), float(capital)
    for _ in range(months):
        owed = owed * monthly - float(payment)
    assert owed == pytest.approx(capital * float(share), abs=1e-6 * capital)


# -- laws -----------------------------------------------------------------------------------------


@settings(max_examples=80)
@given(drawn())
def test_what_every_cost_keeps(world: World) -> None:
    for done in costs(world):
        for level in LEVELS:
            for month in done.by_level[level]:
                assert month.total == sum(month.costs.values())
                assert all(part >= 0 for part in month.costs.values())
                _contains_its_hours(done, level, month)
                _serves_its_peak(done, level, month)
        for _, band in done.months:
            assert band.low <= band.base <= band.high
        for level in LEVELS:
            parts = sum(getattr(band, level) for band in done.components.values())
            assert parts == pytest.approx(getattr(done.total, level))
        assert done.peak_high >= done.peak.high >= done.peak.base


def _contains_its_hours(done: Ownership, level: Any, month: Any) -> None:
    """The rent of every machine that is counted, at the lowest price it may have."""
    machine = done.machine
    if machine.hourly is None:
        assert month.costs["power"] > 0
        return
    least = min(machine.hourly, machine.spot or machine.hourly) * HOURS * month.machines
    falls = D("0.6") if level == "low" and machine.commitment == "on_demand" else D(1)
    assert month.total >= month.costs["machines"] >= least * falls


def _serves_its_peak(done: Ownership, level: Any, month: Any) -> None:
    """Replicas x the load that is planned for a second >= requests of a second at the peak."""
    peak = month.requests * busy(done.workload, done.assumed, level) / SECONDS
    capacity = 1 / getattr(done.deployment.work, level)
    slack = 1 + D("1e-20")
    assert month.serving * capacity * done.at("target-load", level) * slack >= peak
    assert month.serving >= done.hosting.least_replicas
    room = month.machines * max(done.machine.gpus, done.deployment.gpus)
    running = done.paid(month.requests, level)
    assert done.hosting.autoscaling or running >= month.serving + done.hosting.spare_replicas
    if done.machine.gpus >= done.deployment.gpus:
        assert room >= running * done.deployment.gpus


@settings(max_examples=40)
@given(drawn(), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_traffic_never_costs_less(world: World, one: int, other: int) -> None:
    less, more = sorted((one, other))
    for done in costs(world):
        for level in LEVELS:
            low, high = (done.month(0, D(each), level) for each in (less, more))
            assert low.machines <= high.machines
            assert low.total <= high.total


@settings(max_examples=30)
@given(drawn(), st.sampled_from(["1", "2.5", "8"]), st.sampled_from(["1", "3", "20"]))
def test_a_higher_peak_never_costs_less(world: World, one: str, other: str) -> None:
    found = []
    for peak in sorted((one, other), key=D):
        world.profile["hosting"]["costs"] = {"peak-to-mean": peak}
        found.append({(each.deployment.id, each.machine): each for each in costs(world)})
    for id in found[0].keys() & found[1].keys():
        assert found[0][id].total.base <= found[1][id].total.base
        assert found[0][id].peak.base <= found[1][id].peak.base


@settings(max_examples=30)
@given(drawn())
def test_autoscaling_never_takes_more(world: World) -> None:
    found = []
    for is_on in (False, True):
        world.profile["hosting"]["autoscaling"] = is_on
        found.append({(each.deployment.id, each.machine): each for each in costs(world)})
    assert found[0].keys() == found[1].keys()
    for id, fixed in found[0].items():
        scaled = found[1][id]
        for level in LEVELS:
            pairs = zip(fixed.by_level[level], scaled.by_level[level], strict=True)
            assert all(a.machines >= b.machines and a.total >= b.total for a, b in pairs)
        if fixed.machine.is_owned:
            assert scaled.total == fixed.total


@settings(max_examples=30)
@given(drawn())
def test_what_is_bought_is_not_sold(world: World) -> None:
    world.profile["workload"] |= {"growth_per_month": "-0.3", "horizon_months": 6}
    owned = [each for each in costs(world) if each.machine.is_owned]
    assume(owned)
    for done in owned:
        for level in LEVELS:
            counts = [month.machines for month in done.by_level[level]]
            assert counts == [counts[0]] * 6


# -- what changes the price -----------------------------------------------------------------------


def test_with_growth_machines_are_added_to_those_bought() -> None:
    done = cost(owning(workload={"growth_per_month": "0.8", "horizon_months": 6}))
    counts = [month.machines for month in done.by_level["base"]]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_spot_hours_are_paid_twice_where_they_are_lost() -> None:
    """70 % at 2 USD, 30 % at 1 USD of which a tenth is done again: 1.73 USD an hour."""
    given = world(spot_share="0.3")
    given.gpu_prices.append(gpu_price("1", commitment="spot"))
    done = cost(given)
    assert done.components["machines"].base == 9 * HOURS * D("1.73")
    assert not any("spot" in note for note in done.notes)


def test_without_a_spot_price_every_hour_is_at_the_usual_one() -> None:
    done = cost(world(spot_share="0.3"))
    assert done.components["machines"].base == 9 * HOURS * 2
    assert any("No spot price is known" in note for note in done.notes)


def test_rent_changes_month_by_month_but_not_under_a_commitment() -> None:
    given = world(workload={"horizon_months": 13})
    given.hosting_costs = hosting_costs(price_change_yearly=("-0.4", "0.21", "0.3"))
    rent = [month.costs["machines"] for month in cost(given).by_level["base"]]
    assert rent[12] == pytest.approx(rent[0] * D("1.21"))
    assert rent[6] == pytest.approx(rent[0] * D("1.1"))
    given.gpu_prices = [gpu_price(commitment="three_years")]
    given.profile["hosting"]["commitments"] = ["three_years"]
    assert len({month.costs["machines"] for month in cost(given).by_level["high"]}) == 1


def test_nothing_is_on_sale_at_a_commitment_that_is_not_asked_for() -> None:
    given = world()
    given.gpu_prices.append(gpu_price("0.5", commitment="three_years"))
    assert cost(given).machine.commitment == "on_demand"
    given.profile["hosting"]["commitments"] = ["on_demand", "three_years"]
    assert cost(given).machine.commitment == "three_years"


def test_batched_requests_have_no_peak() -> None:
    """All can wait: the peak is the mean, and one replica serves it."""
    done = cost(world(workload={"batch_share": 1}))
    assert [month.serving for month in done.by_level["base"]] == [1, 1, 1]


def test_prices_may_fall_to_almost_nothing() -> None:
    done = cost(world(costs={"price-change-yearly": {"low": "-0.99", "base": 0, "high": 0}}))
    assert 0 < done.total.low < done.total.base


def test_a_machine_that_is_paid_for_costs_its_power_all_the_same() -> None:
    done = cost(owning(owned_machine("0")))
    assert done.known
    assert "capital" not in done.components
    assert done.components["power"].base > 0


def test_without_its_power_a_machine_has_no_cost() -> None:
    given = owning(owned_machine(kilowatts=None))
    item = given.decide().candidate(BOUGHT)
    assert (item["cost"], item["cost_missing"]) == (None, ["gpus.h100.system_kilowatts"])
    assert item["status"] == "review"
    given.gpus = [gpu(system_kilowatts="1.25")]
    assert cost(given).total == cost(owning()).total


# -- assumptions ----------------------------------------------------------------------------------


def test_a_profile_states_its_own() -> None:
    given = world(costs={"engineer-share": {"low": 0, "base": "0.5", "high": 2}})
    assert cost(given).components["people"].base == 6 * PEOPLE
    item = given.decide().candidate(RENTED)
    assert item["cost"] is not None
    told = {each["id"]: each for each in item["cost"]["hosting"]["assumptions"]}
    own, default = told["engineer-share"], told["engineer-cost"]
    assert (own["low"], own["base"], own["high"], own["source"]) == (0, 0.5, 2, None)
    assert (default["base"], default["source"]) == (192_000, "page")
    assert not told.keys() & {"power-price", "amortization-months"}


@pytest.mark.parametrize("id", ["egress-price", "engineer-cost", "working-days"])
def test_a_default_that_is_lacking_is_not_zero(id: str) -> None:
    given = world()
    given.hosting_costs = [each for each in given.hosting_costs if each["id"] != id]
    item = given.decide().candidate(RENTED)
    assert (item["cost"], item["cost_missing"]) == (None, [f"hosting_costs.{id}"])
    gate = next(each for each in item["gates"] if each["rule"] == "cost.price-known")
    assert (gate["outcome"], gate["missing"]) == ("unknown", [f"hosting_costs.{id}"])


def test_a_default_of_machines_that_are_not_used_is_not_lacking() -> None:
    given = world()
    given.hosting_costs = hosting_costs(power_price=None, pue=None, residual_share=None)
    assert cost(given).known
    given = owning()
    given.hosting_costs = hosting_costs(egress_price=None, spot_lost=None)
    assert cost(given).known


def test_without_the_peak_nothing_is_sized() -> None:
    given = world()
    given.hosting_costs = hosting_costs(peak_to_mean=None)
    assert options(given).missing == ("hosting_costs.peak-to-mean",)


def test_fewer_bits_are_told() -> None:
    found = {
        each.deployment.sizing.precision.id: each
        for each in costs(world(precisions=["bf16", "int4"]))
    }
    assert not found["bf16"].deployment.is_quantized
    assert any("fewer bits" in note for note in found["int4"].notes)


@pytest.mark.parametrize("id", sorted(HOSTING_COSTS))
@pytest.mark.parametrize("of", [world, owning])
def test_an_assumption_alone_moves_the_levels_apart(of: Any, id: str) -> None:
    """Of load, life, residual value and working days more is cheaper: the month still rises."""
    given, ends = of(workload=CERTAIN), HOSTING_COSTS[id]
    given.hosting_costs = hosting_costs(**{**CENTERED, id: ends})
    alone = cost(given).total
    given.hosting_costs = hosting_costs(**CENTERED)
    none = cost(given).total
    assert alone.base == none.base
    assert alone.low <= none.low <= none.high <= alone.high


CERTAIN = {"uncertainty": 0, "requests_per_month": 90_000_000}
CENTERED: Data = {id: levels[1] for id, levels in HOSTING_COSTS.items() if levels}
"""Each at its base for all levels."""


def test_a_worst_case_that_takes_more_machines_than_there_are_is_told() -> None:
    traffic = {"requests_per_month": {"low": 10**7, "base": 2 * 10**7, "high": 9 * 10**7}}
    plenty, few = (
        cost(owning(owned_machine(machines=count), workload=traffic, spare_replicas=0))
        for count in (1000, 1)
    )
    assert few.by_level["base"][-1].machines == 1 < few.by_level["high"][-1].machines
    assert TOO_FEW in few.notes and TOO_FEW not in plenty.notes
