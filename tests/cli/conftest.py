"""The command line on a small catalog of four models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor import load_catalog, load_profile, recommend
from advisor.cli import root
from advisor.decision.decision import Decision
from advisor.resources import folder

FIXTURES = Path(__file__).parent / "fixtures"
AS_OF = "2026-11-23"

Run = Callable[..., Result]


@pytest.fixture
def fixtures() -> Path:
    return FIXTURES


@pytest.fixture
def profile() -> str:
    return str(FIXTURES / "profile.yaml")


@pytest.fixture
def small_catalog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The catalog of the fixtures in place of the shipped one, and a cache of its own."""

    def place(name: str) -> Path:
        return FIXTURES / "catalog" if name == "catalog" else folder(name)

    monkeypatch.setattr("advisor.catalog.load.folder", place)
    monkeypatch.setattr("advisor.checking.folder", place)
    monkeypatch.setattr("advisor.catalog.importing.folder", place)
    monkeypatch.setattr("advisor.catalog.lint.run.folder", place)
    monkeypatch.setenv("ADVISOR_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(small_catalog: None) -> Run:
    """Call the command line; anything but a clean exit fails the test."""

    def call(*arguments: str, code: int = 0, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(root, [str(part) for part in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture(scope="session")
def decision() -> Decision:
    loaded = load_profile(FIXTURES / "profile.yaml")
    catalog = load_catalog(shipped=FIXTURES / "catalog")
    return recommend(loaded, catalog, as_of=date.fromisoformat(AS_OF))
