from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

AS_OF = ("--as-of", "2026-11-23")


def test_several_formats_need_a_folder(run: Any, profile: str, tmp_path: Path) -> None:
    assert "folder" in run("recommend", profile, "-f", "json", "-f", "table", code=2).stderr
    run("recommend", profile, *AS_OF, "-f", "json", "-f", "table", "-o", str(tmp_path / "out"))
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["recommendation.json", "recommendation.txt"]


@pytest.mark.parametrize("formats", [("-f", "json"), ("-f", "json", "-f", "table")])
def test_a_folder_that_is_a_file(
    run: Any, profile: str, tmp_path: Path, formats: tuple[str, ...]
) -> None:
    target = tmp_path / "taken"
    target.write_text("old")
    output = str(target / "x.json") if len(formats) == 2 else str(target)
    fault = run("recommend", profile, *AS_OF, *formats, "-o", output, code=2).stderr
    assert "cannot write" in fault
    assert target.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["cache", "taken"]


def test_nothing_is_written_when_the_input_is_wrong(run: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("task: {chta: 1}\n")
    run("recommend", str(bad), "-f", "json", "-o", str(tmp_path / "out.json"), code=2)
    assert not (tmp_path / "out.json").exists()


def test_quiet_says_nothing_beside_the_result(run: Any, profile: str, tmp_path: Path) -> None:
    target = str(tmp_path / "out.json")
    assert run("recommend", profile, *AS_OF, "-o", target, "--quiet").output == ""
    assert run("recommend", profile, *AS_OF, "-o", target).stderr == f"Wrote {target}\n"


def test_an_unknown_language_is_wrong_use(run: Any, profile: str) -> None:
    assert "no translation" in run("recommend", profile, "--lang", "xx", code=2).stderr


def test_plugins_that_are_not_there(run: Any, profile: str) -> None:
    assert "unknown plug-in 'ours'" in run("recommend", profile, "--plugin", "ours", code=2).stderr
