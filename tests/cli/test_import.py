"""``advisor catalog import``: show first, write when told, refuse with the place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

RESULTS = {
    "results": {"test_code": {"acc,none": 0.5, "acc_stderr,none": 0.01}},
    "config": {"model_args": "pretrained=open/base-7b,dtype=bfloat16"},
    "n-shot": {"test_code": 0},
    "date": 1_790_000_000.0,
}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(RESULTS))
    return path


def test_the_sources_are_listed(run: Any) -> None:
    text = run("catalog", "import").stdout
    for name in ("genai-prices", "litellm", "arena", "lm-eval"):
        assert name in text
    assert "did you mean 'litellm'" in run("catalog", "import", "litelm", "x", code=2).stderr
    assert "which file?" in run("catalog", "import", "arena", code=2).stderr


def test_an_own_evaluation_goes_into_an_overlay(run: Any, results: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "mine"
    arguments = ("catalog", "import", "lm-eval", results, "--as-of", "2026-11-23")
    shown = run(*arguments).stdout
    assert "0 confirmed, 1 new, 0 updated, 0 disputed, 0 left out" in shown
    assert "scores.test-code: 50.00 (48.04 to 51.96) of 2026-09-21 (own)" in shown
    assert not overlay.exists(), "nothing is written without --into"
    assert "add --yes" in run(*arguments, "--into", overlay, code=2).stderr
    done = run(*arguments, "--into", overlay, "--yes")
    assert f"Wrote 2 files into {overlay}" in done.stderr
    again = run(*arguments, "--into", overlay, "--yes")
    assert "1 confirmed, 0 new" in again.stdout
    assert "Wrote" not in again.stderr
    text = run("catalog", "show", "open/base-7b", "--catalog", overlay).stdout
    assert "Own evaluation with lm-evaluation-harness" in text


def test_the_lines_of_the_files_can_be_seen_first(run: Any, results: Path) -> None:
    patch = run("catalog", "import", "lm-eval", results, "--patch").stdout
    assert "+  - {benchmark: test-code, value: 50.00, low: 48.04, high: 51.96, by: own" in patch


def test_a_name_of_the_file_can_be_mapped(run: Any, results: Path) -> None:
    results.write_text(json.dumps({**RESULTS, "model_name": "./checkpoints/run-7"}))
    left = run("catalog", "import", "lm-eval", results).stdout
    assert "not in the catalog: ./checkpoints/run-7" in left
    mapped = "./checkpoints/run-7=open/base-7b"
    assert "1 new" in run("catalog", "import", "lm-eval", results, "--map", mapped).stdout
    wrong = run("catalog", "import", "lm-eval", results, "--map", "x=open/base-7", code=2).stderr
    assert "did you mean 'open/base-7b'" in wrong
    assert "NAME=MAKER/MODEL" in run("catalog", "import", "arena", "f", "--map", "x", code=2).stderr


def test_json_tells_every_change_and_what_was_left_out(run: Any, results: Path) -> None:
    told = json.loads(run("catalog", "import", "lm-eval", results, "-f", "json").stdout)
    assert told["confirmed"] == 0
    assert told["changes"][0]["about"] == "open/base-7b"
    assert told["left_out"] == []
    assert len(told["files"]) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<html>no such page</html>", "this is a web page, not JSON"),
        ('{"results": {"x": ', "not JSON: "),
        ('{"results": {"x": {"acc,none": NaN}}}', "NaN is not a number"),
        ('{"results": {"gsm8k": {"exact_match,strict-match": 71.2}}, "model_name": "m"}', "0 to 1"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    run: Any, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content)
    overlay = tmp_path / "mine"
    fault = run("catalog", "import", "lm-eval", path, "--into", overlay, "--yes", code=2).stderr
    assert str(path) in fault
    assert said in fault
    assert not overlay.exists()


def test_only_https_is_fetched_and_only_when_asked(run: Any) -> None:
    for address in ("http://example.org/a.json", "file:///etc/passwd", "ftp://example.org/a"):
        fault = run("catalog", "import", "litellm", address, code=2).stderr
        assert "only https addresses are fetched" in fault
    missing = run("catalog", "import", "litellm", "/no/such/file.json", code=2).stderr
    assert "there is no such file" in missing


def test_a_hostile_name_cannot_steer_the_terminal(run: Any, results: Path) -> None:
    results.write_text(json.dumps({**RESULTS, "model_name": "\x1b[2J\u202eevil"}))
    for form in ((), ("--patch",), ("--all",)):
        shown = run("catalog", "import", "lm-eval", results, *form).stdout
        assert "\x1b[2J" not in shown
        assert "\u202e" not in shown
