"""Our prices and limits beside other price lists: every class of difference, and what is none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from advisor.catalog.agreement import Agreement, Upstreams, agreement
from advisor.catalog.agreement.reasons import reasons
from advisor.cli import root
from tests.worlds import TODAY, Data, World, model, offer, price, provider, write_files

PUBLISHED = date(2026, 11, 2)
"""After the day on which the rows of a world were checked."""
SOURCES = [
    {"id": name, "title": name, "kind": "data_set", "read": "2026-11-23"}
    for name in ("page", "litellm", "models-dev", "genai-prices")
]


def world(*offers: Data, models: tuple[Data, ...] = (), **more: Any) -> World:
    """OpenAI with some offers of ``openai/gpt-x``."""
    return World(
        models=[model("openai/gpt-x"), *models],
        providers=[provider("openai", *offers, **more)],
        sources=SOURCES,
    )


def gpt(*prices: Data, **more: Any) -> Data:
    return {**offer("openai/gpt-x", *prices), "endpoint": "gpt-x", **more}


def models_dev(input: float = 2, output: float = 8, **more: Any) -> Data:
    """What models.dev states of ``gpt-x``; ``limit`` and ``tiers`` as it writes them."""
    limit = {"context": 0, **more.pop("limit", {})}
    given = {"modalities": {"input": ["text"], "output": ["text"]}, "open_weights": False}
    cost = {"input": input, "output": output, **more}
    return {"openai": {"models": {"gpt-x": {**given, "limit": limit, "cost": cost}}}}


def litellm(input: float = 2, output: float = 8, **more: Any) -> Data:
    """What LiteLLM states of ``gpt-x``, from prices per million."""
    rates = {"input_cost_per_token": input / 10**6, "output_cost_per_token": output / 10**6}
    return {"gpt-x": {"litellm_provider": "openai", "mode": "chat", **rates, **more}}


def genai(input: float = 2, output: float = 8) -> list[Data]:
    prices = {"input_mtok": input, "output_mtok": output}
    return [{"id": "openai", "models": [{"id": "gpt-x", "match": {"equals": "gpt-x"},
                                         "prices": prices}]}]  # fmt: skip


def compared(
    folder: Path, ours: World, day: date = PUBLISHED, as_of: date = TODAY, **files: Any
) -> Agreement:
    upstreams = []
    for name, data in files.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(data))
        upstreams.append(Upstreams(name.replace("_", "-"), str(path), day))
    return agreement(ours.catalog(), upstreams, as_of)


def kinds(found: Agreement, source: str = "models-dev") -> dict[str, str]:
    """Field -> class, of one source."""
    return {each.field: each.kind for each in found.disagreements if each.source == source}


def test_what_is_the_same_agrees(tmp_path: Path) -> None:
    row = price("2", "8", cache_read="0.5", tiers=[{"above": 200_000, "input": "4"}])
    theirs = models_dev(cache_read=0.5, tiers=[{"input": 4, "tier": {"size": 200_000}}])
    found = compared(tmp_path, world(gpt(row)), models_dev=theirs, litellm=litellm())
    assert found.disagreements == []
    assert found.offers == {"models-dev": 1, "litellm": 1}
    assert found.compared["models-dev", "prices.input"] == 2
    assert found.agreed == found.compared


def test_an_unknown_figure_is_not_compared(tmp_path: Path) -> None:
    found = compared(tmp_path, world(gpt(price("2", None))), models_dev=models_dev(output=9))
    assert ("models-dev", "prices.output") not in found.compared
    assert found.disagreements == []


def test_an_offer_that_has_ended_is_not_compared(tmp_path: Path) -> None:
    ended = gpt(price("1", "1"), lifecycle={"retires": "2026-11-22"})
    assert compared(tmp_path, world(ended), models_dev=models_dev()).offers == {}


def test_a_difference_without_a_reason_is_unexplained(tmp_path: Path) -> None:
    found = compared(tmp_path, world(gpt(price("3", "8"))), models_dev=models_dev())
    assert kinds(found) == {"prices.input": "unexplained"}
    assert len(found.unsettled) == 1


def test_a_dispute_on_record_gives_its_reason(tmp_path: Path) -> None:
    dispute = {"field": "offers[gpt-x].prices.input", "value": "2", "source": "page",
               "why": "the page of another model"}  # fmt: skip
    ours = world(gpt(price("3", "9")), disputed=[dispute])
    found = compared(tmp_path, ours, models_dev=models_dev())
    assert kinds(found) == {"prices.input": "disputed", "prices.output": "unexplained"}
    assert found.disagreements[0].why == "the page of another model"


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        (131_072, 128_000, "rounding"),
        (1_048_576, 1_000_000, "rounding"),
        (1_050_000, 1_000_000, "rounding"),
        (131_072, 131_000, "rounding"),
        (128_000, 100_000, "unexplained"),
        (1_000_000, 2_000_000, "unexplained"),
    ],
)
def test_limits_that_are_rounded(tmp_path: Path, ours: int, theirs: int, kind: str) -> None:
    mine = world(gpt(limits={"window": ours}))
    found = compared(tmp_path, mine, models_dev=models_dev(limit={"context": theirs}))
    assert kinds(found) == {"limits.window": kind}


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [("0.125", 0.13, "rounding"), ("0.4", 0.44, "unexplained"), ("0.02", 0.018, "unexplained")],
)
def test_prices_that_are_rounded(tmp_path: Path, ours: str, theirs: float, kind: str) -> None:
    mine = world(gpt(price("2", "8", cache_read=ours)))
    found = compared(tmp_path, mine, models_dev=models_dev(cache_read=theirs))
    assert kinds(found) == {"prices.cache_read": kind}


def test_a_price_of_another_day(tmp_path: Path) -> None:
    steps = (price("2", "7"), price("3", "9", since="2026-10-01"))
    found = compared(tmp_path, world(gpt(*steps)), models_dev=models_dev())
    assert kinds(found) == {"prices.input": "dated_step", "prices.output": "unexplained"}


def test_a_tier_taken_for_the_price(tmp_path: Path) -> None:
    row = price("1", "4", tiers=[{"above": 200_000, "factor": "2"}])
    found = compared(tmp_path, world(gpt(row)), models_dev=models_dev(output=9))
    assert kinds(found) == {"prices.input": "tier", "prices.output": "unexplained"}


TIERED = models_dev(tiers=[{"input": 4, "output": 12, "tier": {"size": 200_000}}])


@pytest.mark.parametrize(
    ("row", "limits", "kind"),
    [
        (price("2", "8"), {}, "tier"),
        (price("2", "8"), {"window": 200_000}, "tier"),
        (price("2", "8", checked="2026-11-12"), {"window": 200_000}, "tier"),
        (price("2", "8", checked="2026-11-12"), {"window": 400_000}, "stale"),
    ],
)
def test_a_tier_that_our_row_does_not_have(
    tmp_path: Path, row: Data, limits: Data, kind: str
) -> None:
    found = compared(tmp_path, world(gpt(row, limits=limits)), models_dev=TIERED)
    assert set(kinds(found).values()) == {kind}
    assert {each.ours for each in found.disagreements} == {None}


def test_a_tier_one_token_off_is_the_same(tmp_path: Path) -> None:
    near = price("2", "8", tiers=[{"above": 199_999, "input": "4", "output": "12"}])
    assert compared(tmp_path, world(gpt(near)), models_dev=TIERED).disagreements == []


def test_prices_that_were_taken_over_are_told_from_those_that_were_not(tmp_path: Path) -> None:
    row = price("2", "9", source="models-dev", also={"output": "page"})
    found = compared(tmp_path, world(gpt(row)), models_dev=models_dev(), litellm=litellm())
    assert found.apart == {"models-dev": 1, "litellm": 2}
    assert found.apart_agreed == {"models-dev": 0, "litellm": 1}


def test_the_rate_of_some_hours(tmp_path: Path) -> None:
    row = price("1", "4", windows=[{"hours": "01:00-04:00", "input": "2", "output": "7"}])
    found = compared(tmp_path, world(gpt(row)), models_dev=models_dev())
    assert kinds(found) == {"prices.input": "peak", "prices.output": "unexplained"}


@pytest.mark.parametrize("way", ["batch", "flex", "priority", "region"])
def test_another_way_of_service(tmp_path: Path, way: str) -> None:
    rates = {"input": "2", "output": "7"}
    row = price("4", "16", **{way: {"eu": rates} if way == "region" else rates})
    found = compared(tmp_path, world(gpt(row)), models_dev=models_dev())
    assert kinds(found) == {"prices.input": "variant", "prices.output": "unexplained"}


def test_the_price_of_another_offer_of_the_model(tmp_path: Path) -> None:
    regional = {**gpt(price("2", "7"), id="eu"), "endpoint": "eu-gpt-x"}
    ours = world(gpt(price("3", "9")), regional)
    found = compared(tmp_path, ours, models_dev=models_dev())
    assert kinds(found) == {"prices.input": "variant", "prices.output": "unexplained"}


def test_a_name_that_stood_for_another_version(tmp_path: Path) -> None:
    old = {**offer("openai/gpt-w", price("2", "8")), "endpoint": "gpt-x",
           "lifecycle": {"retires": "2026-08-01"}}  # fmt: skip
    ours = world(gpt(price("3", "9", since="2026-08-02")), old, models=(model("openai/gpt-w"),))
    before = compared(tmp_path, ours, date(2026, 7, 1), models_dev=models_dev())
    assert set(kinds(before).values()) == {"alias"}
    assert "openai/gpt-w" in before.disagreements[0].why
    other = compared(tmp_path, ours, models_dev=models_dev(input=5, output=20))
    assert set(kinds(other).values()) == {"unexplained"}


@pytest.mark.parametrize(
    ("limit", "kind"),
    [
        ({"input": 400_000}, "meaning"),
        ({"context": 272_000}, "meaning"),
        ({"output": 272_000, "context": 272_000}, "meaning"),
        ({"output": 64_000}, "unexplained"),
        ({"context": 200_000}, "unexplained"),
    ],
)
def test_window_input_and_output(tmp_path: Path, limit: Data, kind: str) -> None:
    ours = world(gpt(limits={"window": 400_000, "input": 272_000, "output": 128_000}))
    found = compared(tmp_path, ours, models_dev=models_dev(limit=limit))
    assert set(kinds(found).values()) == {kind}


def test_an_input_limit_counts_against_the_window_where_no_other_is_told(tmp_path: Path) -> None:
    ours = world(gpt(limits={"window": 400_000, "output": 128_000}))
    same = compared(tmp_path, ours, litellm=litellm(max_input_tokens=400_000))
    assert same.agreed["litellm", "limits.window"] == 1
    beside = compared(tmp_path, ours, litellm=litellm(max_input_tokens=272_000))
    assert kinds(beside, "litellm") == {"limits.window": "meaning"}
    other = compared(tmp_path, ours, litellm=litellm(max_input_tokens=100_000))
    assert kinds(other, "litellm") == {"limits.window": "unexplained"}


def test_two_others_against_ours_tell_that_ours_is_wrong(tmp_path: Path) -> None:
    ours = world(gpt(price("3", "8")))
    three: dict[str, Any] = {
        "models_dev": models_dev(),
        "litellm": litellm(),
        "genai_prices": genai(),
    }
    found = compared(tmp_path, ours, **three)
    assert {each.kind for each in found.disagreements} == {"ours_wrong"}
    assert len(found.unsettled) == 3
    two: dict[str, Any] = {name: three[name] for name in ("models_dev", "litellm")}
    assert kinds(compared(tmp_path, ours, **two)) == {"prices.input": "unexplained"}


def test_two_others_with_ours_tell_that_theirs_is_wrong(tmp_path: Path) -> None:
    ours = world(gpt(price("3", "8")))
    found = compared(
        tmp_path, ours, models_dev=models_dev(), litellm=litellm(3), genai_prices=genai(3)
    )
    assert kinds(found) == {"prices.input": "outlier"}
    assert found.unsettled == []
    split = compared(tmp_path, ours, models_dev=models_dev(), litellm=litellm(3))
    assert kinds(split) == {"prices.input": "unexplained"}


def test_a_file_from_before_our_price_is_an_older_state(tmp_path: Path) -> None:
    begun = world(gpt(price("3", "8", since="2026-11-10", checked="2026-11-12")))
    assert kinds(compared(tmp_path, begun, models_dev=models_dev())) == {"prices.input": "stale"}
    checked = world(gpt(price("3", "8", checked="2026-11-12")))
    assert kinds(compared(tmp_path, checked, models_dev=models_dev())) == {"prices.input": "stale"}


def test_a_newer_source_confirms_ours(tmp_path: Path) -> None:
    ours = world(gpt(limits={"window": 128_000}))
    paths = {"models-dev": models_dev(limit={"context": 64_000}),
             "litellm": litellm(max_input_tokens=128_000)}  # fmt: skip
    for name, data in paths.items():
        (tmp_path / name).write_text(json.dumps(data))
    days = {"models-dev": date(2026, 7, 1), "litellm": PUBLISHED}
    upstreams = [Upstreams(name, str(tmp_path / name), days[name]) for name in paths]
    assert kinds(agreement(ours.catalog(), upstreams, TODAY)) == {"limits.window": "stale"}
    older = [each._replace(day=PUBLISHED) for each in upstreams]
    assert kinds(agreement(ours.catalog(), older, TODAY)) == {"limits.window": "unexplained"}


def test_the_limits_of_a_model_are_compared_with_the_labs_record(tmp_path: Path) -> None:
    ours = World(models=[model("openai/gpt-x", limits={"window": 400_000},
                               aliases=[{"name": "openai/gpt-x-lab", "upstream": "models-dev"}])],
                 sources=SOURCES)  # fmt: skip
    lab = {**models_dev(limit={"context": 64_000})["openai"]["models"]["gpt-x"]}
    del lab["cost"]
    found = compared(tmp_path, ours, models_dev={"openai/gpt-x-lab": lab})
    assert [(each.about, each.kind) for each in found.disagreements] == [
        ("openai/gpt-x", "unexplained")
    ]


def test_every_reason_has_a_title() -> None:
    titles = [reason.title for reason in reasons()]
    assert len(titles) == len(set(titles)) == len({reason.id for reason in reasons()})


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    ours = write_files(tmp_path / "catalog", world(gpt(price("3", "8"))).files())
    monkeypatch.setattr("advisor.catalog.load.folder", lambda name: ours)
    monkeypatch.setenv("ADVISOR_CACHE_DIR", str(tmp_path / "cache"))

    def call(theirs: Data, *arguments: str) -> Any:
        (tmp_path / "api.json").write_text(json.dumps(theirs))
        path = f"models-dev@2026-11-02={tmp_path / 'api.json'}"
        given = ["catalog", "agreement", path, "--as-of", "2026-11-23", *arguments]
        return CliRunner().invoke(root, given)

    return call


def test_the_command_ends_with_0_if_all_is_explained(called: Any) -> None:
    result = called(models_dev(3))
    assert result.exit_code == 0, result.output
    assert "2 of 2 figures agree (100 %)" in result.output


def test_the_command_ends_with_1_and_names_what_is_not(called: Any) -> None:
    result = called(models_dev())
    assert result.exit_code == 1
    assert "prices.input: ours 3 (2026-11-01), models-dev 2 (2026-11-02)" in result.output
    assert "prices.input:" not in called(models_dev(), "--summary").output


def test_the_json_holds_sums_and_both_values(called: Any) -> None:
    told = json.loads(called(models_dev(), "-f", "json").output)
    assert told["unsettled"] == 1
    assert told["classes"]["unexplained"] == {"models-dev": 1}
    assert told["rates"]["models-dev"]["prices.output"] == {"compared": 1, "agreed": 1}
    (found,) = told["disagreements"]
    assert (found["ours"], found["theirs"], found["checked"]) == ("3", "2", "2026-11-01")


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("api.json", "is not SOURCE=FILE"),
        ("models.dev=api.json", "unknown source 'models.dev'; did you mean 'models-dev'?"),
        ("models-dev@July=api.json", "'July' is not a day"),
    ],
)
def test_a_slip_on_the_command_line_is_told(argument: str, said: str) -> None:
    result = CliRunner().invoke(root, ["catalog", "agreement", argument])
    assert result.exit_code == 2
    assert said in result.output


def test_a_name_that_steers_the_terminal_does_not(called: Any) -> None:
    theirs = models_dev()
    theirs["openai"]["models"]["gpt-x\x1b[2J"] = theirs["openai"]["models"]["gpt-x"]
    assert "\x1b[2J" not in called(theirs).output
