"""What is imported when: a short command should not pay for what it does not use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.worlds import small, write_files

HEAVY = ("pandas", "numpy", "babel", "matplotlib", "duckdb", "ibis", "pyarrow", "tiktoken")
RUN = """
import sys
from advisor.cli import root
sys.argv[0] = "advisor"
try:
    root(prog_name="advisor")
except SystemExit as stop:
    code = stop.code
print("\\n" + " ".join(sorted(name.partition(".")[0] for name in sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def modules_after(code: str, *arguments: str) -> set[str]:
    """The top-level packages that a fresh interpreter has imported by then."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def profile(tmp_path: Path) -> str:
    return str(write_files(tmp_path, {"profile.yaml": small().profile}) / "profile.yaml")


def test_the_package_alone_imports_next_to_nothing() -> None:
    names = "m.partition('.')[0] for m in sys.modules"
    code = f"import sys, advisor; print(' '.join({names}), file=sys.stderr)"
    found = modules_after(code)
    assert "advisor" in found
    assert not found & {"pydantic", "yaml", "click", "jinja2", "rich", *HEAVY}


def test_help_needs_no_schema() -> None:
    found = modules_after(RUN, "--help")
    assert "click" in found
    assert not found & {"pydantic", "yaml", "jinja2", "rich", *HEAVY}


def test_rules_list() -> None:
    assert not modules_after(RUN, "rules", "list") & set(HEAVY)


def test_recommend(profile: str) -> None:
    found = modules_after(RUN, "recommend", profile, "-f", "json", "--as-of", "2026-11-23")
    assert "pydantic" in found
    assert not found & {"jinja2", *HEAVY}


def test_recommend_with_samples_needs_no_engine_of_logs(tmp_path: Path) -> None:
    world = small()
    del world.profile["workload"]["input_tokens"]
    world.profile["workload"]["samples"] = "*.txt"
    write_files(tmp_path, {"profile.yaml": world.profile, "a.txt": "Where is my parcel?"})
    profile = str(tmp_path / "profile.yaml")
    found = modules_after(RUN, "recommend", profile, "-f", "json", "--as-of", "2026-11-23")
    assert "tiktoken" in found
    assert not found & set(HEAVY) - {"tiktoken"}
