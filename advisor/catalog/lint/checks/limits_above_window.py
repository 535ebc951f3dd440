"""An input or an output larger than the window that holds both."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given, Path, digits
from advisor.catalog.schema import Limits, Model, Provider


def _run(given: Given) -> Iterator[Finding]:
    for model in given.catalog.models.values():
        yield from _above(model, ("limits",), model.limits, model.limits.window)
    for provider, n, offer in given.offers():
        of = given.catalog.models.get(offer.model)
        window = offer.limits.window or (of.limits.window if of else None)
        yield from _above(provider, ("offers", n, "limits"), offer.limits, window)


def _above(
    item: Model | Provider, at: Path, limits: Limits, window: int | None
) -> Iterator[Finding]:
    for name, value in (("input", limits.input), ("output", limits.output)):
        if window and value and value > window:
            message = f"{name} {digits(value)} is more than the window of {digits(window)}"
            yield Finding(item, (*at, name), f"{message}, which holds both: are they confused?")


CHECK = Check(
    id="limits.above-window",
    level="error",
    title="an input or output limit larger than the context window",
    why="The window holds input and output together. A larger part means that a total was "
    "taken for a maximum, or the limits of two versions were mixed.",
    remedy="Take all three from one page: window (the total), input (if it is stated apart), "
    "output.",
    run=_run,
    cases=(
        Case(
            "the output of another version",
            "models: [{id: acme/a, limits: {window: 32000, output: 64000}}]",
            ("output 64,000 is more than the window of 32,000",),
        ),
        Case(
            "an endpoint that states more input than the model's window",
            """
            models: [{id: acme/a, limits: {window: 128000}}]
            offers: [{provider: host, offers: [{model: acme/a, limits: {input: 200000}}]}]
            """,
            ("input 200,000 is more than the window of 128,000",),
        ),
        Case(
            "equal is possible, and unknown is not zero",
            """
            models:
              - {id: acme/a, limits: {window: 32000, input: 32000, output: 32000}}
              - {id: acme/b, limits: {output: 64000}}
            """,
        ),
    ),
)
