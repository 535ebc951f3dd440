"""The report as people meet it: seen, narrowed, darkened, tabbed through, printed, attacked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from advisor.decision.decision import Decision
from advisor.reporting import html
from tests.reporting.sample import sample_record

pytestmark = pytest.mark.browser

SCREENS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "forced-colors": {"forced_colors": "active", "viewport": {"width": 1280, "height": 900}},
    "320px": {"color_scheme": "light", "viewport": {"width": 320, "height": 800}},
}
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(browser: Any, report: Path, screen: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe is injected, which the page's own policy rightly forbids.
    context = browser.new_context(bypass_csp=True, **SCREENS[screen])
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate(OPEN_ALL)
    found = Axe().run(page).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
    context.close()


def test_axe_finds_nothing_about_own_machines(browser: Any, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    path.write_text(html.render(sample_record(hosted=True)), encoding="utf-8")
    for screen in ("dark", "320px"):
        context = browser.new_context(bypass_csp=True, **SCREENS[screen])
        page = context.new_page()
        page.goto(path.as_uri())
        found = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
        if screen == "320px":
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_no_request_leaves(browser: Any, report: Path, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [report.as_uri()]
    assert said == []
    context.close()


def test_nothing_scrolls_sideways_at_320_pixels(browser: Any, report: Path) -> None:
    context = browser.new_context(**SCREENS["320px"])
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_keyboard_reaches_content_and_evidence(browser: Any, report: Path) -> None:
    context = browser.new_context(**SCREENS["light"])
    page = context.new_page()
    page.goto(report.as_uri())
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target is not None
    assert target.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == target
    summary = page.query_selector("details:not([open]) > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("node => node.parentElement.open")
    context.close()


def test_a_link_to_evidence_opens_what_hides_it(browser: Any, report: Path) -> None:
    context = browser.new_context(**SCREENS["light"])
    page = context.new_page()
    page.goto(report.as_uri())
    inside = page.evaluate("document.querySelector('details [id]')?.id")
    if inside:
        page.goto(f"{report.as_uri()}#{inside}")
        page.wait_for_function(f"document.getElementById({inside!r}).closest('details').open")
    context.close()


def test_everything_is_there_without_scripts(
    browser: Any, report: Path, decision: Decision
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    text = page.content()
    for item in decision.ranking:
        assert item["name"] in text
    context.close()


def test_the_printed_report_holds_every_piece_of_evidence(
    browser: Any, report: Path, tmp_path: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(report.as_uri())
    hidden = page.evaluate(TEXTS, "details:not([open])")
    everything = page.evaluate(TEXTS, "main")
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    printed = _squeezed(_pdf_text(tmp_path / "report.pdf"))
    assert len(hidden) > 100
    words = {word for text in everything for word in text.split() if len(word) > 3}
    assert [word for word in sorted(words) if _squeezed(word) not in printed] == []
    context.close()


TEXTS = """selector => [...document.querySelectorAll(selector)].flatMap(part => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode.textContent);
    return found;
})"""


def _pdf_text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text).lower()
