"""Every free text of a catalog, made hostile: it neither runs nor breaks the page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import load_catalog, load_profile, recommend
from advisor.catalog.stored import dumped, restored

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
HIT = "window.__hit=(window.__hit||0)+1"
PAYLOADS = (
    f"<script>{HIT}</script>",
    f'"><img src=x onerror="{HIT}">',
    f"' onmouseover='{HIT}' autofocus onfocus='{HIT}",
    f"</script></style></title><svg onload={HIT}>",
    f"javascript:{HIT}",
    "{{ 7 * 7 }}{% if true %}{# x #}${7*7}",
    "\u202egnp.exe\u2066\u200b\u3164",
    "<!--\u2028]]>",
)
FREE_TEXT = frozenset(
    {
        *("name", "title", "publisher", "version", "license", "why", "note", "text", "section"),
        *("measures", "endpoint", "value", "repository", "precision", "knowledge_cutoff"),
    }
)


def hostile(data: Any, payload: str, free: bool = False) -> Any:
    """The same data with the payload before every free text."""
    if isinstance(data, dict):
        return {
            key: hostile(value, payload, _is_free(key, value, data)) for key, value in data.items()
        }
    if isinstance(data, list):
        return [hostile(value, payload) for value in data]
    return f"{payload} {data}" if free and isinstance(data, str) else data


def _is_free(field: str, value: Any, around: dict[str, Any]) -> bool:
    """Is it a text that a schema leaves open, and no id or word of a closed list?"""
    if field == "value":
        return "why" in around
    if field == "license":
        return "read" in around
    return field in FREE_TEXT


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_only_text(browser: Any, payload: str, tmp_path: Path) -> None:
    shipped = dumped(load_catalog()).splitlines()
    lines = [json.dumps(hostile(json.loads(part), payload)) for part in shipped]
    catalog = restored("\n".join(lines).encode(), "0" * 64, (), pytest.fail)
    profile = load_profile(ROOT / "examples" / "support-assistant-en-ko.yaml")
    path = tmp_path / "report.html"
    made = recommend(profile, catalog, as_of=date(2026, 11, 23)).to_html()
    path.write_text(made, encoding="utf-8")

    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.evaluate("document.querySelectorAll('a').forEach(link => link.focus())")
    assert page.evaluate("window.__hit") is None
    assert asked == [path.as_uri()]
    assert said == []
    links = page.eval_on_selector_all("a", "all => all.map(link => link.getAttribute('href'))")
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    assert (
        page.evaluate("document.querySelectorAll('script').length") == made.count("<script>") == 1
    )
    assert page.evaluate("document.querySelectorAll('main').length") == 1
    assert "49" not in page.title()
    context.close()
