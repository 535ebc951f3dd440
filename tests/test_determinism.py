"""The same input gives the same bytes, whatever the process, folder, zone and hash seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.worlds import Dice, World, small, write_files

PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from advisor import load_catalog, load_profile, load_rules, recommend

catalog, profile, form = sys.argv[1:]
decision = recommend(
    load_profile(profile), load_catalog(shipped=Path(catalog)), load_rules(), date(2026, 11, 23)
)
sys.stdout.buffer.write(getattr(decision, "to_" + form)().encode())
"""
BASE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def rich() -> World:
    """A world with something of everything."""
    world = Dice(7).world(6)
    world.profile |= {"require": {}, "title": "Überblick: 한국어"}
    return world


def written(folder: Path, form: str, cwd: Path | None = None, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder / "catalog", folder / "profile.yaml", form],
        cwd=cwd or folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **BASE, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout
    return done.stdout


def laid_out(folder: Path, world: World, seed: int = 0) -> Path:
    """The world's files, created in an order of their own."""
    files = list(world.files().items())
    random.Random(seed).shuffle(files)
    write_files(folder / "catalog", dict(files))
    return write_files(folder, {"profile.yaml": world.profile})


@pytest.mark.parametrize("form", ["json", "html", "markdown"])
def test_another_process_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    first = laid_out(tmp_path / "one", rich(), seed=1)
    other = laid_out(tmp_path / "another folder" / "deeper", rich(), seed=2)
    expected = written(first, form)
    assert written(first, form) == expected
    assert written(other, form, cwd=tmp_path) == expected
    elsewhere = {"PYTHONHASHSEED": "4242", "TZ": "Asia/Seoul", "LC_ALL": "C", "LANG": "de_DE.UTF-8"}
    assert written(other, form, **elsewhere, ADVISOR_CACHE_DIR=str(tmp_path / "fresh")) == expected


def test_another_fact_gives_other_bytes(tmp_path: Path) -> None:
    """The comparison above can fail."""
    first = written(laid_out(tmp_path / "one", small()), "json")
    world = small()
    world.models[0]["limits"]["window"] += 1
    assert written(laid_out(tmp_path / "two", world), "json") != first
