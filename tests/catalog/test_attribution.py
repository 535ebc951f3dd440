"""Credit for every source that the catalog shares, from the sources themselves."""

from __future__ import annotations

import re
from typing import Any

import pytest

from advisor import load_catalog
from advisor.catalog.attribution import Credit, credited
from advisor.reporting.catalog.attribution import render
from advisor.resources import folder
from tests.worlds import PAGE, World, model, offer, price, provider, score

TABLE = {
    "id": "table",
    "title": "A table of prices",
    "url": "https://example.org/table",
    "publisher": "Example (Copyright (c) 2026)",
    "version": "1.2",
    "license": "MIT",
    "kind": "data_set",
    "read": "2026-11-01",
}


def world(**source: Any) -> World:
    rows = offer("acme/alpha", price("2", "8", source="table"))
    dispute = {"field": "license", "value": "mit", "source": "table", "why": "a slip"}
    return World(
        [model(disputed=[dispute], scores=[score("b", 1, source="table")])],
        [provider("acme", rows)],
        sources=[PAGE, {**TABLE, **source}],
    )


def credit_of(key: str, given: World) -> Credit:
    return next(each for each in credited(given.catalog()) if each.key == key)


def page(given: World) -> str:
    return render(credited(given.catalog()))


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    return found[1] if found else ""


def test_what_was_used_is_counted_by_what_a_reader_calls_it() -> None:
    used = credit_of("table", world()).used
    assert used == {"prices": 2, "scores": 1, "claims that are disputed": 1}
    assert credit_of("page", world()).used == {}


@pytest.mark.parametrize(
    ("license", "heading"),
    [
        ("MIT", "Notices: MIT"),
        ("Apache-2.0", "Notices: Apache License 2.0"),
        ("CC-BY-4.0", "Credit: Creative Commons Attribution"),
        ("CC0-1.0", "Other licenses"),
    ],
)
def test_each_license_has_its_notice(license: str, heading: str) -> None:
    text = page(world(license=license))
    named = [each for each in re.findall(r"^## (.+)$", text, re.M) if each.startswith(heading[:6])]
    assert named == [heading]
    told = section(text, heading)
    for part in ("A table of prices", "Example (Copyright (c) 2026)", "1.2", TABLE["url"]):
        assert str(part) in told


def test_the_texts_that_licenses_ask_for_are_there() -> None:
    assert "Permission is hereby granted, free of charge" in page(world(license="MIT"))
    attribution = page(world(license="CC-BY-4.0"))
    assert "https://creativecommons.org/licenses/by/4.0/" in attribution
    assert "Changes were made" in attribution
    assert "Permission is hereby granted" not in attribution


def test_a_source_of_one_file_is_named_if_it_states_a_license() -> None:
    given = world()
    given.models[0]["sources"] = [{**TABLE, "id": "own", "license": "MIT"}]
    keys = [each.key for each in credited(given.catalog())]
    assert keys == ["acme/alpha#own", "page", "table"]
    assert "`acme/alpha#own`" in page(given)
    del given.models[0]["sources"][0]["license"]
    assert "acme/alpha#own" not in page(given)


def test_a_hostile_title_is_shown_as_it_is() -> None:
    text = page(world(title="x](https://evil.example) <script>", publisher="a | b\n# c"))
    assert "<script>" not in text
    assert "](https://evil.example)" not in text
    assert "\n# c" not in text


def test_the_shipped_file_is_what_the_sources_say() -> None:
    """If this fails: advisor catalog attribution -o catalog/SOURCES.md"""
    written = (folder("catalog") / "SOURCES.md").read_text(encoding="utf-8")
    assert written == render(credited(load_catalog()))


def test_adding_a_model_to_the_same_sources_does_not_change_the_file() -> None:
    given = world()
    before = page(given)
    given.models.append(model("acme/beta", scores=[score("b", 2, source="table")]))
    assert page(given) == before
