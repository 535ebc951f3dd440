"""A real browser with the network watched, and reports to open in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor import load_catalog, load_profile, recommend
from advisor.decision.decision import Decision

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright's core."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def decision() -> Decision:
    """The demo's decision on the shipped catalog."""
    from datetime import date

    profile = load_profile(ROOT / "examples" / "support-assistant-en-ko.yaml")
    return recommend(profile, load_catalog(), as_of=date(2026, 11, 23))


@pytest.fixture(scope="session")
def report(decision: Decision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(decision.to_html(), encoding="utf-8")
    return path
