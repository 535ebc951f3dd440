"""The HTML report: its sections, its policy, its links, its languages, its size."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from functools import cache
from typing import Any

import pytest

from advisor.reporting import html
from tests.reporting.pages import SILENT, Page, pseudo_words, strings, untranslated
from tests.reporting.sample import KEYWORDS, sample_record

SECTIONS = [
    "identity",
    "summary",
    "requirements",
    "candidates",
    "gates",
    "scores",
    "cost",
    "duties",
    "start",
    "evidence",
    "method",
]
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "nothing qualifies": {"winner": False},
    "one model": {"models": 1, "ranked": 1},
    "all rejected": {"models": 4, "ranked": 0},
    "large": {"models": 200},
    "own machines": {"hosted": True},
}


@cache
def rendered(variant: str) -> str:
    return html.render(sample_record(**VARIANTS[variant]))


@pytest.fixture(params=VARIANTS)
def text(request: pytest.FixtureRequest) -> str:
    return rendered(request.param)


def test_sections_stand_in_order_with_their_headings(text: str) -> None:
    page = Page(text)
    found = [a["id"] for a in page.all("section")]
    assert [name for name in found if name != "machines"] == SECTIONS
    assert ("machines" in found) == (text == rendered("own machines"))
    assert [a["aria-labelledby"] for a in page.all("section")] == [f"h-{name}" for name in found]
    assert not page.broken and not page.stack
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_policy_allows_exactly_the_style_and_script_of_the_page(text: str) -> None:
    policy = next(
        a["content"] for a in Page(text).all("meta") if "content-security" in str(a).lower()
    )
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in str(policy)
    for part in ("default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"):
        assert part in str(policy)


def test_nothing_is_fetched_and_nothing_runs_from_an_attribute(text: str) -> None:
    page = Page(text)
    for tag, attributes in page.elements:
        assert tag not in (
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "image",
            "use",
        )
        for name, value in attributes.items():
            assert name not in ("style", "src", "srcset", "action", "background", "poster", "ping")
            assert not name.startswith("on")
            if name == "href":
                assert re.match(r"#|https?://", str(value))
                if not str(value).startswith("#"):
                    assert attributes["rel"] == "noreferrer noopener"
    assert "url(" not in text and "@import" not in text


def test_links_inside_the_page_lead_somewhere_and_ids_are_unique(text: str) -> None:
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    targets = {str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")}
    assert targets <= set(page.ids)


def test_sources_are_numbered_and_linked_both_ways() -> None:
    record = sample_record()
    text = html.render(record)
    register = text[text.index('<ol class="register">') :]
    for source in record["sources"].values():
        assert f'id="s{source["number"]}"' in register
    places = re.findall(r'<a id="(c\d+)" href="#s(\d+)">\[(\d+)\]</a>', text)
    assert places and all(source == shown for _, source, shown in places)
    items = re.findall(r'<li id="s(\d+)".*?</li>', register, re.DOTALL)
    backs = {
        number: set(re.findall(r'href="#(c\d+)"', item))
        for number, item in zip(
            items, re.findall(r"<li id=\"s\d+\".*?</li>", register, re.DOTALL), strict=True
        )
    }
    for anchor, source, _ in places:
        assert anchor in backs[source]
    cited = {source for _, source, _ in places}
    assert cited == {number for number, found in backs.items() if found}


def test_tables_are_captioned_scoped_and_scroll_in_named_boxes(text: str) -> None:
    page = Page(text)
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(a.get("scope") for a in page.all("th"))
    boxes = [a for a in page.all("div") if a.get("class") == "scroll"]
    assert len(boxes) >= len(page.all("table"))
    assert all(a["tabindex"] == "0" and a["role"] == "region" and a["aria-label"] for a in boxes)
    labels = [a["aria-label"] for a in boxes]
    assert len(labels) == len(set(labels))


def test_page_names_its_language_and_landmarks() -> None:
    page = Page(rendered("plain"))
    assert page.all("html")[0]["lang"] == "en"
    assert all(len(page.all(tag)) == 1 for tag in ("header", "nav", "main", "footer"))
    assert page.texts[0] == ("title", "Model decision: Customer support assistant, EU roll-out")
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}


def test_print_hides_no_evidence() -> None:
    text = rendered("plain")
    style = text[text.index("<style>") : text.index("</style>")]
    printed = style[style.index("@media print") :]
    assert "@page{size:A4" in printed
    assert "details::details-content{content-visibility:visible;block-size:auto;}" in printed
    assert "thead{display:table-header-group;}" in printed
    assert re.search(r"tr,[^{]*\{break-inside:avoid;\}", printed)
    assert "attr(href)" in printed
    assert "beforeprint" in text
    assert re.findall(r"([^{}]*)\{[^}]*display:none", printed) == [".skip,.tools"]


def test_without_script_everything_is_there_but_the_buttons() -> None:
    page = Page(rendered("plain"))
    hidden = [(tag, a.get("class")) for tag, a in page.elements if "hidden" in a]
    assert hidden == [("p", "tools")]
    assert len(re.findall(r"<script>(.*?)</script>", rendered("plain"), re.DOTALL)[0]) < 3000


def test_each_model_stands_once_in_the_list_of_its_status() -> None:
    record = sample_record()
    text = rendered("plain")
    section = text[text.index('<section id="candidates"') : text.index('<section id="gates"')]
    lists = re.split(r"<h3>", section)[1:]
    assert len(lists) == 3
    for status, part in zip(("ranked", "review", "rejected"), lists, strict=True):
        expected = [c["id"] for c in record["candidates"] if c["best"] and c["status"] == status]
        shown = re.findall(r'<th scope="row">.*?<span class="id"><bdi>(.*?)</bdi>', part)
        assert shown == expected
        assert f'<span class="count">{len(expected)}</span>' in part
    others = sum(not c["best"] for c in record["candidates"])
    assert section.count('<li><span class="o ') == others


def test_of_the_models_far_down_the_lists_a_line_tells_what_keeps_them_out() -> None:
    text = rendered("large")
    start = text.index('<section id="candidates"')
    lists = re.split(r"<h3>", text[start : text.index("</section>", start)])[2:]
    for part, said in zip(lists, ("Not known: ", "It does not hold: "), strict=True):
        last = re.findall(r"<tr>.*?</tr>", part, re.DOTALL)[-1]
        reasons = re.findall(r"<p>(.*?)</p>", last)
        assert len(reasons) == 1 and said in reasons[0]


def test_neighboring_months_that_cost_the_same_are_one_row() -> None:
    record = sample_record()
    for item in record["candidates"]:
        if item["cost"]:
            months = item["cost"]["simulation"]["monthly"]
            for month in months[1:20]:
                month.update({**months[0], "month": month["month"]})
    page = html.render(record)
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>', page[page.index('class="months"') :])
    assert rows[:5] == ["2026-12 to 2028-07", "2028-08", "2028-09", "2028-10", "2028-11"]


def test_an_unknown_is_never_shown_as_a_number() -> None:
    text = rendered("plain")
    assert '<b class="u">unknown</b>' in text
    assert '<td class="r">unknown</td>' in text
    assert "None" not in re.sub(
        r">None\.<", "", text.replace("None: the profile", "").replace("None of the models", "")
    )


def test_nothing_qualifies_is_said_with_what_would_have_to_give() -> None:
    text = rendered("nothing qualifies")
    summary = Page(
        text[text.index('<section id="summary"') : text.index('<section id="requirements"')]
    ).text
    assert "Nothing qualifies" in summary
    assert "a context window of 32,000 tokens (now 16,384)" in summary
    assert summary.index("The context window is long enough") < summary.index("The dearest month")


def test_the_summary_tells_why_what_it_costs_and_what_would_change_it() -> None:
    text = rendered("plain")
    summary = Page(
        text[text.index('<section id="summary"') : text.index('<section id="requirements"')]
    ).text
    for part in (
        "USD 35,174",
        "USD 201,234",
        "less than",
        "41.2% for cost",
        "Runner-up:",
        "Not known:",
    ):
        assert part in summary
    why = text[text.index("<h3>Why</h3>") : text.index("</ul>", text.index("<h3>Why</h3>"))]
    assert 2 <= why.count("<li>") <= 5


def test_a_stored_record_gives_the_same_bytes() -> None:
    record = sample_record()
    stored = json.loads(json.dumps(record, sort_keys=True))
    assert html.render(stored) == html.render(record) == rendered("plain")


def test_size_budgets() -> None:
    assert len(rendered("plain").encode()) <= 150_000
    assert len(rendered("large").encode()) <= 600_000


def test_no_template_text_escapes_translation() -> None:
    words = pseudo_words()
    for winner in (True, False):
        record = sample_record(winner=winner, hosted=True)
        page = Page(html.page(record, words, html.environment(words)))
        own = [*sorted(strings(record) - KEYWORDS, key=len, reverse=True), "example.org"]
        said = ["\n".join(text for tag, text in page.texts if tag not in SILENT | {"code"})]
        said += [
            str(a[name])
            for _, a in page.elements
            for name in ("aria-label", "title", "alt")
            if name in a
        ]
        for line in "\n".join(untranslated(text) for text in said).splitlines():
            rest = line.strip()
            for known in own:
                rest = rest.replace(known, " ")
            cut = rest.endswith("…")  # a name that the chart shortens
            assert cut or not re.search(r"[A-Za-z]{2,}", rest), line


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="translation"):
        html.render(sample_record(), "xx")
    with pytest.raises(ValueError, match="language tag"):
        html.render(sample_record(), "../../etc")
