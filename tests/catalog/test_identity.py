"""Upstream names: by the table, by the day, or refused with the reason. Never by their looks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.catalog.identity import Identities, RefusedError
from advisor.catalog.load import load_catalog
from tests.worlds import World, model, offer, provider

DAY = date(2026, 11, 23)


def named(*aliases: dict[str, Any], other: tuple[dict[str, Any], ...] = ()) -> Identities:
    world = World(
        models=[
            model("acme/alpha", aliases=list(aliases)),
            model("acme/beta", aliases=list(other), weights={"repository": "Acme/Beta-7B"}),
        ],
        providers=[provider("acme", offer("acme/alpha", endpoint="alpha-2026-01-01"))],
    )
    return Identities(world.catalog())


def refused(names: Identities, name: str, upstream: str | None = "arena", day: date = DAY) -> str:
    with pytest.raises(RefusedError) as caught:
        names.resolve(name, upstream, day)
    return str(caught.value)


def test_a_fixed_name_stands_for_its_version_in_any_case() -> None:
    names = named({"name": "Alpha One"})
    assert names.resolve("Alpha One", "arena", DAY) == "acme/alpha"
    assert names.resolve("alpha one", None, DAY) == "acme/alpha"


def test_a_name_of_one_upstream_is_no_name_of_another() -> None:
    names = named({"name": "alpha", "upstream": "arena"}, other=({"name": "alpha"},))
    assert names.resolve("alpha", "arena", DAY) == "acme/alpha"
    assert names.resolve("alpha", "epoch", DAY) == "acme/beta"


def test_a_moving_name_resolves_by_the_day_and_is_refused_beyond() -> None:
    names = named(
        {"name": "acme-chat", "moving": True, "since": "2025-01-20", "until": "2025-05-28"},
        other=(
            {"name": "acme-chat", "moving": True, "since": "2025-05-28", "until": "2026-07-24"},
        ),
    )
    assert names.resolve("acme-chat", "x", date(2025, 5, 27)) == "acme/alpha"
    assert names.resolve("acme-chat", "x", date(2025, 5, 28)) == "acme/beta"
    for day in (date(2025, 1, 19), date(2026, 7, 24)):
        told = refused(names, "acme-chat", "x", day)
        assert "a name that moves" in told
        assert "acme/alpha from 2025-01-20 to 2025-05-28" in told


def test_two_versions_at_once_are_refused() -> None:
    names = named({"name": "both"}, other=({"name": "both"},))
    assert refused(names, "both") == f"it stands for acme/alpha and acme/beta on {DAY}"


@pytest.mark.parametrize("name", ["acme-large-latest", "acme/latest", "router/auto", "x:default"])
def test_what_moves_by_its_name_is_never_a_model(name: str) -> None:
    assert "moves from version to version" in refused(named(), name)


def test_an_unknown_name_is_not_guessed() -> None:
    assert refused(named({"name": "alpha"}), "alpha-2") == "not in the catalog"
    assert refused(named(), "acme/alpha") == "not in the catalog", "theirs may be another version"


def test_what_the_user_says_comes_first() -> None:
    names = Identities(World(models=[model("acme/alpha")]).catalog(), {"mine": "acme/alpha"})
    assert names.resolve("mine", "arena", DAY) == "acme/alpha"


def test_the_user_may_name_ids_endpoints_and_repositories() -> None:
    names = named()
    assert names.resolve("acme/alpha", None, DAY) == "acme/alpha"
    assert names.resolve("acme/alpha-2026-01-01", None, DAY) == "acme/alpha"
    assert names.resolve("acme/beta-7b", None, DAY) == "acme/beta"


@given(st.text(max_size=40))
def test_any_text_is_resolved_or_refused(name: str) -> None:
    found, reason = None, ""
    try:
        found = named({"name": "alpha"}).resolve(name, "arena", DAY)
    except RefusedError as fault:
        reason = str(fault)
    assert found in ("acme/alpha", "acme/beta") or reason


# -- the shipped table ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "day", "model"),
    [
        ("deepseek-reasoner", "2025-03-01", "deepseek/deepseek-r1"),
        ("deepseek-reasoner", "2025-06-15", "deepseek/deepseek-r1-0528"),
        ("deepseek-reasoner", "2025-09-01", "deepseek/deepseek-v3.1"),
        ("deepseek-reasoner", "2026-06-01", "deepseek/deepseek-v4-flash"),
        ("deepseek-reasoner", "2026-11-23", None),
        ("mistral-large-latest", "2026-01-01", "mistral/mistral-large-3"),
        ("chatgpt-4o-latest", "2026-11-23", None),
    ],
)
def test_the_names_that_drifted(name: str, day: str, model: str | None) -> None:
    names = Identities(load_catalog())
    if model is None:
        refused(names, name, None, date.fromisoformat(day))
    else:
        assert names.resolve(name, None, date.fromisoformat(day)) == model


def test_no_name_of_the_shipped_table_means_two_versions_at_once() -> None:
    catalog = load_catalog()
    names = Identities(catalog)
    for known in catalog.models.values():
        for alias in known.aliases:
            day = alias.since or (alias.until and date.fromordinal(alias.until.toordinal() - 1))
            for upstream in alias.upstream or (None,):
                assert names.resolve(alias.name, upstream, day or DAY) == known.id, alias
