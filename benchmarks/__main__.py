"""Run every benchmark, or those that are named, and print one line a figure.

Every module here that has ``measure`` is one. Exits with 1 where a bound is exceeded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def main(names: Sequence[str]) -> int:
    modules = {n: import_module(f"benchmarks.{n}") for _, n, _ in iter_modules(benchmarks.__path__)}
    known = {name: each.measure for name, each in modules.items() if hasattr(each, "measure")}
    holds = True
    for name in names or known:
        for line in known[name]():
            print(line.text(), flush=True)
            holds = holds and line.holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
