"""How old each kind of fact is, and what has no age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.catalog.age import Ages, ages
from tests.worlds import (
    PAGE,
    TODAY,
    Data,
    World,
    a_license,
    bare,
    clause,
    offer,
    price,
    provider,
    score,
    worlds,
)


def aged(world: World, kind: str, day: date = TODAY, most: int = 0) -> Ages:
    (found,) = (each for each in ages(world.catalog(), day, most) if each.kind == kind)
    return found


def sold(*prices: Data, **more: object) -> World:
    return World([bare()], [provider("acme", offer("acme/alpha", *prices, **more))])


@pytest.mark.parametrize(
    ("world", "kind", "dated"),
    [
        (sold(price("2", None, checked="2026-11-02")), "price", "2026-11-02"),
        (World([bare(scores=[score("b", 1, as_of="2026-05-05")])]), "score", "2026-05-05"),
        (
            World([bare(sources=[{**PAGE, "supports": ["openness"]}])]),
            "stated",
            PAGE["read"],
        ),
        (
            World(
                licenses=[
                    {
                        **a_license(),
                        "commercial_use": clause("yes", url="https://a.b/c", read="2026-10-03"),
                    }
                ]
            ),
            "clause",
            "2026-10-03",
        ),
    ],
)
def test_each_kind_has_the_day_of_what_supports_it(world: World, kind: str, dated: str) -> None:
    oldest = aged(world, kind).oldest
    assert oldest
    assert oldest.fact.dated == date.fromisoformat(dated)
    assert oldest.days == (TODAY - oldest.fact.dated).days


def test_the_newest_of_several_sources_counts() -> None:
    pages = [
        {**PAGE, "id": f"p{n}", "read": f"2026-0{n}-01", "supports": ["limits"]} for n in (3, 9, 6)
    ]
    found = aged(World([bare(limits={"window": 1}, sources=pages)]), "stated")
    assert found.oldest
    assert found.oldest.fact.dated == date(2026, 9, 1)


def test_more_than_the_allowed_days_is_older() -> None:
    world = sold(price("2", None, checked=str(TODAY - timedelta(days=30))))
    assert not aged(world, "price", most=30).older
    assert len(aged(world, "price", most=29).older) == 1


def test_history_has_no_age() -> None:
    world = sold(
        price("2", None, until="2026-01-31"),
        price("3", None, since="2026-02-01"),
        price("4", None, since="2026-10-01"),
    )
    assert [item.fact.value for item in aged(world, "price").older] == [4]
    retired = sold(price("2", None), lifecycle={"retires": "2026-11-22"})
    assert aged(retired, "price").facts == 0
    gone = sold(price("2", None), lifecycle={"status": "retired"})
    assert aged(gone, "price").facts == 0


def test_what_was_read_after_the_day_was_not_known_then() -> None:
    world = sold(price("2", None, checked="2026-11-02"))
    assert aged(world, "price", date(2026, 11, 1)).facts == 0


def test_what_nobody_dates_is_counted_by_itself() -> None:
    found = aged(World([bare(limits={"window": 1})]), "stated")
    assert (found.facts, found.undated, found.oldest) == (0, 2, None)


@given(worlds(), st.integers(0, 400), st.integers(0, 400))
def test_allowing_more_days_never_finds_more(world: World, one: int, more: int) -> None:
    catalog = world.catalog()
    for strict, loose in zip(
        ages(catalog, TODAY, one), ages(catalog, TODAY, one + more), strict=True
    ):
        assert loose.older == strict.older[: len(loose.older)]
        assert all(item.days > one for item in strict.older)
