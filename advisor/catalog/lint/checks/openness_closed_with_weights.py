"""A model behind an API whose weights are published."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        weights = model.weights
        if model.openness == "api_only" and weights and (weights.repository or weights.bytes):
            what = weights.repository or "their size"
            message = f"api_only, and yet its weights are stated: {what}"
            yield Finding(model, ("openness",), message, "open_weights")


CHECK = Check(
    id="openness.closed-with-weights",
    level="error",
    title="a model marked as API-only whose weights are named",
    why="It hides that one can run it oneself.",
    remedy="Set `openness: open_weights`, or take the weights out if they are another model's.",
    run=_run,
    cases=(
        Case(
            "a repository",
            "models: [{id: acme/a, openness: api_only, weights: {repository: acme/a}}]",
            ("its weights are stated: acme/a",),
        ),
        Case(
            "a maker may tell how many parameters it has",
            "models: [{id: acme/a, openness: api_only, weights: {parameters: 1000000000000}}]",
        ),
    ),
)
