"""Commercial use of a model that was trained from non-commercial weights."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import License, Model


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        mine = given.catalog.licenses.get(model.license or "")
        if not mine or mine.commercial_use.value == "no":
            continue
        for base in _bases(given, model):
            theirs = given.catalog.licenses.get(base.license or "")
            if theirs and theirs.commercial_use.value == "no" and not _inherits(given, mine):
                message = (
                    f"{mine.id} would allow commercial use, but it was trained from {base.name}, "
                    f"whose license ({theirs.name}) forbids it"
                )
                yield Finding(model, ("license",), message)
                break


def _bases(given: Given, model: Model) -> Iterator[Model]:
    seen = {model.id}
    current = given.catalog.models.get(model.base_model or "")
    while current and current.id not in seen:
        yield current
        seen.add(current.id)
        current = given.catalog.models.get(current.base_model or "")


def _inherits(given: Given, license: License) -> bool:
    """Does a license it builds on forbid commercial use already?"""
    above = given.catalog.licenses.get(license.inherits_from or "")
    return bool(above and above.commercial_use.value == "no")


CHECK = Check(
    id="license.commercial-on-non-commercial",
    level="error",
    title="a commercial license on weights trained from a non-commercial base",
    why="Vicuna v1.3 and Alpaca came with permissive code and stayed under LLaMA's research "
    "license. A company that reads the code's license only uses them without a right.",
    remedy="State the license that binds the weights; keep the other one in `disputed`.",
    run=_run,
    cases=(
        Case(
            "two steps above",
            """
            licenses:
              - {id: mit}
              - {id: nc, name: Research License, kind: research, commercial_use: "no"}
            models:
              - {id: meta/llama, license: nc}
              - {id: acme/tuned, license: nc, base_model: meta/llama}
              - {id: acme/again, license: mit, base_model: acme/tuned}
            """,
            ("trained from tuned, whose license (Research License) forbids it",),
        ),
        Case(
            "non-commercial all the way, and a free base",
            """
            licenses: [{id: mit}, {id: nc, kind: research, commercial_use: "no"}]
            models:
              - {id: meta/llama, license: nc}
              - {id: acme/tuned, license: nc, base_model: meta/llama}
              - {id: meta/free, license: mit}
              - {id: acme/b, license: mit, base_model: meta/free}
            """,
        ),
    ),
)
