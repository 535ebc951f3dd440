"""How long the catalog takes to load, how much memory it takes, and how both grow with it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from advisor.resources import folder
from benchmarks.measure import PYTHON, ROOT, Line, environment

TIMES = 10


class Cost(NamedTuple):
    seconds: float
    """Of processor time, which others do not lengthen, beyond importing pydantic, PyYAML, click and
    Jinja2."""
    megabytes: float
    """The most held at once, imports included."""


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as there:
        one, many = folder("catalog"), Path(there) / "catalog"
        multiply(one, many, TIMES)
        built = [_built(one, 5), _built(many, 2)]
        yield Line("load the catalog from YAML and compile it", built[0].seconds, "s", 3)
        yield Line("memory by then", built[0].megabytes, "MB", 250)
        loaded = _compiled(one, there, "load", 25).seconds
        yield Line("load it compiled, beyond the imports", loaded * 1000, "ms", 60)
        read = [_compiled(one, there, "read", 15), _compiled(many, there, "read", 3)]
        yield Line("load it compiled and read every part", read[0].seconds * 1000, "ms")
        yield Line("memory by then", read[0].megabytes, "MB", 250)
        bare = _compiled(one, there, "none", 5).megabytes
        for name, (small, large) in {"from YAML": built, "compiled": read}.items():
            yield _growth(f"time {name}", large.seconds / small.seconds)
            memory = (large.megabytes - bare) / (small.megabytes - bare)
            yield _growth(f"memory {name} beyond the imports", memory)


def multiply(root: Path, into: Path, times: int) -> None:
    """A catalog with every model, provider, license and benchmark so many times, by other ids."""
    shutil.copytree(root, into)
    for file in sorted(into.glob("*/**/*.yaml")):
        text = file.read_text("utf-8")
        for n in range(1, times):
            copy = re.sub(r"^(id|provider): (\S+)", rf"\1: \2-x{n}", text, count=1, flags=re.M)
            file.with_stem(f"{file.stem}-x{n}").write_text(copy, "utf-8")


def _growth(what: str, ratio: float) -> Line:
    return Line(f"{TIMES} times the catalog, {what}", ratio, "times", 1.2 * TIMES)


def _built(catalog: Path, runs: int) -> Cost:
    """From YAML: each run has an empty cache folder of its own."""
    costs = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as cache:
            costs.append(_cost(catalog, cache, "read"))
    return _least(costs)


def _compiled(catalog: Path, cache: str, what: str, runs: int) -> Cost:
    _cost(catalog, cache, what)
    return _least([_cost(catalog, cache, what) for _ in range(runs)])


def _least(costs: list[Cost]) -> Cost:
    return Cost(min(cost.seconds for cost in costs), min(cost.megabytes for cost in costs))


def _cost(catalog: Path, cache: str, what: str) -> Cost:
    command = (PYTHON, "-m", "benchmarks.child", str(catalog), what)
    under = environment(ADVISOR_CACHE_DIR=cache)
    done = subprocess.run(command, cwd=ROOT, env=under, capture_output=True, check=True)
    seconds, megabytes = done.stdout.split()
    return Cost(float(seconds), float(megabytes))
