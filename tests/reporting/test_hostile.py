# ruff: noqa: E501
"""Catalog text is hostile until shown: nothing in it becomes markup, a link, code or an illusion."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from advisor.reporting import html, markdown
from advisor.reporting.start import snippets
from advisor.reporting.view import safe_url
from advisor.reporting.words import visible
from tests.reporting.pages import Page
from tests.reporting.sample import sample_record

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script></style></title><img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "javascript:alert(1)//",
    "--><!-- ]]> <![CDATA[",
    "{{7*7}}{% raw %}${7*7}#{7}",
    "%(name)s %s %% %(x)d",
    "\u202egnp.exe\u2066\u200b\u00ad\u3164\ufeff",
    "&lt;b&gt;&#60;b&#62;",
    "\x00\x1b[31m\ud800\r\n\t",
)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("winner", [True, False])
def test_hostile_text_changes_no_structure(payload: str, winner: bool) -> None:
    plain = Page(html.render(sample_record(winner=winner, measured=True, hosted=True)))
    record = sample_record(winner=winner, measured=True, hosted=True, hostile=payload)
    text = html.render(record)
    page = Page(text)
    text.encode()
    assert not page.broken and not page.stack
    skipped = {"a", "pre", "code", "h3", "p", "span", "b", "small", "br"}
    counts = Counter(tag for tag, _ in page.elements if tag not in skipped)
    expected = Counter(tag for tag, _ in plain.elements if tag not in skipped)
    assert set(counts) == set(expected)
    for tag in (
        "script",
        "style",
        "svg",
        "table",
        "tr",
        "td",
        "th",
        "li",
        "details",
        "section",
        "meta",
    ):
        assert counts[tag] == expected[tag], tag
    for _, attributes in page.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "src")
        ]
        assert re.match(r"#|https?://", str(attributes.get("href", "#")))


def test_template_text_stays_text() -> None:
    assert "{{7*7}}" in Page(html.render(sample_record(hostile="{{7*7}}"))).text


@pytest.mark.parametrize("format", [html, markdown])
def test_what_cannot_be_seen_is_shown(format: object) -> None:
    text = format.render(sample_record(hostile="\u202e\u200b\u3164", measured=True, hosted=True))  # type: ignore[attr-defined]
    assert "⟨U+202E⟩⟨U+200B⟩⟨U+3164⟩" in text
    unseen = {c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs")} - {"\n"}
    assert not unseen


def test_visible_leaves_what_can_be_seen() -> None:
    assert visible("한국어 · naïve “quote” 日本語\n") == "한국어 · naïve “quote” 日本語\n"
    assert visible("a\u2028b\ue000\U000e0041") == "a⟨U+2028⟩b⟨U+E000⟩⟨U+E0041⟩"


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//example.org", "https:", "https://", "http:///x",
        "https://exa mple.org", "https://example.org/\u202e", 'https://example.org/"x', "https://a\\b", "https://[::1", "mailto:a@b.c",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) == ""


def test_a_plain_web_address_stays() -> None:
    assert safe_url("https://example.org/a?b=1&c=2#d") == "https://example.org/a?b=1&c=2#d"
    assert safe_url("HTTPS://Example.org/") == "HTTPS://Example.org/"


@pytest.mark.parametrize(
    "value",
    ['x"); import os; os.system("id', "x'; rm -rf ~ #", "x\ny", "$(id)", "`id`", "x y", "-x", "", "x\u202ey", "${HOME}", "x" * 300],
)  # fmt: skip
def test_no_value_breaks_out_of_a_snippet(value: str) -> None:
    record = sample_record()
    candidate = record["candidates"][0]
    for api in ("openai_compatible", "anthropic", "google", "mistral", "bedrock", "other", None):
        candidate["endpoint"] = None
        candidate["start"] = {
            "api": api,
            "base_url": "https://api.example.org/v1",
            "endpoint": value,
            "repository": value,
        }
        assert snippets(candidate) == []
    candidate["start"] = {
        "api": "openai_compatible",
        "base_url": f"https://api.example.org/?{value}",
        "endpoint": "m",
        "repository": None,
    }
    assert snippets(candidate) == []


def test_snippets_are_valid_code_with_the_values_as_literals() -> None:
    candidate = sample_record()["candidates"][0]
    for api, kind in (
        ("openai_compatible", "openai"),
        ("anthropic", "anthropic"),
        ("google", "google"),
        ("mistral", "mistral"),
        ("bedrock", "bedrock"),
        (None, "curl"),
    ):
        candidate["start"] = {
            "api": api,
            "base_url": "https://api.example.org/v1",
            "endpoint": "org/model-1:2",
            "repository": "org/model-1",
        }
        found = snippets(candidate)
        assert [item.kind for item in found] == [kind, "vllm", "transformers"]
        assert '"org/model-1:2"' in found[0].code
        for item in found:
            if item.kind not in ("curl", "vllm"):
                compile(item.code, item.kind, "exec")


@pytest.mark.parametrize(
    "word",
    ["$(id)", "`id`", "x y", "x;id", "--x=$(id)", "-x", "", "--X", "x\n", "'", "../x\u202e", "--"],
)
def test_a_command_with_a_word_that_is_not_plain_is_not_printed(word: str) -> None:
    candidate = sample_record(hosted=True)["candidates"][0]
    assert snippets(candidate)
    start = candidate["cost"]["hosting"]["start"]  # type: ignore[index]
    assert start
    for place in range(len(start["command"])):
        spoiled = [*start["command"][:place], word, *start["command"][place + 1 :]]
        candidate["cost"]["hosting"]["start"] = {**start, "command": spoiled}  # type: ignore[index]
        assert snippets(candidate) == []


@pytest.mark.parametrize(
    "payload",
    [
        "| x | y",
        "`code`",
        "<b>x</b>",
        "[text](https://evil.example)",
        "![i](x)",
        "**x**",
        "# x",
        "https://evil.example",
        "www.evil.example",
        "1. x",
        "- x",
        "&lt;",
        "$x$",
        "~~x~~",
        "x\n\n# y\n",
    ],
)
def test_markdown_shows_catalog_text_as_it_is(payload: str) -> None:
    found = markdown.escape(payload)
    assert "\n" not in found and "<" not in found and ">" not in found
    bare = re.sub(r"\\[^\w\s]|&#?\w+;", "", found)
    assert not re.search(r"[|`*_\[\]~$!#]", bare)
    assert "://" not in bare and "www." not in bare
    assert not re.match(r"[-+=]|\d+[.)]\s", bare)


def test_markdown_tables_keep_their_columns() -> None:
    text = markdown.render(sample_record(hostile="a | b \\| c ` d\n", measured=True, hosted=True))
    rows: list[int] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)))
            continue
        assert len(set(rows)) <= 1, line
        rows = []
