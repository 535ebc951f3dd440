"""A name that moves from version to version, used as a model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given

MOVES = re.compile(r"(?:^|[-/:@ ])(?:latest|auto|current|default)$")


def _run(given: Given) -> Iterator[Finding]:
    moving: dict[str, list[str]] = {}
    for model in given.catalog.models.values():
        for alias in model.aliases:
            if alias.moving:
                moving.setdefault(alias.name.casefold(), []).append(model.id)
    for model in given.catalog.models.values():
        for field, name in (("id", model.id.partition("/")[2]), ("name", model.name)):
            behind = moving.get(name.casefold(), [])
            # A version may state itself for how long a plain name meant it.
            if behind and model.id not in behind:
                message = f"{name!r} is a name that moves; versions behind it: {', '.join(behind)}"
                yield Finding(model, (field,), message)
            elif MOVES.search(name.casefold()):
                message = f"{name!r} moves from version to version: which one is this?"
                yield Finding(model, (field,), message)


CHECK = Check(
    id="aliases.moving-as-model",
    level="error",
    title="a moving name as the id or the name of a model",
    why="deepseek-reasoner was R1, R1-0528, V3.1, V3.2 and V4 within a year and a half, with "
    "five prices and five windows. What is true of such a name is true of no model.",
    remedy="Name the version: `deepseek-r1-0528`. The moving name is an alias with `moving: "
    "true`, `since` and `until`.",
    run=_run,
    cases=(
        Case(
            "an alias of another model, and one that says so itself",
            """
            models:
              - {id: deepseek/r1-0528, aliases: [{name: deepseek-reasoner, moving: true}]}
              - {id: deepseek/deepseek-reasoner}
              - {id: mistral/large-latest, name: Large}
            """,
            ("versions behind it: deepseek/r1-0528",) * 2
            + ("'large-latest' moves from version to version",),
        ),
        Case(
            "a dated snapshot of a moving name, a fixed alias, and its own plain name",
            """
            models:
              - {id: openai/chatgpt-4o-latest-20250326, name: ChatGPT-4o}
              - {id: acme/a, aliases: [{name: b}]}
              - {id: acme/b}
              - {id: openai/gpt-4o, aliases: [{name: gpt-4o, moving: true}]}
            """,
        ),
    ),
)
