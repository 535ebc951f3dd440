"""Documents -> catalog: what each file is, what an overlay changes, what refers to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from advisor.catalog.catalog import Catalog, Overlay
from advisor.catalog.schema import (
    Benchmark,
    License,
    Model,
    Offer,
    Provider,
    SharedSources,
    Source,
    Window,
)
from advisor.yamlio.problems import InputError, Problem, did_you_mean
from advisor.yamlio.reader import Document, read_text
from advisor.yamlio.validate import check

Item = Model | Provider | License | Benchmark

KINDS: dict[str, tuple[type[BaseModel], str]] = {
    "models": (Model, "id"),
    "offers": (Provider, "provider"),
    "licenses": (License, "id"),
    "benchmarks": (Benchmark, "id"),
}


@dataclass(slots=True)
class Entry:
    """One item of the catalog while it is put together, in the file that spoke last."""

    kind: str
    id: str
    document: Document


def assemble(
    roots: Sequence[Path],
    contents: Sequence[Sequence[tuple[str, bytes]]],
    sha256: str,
    overlays: tuple[Overlay, ...],
) -> Catalog:
    """Read, merge, validate and cross-check everything."""
    problems: list[Problem] = []
    entries: dict[tuple[str, str], Entry] = {}
    shared: dict[str, Source] = {}
    for layer, (root, files) in enumerate(zip(roots, contents, strict=True)):
        mine: set[tuple[str, str]] = set()
        for name, content in files:
            try:
                document = read_text(content, str(root / name))
                if name == "sources.yaml":
                    sources = check(document, SharedSources).sources
                    shared.update((source.id, source) for source in sources)
                else:
                    _lay(_entry(document, name, layer), entries, mine)
            except InputError as fault:
                problems += fault.problems
    items = _validated(entries, problems)
    if not problems:
        problems += cross_check(items, shared)
    if problems:
        raise InputError(problems)
    by_kind: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for entry, item in items:
        by_kind[entry.kind][entry.id] = item
    return Catalog(
        sha256=sha256,
        models=by_kind["models"],
        providers=by_kind["offers"],
        licenses=by_kind["licenses"],
        benchmarks=by_kind["benchmarks"],
        shared_sources=shared,
        overlays=overlays,
    )


def _entry(document: Document, name: str, layer: int) -> Entry:
    data = document.data
    if not isinstance(data, dict):
        raise InputError([document.problem((), "a catalog file is a mapping of fields")])
    top = name.partition("/")[0]
    kind = top if top in KINDS and "/" in name else _kind_by_fields(data)
    if kind is None:
        message = (
            "this is none of: a model, an offers file, a license, a benchmark; "
            "put it into models/, offers/, licenses/ or benchmarks/"
        )
        raise InputError([document.problem((), message)])
    id = data.get(KINDS[kind][1])
    if not isinstance(id, str):
        raise InputError([document.problem((), f"it needs the field {KINDS[kind][1]!r}")])
    wanted = f"{kind}/{id}.yaml"
    if layer == 0 and name != wanted:
        message = f"a file is named by what it holds: this one would be {wanted}"
        raise InputError([document.problem((KINDS[kind][1],), message)])
    return Entry(kind, id, document)


def _kind_by_fields(data: dict[str, Any]) -> str | None:
    if "provider" in data:
        return "offers"
    if "commercial_use" in data:
        return "licenses"
    if "chance" in data or "measures" in data:
        return "benchmarks"
    return "models" if "/" in str(data.get("id", "")) else None


def _lay(entry: Entry, entries: dict[tuple[str, str], Entry], mine: set[tuple[str, str]]) -> None:
    """Put an entry in, over what an earlier layer says of the same thing."""
    key = (entry.kind, entry.id)
    before = entries.get(key)
    if before is None:
        entries[key] = entry
    elif key in mine:
        message = f"{entry.id} is already in {before.document.name}"
        raise InputError([entry.document.problem((KINDS[entry.kind][1],), message)])
    else:
        whole = merged(before.document.data, entry.document.data)
        entries[key] = replace(entry, document=replace(entry.document, data=whole))
    mine.add(key)


_NAMED_BY = {
    "sources": ("id",),
    "offers": ("model", "id"),
    "scores": ("benchmark", "by", "source", "setting"),
}


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """What ``above`` states wins; maps are merged, and so are lists of things that have a name.

    Sources are told apart by id, offers by model and id, scores by benchmark, claimant, source and
    setting.
    Every other list is replaced as a whole, so that a negotiated price is the only price.
    """
    result = dict(below)
    for field, value in above.items():
        old = result.get(field)
        if isinstance(value, dict) and isinstance(old, dict):
            result[field] = merged(old, value)
        elif field in _NAMED_BY and isinstance(value, list) and isinstance(old, list):
            result[field] = _merged_by_name(old, value, _NAMED_BY[field])
        else:
            result[field] = value
    return result


def _merged_by_name(below: list[Any], above: list[Any], names: tuple[str, ...]) -> list[Any]:
    def name(item: Any) -> str:
        return repr([item.get(key) for key in names] if isinstance(item, dict) else item)

    stated = [name(item) for item in above]
    old = {name(item): item for item in below}
    # What the upper layer states stands first, at its own places: errors then point at its lines.
    return [
        merged(old[key], item) if key in old and isinstance(item, dict) else item
        for key, item in zip(stated, above, strict=True)
    ] + [item for item in below if name(item) not in stated]


def _validated(
    entries: dict[tuple[str, str], Entry], problems: list[Problem]
) -> list[tuple[Entry, Item]]:
    items: list[tuple[Entry, Item]] = []
    for _, entry in sorted(entries.items()):
        try:
            item: Any = check(entry.document, KINDS[entry.kind][0])
            items.append((entry, item))
        except InputError as fault:
            problems += fault.problems
    return items


# -- references -----------------------------------------------------------------------------


def cross_check(items: Sequence[tuple[Entry, Item]], shared: dict[str, Source]) -> list[Problem]:
    """Every reference that leads nowhere, and every figure that contradicts another of its file."""
    ids = {kind: {entry.id for entry, _ in items if entry.kind == kind} for kind in KINDS}
    problems: list[Problem] = []
    for entry, item in items:
        known_sources = set(shared) | {source.id for source in item.sources}
        for path, kind, id in _references(item):
            known = known_sources if kind == "source" else ids[kind]
            if id not in known:
                word = {"models": "model", "licenses": "license", "benchmarks": "benchmark"}.get(
                    kind, kind
                )
                problems.append(
                    entry.document.problem(
                        path, f"unknown {word} {id!r}", suggestion=did_you_mean(id, known)
                    )
                )
        problems += [entry.document.problem(path, text) for path, text in _contradictions(item)]
    return problems


Reference = tuple[tuple[str | int, ...], str, str]


def _references(item: Item) -> Iterator[Reference]:
    if isinstance(item, Model):
        yield from _model_references(item)
    elif isinstance(item, Provider):
        for n, offer in enumerate(item.offers):
            yield from _offer_references(offer, ("offers", n))
        for n, dispute in enumerate(item.disputed):
            yield ("disputed", n, "source"), "source", dispute.source
    elif isinstance(item, License) and item.inherits_from:
        yield ("inherits_from",), "licenses", item.inherits_from


def _model_references(model: Model) -> Iterator[Reference]:
    if model.license:
        yield ("license",), "licenses", model.license
    if model.base_model:
        yield ("base_model",), "models", model.base_model
    if model.lifecycle.replacement:
        yield ("lifecycle", "replacement"), "models", model.lifecycle.replacement
    if model.lifecycle.source:
        yield ("lifecycle", "source"), "source", model.lifecycle.source
    if model.languages and model.languages.source:
        yield ("languages", "source"), "source", model.languages.source
    for n, score in enumerate(model.scores):
        yield ("scores", n, "benchmark"), "benchmarks", score.benchmark
        yield ("scores", n, "source"), "source", score.source
    for n, dispute in enumerate(model.disputed):
        yield ("disputed", n, "source"), "source", dispute.source


def _offer_references(offer: Offer, at: tuple[str | int, ...]) -> Iterator[Reference]:
    yield (*at, "model"), "models", offer.model
    if offer.lifecycle.replacement:
        yield (*at, "lifecycle", "replacement"), "models", offer.lifecycle.replacement
    if offer.lifecycle.source:
        yield (*at, "lifecycle", "source"), "source", offer.lifecycle.source
    for n, row in enumerate(offer.prices):
        yield (*at, "prices", n, "source"), "source", row.source


def _contradictions(item: Item) -> Iterable[tuple[tuple[str | int, ...], str]]:
    if isinstance(item, Provider):
        if item.provider == "self":
            yield ("provider",), "`self` stands for one's own machines; choose another id"
        seen: set[tuple[str, str | None]] = set()
        for n, offer in enumerate(item.offers):
            if (offer.model, offer.id) in seen:
                yield ("offers", n), f"a second offer of {offer.model}; give it an `id` of its own"
            seen.add((offer.model, offer.id))
            yield from _price_contradictions(offer, ("offers", n))
    elif isinstance(item, Benchmark):
        for task, speaks in item.tasks.items():
            if len(speaks.at) < 2:
                yield ("tasks", task), "a task needs at least two anchors"


def _price_contradictions(
    offer: Offer, at: tuple[str | int, ...]
) -> Iterable[tuple[tuple[str | int, ...], str]]:
    begins = [row.since for row in offer.prices]
    for n, row in enumerate(offer.prices):
        if row.until and row.since and row.until < row.since:
            yield (*at, "prices", n, "until"), "it ends before it begins"
        if begins.index(row.since) != n:
            yield (*at, "prices", n), "two price rows begin on the same day"
        for one, other in combinations(row.windows, 2):
            if _overlap(one, other):
                yield (*at, "prices", n), f"the hours {one.hours} and {other.hours} overlap"


def _overlap(one: Window, other: Window) -> bool:
    """Do two windows of one clock hold at the same moment?"""
    same_days = one.zone == other.zone and set(one.days) & set(other.days)
    return bool(same_days and _clock(one) & _clock(other))


def _clock(window: Window) -> set[int]:
    """The minutes of the day that a window holds; its end is not in it."""
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in window.hours.split("-"))
    return set(range(start, end)) if start < end else {*range(start, 1440), *range(end)}
