"""Files that hold a list of small things: overlays, errors with their places, and the facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from advisor import load_catalog
from advisor.catalog.age import ages
from advisor.catalog.attribution import credited
from advisor.catalog.catalog import Catalog
from advisor.catalog.difference import difference
from advisor.catalog.facts import facts
from advisor.catalog.stats import hand_checked, stats
from advisor.catalog.view import view
from advisor.yamlio.problems import InputError, Problem
from tests.worlds import PAGE, small, write_files

Row = dict[str, Any]
JUDGED = {"id": "judged", "title": "A judgment", "kind": "judgment", "read": "2026-11-01"}
GPU = {
    "id": "h100",
    "name": "H100",
    "vendor": "nvidia",
    "memory_gib": "79.1",
    "bandwidth_gb_per_second": "3350",
    "system_kilowatts": "1.73",
    "kind": "data_center",
    "source": "page",
    "also": {"system_kilowatts": "judged"},
}
RENTED = {
    **{"cloud": "acme", "region": "eu-1", "country": "de", "sku": "8xH100", "gpu": "h100"},
    **{"count": 8, "hourly": "24", "source": "page"},
}


def cost(**changed: Any) -> Row:
    plain = {"id": "power-price", "name": "Power", "low": "0.1", "base": "0.2", "high": "0.3"}
    return {**plain, "unit": "USD per kWh", "source": "page", **changed}


def machine(**changed: Any) -> Row:
    plain = {"id": "rack-1", "gpu": "h100", "count": 8, "capital": "300000"}
    return {**plain, "source": "page", **changed}


def files(**lists: list[Row]) -> dict[str, Any]:
    """One file for each list, named as it likes."""
    return {f"my-{name}.yaml": {name: rows} for name, rows in lists.items()}


def load(tmp_path: Path, *overlays: dict[str, Any]) -> Catalog:
    root = small().write(tmp_path / "base")
    below = {"more.yaml": {"sources": [JUDGED]}, **files(gpus=[GPU], gpu_prices=[RENTED])}
    folders = [
        write_files(tmp_path / f"over{n}", each) for n, each in enumerate((below, *overlays))
    ]
    return load_catalog(*folders, shipped=root)


def problems(tmp_path: Path, *overlays: dict[str, Any]) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load(tmp_path, *overlays)
    return caught.value.problems


def test_the_last_layer_wins_by_id(tmp_path: Path) -> None:
    first = files(
        hosting_costs=[cost(), cost(id="storage-price")],
        owned_machines=[machine(id="z"), machine()],
    )
    second = files(hosting_costs=[cost(base="0.25")], owned_machines=[machine(capital="0")])
    found = load(tmp_path, first, second)
    assert {id: each.base for id, each in found.hosting_costs.items()} == {
        "power-price": Decimal("0.25"),
        "storage-price": Decimal("0.2"),
    }
    assert [f"{each.id} {each.capital}" for each in found.owned_machines] == [
        "rack-1 0",
        "z 300000",
    ]
    assert found.owned_machines[0].machines is None
    assert found.gpus["h100"].system_kilowatts == Decimal("1.73")
    assert found.gpu_prices[0].country == "de"


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ({"hosting_costs": [cost(), cost()]}, ["it stands twice in this file; keep one"]),
        ({"hosting_costs": [cost(source="pgae")]}, ["unknown source 'pgae'"]),
        ({"owned_machines": [machine(gpu="h10")]}, ["unknown GPU 'h10'"]),
        ({"owned_machines": [machine(), machine()]}, ["it stands twice in this file; keep one"]),
        ({"gpus": [{**GPU, "also": {"tdp_watts": "nowhere"}}]}, ["unknown source 'nowhere'"]),
    ],
)
def test_references_that_lead_nowhere_and_twins(
    tmp_path: Path, lists: dict[str, list[Row]], told: list[str]
) -> None:
    found = problems(tmp_path, files(**lists))
    assert [each.message for each in found] == told
    assert all(each.line and Path(each.file).name.startswith("my-") for each in found)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (cost(low="0.25"), "low <= base <= high"),
        (cost(high="0.1"), "low <= base <= high"),
        (cost(low="-0.1"), "power-price cannot be below 0"),
        (cost(id="pue"), "pue cannot be below 1"),
        (cost(id="target-load", high="1.1"), "target-load cannot be above 1"),
        (cost(base=True), "true or false"),
    ],
)
def test_a_default_lies_between_its_ends(tmp_path: Path, row: Row, part: str) -> None:
    (found,) = problems(tmp_path, files(hosting_costs=[row]))
    assert part in found.message


def test_a_price_may_fall_from_year_to_year(tmp_path: Path) -> None:
    change = cost(id="price-change-yearly", low="-0.4", base="0")
    found = load(tmp_path, files(hosting_costs=[change]))
    assert found.hosting_costs["price-change-yearly"].low == Decimal("-0.4")


@pytest.mark.parametrize("wrong", [{"count": 0}, {"machines": 0}, {"capital": "-1"}])
def test_a_machine_is_something(tmp_path: Path, wrong: Row) -> None:
    assert problems(tmp_path, files(owned_machines=[machine(**wrong)]))


def test_every_figure_of_a_list_is_a_fact_with_its_source(tmp_path: Path) -> None:
    mine = machine(kilowatts="10", as_of="2026-10-01", machines=2, country="kr")
    judged = cost(id="engineer-share", source="judged")
    lists = files(hosting_costs=[cost(as_of="2026-09-01"), judged], owned_machines=[mine])
    catalog = load(tmp_path, lists)
    told = {
        (fact.owner, fact.place): (fact.value, fact.sources, fact.dated)
        for fact in facts(catalog)
        if fact.owner.startswith(("hosting_cost:", "owned_machine:", "gpu:"))
    }
    page = (PAGE["id"],)
    assert told["hosting_cost:power-price", "base"] == (Decimal("0.2"), page, date(2026, 9, 1))
    assert told["owned_machine:rack-1", "capital"] == (300000, page, date(2026, 10, 1))
    assert told["owned_machine:rack-1", "kilowatts"][0] == 10
    assert told["gpu:h100", "system_kilowatts"][1] == ("judged",)
    assert told["gpu:h100", "memory_gib"][1] == page
    assert not [place for _, place in told if place in ("kind", "machines", "country", "low")]
    by_owner = {fact.owner: hand_checked(fact, catalog) for fact in facts(catalog)}
    assert by_owner["hosting_cost:power-price"]
    assert not by_owner["hosting_cost:engineer-share"]


def test_lists_are_counted_aged_credited_and_compared(tmp_path: Path) -> None:
    old = cost(as_of="2024-01-01")
    before = load(tmp_path / "a", files(hosting_costs=[old], owned_machines=[machine()]))
    numbers = stats(before, date(2026, 11, 23))
    assert (numbers["hosting_costs"], numbers["owned_machines"]) == (1, 1)
    (aged,) = [each for each in ages(before, date(2026, 11, 23), 365) if each.older]
    assert (aged.kind, aged.older[0].fact.owner) == ("hosting_cost", "hosting_cost:power-price")
    used = {credit.key: credit.used for credit in credited(before)}["page"]
    assert used["defaults of hosting costs"] == used["figures of owned machines"] == 1
    after = load(tmp_path / "b", files(hosting_costs=[{**old, "high": "0.4"}]))
    assert [change[:3] for change in difference(view(before), view(after))] == [
        ("hosting_costs", "power-price", "high"),
        ("owned_machines", "rack-1", ""),
    ]


def test_what_ships_names_its_grounds() -> None:
    catalog = load_catalog()
    assert catalog.owned_machines == ()
    for each in catalog.hosting_costs.values():
        source = catalog.sources[each.source]
        # A guess says so, in a range that looks like one; anything else has an address.
        if source.kind == "judgment" and each.id != "working-days":
            assert each.high >= 4 * each.low, each.id
        else:
            assert source.url or source.kind == "judgment", each.id
    assert {gpu.kind for gpu in catalog.gpus.values()} == {"data_center", "workstation", "consumer"}
    assert {price.country for price in catalog.gpu_prices} >= {None, "us", "de", "kr", "jp"}
