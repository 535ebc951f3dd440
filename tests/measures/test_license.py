"""What a license allows this organization."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.measures.base import Figure, Quote
from tests.worlds import Data, World, a_license, model, offer, price, provider

RESEARCH = a_license("research-only", "no", "research")
MIT = a_license("mit")


def figures(
    *licenses: Data, organization: Data | None = None, rates: Data | None = None, **more: Any
) -> dict[str, Figure]:
    """Of a model under the first license; ``base`` puts another model below it."""
    base = more.pop("base", None)
    below = [model("globex/base", openness="open_weights", **base)] if base is not None else []
    given = {"license": licenses[0]["id"], **more}
    if base is not None:
        given["base_model"] = "globex/base"
    given = {key: value for key, value in given.items() if value is not None}
    world = World(
        models=[model("acme/alpha", openness="open_weights", **given), *below],
        providers=[provider("acme", offer("acme/alpha", price()))],
        licenses=list(licenses),
        profile={
            "task": {"chat": 1},
            "organization": organization or {},
            "exchange_rates": rates or {},
        },
    )
    return world.judged()["acme/alpha@acme"].figures


def value(name: str, *licenses: Data, **more: Any) -> Any:
    return figures(*licenses, **more)[f"license.{name}"].value


@pytest.mark.parametrize(
    ("said", "found"),
    [("yes", "yes"), ("no", "no"), ("conditional", "conditional"), ("unknown", None)],
)
def test_one_license_speaks_for_itself(said: str, found: str | None) -> None:
    assert value("commercial_use", a_license("one", said)) == found


def test_a_license_inherits_the_strictest_clause() -> None:
    own = a_license("own", "yes", inherits_from="research-only")
    assert value("commercial_use", own, RESEARCH) == "no"
    assert value("commercial_use", a_license("own", "no", inherits_from="mit"), MIT) == "no"
    found = figures(own, RESEARCH)["license.commercial_use"]
    assert found.clause is not None
    assert (found.clause.license, found.clause.through) == ("RESEARCH-ONLY", None)


def test_the_license_of_the_base_model_travels_along() -> None:
    assert value("commercial_use", MIT, RESEARCH, base={"license": "research-only"}) == "no"
    assert value("commercial_use", MIT, base={"license": "mit"}) == "yes"


def test_a_base_model_without_a_license_leaves_the_answer_open() -> None:
    found = figures(MIT, base={})
    assert found["license.commercial_use"].value is None
    assert found["license.commercial_use"].missing == ("license of globex/base",)
    assert found["license.mau_within"].value is None
    assert found["openness.degree"].value is None
    # Unless the model's own is already as strict as can be.
    assert value("commercial_use", RESEARCH, base={}) == "no"


def test_the_base_models_license_does_not_stand_in_for_an_unstated_one() -> None:
    found = figures(MIT, license=None, base={"license": "mit"})["license.commercial_use"]
    assert (found.value, found.missing) == (None, ("license",))


def test_a_license_that_cannot_be_read_leaves_the_answer_open() -> None:
    own = a_license("own", "yes", inherits_from="unread")
    assert value("commercial_use", own, a_license("unread", "unknown")) is None


def test_no_license_at_all_is_unknown_throughout() -> None:
    found = figures(MIT, license=None)
    names = [name for name in found if name.startswith("license.")]
    assert {found[name].value for name in names} == {None}
    assert all(found[name].missing == ("license",) for name in names)


@pytest.mark.parametrize(("users", "within"), [(700, True), (701, False), (None, None)])
def test_the_lowest_limit_of_users_binds(users: int | None, within: bool | None) -> None:
    own = a_license("own", "conditional", mau_limit=1000, inherits_from="below")
    below = a_license("below", "conditional", mau_limit=700)
    organization = {} if users is None else {"monthly_active_users": users}
    found = figures(own, below, organization=organization)
    assert found["license.mau_within"].value is within
    assert found["license.conditions_met"].value is within
    if users is None:
        assert found["license.mau_within"].missing == ("profile.organization.monthly_active_users",)


def test_revenue_in_another_currency_needs_a_rate() -> None:
    capped = a_license("capped", "conditional", revenue_limit=10_000_000)
    in_euro = {"annual_revenue": "9.5M EUR"}
    found = figures(capped, organization=in_euro)["license.revenue_within"]
    assert (found.value, found.missing) == (None, ("profile.exchange_rates.EUR",))
    for rate, within in (("1.05", True), ("1.06", False)):
        rates = {"EUR": {"usd": rate, "as_of": "2026-11-01", "source": "ECB"}}
        assert value("revenue_within", capped, organization=in_euro, rates=rates) is within


@pytest.mark.parametrize(
    ("regions", "country", "allowed"),
    [
        (["eu"], "de", False),
        (["eu"], "ch", True),
        (["eu"], None, None),
        (["kp", "de"], "de", False),
        (["eea"], "no", False),
    ],
)
def test_an_excluded_region_binds_its_countries(
    regions: list[str], country: str | None, allowed: bool | None
) -> None:
    closed = a_license("closed", "conditional", excluded_regions=regions)
    organization = {"country": country} if country else {}
    assert value("region_allowed", closed, organization=organization) is allowed


@pytest.mark.parametrize(
    ("groups", "allowed"),
    [(None, None), ([], True), (["hospitals"], True), (["competitors"], False)],
)
def test_excluded_users(groups: list[str] | None, allowed: bool | None) -> None:
    closed = a_license("closed", "conditional", excluded_users=["competitors", "military"])
    organization = {} if groups is None else {"groups": groups}
    assert value("user_allowed", closed, organization=organization) is allowed


def test_conditions_that_nobody_wrote_down_are_not_met() -> None:
    assert value("conditions_met", a_license("vague", "conditional")) is None
    vague = a_license("vague", "conditional", inherits_from="capped")
    capped = a_license("capped", "conditional", mau_limit=700)
    organization = {"monthly_active_users": 1}
    assert value("conditions_met", capped, organization=organization) is True
    assert value("conditions_met", vague, capped, organization=organization) is None


def test_one_condition_that_fails_decides_over_unknown_ones() -> None:
    closed = a_license("closed", "conditional", mau_limit=700, excluded_regions=["eu"])
    assert value("conditions_met", closed, organization={"country": "de"}) is False
    assert value("conditions_met", closed, organization={"country": "us"}) is None


def test_a_circle_of_licenses_ends() -> None:
    one, two = a_license("one", inherits_from="two"), a_license("two", "no", inherits_from="one")
    assert value("commercial_use", one, two) == "no"


def test_the_clause_is_quoted_with_its_place_and_the_model_it_comes_from() -> None:
    capped = a_license("capped", "conditional", url="https://example.org/license")
    capped["mau_limit"] = {
        "value": 1_000_000,
        "text": "Ask the maker above a million users.",
        "section": "2",
        "read": "2026-11-02",
    }
    users = {"organization": {"monthly_active_users": 2_000_000}}
    own = figures(capped, **users)["license.mau_within"]
    assert own.note == "2,000,000 monthly users, limit 1,000,000"
    assert own.clause == Quote(
        "CAPPED",
        "2",
        "Ask the maker above a million users.",
        "https://example.org/license",
        "2026-11-02",
        None,
    )
    inherited = figures(MIT, capped, base={"license": "capped"}, **users)["license.mau_within"]
    assert inherited.value is False
    assert inherited.clause and inherited.clause.through == "globex/base"


@pytest.mark.parametrize(
    ("clauses", "organization", "figure", "note"),
    [
        ({"mau_limit": 700}, {}, "mau_within", "limit 700 monthly users"),
        (
            {"revenue_limit": 1_000_000},
            {"annual_revenue": "2M USD"},
            "revenue_within",
            "USD 2,000,000 annual revenue, limit USD 1,000,000",
        ),
        ({"revenue_limit": 1_000_000}, {}, "revenue_within", "limit USD 1,000,000 a year"),
        (
            {"excluded_regions": ["eu", "ru"]},
            {"country": "de"},
            "region_allowed",
            "organization in de, excluded: eu, ru",
        ),
        ({"excluded_regions": ["eu"]}, {}, "region_allowed", "excluded: eu"),
        (
            {"excluded_users": ["competitors", "military"]},
            {"groups": ["military"]},
            "user_allowed",
            "organization is one of the excluded: military",
        ),
        ({"excluded_users": ["military"]}, {}, "user_allowed", "excluded: military"),
    ],
)
def test_the_organization_is_held_against_the_clause_in_words(
    clauses: Data, organization: Data, figure: str, note: str
) -> None:
    found = figures(a_license("one", "conditional", **clauses), organization=organization)
    assert found[f"license.{figure}"].note == note
    assert found[f"license.{figure}"].clause
    assert found["license.conditions_met"].note == note


@pytest.mark.parametrize(
    ("said", "allowed"), [("yes", True), ("no", False), ("conditional", None), (None, None)]
)
def test_training_on_outputs_is_for_a_person_to_settle_under_conditions(
    said: str | None, allowed: bool | None
) -> None:
    clauses = {"output_training": said} if said else {}
    assert value("training_allowed", a_license("one", **clauses)) is allowed
