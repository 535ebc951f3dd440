"""Two licenses for the same weights."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import Model


def _run(given: Given) -> Iterator[Finding]:
    holders: dict[str, Model] = {}
    for model in given.catalog.models.values():
        repository = model.weights.repository if model.weights else None
        below = [said for said in given.below(model, "license") if said != model.license]
        if below and model.license:
            weights = f", and the weights are the same: {repository}" if repository else ""
            message = f"{model.license} contradicts {below[0]} of the catalog below"
            yield Finding(model, ("license",), f"{message}{_backed(model)}{weights}", str(below[0]))
        if repository and model.license:
            other = holders.setdefault(repository.casefold(), model)
            if other.license != model.license:
                message = f"{model.license} contradicts {other.license} of {other.id}"
                yield Finding(model, ("license",), f"{message}: both are in {repository}")


def _backed(model: Model) -> str:
    """Who vouches for the license in the file."""
    backed = [source.id for source in model.sources if "license" in source.supports]
    return f" ({', '.join(backed)})" if backed else ""


CHECK = Check(
    id="license.contradicted",
    level="error",
    title="a license other than the one that the same weights have elsewhere in the catalog",
    why="Tables copy licenses from memory; R1 was called Apache 2.0 for months while its "
    "repository said MIT. The license decides who may use the model at all.",
    remedy="Read the license file beside the weights. If it changed, the new version is another "
    "model; if the catalog is wrong, accept this finding with the address that shows it.",
    run=_run,
    cases=(
        Case(
            "an overlay from a table",
            """
            licenses: [{id: mit}, {id: apache-2.0}]
            models:
              - id: acme/r1
                openness: open_weights
                license: mit
                weights: {repository: acme/R1}
                sources: [{id: readme, title: Readme, read: 2026-11-01, supports: [license]}]
            """,
            ("apache-2.0 contradicts mit of the catalog below (readme), and the weights are",),
            over="models: [{id: acme/r1, license: apache-2.0}]",
        ),
        Case(
            "two models of one repository",
            """
            licenses: [{id: mit}, {id: apache-2.0}]
            models:
              - {id: acme/a, license: mit, weights: {repository: acme/A}}
              - {id: acme/b, license: apache-2.0, weights: {repository: acme/a}}
            """,
            ("apache-2.0 contradicts mit of acme/a: both are in acme/a",),
        ),
        Case(
            "the same, or one where none was known",
            """
            licenses: [{id: mit}]
            models: [{id: acme/a, license: mit}, {id: acme/b}]
            """,
            over="models: [{id: acme/a, license: mit}, {id: acme/b, license: mit}]",
        ),
    ),
)
