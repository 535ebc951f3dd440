"""Open weights that nobody can find."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        published = model.weights and model.weights.repository
        if model.openness == "open_weights" and not published:
            message = "open weights without weights: no repository is stated"
            yield Finding(model, ("openness",), message)


CHECK = Check(
    id="openness.open-without-weights",
    level="error",
    title="a model with open weights that names no repository",
    why="An open-weights flag opens the gate for running the model oneself. Lists set it for "
    "models that have none, and leave it off for models that have.",
    remedy="State `weights: {repository: …}`, or `openness: api_only`. Weights that were given "
    "out on request only are accepted with that reason.",
    run=_run,
    cases=(
        Case(
            "parameters are not weights",
            """
            models:
              - {id: acme/a, openness: open_weights, weights: {parameters: 7000000000}}
            """,
            ("no repository is stated",),
        ),
        Case(
            "a repository, and a model behind an API",
            """
            models:
              - {id: acme/a, openness: open_weights, weights: {repository: acme/a}}
              - {id: acme/b, openness: api_only}
            """,
        ),
    ),
)
