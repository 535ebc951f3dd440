"""A name that carries the date of another version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import Model

DAY = re.compile(r"(20\d\d)-?([01]\d)-?([0-3]\d)")
LEEWAY = 31
"""Days between the date in a name and the release: snapshots are named by when they were made."""


def _run(given: Given) -> Iterator[Finding]:
    dated: dict[date, list[Model]] = {}
    for other in given.catalog.models.values():
        for text in (other.id, other.name, *(alias.name for alias in other.aliases)):
            if day := _day(text):
                dated.setdefault(day, []).append(other)
    for model in given.catalog.models.values():
        for field, text in (("name", model.name), ("id", model.id)):
            day = _day(text)
            if day and model.released and abs((day - model.released).days) > LEEWAY:
                ids = (other.id for other in dated[day] if other.maker == model.maker)
                sibling = next((id for id in ids if id != model.id), None)
                hint = f"; {sibling} has that date" if sibling else ""
                message = f"{text!r} carries {day}, and it was released on {model.released}{hint}"
                yield Finding(model, (field,), message)


def _day(text: str) -> date | None:
    found = DAY.search(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


CHECK = Check(
    id="names.another-date",
    level="error",
    title="a name with a date that is not this version's",
    why="GPT-4o (2025-03-26) is a snapshot of ChatGPT; the API's GPT-4o is of 2024-08-06. "
    "Under the wrong date a row takes scores of one and prices of the other.",
    remedy="Name the version that the facts are of, or file them with the other one.",
    run=_run,
    cases=(
        Case(
            "the date of a sibling",
            """
            models:
              - {id: acme/a, name: A (2025-03-26), released: 2024-08-06}
              - {id: acme/chat-a-20250326}
            """,
            ("carries 2025-03-26, and it was released on 2024-08-06; acme/chat-a-20250326 has",),
        ),
        Case(
            "its own date, a snapshot a week before the release, and no release known",
            """
            models:
              - {id: acme/a, name: A (2024-08-06), released: 2024-08-06}
              - {id: acme/b-20250514, released: 2025-05-22}
              - {id: acme/c-20250326}
            """,
        ),
    ),
)
