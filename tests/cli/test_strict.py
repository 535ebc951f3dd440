from __future__ import annotations

from pathlib import Path
from typing import Any

AS_OF = ("--as-of", "2026-11-23")


def judged(run: Any, tmp_path: Path, profile: str, code: int, *more: str) -> str:
    path = tmp_path / "profile.yaml"
    path.write_text(profile)
    text: str = run("recommend", path, "--strict", *(more or AS_OF), code=code).stderr
    return text


def test_strict_minds_a_dispute_of_what_a_gate_rests_on(run: Any, tmp_path: Path) -> None:
    text = judged(run, tmp_path, "task: {chat: 1}\nrequire: {window: 32k}\n", 3)
    assert "--strict: context window: disputed: Survey of test prices says 1,000,000" in text


def test_strict_leaves_alone_what_nothing_rests_on(run: Any, tmp_path: Path) -> None:
    assert judged(run, tmp_path, "task: {chat: 1}\n", 0) == ""


def test_strict_minds_a_stale_score(run: Any, tmp_path: Path) -> None:
    profile = "task: {chat: 1}\nprefer: {quality: 1}\n"
    text = judged(run, tmp_path, profile, 3, "--as-of", "2027-12-01")
    assert "shown ability in dialogue: stale: last supported 407 days ago" in text


def test_strict_says_nothing_when_asked_to_be_quiet(run: Any, tmp_path: Path) -> None:
    profile = "task: {chat: 1}\nrequire: {window: 32k}\n"
    assert judged(run, tmp_path, profile, 3, *AS_OF, "--quiet") == ""
