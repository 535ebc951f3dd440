"""One cold process that loads a catalog: ``python -m benchmarks.child FOLDER none|load|read``.

Prints the seconds of processor time beyond the imports, and the most memory held at once in MB.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click  # noqa: F401
import jinja2  # noqa: F401
import yaml  # noqa: F401
from pydantic import BaseModel  # noqa: F401


def load(root: Path, every_part: bool) -> None:
    from advisor import load_catalog

    catalog = load_catalog(shipped=root)
    if every_part:
        from advisor.catalog.stored import PARTS

        for part in PARTS:
            getattr(catalog, part)


def peak() -> float:
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1e3
    except OSError:  # macOS, which counts in bytes; Linux would count in what the parent held
        from resource import RUSAGE_SELF, getrusage

        return getrusage(RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    start = time.process_time()
    if sys.argv[2] != "none":
        load(Path(sys.argv[1]), sys.argv[2] == "read")
    took = time.process_time() - start
    print(took, peak())
