"""Whole decisions that a person can check in a minute: see ``tests/cases``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.yamlio import read
from tests.worlds import Data, World, a_license, benchmark, model, offer, price, provider, score

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def world_of(case: Data) -> World:
    """A case in its short form -> a world: prices as [input, output], scores by benchmark."""
    return World(
        models=[_model(id, given or {}) for id, given in case["models"].items()],
        providers=[_provider(id, given) for id, given in case["providers"].items()],
        licenses=[a_license(id, **given) for id, given in case.get("licenses", {}).items()],
        benchmarks=[
            benchmark(id, given["at"], given["task"])
            for id, given in case.get("benchmarks", {}).items()
        ],
        profile=_plain(case["profile"]),
    )


def _plain(value: Any) -> Any:
    """Exact numbers as text, as JSON needs them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def _model(id: str, given: Data) -> Data:
    told = dict(given)
    independent = [score(name, value) for name, value in told.pop("scores", {}).items()]
    vendor = [score(name, value, "vendor") for name, value in told.pop("claims", {}).items()]
    return model(id, scores=[*independent, *vendor], **told)


def _provider(id: str, given: Data) -> Data:
    told = dict(given)
    offers = [_offer(name, each or {}) for name, each in told.pop("offers").items()]
    return provider(id, *offers, **told)


def _offer(name: str, given: Data) -> Data:
    told = dict(given)
    prices = told.pop("prices", None)
    rows = [price(*(None if one is None else str(one) for one in prices))] if prices else []
    return offer(name, *rows, **told)


def told(record: Any) -> Data:
    """The decision in the short form in which a case expects it."""
    found: Data = {}
    for item in record["candidates"]:
        decisive = {
            gate["rule"]: gate["missing"] or gate["outcome"]
            for gate in item["gates"]
            if gate["outcome"] not in ("pass", "not_applicable")
        }
        place = item["rank"] if item["rank"] is not None else item["status"]
        found[item["id"]] = {item["status"]: item["rank"]} if item["rank"] else {place: decisive}
    return found


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path: Path) -> None:
    case = read(path).data
    record = world_of(case).decide().record
    assert told(record) == case["expect"]["candidates"]
    # Ranked first, then review, then rejected, in this order.
    assert list(told(record)) == list(case["expect"]["candidates"])
    assert record["recommendation"] == case["expect"]["recommendation"]
    for id, total in case["expect"].get("cost", {}).items():
        cost = next(item["cost"] for item in record["candidates"] if item["id"] == id)
        assert (cost and cost["total"]["base"]) == (total if total is None else float(total))
    relaxed = [[gate["rule"] for gate in each["gates"]] for each in record["relaxations"]]
    assert relaxed == case["expect"].get("relaxations", [])


def test_there_are_cases() -> None:
    assert len(CASES) >= 5
