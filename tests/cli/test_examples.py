"""Every example runs on the shipped catalog and gives a real choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.cli import root
from advisor.resources import folder

EXAMPLES = sorted(folder("examples").glob("*.yaml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_validates_and_recommends(example: Path) -> None:
    run = CliRunner()
    assert run.invoke(root, ["validate", str(example)]).exit_code == 0
    done = run.invoke(root, ["recommend", str(example), "-f", "json", "--as-of", "2026-11-23"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    statuses = {item["status"] for item in told["candidates"]}
    assert statuses == {"ranked", "review", "rejected"}
    assert len(told["ranking"]) >= 3


def test_there_are_six_of_them() -> None:
    assert len(EXAMPLES) == 6


def test_an_overlay_lies_over_the_shipped_catalog(fixtures: Path) -> None:
    done = CliRunner().invoke(
        root,
        [
            *("cost", "acme/large@acme", "openai/gpt-4o@openai", "--input-tokens", "1M"),
            *("--catalog", str(fixtures / "catalog"), "--at", "2026-11-23", "-f", "json"),
        ],
    )
    assert done.exit_code == 0, done.output
    offers = [item["offer"] for item in json.loads(done.stdout)["items"]]
    assert offers == ["acme/large@acme", "openai/gpt-4o@openai"]
