"""Run every benchmark and print one line a figure. Exits with 1 where a bound is exceeded."""

from __future__ import annotations

import sys

from benchmarks import hosting, judging, loading, startup


def main() -> int:
    lines = [*startup.measure(), *loading.measure(), *judging.measure(), *hosting.measure()]
    for line in lines:
        print(line.text())
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
