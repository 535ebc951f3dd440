"""How long a command takes from the prompt, against a process that only imports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from benchmarks.measure import PYTHON, ROOT, Line, compare

PROFILE = ROOT / "examples" / "support-assistant-en-ko.yaml"


def measure() -> Iterator[Line]:
    floor, ours = compare((PYTHON, "-c", "import click"), (PYTHON, "-m", "advisor", "--help"))
    yield _line("advisor --help / import click", floor, ours, 1.5)
    with tempfile.TemporaryDirectory() as folder:
        command = (
            *(PYTHON, "-m", "advisor", "recommend", str(PROFILE)),
            *("-f", "html", "-o", f"{folder}/report.html", "--as-of", "2026-11-23"),
        )
        for name, imports, bound in FLOORS:
            floor, ours = compare((PYTHON, "-c", imports), command)
            yield _line(f"advisor recommend -f html / {name}", floor, ours, bound)


FLOORS = (
    ("four imports", "import pydantic, yaml, click, jinja2", 2.5),
    # `import pydantic` alone imports next to nothing of it until a name is used.
    (
        "the same, pydantic in use",
        "from pydantic import BaseModel; import yaml, click, jinja2",
        None,
    ),
)


def _line(name: str, floor: float, ours: float, bound: float | None) -> Line:
    return Line(
        name, ours / floor, "x", bound, f"{ours * 1000:.0f} ms against {floor * 1000:.0f} ms"
    )
