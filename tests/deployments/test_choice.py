"""Which deployments become candidates, which wait for facts, and which are refused."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from advisor.candidates import candidates
from advisor.cli import root
from advisor.deployments.options import Deployments
from advisor.yamlio.problems import InputError
from tests.deployments.own import (
    BOUGHT,
    RENTED,
    SELF,
    cost,
    drawn,
    options,
    owning,
    world,
)
from tests.worlds import (
    ARCHITECTURE,
    TODAY,
    Data,
    World,
    a_license,
    gpu,
    gpu_price,
    hosting_costs,
    owned_machine,
    write_files,
)

SHAPE = re.compile(r"\d+x[a-z0-9-]+-(bf16|fp8|int4)(-owned)?")


def hosted(world: World) -> list[Any]:
    return [each for each in world.decide().record["candidates"] if each["kind"] == "self_hosted"]


def only(world: World) -> Any:
    (item,) = hosted(world)
    return item


def gate(item: Any, rule: str) -> Any:
    return next(each for each in item["gates"] if each["rule"] == rule)


# -- what is offered ------------------------------------------------------------------------------


def test_the_cheapest_rented_and_the_cheapest_owned_of_each_precision() -> None:
    given = world(precisions=["bf16", "fp8"])
    given.gpu_prices += [gpu_price("9", sku="dear"), gpu_price("1.5", sku="fair", region="us-2")]
    given.owned_machines = [owned_machine(), owned_machine("900000", id="dear-rack")]
    found = {item["id"]: item for item in hosted(given)}
    assert set(found) == {
        f"{SELF}:1xh100-{precision}{kind}"
        for precision, kind in product(("bf16", "fp8"), ("", "-owned"))
    }
    assert found[RENTED]["cost"]["hosting"]["machine"]["name"] == "fair"
    assert found[BOUGHT]["cost"]["hosting"]["machine"]["name"] == "rack"
    assert {item["status"] for item in found.values()} == {"ranked"}


@settings(max_examples=40)
@given(drawn())
def test_ids_are_of_one_shape_and_each_stands_once(world: World) -> None:
    found = options(world)
    ids = [each.id for each in found.found]
    assert len(ids) == len(set(ids))
    assert all(SHAPE.fullmatch(id) for id in ids)
    assert bool(found.found) + bool(found.missing) + bool(found.refused) == 1
    wanted = world.profile["hosting"]["precisions"] or ["bf16"]
    assert {each.sizing.precision.id for each in found.found} <= set(wanted)


@settings(max_examples=25)
@given(drawn())
def test_none_that_was_left_out_costs_less_at_its_machines(world: World) -> None:
    """Each machine alone, of the kinds that are shown: what was chosen takes the least."""
    chosen = {
        (each.sizing.precision.id, each.machine.is_owned): _peak_rent(world, each)
        for each in options(world).found
    }
    for row in world.gpu_prices:
        if row.get("commitment") == "spot":
            continue
        alone = world.copy()
        alone.owned_machines = []
        place = row["region"]
        alone.gpu_prices = [each for each in world.gpu_prices if each["region"] == place]
        for each in options(alone).found:
            kind = (each.sizing.precision.id, False)
            assert chosen[kind] <= _peak_rent(alone, each)


def _peak_rent(world: World, deployment: Any) -> Any:
    found = Deployments(world.catalog(), world.loaded().profile, TODAY).rough(deployment)
    assert found is not None
    return found


def test_what_hosting_names_is_all_that_is_used() -> None:
    given = world()
    given.gpus.append(gpu("b200", memory_gib="180", bandwidth_gb_per_second="7700"))
    given.gpu_prices += [gpu_price("0.1", "b200"), gpu_price("0.2", cloud="cirrus")]
    assert cost(given).machine.gpu == "b200"
    given.profile["hosting"]["gpus"] = ["h100"]
    assert (cost(given).machine.gpu, cost(given).machine.cloud) == ("h100", "cirrus")
    given.profile["hosting"]["clouds"] = ["nimbus"]
    assert cost(given).machine.cloud == "nimbus"


def test_a_desktop_card_and_the_mean_of_a_market_have_to_be_named() -> None:
    given = world()
    given.gpus.append(gpu("card", kind="consumer"))
    given.gpu_prices += [gpu_price("0.01", "card"), gpu_price("0.02", cloud="market")]
    assert (cost(given).machine.gpu, cost(given).machine.cloud) == ("h100", "nimbus")
    given.profile["hosting"]["gpus"] = ["card"]
    assert cost(given).machine.gpu == "card"
    given.profile["hosting"] |= {"gpus": ["h100"], "clouds": ["market"]}
    assert cost(given).machine.cloud == "market"


def test_a_large_model_is_on_a_machine_that_holds_it() -> None:
    """160 GB of weights: four accelerators, of one machine."""
    given = world(workload={"requests_per_month": 1000})
    given.models[2]["architecture"] = {**ARCHITECTURE, "layers": 320}
    given.models[2]["weights"] = {"parameters": 80_000_000_000, "precision": "bf16"}
    given.gpu_prices = [gpu_price("3"), gpu_price("20", count=8)]
    assert only(given)["id"] == f"{SELF}:4xh100-bf16"
    # Two replicas, one of them spare, are in one machine of eight at 20 USD an hour.
    assert cost(given).machine.gpus == 8
    assert [month.machines for month in cost(given).by_level["base"]] == [1, 1, 1]


def test_the_number_of_owned_machines_is_a_limit() -> None:
    assert only(owning(owned_machine(count=1, machines=3)))["id"] == BOUGHT
    item = only(owning(owned_machine(count=1, machines=2)))
    assert (item["id"], item["status"]) == (SELF, "rejected")
    assert "fewer machines than it takes" in _text(gate(item, "hosting.can-be-run"))


# -- where data may be ----------------------------------------------------------------------------


def in_europe() -> World:
    given = world()
    given.profile["require"] = {"data_regions": ["eu"]}
    return given


def test_data_stays_on_machines_of_the_region() -> None:
    given = in_europe()
    given.gpu_prices.append(gpu_price("4", region="eu-1", country="de"))
    item = only(given)
    assert item["cost"]["hosting"]["machine"]["country"] == "de"
    assert gate(item, "data.region")["outcome"] == "pass"


def test_a_machine_whose_place_nobody_states_is_for_review() -> None:
    given = in_europe()
    given.gpu_prices.append(gpu_price("1", region="any", country=None))
    item = only(given)
    told = gate(item, "data.region")
    assert (item["status"], told["outcome"]) == ("review", "unknown")
    assert told["missing"] == ["gpu_prices.country"]
    given.gpu_prices.append(gpu_price("4", region="eu-1", country="de"))
    assert only(given)["cost"]["hosting"]["machine"]["country"] == "de"


def test_where_no_machine_stands_in_the_region_there_is_none() -> None:
    item = only(in_europe())
    assert (item["id"], item["status"]) == (SELF, "review")
    assert gate(item, "hosting.can-be-run")["missing"] == ["gpu_prices"]


def test_data_on_machines_of_ones_own_stays_there() -> None:
    given = owning()
    given.profile["require"] = {"data_regions": ["eu"], "retention_days": 0}
    assert gate(only(given), "data.region")["outcome"] == "pass"
    assert gate(only(given), "data.retention")["outcome"] == "pass"


# -- what is lacking, and what does not go --------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        ("gpu_prices", ["gpu_prices"]),
        ("architecture", ["architecture"]),
        ("kv_heads", ["architecture.kv_heads"]),
        ("layers", ["architecture.layers"]),
    ],
)
def test_a_fact_that_is_lacking_is_named(lost: str, missing: list[str]) -> None:
    given = world()
    if lost == "gpu_prices":
        given.gpu_prices = []
    elif lost == "architecture":
        del given.models[2]["architecture"]
    else:
        shape = {key: value for key, value in ARCHITECTURE.items() if key != lost}
        given.models[2]["architecture"] = shape
    item = only(given)
    told = gate(item, "hosting.can-be-run")
    assert (item["id"], item["status"], item["cost"]) == (SELF, "review", None)
    assert (told["outcome"], told["missing"]) == ("unknown", missing)
    assert item["cost_missing"] == missing
    assert told["reason"]


def test_a_model_that_does_not_fit_says_by_how_much() -> None:
    """16.06 GB of weights on an accelerator of 16 GiB that has no link to others."""
    given = world()
    given.gpus = [gpu("h100", memory_gib="16", interconnect=None)]
    item = only(given)
    told = gate(item, "hosting.can-be-run")
    assert (item["id"], item["status"], told["outcome"]) == (SELF, "rejected", "fail")
    short = re.search(r"does not fit: ([\d.]+) GiB short", _text(told))
    assert short
    assert float(short[1]) > 1


def _text(told: Any) -> str:
    return " ".join([told["reason"], *(fact.get("note") or "" for fact in told["facts"])])


def test_a_request_that_is_longer_than_the_window_cannot_be_served() -> None:
    item = only(world(workload={"input_tokens": 200_000, "requests_per_month": 1000}))
    assert item["status"] == "rejected"
    assert "does not fit into its window" in _text(gate(item, "hosting.can-be-run"))


def test_latencies_that_no_machine_keeps_are_a_refusal() -> None:
    item = only(world(max_tpot_ms=1))
    assert item["status"] == "rejected"
    assert "within the latencies" in _text(gate(item, "hosting.can-be-run"))


def test_other_gates_hold_for_own_machines_too() -> None:
    given = world()
    given.licenses = [a_license("mit", "no")]
    given.profile["require"] = {"commercial_use": True}
    item = only(given)
    assert (item["id"], item["status"]) == (RENTED, "rejected")
    failed = {each["rule"] for each in item["gates"] if each["outcome"] == "fail"}
    assert failed == {"license.commercial-use"}
    given = world(allow=["api"])
    assert {item["status"] for item in hosted(given)} <= {"rejected"}
    given = world(allow=["self_hosted"])
    found = given.decide().record
    assert found["recommendation"] == RENTED
    assert {each["status"] for each in found["candidates"] if each["kind"] == "api"} == {"rejected"}


def test_without_traffic_no_machine_is_chosen() -> None:
    given = world()
    del given.profile["workload"]
    assert [each.id for each in candidates(given.catalog())][-1] == SELF
    assert only(given)["id"] == SELF


# -- what is used today ---------------------------------------------------------------------------


@pytest.mark.parametrize("named", [SELF, RENTED, BOUGHT, "globex/open-7b@self:4xa100-int8"])
def test_own_machines_can_be_what_is_used_today(named: str) -> None:
    """Of machines that were not chosen the best that were stand for them."""
    given = world()
    given.owned_machines = [owned_machine()]
    given.profile["current"] = named
    found = given.decide().record["baseline"]
    assert found is not None
    assert found["candidate"] == (named if named in (RENTED, BOUGHT) else RENTED)


def test_own_machines_are_found_without_naming_them() -> None:
    given = world()
    given.owned_machines = [owned_machine()]
    found = given.decide()
    first = next(each["id"] for each in found.record["candidates"] if "@self" in each["id"])
    assert found.candidate(SELF)["id"] == first != SELF
    with pytest.raises(KeyError):
        found.candidate(SELF.replace("@self", "@sel"))


# -- names and figures that make no sense ---------------------------------------------------------


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return world().write(tmp_path / "catalog")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"gpus": ["h10"]}, ("unknown GPU 'h10'", "h100")),
        ({"clouds": ["nimbos"]}, ("unknown cloud 'nimbos'", "nimbus")),
        ({"precisions": ["bf17"]}, ("unknown precision 'bf17'", "bf16")),
        ({"costs": {"pve": 1}}, ("unknown assumption 'pve'", "pue")),
    ],
)
def test_a_name_that_is_unknown_is_an_error_with_a_suggestion(
    given: Data, told: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = world().write(tmp_path / "catalog")
    monkeypatch.setattr("advisor.catalog.load.folder", lambda name: _folder(name, shipped))
    write_files(tmp_path, {"profile.yaml": world(**given).profile})
    done = CliRunner().invoke(root, ["recommend", str(tmp_path / "profile.yaml")])
    assert done.exit_code == 2
    shown = " ".join(done.output.split())
    assert told[0] in shown
    assert f"did you mean {told[1]!r}" in shown or told[1] in shown.partition(told[0])[2]


def _folder(name: str, shipped: Path) -> Path:
    from advisor.resources import folder

    return shipped if name == "catalog" else folder(name)


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ({"target-load": 0}, "target-load cannot be below 0.01"),
        ({"target-load": "1.1"}, "target-load cannot be above 1"),
        ({"peak-to-mean": "0.5"}, "peak-to-mean cannot be below 1"),
        ({"working-days": 0}, "working-days cannot be below 1"),
        ({"amortization-months": 0}, "amortization-months cannot be below 1"),
        ({"residual-share": 2}, "residual-share cannot be above 1"),
        ({"price-change-yearly": -1}, "price-change-yearly cannot be below -0.99"),
        ({"engineer-cost": -1}, "engineer-cost cannot be below 0"),
    ],
)
def test_an_assumption_that_makes_no_sense_is_an_error(costs: Data, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        world(costs=costs).loaded()
    ((id, value),) = costs.items()
    wrong = world()
    wrong.hosting_costs = hosting_costs(**{id: str(value)})
    with pytest.raises(ValueError, match=re.escape(told)):
        wrong.catalog()


@pytest.mark.parametrize("of", [world, owning])
def test_all_that_costs_nothing_is_still_a_decision(of: Any) -> None:
    """Where a profile says that of each, nothing is divided by it."""
    least = {"peak-to-mean", "target-load", "amortization-months", "pue", "working-days"}
    free = dict.fromkeys(
        (each["id"] for each in world().hosting_costs if each["id"] not in least), 0
    )
    given = of(costs=free, allow=["self_hosted"])
    given.gpu_prices = [{**row, "hourly": "0"} for row in given.gpu_prices]
    given.owned_machines = [{**row, "capital": "0"} for row in given.owned_machines]
    item = only(given)
    assert item["cost"]["total"] == {"low": 0, "base": 0, "high": 0}
    assert item["cost"]["simulation"]["total"]["p90"] == 0
