"""A score of a day on which it cannot have been taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from advisor.catalog.lint.base import Case, Check, Finding, Given

A_DAY = timedelta(days=1)
"""A release has two dates around the world."""


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, _ in given.scores():
        if score.as_of > given.as_of:
            message = f"{score.as_of} is later than {given.as_of}, the day of this check"
            yield Finding(model, ("scores", n, "as_of"), message)
        elif (
            model.released
            and score.as_of < model.released - A_DAY
            and "variant" not in score.setting
        ):
            message = (
                f"{score.as_of} is before the release of {model.name} on {model.released}: was it "
                "a preview? Then name it (setting: {variant: …})"
            )
            yield Finding(model, ("scores", n, "as_of"), message)


CHECK = Check(
    id="scores.misdated",
    level="error",
    title="a score dated in the future, or before the model's release",
    why="A number from before the release is of a preview, which is another version.",
    remedy="Correct the day, or say under `setting: {variant: …}` which preview was tested.",
    run=_run,
    cases=(
        Case(
            "two months before the release",
            """
            benchmarks: [{id: swe}]
            models:
              - {id: acme/a, released: 2025-06-17,
                 scores: [{benchmark: swe, value: 63.8, as_of: 2025-03-25}]}
            """,
            ("before the release of a on 2025-06-17",),
        ),
        Case(
            "tomorrow",
            """
            benchmarks: [{id: swe}]
            models: [{id: acme/a, scores: [{benchmark: swe, value: 60, as_of: 2026-11-24}]}]
            """,
            ("2026-11-24 is later than 2026-11-23",),
        ),
        Case(
            "a named preview, and the evening before the release, elsewhere",
            """
            benchmarks: [{id: swe}]
            models:
              - id: acme/a
                released: 2025-06-17
                scores:
                  - {benchmark: swe, value: 63, as_of: 2025-03-25, setting: {variant: beta}}
                  - {benchmark: swe, value: 64, as_of: 2025-06-16}
            """,
        ),
    ),
)
