from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.profile.load import parse_profile
from advisor.profile.presets import PRESETS
from advisor.profile.template import Answers, profile_text


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_validates_and_recommends(run: Any, tmp_path: Path, preset: str) -> None:
    target = tmp_path / "profile.yaml"
    run("init", "--preset", preset, "-o", str(target))
    run("validate", str(target))
    run("recommend", str(target), "--as-of", "2026-11-23")


def test_a_file_is_never_replaced_without_force(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "profile.yaml"
    target.write_text("mine")
    assert "exists already" in run("init", "--preset", "agent", "-o", str(target), code=2).stderr
    assert target.read_text() == "mine"
    run("init", "--preset", "agent", "-o", str(target), "--force")
    assert "task:" in target.read_text()


def test_without_a_terminal_a_preset_is_needed(run: Any) -> None:
    fault = run("init", code=2).stderr
    assert "name a preset" in fault
    assert all(name in fault for name in PRESETS)
    assert "did you mean 'support_chat'" in run("init", "--preset", "suport_chat", code=2).stderr


def test_answers_end_up_in_the_profile() -> None:
    text = profile_text(
        Answers(
            "support_chat",
            'Our "first" # one',
            "250k",
            ("en", "ko"),
            "no",
            ("eu",),
            "5000 USD",
            self_hosted=False,
        )
    )
    profile = parse_profile(text).profile
    assert profile.title == 'Our "first" # one'
    assert profile.organization.country == "no"
    assert profile.workload is not None
    assert profile.workload.requests_per_month.base == 250_000
    assert profile.task["multilingual"] > 0
    assert profile.require.data_regions == ("eu",)
    assert str(profile.require.monthly_budget) == "5,000 USD"
    assert profile.hosting.allow == ("api",)
