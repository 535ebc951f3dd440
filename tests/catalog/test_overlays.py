"""Catalog folders: overlays, their precedence, and errors with places and suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.assemble import merged
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.yamlio.problems import InputError, Problem
from tests.worlds import (
    PAGE,
    World,
    a_license,
    benchmark,
    model,
    offer,
    price,
    provider,
    small,
    write_files,
)

OWN = {**PAGE, "id": "contract", "title": "Our contract"}


def load(tmp_path: Path, *overlays: dict[str, Any], base: World | None = None) -> Catalog:
    root = (base or small()).write(tmp_path / "base")
    folders = [write_files(tmp_path / f"over{n}", files) for n, files in enumerate(overlays)]
    return load_catalog(*folders, shipped=root)


def problems(tmp_path: Path, *overlays: dict[str, Any], base: World | None = None) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load(tmp_path, *overlays, base=base)
    return caught.value.problems


# -- merging ----------------------------------------------------------------------------------


def test_a_negotiated_price_is_the_only_price(tmp_path: Path) -> None:
    mine = {
        "provider": "acme",
        "offers": [{"model": "acme/alpha", "prices": [price("5", "15", source="contract")]}],
        "sources": [OWN],
    }
    acme = load(tmp_path, {"prices.yaml": mine}).providers["acme"]
    alpha = next(each for each in acme.offers if each.model == "acme/alpha")
    assert [str(row.input) for row in alpha.prices] == ["5"]
    assert alpha.endpoint == "alpha-endpoint"
    assert {each.model for each in acme.offers} == {"acme/alpha", "acme/beta"}
    assert {each.id for each in acme.sources} == {"page", "contract"}


def test_the_last_layer_wins_and_maps_are_merged(tmp_path: Path) -> None:
    one = {"id": "acme/alpha", "limits": {"window": 1, "output": 11}, "name": "One"}
    two = {"id": "acme/alpha", "limits": {"window": 2}}
    found = load(tmp_path, {"a.yaml": one}, {"models/b.yaml": two}).models["acme/alpha"]
    assert (found.limits.window, found.limits.output, found.name) == (2, 11, "One")


def test_an_own_score_stands_beside_the_published_ones(tmp_path: Path) -> None:
    base = small()
    base.models[0]["scores"] = [
        {**base.models[0]["scores"][0], "setting": {"effort": effort}} for effort in ("low", "high")
    ]
    own = {
        "benchmark": "arena-text",
        "value": 1400,
        "by": "own",
        "source": "page",
        "as_of": "2026-11-01",
    }
    corrected = {**base.models[0]["scores"][1], "value": "1111"}
    overlay = {"id": "acme/alpha", "scores": [own, corrected]}
    found = load(tmp_path, {"mine.yaml": overlay}, base=base).models["acme/alpha"].scores
    assert sorted((s.by, int(s.value), s.setting.get("effort")) for s in found) == [
        ("independent", 1111, "high"),
        ("independent", 1450, "low"),
        ("own", 1400, None),
    ]


def test_an_overlay_may_add_a_model_with_its_provider(tmp_path: Path) -> None:
    files = {
        "model.yaml": model("house/tuned", openness="open_weights", license="mit"),
        "offers.yaml": provider("house", offer("house/tuned", price(None, None, per_month="900"))),
    }
    found = load(tmp_path, files)
    assert "house/tuned" in found.models
    assert found.offers == small().catalog().offers + 1
    assert [overlay.name for overlay in found.overlays] == ["over0"]


def test_null_takes_a_fact_away(tmp_path: Path) -> None:
    found = load(tmp_path, {"a.yaml": {"id": "acme/alpha", "released": None}})
    assert found.models["acme/alpha"].released is None


def test_merging_keeps_both_of_two_equal_names_below() -> None:
    below = {"sources": [{"id": "x", "supports": ["a"]}, {"id": "x", "supports": ["b"]}]}
    assert merged(below, {"sources": [{"id": "y"}]})["sources"] == [{"id": "y"}, *below["sources"]]


def test_other_files_give_another_hash(tmp_path: Path) -> None:
    plain = load(tmp_path / "a")
    assert load(tmp_path / "b").sha256 == plain.sha256
    assert (
        load(tmp_path / "c", {"a.yaml": {"id": "acme/alpha", "note": "x"}}).sha256 != plain.sha256
    )


# -- errors -------------------------------------------------------------------------------------


def test_an_error_in_an_overlay_is_told_at_its_own_line(tmp_path: Path) -> None:
    text = """\
id: acme/alpha
scores:
  - {benchmark: arena-text, value: 1400, by: own, source: page, as_of: 2026-11-01}
  - {benchmark: arena-txt, value: 1400, by: own, source: page, as_of: 2026-11-01}
  - {benchmark: arena-text, value: 1400, by: vendor, source: pgae, as_of: 2026-11-01}
"""
    found = problems(tmp_path, {"mine.yaml": text})
    told = [(Path(each.file).name, each.line, each.message, each.suggestion) for each in found]
    assert told == [
        ("mine.yaml", 4, "unknown benchmark 'arena-txt'", "arena-text"),
        ("mine.yaml", 5, "unknown source 'pgae'", "page"),
    ]


@pytest.mark.parametrize(
    ("change", "message", "suggestion"),
    [
        (lambda w: w.models[2].update(license="mti"), "unknown license 'mti'", "mit"),
        (
            lambda w: w.models[0].update(base_model="acme/bet"),
            "unknown model 'acme/bet'",
            "acme/beta",
        ),
        (
            lambda w: w.models[0].update(lifecycle={"replacement": "acme/betta"}),
            "unknown model 'acme/betta'",
            "acme/beta",
        ),
        (
            lambda w: w.providers[0]["offers"][0].update(model="acme/alhpa"),
            "unknown model 'acme/alhpa'",
            "acme/alpha",
        ),
        (
            lambda w: w.providers[0]["offers"][0]["prices"][0].update(source="paeg"),
            "unknown source 'paeg'",
            "page",
        ),
        (lambda w: w.licenses[0].update(inherits_from="mitt"), "unknown license 'mitt'", "mit"),
        (
            lambda w: w.models[0].update(
                disputed=[{"field": "limits", "value": 1, "source": "pagee", "why": "x"}]
            ),
            "unknown source 'pagee'",
            "page",
        ),
    ],
)
def test_references_that_lead_nowhere(
    tmp_path: Path, change: Any, message: str, suggestion: str
) -> None:
    base = small()
    change(base)
    found = problems(tmp_path, base=base)
    assert [(each.message, each.suggestion) for each in found] == [(message, suggestion)]
    assert found[0].line is not None
    assert found[0].line > 1


def test_all_errors_of_all_files_come_at_once(tmp_path: Path) -> None:
    base = small()
    base.models[0]["lifecicle"] = {}
    base.models[1]["released"] = "soon"
    base.providers[0]["offers"][0]["prices"][0]["input"] = "-1"
    found = problems(tmp_path, base=base)
    assert sorted({Path(each.file).name for each in found}) == [
        "acme.yaml",
        "alpha.yaml",
        "beta.yaml",
    ]
    unknown = next(each for each in found if "lifecicle" in each.message)
    assert unknown.suggestion == "lifecycle"


def test_contradictions_within_a_file(tmp_path: Path) -> None:
    base = small()
    first = base.providers[0]["offers"][0]
    base.providers[0]["offers"].append({**first})
    first["prices"] = [
        price(since="2026-01-01"),
        price(since="2026-01-01"),
        price(since="2026-05-01", until="2026-04-01"),
        price(since="2026-06-01")
        | {"windows": [{"hours": "22:00-02:00"}, {"hours": "01:00-03:00", "days": ["mon"]}]},
        price(since="2026-07-01")
        | {"windows": [{"hours": "22:00-24:00"}, {"hours": "00:00-03:00"}]},
    ]
    base.benchmarks.append(benchmark("flat", {"0": "0"}, "chat"))
    messages = [each.message for each in problems(tmp_path, base=base)]
    for part in (
        *("a second offer", "begin on the same day", "ends before it begins", "two anchors"),
        "22:00-02:00 and 01:00-03:00 overlap",
    ):
        assert sum(part in message for message in messages) == 1, (part, messages)


def test_no_provider_is_called_like_own_machines(tmp_path: Path) -> None:
    base = small()
    base.providers.append({"provider": "self", "name": "Own", "offers": []})
    (found,) = problems(tmp_path, base=base)
    assert "own machines" in found.message


def test_a_file_is_named_by_what_it_holds(tmp_path: Path) -> None:
    root = small().write(tmp_path / "base")
    (root / "licenses/mit.yaml").rename(root / "licenses/other.yaml")
    with pytest.raises(InputError, match=r"licenses/mit\.yaml"):
        load_catalog(shipped=root)


def test_one_thing_twice_in_a_layer(tmp_path: Path) -> None:
    twice = {
        "a.yaml": {"id": "acme/alpha", "name": "A"},
        "b.yaml": {"id": "acme/alpha", "name": "B"},
    }
    found = problems(tmp_path, twice)
    assert "acme/alpha is already in" in found[0].message


@pytest.mark.parametrize("content", ["just: this\n", "- a list\n", "id: 5\nchance: 1\n"])
def test_what_is_nothing_of_the_catalog(tmp_path: Path, content: str) -> None:
    assert problems(tmp_path, {"odd.yaml": content})[0].file.endswith("odd.yaml")


def test_a_missing_folder(tmp_path: Path) -> None:
    root = small().write(tmp_path / "base")
    with pytest.raises(InputError, match="there is no such catalog folder"):
        load_catalog(tmp_path / "nowhere", shipped=root)


def test_a_license_that_only_an_overlay_knows(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        {"l.yaml": a_license("house", "no"), "m.yaml": {"id": "acme/beta", "license": "house"}},
    )
    assert found.models["acme/beta"].license == "house"
