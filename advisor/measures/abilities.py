"""What it can take, give and do: modalities, features, languages."""

from __future__ import annotations

from advisor.candidates import Candidate
from advisor.catalog.schema import Model
from advisor.measures.base import Context, Figure, Figures, Measure, unknown
from advisor.measures.scores import selected

MEASURES = (
    Measure("modalities.input", "input modalities", "list"),
    Measure("modalities.output", "output modalities", "list"),
    Measure("features", "features", "map"),
    Measure("languages.supported", "languages stated or tested", "map"),
)


def figures(candidate: Candidate, context: Context) -> Figures:
    own = candidate.offer is not None and candidate.offer.features
    key = candidate.id if own else candidate.model.id
    found: Figures = context.once("abilities", key, lambda: _figures(candidate, context))
    return found


def _figures(candidate: Candidate, context: Context) -> Figures:
    model, offer = candidate.model, candidate.offer
    supporting = context.catalog.supporting
    own = offer.features if offer else {}
    features = {**model.features, **own}
    return {
        "modalities.input": _modality(model, context, "input"),
        "modalities.output": _modality(model, context, "output"),
        "features": Figure(
            features,
            sources=supporting(model.id, model.sources, "features"),
            fields=tuple(
                f"{'offer' if name in own else 'model'}.features.{name}" for name in features
            ),
        ),
        **context.once("languages", model.id, lambda: _languages(model, context)),
    }


def _modality(model: Model, context: Context, side: str) -> Figure:
    value, field = getattr(model.modalities, side), f"modalities.{side}"
    if value is None:
        return unknown(field)
    sources = context.catalog.supporting(model.id, model.sources, field)
    return Figure(value, sources=sources, fields=(f"model.{field}",))


def _languages(model: Model, context: Context) -> Figures:
    """Languages that the maker states, or in which somebody has measured it. Silence is unknown."""
    if not context.needs("languages.supported"):
        return {}
    found: dict[str, bool] = {}
    sources: list[str] = []
    fields: list[str] = []
    if model.languages:
        found.update(dict.fromkeys(model.languages.stated, True))
        fields += [f"model.languages.{name}" for name in model.languages.stated]
        if model.languages.source:
            sources.append(context.catalog.source_key(model.id, model.languages.source))
        sources += context.catalog.supporting(model.id, model.sources, "languages")
    for benchmark, choice in selected(model, context).items():
        language = context.catalog.benchmarks[benchmark].language
        if language and choice.score.by != "vendor":
            found[language] = True
            sources.append(choice.source)
            fields.append(f"{choice.field}#{language}")
    told = Figure(found, sources=tuple(dict.fromkeys(sources)), fields=tuple(fields))
    return {"languages.supported": told}
