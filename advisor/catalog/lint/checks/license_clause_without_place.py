"""A clause that nobody can look up."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.facts import clauses
from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    for license in given.catalog.licenses.values():
        for name, clause in clauses(license):
            if clause.value == "unknown":
                continue
            wanted = ("section", clause.section), ("url", clause.url), ("read", clause.read)
            missing = [field for field, value in wanted if not value]
            if missing:
                message = f"this clause does not say where it stands: {', '.join(missing)} missing"
                yield Finding(license, (name,), message)


CHECK = Check(
    id="license.clause-without-place",
    level="warning",
    title="a clause without its section, its address or the day it was read",
    why="A clause decides a gate and is shown to a lawyer, who asks where it stands.",
    remedy="Add `section`, `url` and `read`. A license without numbered sections has headings.",
    run=_run,
    cases=(
        Case(
            "told, and nowhere to be found",
            """
            licenses:
              - id: own
                commercial_use: {value: "yes", text: Allowed., url: "https://example.org/l"}
            """,
            ("section, read missing",),
        ),
        Case(
            "complete, and unknown",
            """
            licenses:
              - id: own
                commercial_use: {value: "yes", text: Allowed., section: "1", read: 2026-11-01,
                                 url: "https://example.org/l"}
                attribution: unknown
            """,
        ),
    ),
)
