"""``advisor catalog``: show, list, diff, age, stats, schema, attribution."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.resources import folder
from advisor.schemas import schema
from advisor.yamlio import read
from tests.cli.conftest import AS_OF, FIXTURES

CATALOG = FIXTURES / "catalog"


def as_json(run: Any, *arguments: str, code: int = 0) -> Any:
    return json.loads(run("catalog", *arguments, "-f", "json", code=code).stdout)


def flat(text: str) -> str:
    """Without the line breaks that the width makes."""
    return " ".join(text.split())


@pytest.fixture
def overlay(tmp_path: Path) -> str:
    """A folder with a negotiated price."""
    file = tmp_path / "ours/offers/acme.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "provider: acme\n"
        "offers:\n"
        "  - model: acme/large\n"
        "    endpoint: large-2026-03-01\n"
        "    prices: [{from: 2026-09-01, input: '1.50', source: deal, checked: 2026-11-20}]\n"
        "sources: [{id: deal, title: Our deal, read: 2026-11-20}]\n"
    )
    return str(file.parent.parent)


# -- show -----------------------------------------------------------------------------------------


def test_every_fact_is_shown_with_its_age(run: Any) -> None:
    text = flat(run("catalog", "show", "acme/large", "--as-of", "2026-12-20").stdout)
    for part in (
        "limits window 200,000, output 16,000 [1], read 30 days ago",
        "checked 2026-11-18, 32 days ago",
        "1450 (1440 to 1460) elo, independent, as of 2026-10-20, 61 days ago",
        "Acme Large card, https://example.com/large, read 2026-11-20, 30 days ago",
    ):
        assert part in text
    assert "now: from 2026-09-01" in text
    early = flat(run("catalog", "show", "acme/large", "--as-of", "2026-08-01").stdout)
    assert "now: from 2026-03-01" in early
    assert "read after this day" in early


def test_an_overlay_is_named_where_its_price_is_shown(run: Any, overlay: str) -> None:
    text = flat(run("catalog", "show", "acme/large", "--catalog", overlay).stdout)
    assert "with ours laid over it" in text
    assert "in 1.50, checked 2026-11-20" in text


def test_a_name_that_moves_is_resolved_for_the_day(run: Any, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "id: acme/large\n"
        "aliases: [{name: large-latest, moving: true, since: 2026-03-01, until: 2026-10-01}]\n"
    )
    base = ("catalog", "show", "large-latest", "--catalog", str(tmp_path))
    text = run(*base, "--as-of", "2026-05-01").stdout
    assert "On 2026-05-01, large-latest is this model." in text
    refused = run(*base, "--as-of", AS_OF, code=2).stderr
    assert "acme/large from 2026-03-01 to 2026-10-01" in flat(refused)


def test_hostile_text_of_a_catalog_steers_no_terminal(run: Any, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text('id: acme/large\nnote: "a\\e[2Jb"\n')
    text = run("catalog", "show", "acme/large", "--catalog", str(tmp_path)).stdout
    assert "\x1b" not in text
    assert "a\\x1b[2Jb" in text


# -- list -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--family", "acme-large"], ["acme/large"]),
        (["--language", "ko"], ["acme/large"]),
        (["--feature", "tool_calling", "--feature", "streaming"], ["acme/large"]),
        (["--modality", "image"], ["acme/large"]),
        (["--min-window", "200k"], ["acme/large"]),
        (["--max-input-price", "0.10"], ["open/base-7b"]),
        (["--max-input-price", "0.25"], ["acme/small", "open/base-7b"]),
        (["--released-after", "2026-03-01"], ["acme/small"]),
        (["--text", "OPEN BASE"], ["open/base-7b"]),
        (["--text", "large", "--openness", "open_weights"], []),
    ],
)
def test_filters_hold_together(run: Any, filters: list[str], expected: list[str]) -> None:
    assert [row["id"] for row in as_json(run, "list", "--as-of", AS_OF, *filters)] == expected


def test_what_is_not_known_is_told_and_not_taken_for_a_no(run: Any) -> None:
    text = run("catalog", "list", "--language", "ko").stdout
    assert "1 model;" in text
    assert "3 more models may fit: something asked for is not known" in text


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        (["--feature", "tool_caling"], "did you mean 'tool_calling'"),
        (["--family", "acme-larg"], "did you mean 'acme-large'"),
        (["--modality", "imag"], "did you mean 'image'"),
        (["--language", "kr"], "unknown language 'kr'"),
        (["--max-input-price", "cheap"], "'cheap' is not a price such as 0.50"),
        (["--max-input-price", "-1"], "'-1' is not a price"),
        (["--min-window", "128kb"], "'128kb' is not a count"),
    ],
)
def test_a_slip_is_no_empty_list(run: Any, filters: list[str], hint: str) -> None:
    assert hint in run("catalog", "list", *filters, code=2).stderr


# -- diff -----------------------------------------------------------------------------------------


def test_a_folder_over_the_catalog_is_told_by_its_prices(run: Any, overlay: str) -> None:
    text = flat(run("catalog", "diff", f"shipped@{AS_OF}", f"{overlay}@{AS_OF}").stdout)
    assert "acme/large@acme ~ input 3.00 -> 1.50 (-50 %)" in text
    assert "- output 12.00" in text
    told = as_json(run, "diff", "shipped", overlay)
    assert told["counts"]["sources"] == {"changed": 0, "removed": 0, "added": 1}
    assert {change["group"] for change in told["changes"]} == {"prices", "sources"}


def test_a_whole_catalog_is_no_overlay_unless_that_is_said(run: Any, tmp_path: Path) -> None:
    whole = copytree(CATALOG, tmp_path / "whole")
    (whole / "models/acme/small.yaml").unlink()
    offers = whole / "offers/acme.yaml"
    text = offers.read_text()
    start, end = text.index("  - model: acme/small"), text.index("sources:")
    offers.write_text(text[:start] + text[end:])
    told = as_json(run, "diff", "shipped", str(whole))
    removed = [change["subject"] for change in told["changes"] if change["field"] is None]
    assert removed == ["acme/small", "acme/small@acme"]
    assert as_json(run, "diff", "shipped", str(whole), "--overlay")["changes"] == []


def test_two_days_of_one_catalog(run: Any) -> None:
    text = flat(run("catalog", "diff", "2026-08-31", "2026-09-01").stdout)
    assert "input 4.00 -> 3.00 (-25 %)" in text
    assert "on 2026-08-31" in text


def test_no_difference_is_said_and_exit_codes_are_asked_for(run: Any) -> None:
    assert "No difference" in run("catalog", "diff", "shipped", "shipped", "--exit-code").stdout
    days = ("2026-08-31", "2026-09-01")
    run("catalog", "diff", *days)
    run("catalog", "diff", *days, "--exit-code", code=1)


def test_days_and_folders_are_not_mixed(run: Any) -> None:
    assert "give a day to both" in run("catalog", "diff", "shipped", "2026-01-01", code=2).stderr
    missing = run("catalog", "diff", "shipped", "no-such-folder", code=2).stderr
    assert "there is no such catalog folder" in missing


def test_long_lists_are_cut_unless_all_is_asked_for(run: Any, tmp_path: Path) -> None:
    score = (
        "  - {{benchmark: test-chat, value: {0}, by: own, setting: {{n: {0}}}, source: lab, "
        "as_of: 2026-11-01}}\n"
    )
    (tmp_path / "m.yaml").write_text(
        "id: acme/large\nsources: [{id: lab, title: Lab, read: 2026-11-01}]\nscores:\n"
        + "".join(score.format(n) for n in range(5))
    )
    assert "… and 2 more" in run("catalog", "diff", "shipped", str(tmp_path)).stdout
    assert "more" not in run("catalog", "diff", "shipped", str(tmp_path), "--all").stdout


# -- age ------------------------------------------------------------------------------------------


def test_age_exits_with_3_if_anything_is_older(run: Any) -> None:
    fresh = run("catalog", "age", "--max-days", "10000", "--as-of", AS_OF).stdout
    assert "Nothing is older." in fresh
    stale = run("catalog", "age", "--max-days", "4", "--as-of", AS_OF, code=3).stdout
    assert "--all lists them" in stale
    listed = flat(
        run("catalog", "age", "--max-days", "4", "--as-of", AS_OF, "--all", code=3).stdout
    )
    assert "offers/cumulus.yaml" in listed
    assert "22 d offers[open/base-7b].prices[start].input: 0.10" in listed
    assert "prices[2026-03-01]" not in listed  # a row that has ended is history


def test_age_of_one_kind_as_data(run: Any) -> None:
    told = as_json(run, "age", "--max-days", "30", "--kind", "score", "--as-of", AS_OF, code=3)
    assert list(told["kinds"]) == ["score"]
    assert told["kinds"]["score"]["oldest"]["dated"] == "2026-03-01"
    assert {item["days"] > 30 for item in told["older"]} == {True}


# -- stats, schema, attribution ------------------------------------------------------------------


def test_stats_in_words_and_as_data(run: Any) -> None:
    told = as_json(run, "stats", "--as-of", AS_OF)
    assert told["models"]["total"] == 4
    assert told["offers"] == {"total": 4, "providers": 2}
    assert told["facts"]["oldest"]["dated"] <= "2026-03-01"
    text = flat(run("catalog", "stats", "--as-of", AS_OF).stdout)
    assert "Models 4 of 2 makers" in text
    assert f"Facts {told['facts']['total']}" in text


def test_facts_without_a_source_are_listed_by_file(run: Any, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("id: acme/large\nknowledge_cutoff: 2025-12\n")
    text = run("catalog", "stats", "--unsourced", "--catalog", str(tmp_path)).stdout
    assert "knowledge_cutoff: 2025-12" in text.partition("models/acme/large.yaml")[2]
    told = as_json(run, "stats", "--unsourced", "--catalog", str(tmp_path))
    assert "knowledge_cutoff" in [fact["place"] for fact in told]


def test_schemas_of_catalog_files(run: Any) -> None:
    kinds = run("catalog", "schema").stdout.split()
    assert {"model", "offers", "gpus", "gpu_prices", "sources"} <= set(kinds)
    told = json.loads(run("catalog", "schema", "gpus", "--dialect", "draft-07").stdout)
    assert told["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "gpus" in told["properties"]
    assert "'gpuz' is not one of" in run("catalog", "schema", "gpuz", code=2).stderr


def test_attribution_is_written_where_it_is_asked_for(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "SOURCES.md"
    run("catalog", "attribution", "-o", str(file))
    assert "| `survey` |" in file.read_text()
    (told,) = as_json(run, "attribution")
    assert told["id"] == "survey"
    assert told["used"]["scores"] >= 2


def test_shipped_lists_fit_their_schema() -> None:
    files = sorted(folder("catalog").glob("*.yaml"))
    assert {"gpus", "gpu_prices", "sources"} <= {file.stem for file in files}
    for file in files:
        data = json.loads(json.dumps(read(file).data, default=float))
        assert not list(Draft202012Validator(schema(file.stem)).iter_errors(data)), file
