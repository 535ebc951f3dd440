"""A license that leaves out what the base model's license asks."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import License

FREE = ("permissive",)
"""Kinds that let a derivative go out under another license."""


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        base = given.catalog.models.get(model.base_model or "")
        theirs = given.catalog.licenses.get((base and base.license) or "")
        mine = given.catalog.licenses.get(model.license or "")
        if not (base and theirs and mine) or theirs.kind in FREE or _carries(given, mine, theirs):
            continue
        if theirs.commercial_use.value == "no" and mine.commercial_use.value != "no":
            continue  # the graver finding: license.commercial-on-non-commercial
        message = (
            f"{mine.id} leaves out the license of the weights it was trained from: {base.name} is "
            f"under {theirs.name}, which travels along"
        )
        yield Finding(model, ("license",), message, theirs.id)


def _carries(given: Given, mine: License, theirs: License) -> bool:
    """Is one license the other, or built on it?"""
    seen: set[str] = set()
    current: License | None = mine
    while current and current.id not in seen:
        if current.id == theirs.id:
            return True
        seen.add(current.id)
        current = given.catalog.licenses.get(current.inherits_from or "")
    return False


CHECK = Check(
    id="license.not-inherited",
    level="error",
    title="a license that leaves out the license of the base model",
    why="A distilled or tuned model cannot be given away more freely than its base: "
    "R1-Distill-Llama-70B is announced as MIT and stays under the Llama 3.3 license with "
    "its 700 million users.",
    remedy="State the base's license, or one that names it under `inherits_from`.",
    run=_run,
    cases=(
        Case(
            "MIT on top of a community license",
            """
            licenses: [{id: mit}, {id: llama, name: Llama License, kind: community}]
            models:
              - {id: meta/llama, license: llama, openness: open_weights}
              - {id: acme/distill, license: mit, base_model: meta/llama, openness: open_weights}
            """,
            ("mit leaves out the license of the weights it was trained from: llama is",),
        ),
        Case(
            "the same, one built on it, and a base that lets one choose",
            """
            licenses:
              - {id: mit}
              - {id: own, kind: research}
              - {id: llama, kind: community}
              - {id: distill, kind: community, inherits_from: llama}
            models:
              - {id: meta/llama, license: llama}
              - {id: meta/free, license: mit}
              - {id: acme/a, license: llama, base_model: meta/llama}
              - {id: acme/b, license: distill, base_model: meta/llama}
              - {id: acme/c, license: own, base_model: meta/free}
            """,
        ),
    ),
)
