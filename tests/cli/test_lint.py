"""catalog lint: what is shown of the findings, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DAY = ("--as-of", "2026-11-23")
LARGE = "id: acme/large\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A folder with one warning, one error, and a file to break."""
    (tmp_path / "free.yaml").write_text(
        "provider: cumulus\noffers:\n  - model: acme/large\n"
        "    prices: [{from: 2026-01-01, input: 0, output: 1, source: survey,\n"
        "              checked: 2026-11-01}]\n"
    )
    (tmp_path / "large.yaml").write_text(f"{LARGE}limits: {{output: 4000000}}\n")
    return tmp_path


def test_findings_are_framed_like_every_problem(run: Any, draft: Path) -> None:
    text = run("catalog", "lint", str(draft), *DAY, code=2).stdout
    assert f"{draft}/large.yaml:2:18: error[limits.above-window]: output 4,000,000 is more" in text
    assert "  2 | limits: {output: 4000000}\n    |                  ^^^^^^^\n" in text
    assert text.splitlines()[-2:] == [
        "1 error, 1 warning",
        "checked: 4 models, 4 offers of 2 providers, 3 licenses, 2 benchmarks",
    ]


def test_warnings_alone_are_no_failure_unless_they_are_to_be(run: Any, draft: Path) -> None:
    (draft / "large.yaml").unlink()
    text = run("catalog", "lint", str(draft), *DAY).stdout
    assert "warning[prices.free]" in text
    assert text.splitlines()[-1].startswith("ok: 4 models")
    run("catalog", "lint", str(draft), *DAY, "--strict", code=3)
    run("catalog", "lint", str(draft), *DAY, "--strict", "--check", "limits.above-window")


def test_a_file_that_cannot_be_read_hides_nothing(run: Any, draft: Path) -> None:
    (draft / "broken.yaml").write_text("id: acme/small\nlimits: {windw: 1}\n")
    done = run("catalog", "lint", str(draft), *DAY, code=2)
    assert "unknown field 'windw'" in done.stderr
    assert "error[limits.above-window]" in done.stdout
    told = json.loads(run("catalog", "lint", str(draft), *DAY, "-f", "json", code=2).stdout)
    assert [each["line"] for each in told["problems"]] == [2]


def test_an_accepted_finding_is_shown_on_demand(run: Any, draft: Path) -> None:
    entry = "accepted: [{check: limits.above-window, field: limits.output, why: Asked them.}]\n"
    (draft / "large.yaml").write_text(f"{LARGE}limits: {{output: 4000000}}\n{entry}")
    text = run("catalog", "lint", str(draft), *DAY).stdout
    assert "above-window" not in text
    text = run("catalog", "lint", str(draft), *DAY, "--all").stdout
    assert "  accepted: Asked them.\n" in text
    assert "1 accepted finding" in text


def test_json_holds_everything(run: Any, draft: Path) -> None:
    told = json.loads(run("catalog", "lint", str(draft), *DAY, "-f", "json", code=2).stdout)
    assert told["as_of"] == "2026-11-23"
    [above] = [each for each in told["findings"] if each["level"] == "error"]
    assert above.pop("message").startswith("output 4,000,000 is more than the window of")
    assert above == {
        "check": "limits.above-window",
        "level": "error",
        "file": str(draft / "large.yaml"),
        "line": 2,
        "column": 18,
        "subject": "acme/large",
        "field": "limits.output",
        "suggestion": None,
        "accepted": None,
    }


def test_checks_are_listed_and_explained(run: Any) -> None:
    assert "prices.unit-slip" in run("catalog", "lint", "--list").stdout
    rows = json.loads(run("catalog", "lint", "--list", "-f", "json").stdout)
    assert {row["level"] for row in rows} == {"error", "warning"}
    text = run("catalog", "lint", "--explain", "prices.unit-slip").stdout
    assert "per token" in text
    assert "finds nothing" in text
    told = json.loads(run("catalog", "lint", "--explain", "prices.free", "-f", "json").stdout)
    assert [bool(case["finds"]) for case in told["cases"]] == [True, False]
    wrong = run("catalog", "lint", "--explain", "prices.fre", code=2).stderr
    assert "did you mean 'prices.free'" in wrong


def test_hostile_reasons_are_printed_as_text(run: Any, draft: Path) -> None:
    entry = 'accepted: [{check: limits.above-window, field: limits, why: "\\e[2J\\u202e"}]\n'
    (draft / "large.yaml").write_text(f"{LARGE}limits: {{output: 4000000}}\n{entry}")
    text = run("catalog", "lint", str(draft), *DAY, "--all").stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
