"""Which score counts, and what it proves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from advisor.measures.base import Figure
from tests.worlds import Data, World, benchmark, model, offer, price, provider, score

D = Decimal
PERCENT = {"0": "0", "100": "1"}


def figures(*scores: Data, profile: Data | None = None, **more: Any) -> dict[str, Figure]:
    """The figures of a model with these scores on ``test`` (0..100 -> 0..1) and ``other``."""
    world = World(
        models=[model("acme/alpha", scores=list(scores))],
        providers=[provider("acme", offer("acme/alpha", price()))],
        benchmarks=[
            benchmark("test", PERCENT, "coding", **more),
            benchmark("other", PERCENT, "coding"),
            benchmark("ko", PERCENT, "multilingual", language="ko"),
            benchmark("fr", PERCENT, "multilingual", language="fr"),
        ],
        profile={"task": {"coding": 1}, **(profile or {})},
    )
    return world.judged()["acme/alpha@acme"].figures


def ability(*scores: Data, **more: Any) -> tuple[Any, Any, Any]:
    found = figures(*scores, **more)["quality.coding"]
    return found.value, found.low, found.high


def test_a_score_counts_on_the_benchmarks_scale() -> None:
    assert ability(score("test", 62)) == (D("0.62"), D("0.62"), D("0.62"))


def test_an_interval_gives_the_band_and_leaves_the_value() -> None:
    found = ability(score("test", 62, low="60", high="66"))
    assert found == (D("0.62"), D("0.60"), D("0.66"))


def test_no_score_is_no_zero() -> None:
    assert ability() == (None, 0, 1)
    assert figures()["quality.coding"].missing == ("scores for coding",)


def test_the_strongest_evidence_counts() -> None:
    assert ability(score("test", 62), score("other", 40))[0] == D("0.62")
    assert ability(score("test", 40), score("other", 62))[0] == D("0.62")


def test_a_contradicting_condition_is_not_used() -> None:
    preferred = {"attempts": [1, 2]}
    best_of_64 = score("test", 90, setting={"attempts": 64})
    assert ability(best_of_64, preferred=preferred) == (None, 0, 1)
    assert ability(best_of_64, score("test", 62), preferred=preferred)[0] == D("0.62")


def test_the_better_condition_comes_first() -> None:
    preferred = {"attempts": [1, 2]}
    one = score("test", 62, setting={"attempts": 1}, source="page", as_of="2026-01-01")
    two = score("test", 70, setting={"attempts": 2})
    unstated = score("test", 80)
    assert ability(two, one, unstated, preferred=preferred)[0] == D("0.62")
    assert ability(unstated, two, preferred=preferred)[0] == D("0.70")


def test_own_before_independent_before_vendor() -> None:
    own, independent, vendor = (
        score("test", v, by) for v, by in ((50, "own"), (60, "independent"), (90, "vendor"))
    )
    assert ability(vendor, independent, own)[0] == D("0.5")
    assert ability(vendor, independent)[0] == D("0.6")


def test_the_newer_of_two_equal_ones() -> None:
    old, new = score("test", 70, as_of="2026-01-01"), score("test", 62, as_of="2026-06-01")
    assert ability(old, new)[0] == ability(new, old)[0] == D("0.62")


def test_a_makers_claim_only_bounds() -> None:
    assert ability(score("test", 90, "vendor")) == (None, 0, D("0.9"))
    # Beside independent evidence on another benchmark the claim widens the band upwards.
    found = ability(score("test", 90, "vendor"), score("other", 62))
    assert found == (D("0.62"), D("0.62"), D("0.9"))


def test_a_makers_claim_counts_where_the_profile_accepts_it() -> None:
    accept = {"policy": {"vendor_claims": "accept"}}
    assert ability(score("test", 90, "vendor"), profile=accept)[0] == D("0.9")
    both = (score("test", 90, "vendor"), score("test", 60))
    assert ability(*both, profile=accept)[0] == D("0.6")


def test_a_required_score_needs_more_than_a_claim() -> None:
    claim = score("test", 90, "vendor")
    assert figures(claim)["scores"].value == {}
    assert figures(claim, profile={"policy": {"vendor_claims": "accept"}})["scores"].value == {
        "test": 90
    }


@pytest.mark.parametrize(("day", "value"), [("2026-02-28", None), ("2026-03-01", D("0.62"))])
def test_a_score_on_an_older_scale_is_not_compared(day: str, value: Any) -> None:
    assert ability(score("test", 62, as_of=day), comparable_since="2026-03-01")[0] == value


def test_a_score_of_the_future_is_not_known_yet() -> None:
    assert ability(score("test", 62, as_of="2026-11-24"))[0] is None
    assert ability(score("test", 62, as_of="2026-11-23"))[0] == D("0.62")


def test_languages_count_by_their_share_of_the_traffic() -> None:
    profile = {"languages": {"en": 40, "ko": 45, "fr": 15}}
    found = figures(score("ko", 80), score("fr", 40), profile=profile)["quality.multilingual"]
    # (45 x 0.8 + 15 x 0.4) / 60
    assert found.value == D("0.7")
    one = figures(score("ko", 80), profile=profile)["quality.multilingual"]
    assert (one.value, one.low, one.high) == (None, D("0.6"), D("0.85"))
    assert one.missing == ("scores for fr",)


def test_fractions_in_a_setting_compare_by_value() -> None:
    preferred = {"temperature": [D("0.5")]}
    found = ability(score("test", 62, setting={"temperature": D("0.50")}), preferred=preferred)
    assert found[0] == D("0.62")


UNSTATED = {"conditions": "unstated"}
ACCEPT = {"policy": {"vendor_claims": "accept"}}


@pytest.mark.parametrize("setting", [UNSTATED, {}, {"effort": "high"}])
def test_a_claim_without_its_condition_is_never_more_than_a_claim(setting: Data) -> None:
    given: Data = {"preferred": {"attempts": [1]}, "profile": ACCEPT}
    claim = score("test", 90, "vendor", setting=setting)
    assert ability(claim, **given) == (None, 0, D("0.9"))
    assert figures(claim, **given)["scores"].value == {}
    stated = score("test", 80, "vendor", setting={"attempts": 1})
    assert figures(claim, stated, **given)["scores"].value == {"test": 80}


def test_conditions_that_are_said_to_be_unstated_are_so_on_every_benchmark() -> None:
    claim = score("test", 90, "vendor", setting=UNSTATED)
    assert figures(claim, profile=ACCEPT)["scores"].value == {}
    assert figures({**claim, "setting": {}}, profile=ACCEPT)["scores"].value == {"test": 90}
    assert "conditions not stated" in str(figures(claim)["quality.coding"].note)


def test_somebody_elses_score_without_its_condition_counts_behind_the_others() -> None:
    preferred = {"attempts": [1]}
    vague = score("test", 90, setting=UNSTATED, as_of="2026-10-30")
    stated = score("test", 62, setting={"attempts": 1})
    assert ability(vague, preferred=preferred)[0] == D("0.9")
    assert ability(vague, stated, preferred=preferred)[0] == D("0.62")
    note = figures(vague, preferred=preferred)["quality.coding"].note
    assert note == "test 90, conditions not stated, 2026-10-30"
