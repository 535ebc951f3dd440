"""Two catalogs, or two days of one, held against each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import load_catalog
from advisor.catalog.difference import Change, difference
from advisor.catalog.view import view
from tests.worlds import World, a_license, model, offer, price, provider, score, small, worlds

Edit = Callable[[World], Any]


def between(before: World, after: World, *days: date) -> list[Change]:
    first, last = days or (None, None)
    return difference(view(before.catalog(), first), view(after.catalog(), last))


def changed(edit: Edit) -> list[tuple[str, str, str, object, object]]:
    """What ``edit`` makes of the small world, as plain tuples."""
    after = World(**json.loads(json.dumps(vars(small()))))  # no dictionary stands at two places
    edit(after)
    return [tuple(change) for change in between(small(), after)]


def shuffled(value: Any, dice: Random) -> Any:
    """The same with every key, and every list of named things, in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, dice)) for key, item in value.items()]
        dice.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [shuffled(item, dice) for item in value]
        dice.shuffle(items)
        return items
    return value


def contents(world: World) -> list[Any]:
    catalog = world.catalog()
    parts = (catalog.models, catalog.providers, catalog.licenses, catalog.benchmarks)
    dumped = ({id: each.model_dump(exclude_defaults=True) for id, each in p.items()} for p in parts)
    return list(dumped)


@given(worlds(), st.integers(0, 1000))
def test_the_order_of_keys_and_lists_makes_no_difference(world: World, seed: int) -> None:
    other = world.copy()
    for name in ("models", "providers", "licenses", "benchmarks", "sources"):
        setattr(other, name, shuffled(getattr(other, name), Random(seed)))
    assert between(world, other) == []


@given(worlds(), worlds(), st.sampled_from([(), (date(2026, 1, 1), date(2027, 2, 1))]))
def test_the_way_back_is_the_inverse(one: World, other: World, days: tuple[date, ...]) -> None:
    there, back = between(one, other, *days), between(other, one, *reversed(days))
    assert [change.inverse for change in there] == back


@given(worlds(), worlds())
def test_nothing_that_differs_is_missed(one: World, other: World) -> None:
    assert bool(between(one, other)) == (contents(one) != contents(other))


def test_comments_and_the_writing_of_numbers_make_no_difference(tmp_path: Path) -> None:
    world = small()
    one = world.write(tmp_path / "one")
    other = world.write(tmp_path / "other")
    file = other / "offers/acme.yaml"
    file.write_text("# a comment\n" + file.read_text().replace('"10"', '"10.00"'))
    assert file.read_text() != (one / "offers/acme.yaml").read_text()
    found = [view(load_catalog(shipped=folder)) for folder in (one, other)]
    assert difference(*found) == []


@pytest.mark.parametrize(
    ("edit", "group", "subject", "field"),
    [
        (lambda w: w.models[0]["limits"].update(window=1), "limits", "acme/alpha", "limits.window"),
        (
            lambda w: w.licenses[0]["attribution"].update(value="no"),
            "clauses",
            "mit",
            "attribution",
        ),
        (lambda w: w.models[0].update(note="x"), "other", "acme/alpha", "note"),
        (lambda w: w.benchmarks[0].update(top="101"), "benchmarks", "arena-text", "top"),
        (lambda w: w.sources[0].update(read="2026-11-02"), "sources", "page", "read"),
        (
            lambda w: w.providers[0].update(terms={"retention_days": 3}),
            "terms",
            "acme",
            "terms.retention_days",
        ),
        (
            lambda w: w.models[0].update(aliases=[{"name": "a"}]),
            "names",
            "acme/alpha",
            "aliases[a]",
        ),
        (
            lambda w: w.models[0].update(lifecycle={"retires": "2027-01-01"}),
            "lifecycles",
            "acme/alpha",
            "lifecycle.retires",
        ),
        (
            lambda w: w.models[0].update(
                disputed=[{"field": "name", "value": "B", "source": "page", "why": "y"}]
            ),
            "disputes",
            "acme/alpha",
            "disputed[name B from page]",
        ),
    ],
)
def test_each_kind_of_statement_has_its_group(
    edit: Edit, group: str, subject: str, field: str
) -> None:
    assert [change[:3] for change in changed(edit)] == [(group, subject, field)]


def test_a_score_is_told_as_a_whole() -> None:
    (change,) = changed(lambda w: w.models[0]["scores"][0].update(value="1460", low="1450"))
    assert change[:3] == ("scores", "acme/alpha", "scores[arena-text, independent, from page]")
    assert [str(each["value"]) for each in change[3:]] == ["1450", "1460"]  # type: ignore[index]


def test_a_thing_that_goes_is_one_change() -> None:
    def edit(world: World) -> None:
        del world.models[1], world.providers[0]["offers"][1]

    assert [change[:4] for change in changed(edit)] == [
        ("models", "acme/beta", "", "Beta"),
        ("offers", "acme/beta@acme", "", "input 1, output 4"),
    ]


def test_prices_differ_by_row_tier_and_hour() -> None:
    row = price(
        since="2026-01-01",
        tiers=[{"above": 1000, "input": "4"}],
        windows=[{"hours": "01:00-02:00", "factor": "0.5"}],
    )
    dearer = json.loads(json.dumps(row).replace('"4"', '"5"').replace('"0.5"', '"0.6"'))
    before, after = (
        World([model()], [provider("acme", offer("acme/alpha", each))], [], [])
        for each in (row, dearer)
    )
    assert [
        (change.field, str(change.old), str(change.new)) for change in between(before, after)
    ] == [
        ("prices[2026-01-01].tiers[above 1000].input", "4", "5"),
        ("prices[2026-01-01].windows[01:00-02:00 UTC].factor", "0.5", "0.6"),
    ]


# -- two days of one catalog ----------------------------------------------------------------------


def in_time() -> World:
    ends = {"status": "deprecated", "retires": "2026-12-31"}
    return World(
        models=[
            model("acme/alpha", scores=[score("b", 1, as_of="2026-06-15")], license="mit"),
            model("acme/beta", released="2026-07-01"),
        ],
        providers=[
            provider(
                "acme",
                offer("acme/alpha", price("2"), price("4", since="2026-12-01")),
                offer("acme/alpha", price("3"), id="old", lifecycle=ends),
                offer("acme/beta", price("1", since="2026-08-01")),
            )
        ],
        licenses=[a_license("mit")],
        benchmarks=[],
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-06-14", []),
        (
            "2026-06-14",
            "2026-06-15",
            [("scores", "acme/alpha", "scores[b, independent, from page]")],
        ),
        (
            "2026-06-30",
            "2026-07-01",
            [("models", "acme/beta", ""), ("offers", "acme/beta@acme", "")],
        ),
        (
            "2026-07-31",
            "2026-08-01",
            [("prices", "acme/beta@acme", f"prices.{name}") for name in ("input", "output")],
        ),
        ("2026-11-30", "2026-12-01", [("prices", "acme/alpha@acme", "prices.input")]),
        ("2026-12-31", "2027-01-01", [("offers", "acme/alpha@acme:old", "")]),
    ],
)
def test_on_a_day_counts_what_is_in_force(
    first: str, last: str, expected: list[tuple[str, str, str]]
) -> None:
    world = in_time()
    found = between(world, world, date.fromisoformat(first), date.fromisoformat(last))
    assert [change[:3] for change in found] == expected


def test_an_earlier_price_that_is_not_known_is_none() -> None:
    world = in_time()
    found = between(world, world, date(2026, 7, 31), date(2026, 8, 1))
    assert {change.old for change in found} == {None}
