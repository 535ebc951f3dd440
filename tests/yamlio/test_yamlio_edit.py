"""Editing a file's data: the text changes only where the data do."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.yamlio.edit import edited, written
from advisor.yamlio.reader import read, read_text

MODEL = """\
# A comment at the head
id: acme/alpha   # behind the id
limits: {window: 1000}   # behind a flow mapping
note: >-
  folded text
  on two lines

scores:
  # about the first
  - {benchmark: mmlu, value: 71.5, by: vendor}   # from the card
  # about the second
  - {benchmark: gpqa, value: 40, by: vendor}
# before the sources
sources:
  - id: card
    title: "The card: a title"
    supports: [limits]   # only these

# the end
"""
NAMED_BY = {"sources": ("id",), "scores": ("benchmark", "by")}


def changed(text: str, change: Any) -> str:
    document = read_text(text, "m.yaml")
    data = copy.deepcopy(document.data)
    change(data)
    return edited(document, data, NAMED_BY)


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [x for x in old if x not in new], [x for x in new if x not in old]


def test_nothing_changed_is_the_same_text() -> None:
    assert changed(MODEL, lambda data: None) == MODEL


def test_a_scalar_is_replaced_in_its_place() -> None:
    after = changed(MODEL, lambda d: d["scores"][0].update(value=Decimal("72.0")))
    assert difference(MODEL, after) == (
        ["  - {benchmark: mmlu, value: 71.5, by: vendor}   # from the card"],
        ["  - {benchmark: mmlu, value: 72.0, by: vendor}   # from the card"],
    )


def test_a_field_is_added_to_a_flow_mapping() -> None:
    after = changed(MODEL, lambda d: d["limits"].update(output=50))
    assert "limits: {window: 1000, output: 50}   # behind a flow mapping" in after


def test_an_entry_is_added_behind_the_last_and_its_comment() -> None:
    new = {"benchmark": "aime", "value": "9 %", "by": "own"}
    after = changed(MODEL, lambda d: d["scores"].append(new))
    assert after.index("about the second") < after.index("aime") < after.index("# before the s")
    assert '  - {benchmark: aime, value: "9 %", by: own}\n# before' in after


def test_an_entry_is_added_at_the_head_and_in_the_middle() -> None:
    first = {"benchmark": "a", "value": 1, "by": "own"}
    second = {"benchmark": "b", "value": 2, "by": "own"}

    def change(data: dict[str, Any]) -> None:
        data["scores"].insert(1, second)
        data["scores"].insert(0, first)

    order = [item["benchmark"] for item in read_text(changed(MODEL, change), "x").data["scores"]]
    assert order == ["a", "mmlu", "b", "gpqa"]


def test_fields_are_added_where_the_order_of_the_data_puts_them() -> None:
    def change(data: dict[str, Any]) -> None:
        rest = {key: data.pop(key) for key in ("note", "scores", "sources")}
        data["license"] = "mit"
        data.update(rest)
        data["disputed"] = [{"field": "license", "value": "apache-2.0", "why": 'says "so"'}]

    after = changed(MODEL, change)
    assert "# behind a flow mapping\nlicense: mit\nnote: >-" in after
    assert "supports: [limits]   # only these\ndisputed:\n  - {field: license," in after


def test_a_folded_text_is_replaced_whole() -> None:
    after = changed(MODEL, lambda d: d.update(note="short: yes"))
    assert 'note: "short: yes"\n\nscores:' in after


def test_a_list_in_a_block_entry_grows() -> None:
    def change(data: dict[str, Any]) -> None:
        data["sources"][0]["supports"].append("license")
        data["sources"][0]["url"] = "https://example.org/a#b"
        data["sources"].append({"id": "page", "title": "A page"})

    after = changed(MODEL, change)
    assert "supports: [limits, license]   # only these\n" in after
    assert '    url: "https://example.org/a#b"\n  - {id: page, title: A page}\n' in after


def test_windows_line_ends_stay() -> None:
    after = changed(MODEL.replace("\n", "\r\n"), lambda d: d.update(license="mit"))
    assert after.count("\n") == after.count("\r\n")


def test_a_list_without_names_is_a_value_as_a_whole() -> None:
    text = "tiers:\n  - {above: 100, input: 1}   # dear\nrest: 1\n"
    after = changed(text, lambda d: d.update(tiers=[{"above": 200, "input": 1}]))
    assert read_text(after, "x").data == {"tiers": [{"above": 200, "input": 1}], "rest": 1}


def test_what_would_go_is_refused() -> None:
    with pytest.raises(ValueError, match="'limits'"):
        changed(MODEL, lambda d: d.pop("limits"))
    with pytest.raises(ValueError, match="mmlu"):
        changed(MODEL, lambda d: d["scores"].pop(0))


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff")
)
scalars = (
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | texts
    | st.decimals(-1000, 1000, places=2)
)  # fmt: skip
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
mappings = st.dictionaries(texts, values, min_size=1, max_size=4)


@given(mappings, mappings)
def test_any_data_is_written_and_extended(data: dict[str, Any], more: dict[str, Any]) -> None:
    first = read_text(written(data), "a")
    assert first.data == data
    both = {**data, **more}
    assert read_text(edited(first, both, {}), "b").data == both if _grows(data, both) else True


def _grows(old: Any, new: Any) -> bool:
    """Is nothing taken away anywhere?"""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _grows(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return all(item in new for item in old) and len(old) <= len(new)
    return True


def test_every_shipped_file_takes_an_edit(tmp_path: Path) -> None:
    from advisor.resources import folder

    for path in sorted(folder("catalog").rglob("*.yaml")):
        document = read(path)
        data = copy.deepcopy(document.data)
        data["note"] = "a new note: with a colon"
        after = edited(document, data, NAMED_BY)
        assert len(after.splitlines()) - len(document.text.splitlines()) in (-3, -2, -1, 0, 1)
