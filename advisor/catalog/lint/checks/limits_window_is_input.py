"""A maximum input in the place of the window."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, digits
from advisor.catalog.schema import Limits, Model


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        window, output = model.limits.window, model.limits.output
        if not window:
            continue
        for who, other in _elsewhere(given, model):
            as_input = other.input == window and (other.window or 0) > window
            as_rest = output and other.window == window + output
            if as_input or as_rest:
                total = digits(other.window or window)
                message = (
                    f"{digits(window)} is the largest input by {who}, where the window is {total}: "
                    "a window counts the output as well"
                )
                yield Finding(model, ("limits", "window"), message, str(other.window))
                break


def _elsewhere(given: Given, model: Model) -> Iterator[tuple[str, Limits]]:
    """What others say of the same limits: a layer below, the model's offers."""
    for said in given.below(model, "limits"):
        if isinstance(said, dict):
            yield "the catalog below", Limits.model_validate(said)
    for provider, _, offer in given.offers_of.get(model.id, []):
        yield provider.name or provider.provider, offer.limits


CHECK = Check(
    id="limits.window-is-input",
    level="error",
    title="a window that elsewhere is the largest input",
    why="`Context length` has three meanings: GPT-5 has a window of 400,000 and takes 272,000 "
    "in. One half of the public lists stores one, the other half the other.",
    remedy="Write the total as `window` and the other number as `input`.",
    run=_run,
    cases=(
        Case(
            "272,000 as the window of a model with 400,000",
            "models: [{id: acme/a, limits: {window: 400000, input: 272000, output: 128000}}]",
            ("272,000 is the largest input by the catalog below, where the window is 400,000",),
            over="models: [{id: acme/a, limits: {window: 272000}}]",
        ),
        Case(
            "the window without the output, by an endpoint that states the total",
            """
            models: [{id: acme/a, limits: {window: 272000, output: 128000}}]
            offers:
              - {provider: host, name: Host, offers: [{model: acme/a, limits: {window: 400000}}]}
            """,
            ("largest input by Host",),
        ),
        Case(
            "an endpoint with a smaller window",
            """
            models: [{id: acme/a, limits: {window: 400000, input: 272000, output: 128000}}]
            offers: [{provider: host, offers: [{model: acme/a, limits: {window: 128000}}]}]
            """,
        ),
    ),
)
