"""What stands on the screen: width, colors, and texts that would steer it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from advisor.decision.decision import Decision
from advisor.reporting import compare, explain, notebook, table
from advisor.yamlio.problems import _cells as cells

EVIL = "[bold]x[/bold] \x1b[31m\x1b]8;;http://evil\x07 \u202e\x9b <script>alert(1)</script> | `"


@pytest.fixture
def evil(decision: Decision) -> Any:
    record = copy.deepcopy(decision.record)
    record["title"] = EVIL
    for item in record["candidates"]:
        item["name"] = item["provider_name"] = EVIL
        for gate in item["gates"]:
            gate["reason"] = EVIL
    for rule in record["rules"].values():
        rule["pass_title"] = rule["fail_title"] = EVIL
    for source in record["sources"].values():
        source["title"] = EVIL
    return record


@pytest.mark.parametrize("width", [None, 40, 80, 120])
def test_lines_keep_to_the_width(decision: Decision, width: int | None) -> None:
    record, items = decision.record, decision.record["candidates"]
    texts = [
        table.render(record, False, width),
        explain.render(record, items[0], False, width),
        compare.render(record, items[:3], False, width),
    ]
    for text in texts:
        body = text.partition("\nWhy?")[0]
        assert max(cells(line) for line in body.splitlines()) <= (width or 80)
        assert not any(line.endswith(" ") for line in text.splitlines())


def test_no_colors_unless_asked(decision: Decision, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in table.render(decision.record, True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in table.render(decision.record, True)
    assert "\x1b" not in table.render(decision.record, False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in table.render(decision.record, True)


def test_texts_of_the_catalog_steer_nothing(evil: Any) -> None:
    items = evil["candidates"]
    texts = [
        table.render(evil, False, 500),
        explain.render(evil, items[0], False, 500),
        explain.markdown(evil, items[0]),
        compare.render(evil, items[:2], False, 500),
        compare.markdown(evil, items[:2]),
    ]
    for text in texts:
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(text)
        assert "\\x1b" in text
    assert "[bold]x[/bold]" in texts[0]
    assert "<script" not in texts[2].replace("\\<", "")
    assert "\\|" in texts[4]


def test_a_notebook_gets_escaped_html(evil: Any, decision: Decision) -> None:
    html = notebook.render(evil)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html
    good = notebook.render(decision.record)
    assert "Acme Large" in good
    assert good.count("<tr>") == 2


def test_an_empty_ranking_is_told(decision: Decision) -> None:
    record = copy.deepcopy(decision.record)
    record["candidates"], record["ranking"] = [], []
    record["recommendation"] = record["runner_up"] = record["baseline"] = None
    text = table.render(record, False)
    assert "Nothing qualifies" in text
    assert "Nothing qualifies" in notebook.render(record)
