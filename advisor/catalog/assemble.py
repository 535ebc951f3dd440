"""Documents -> catalog: what each file is, what an overlay changes, what refers to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from advisor.catalog.catalog import Catalog, Overlay
from advisor.catalog.schema import (
    Benchmark,
    Gpu,
    GpuPrice,
    GpuPrices,
    Gpus,
    HostingCost,
    HostingCosts,
    License,
    Model,
    Offer,
    OwnedMachine,
    OwnedMachines,
    Provider,
    RefusedName,
    RefusedNames,
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

List = SharedSources | Gpus | GpuPrices | HostingCosts | OwnedMachines | RefusedNames

LISTS: dict[str, type[Any]] = {
    "gpus": Gpus,
    "gpu_prices": GpuPrices,
    "hosting_costs": HostingCosts,
    "owned_machines": OwnedMachines,
    "refused_names": RefusedNames,
    "sources": SharedSources,
}
"""Files that hold a list of small things, by the field that names it."""


@dataclass(slots=True)
class Entry:
    """One item of the catalog while it is put together, in the file that spoke last."""

    kind: str
    id: str
    document: Document
    layers: tuple[Document, ...] = ()
    """Each layer's own file, the lowest first; ``document`` holds what they say together."""


@dataclass(slots=True)
class Gathered:
    """All that could be read, and everything that is wrong with the rest."""

    items: list[tuple[Entry, Item]]
    lists: list[tuple[Document, List]]
    problems: list[Problem]
    own_sources: set[str]
    """Keys of the sources that an overlay states."""

    def catalog(self, sha256: str, overlays: tuple[Overlay, ...]) -> Catalog:
        by_kind: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        for entry, item in self.items:
            by_kind[entry.kind][entry.id] = item
        listed = _listed(self.lists)
        return Catalog(
            sha256=sha256,
            models=by_kind["models"],
            providers=by_kind["offers"],
            licenses=by_kind["licenses"],
            benchmarks=by_kind["benchmarks"],
            shared_sources=listed.sources,
            gpus=listed.gpus,
            gpu_prices=tuple(price for _, price in sorted(listed.gpu_prices.items())),
            hosting_costs=listed.hosting_costs,
            owned_machines=tuple(mine for _, mine in sorted(listed.owned_machines.items())),
            refused_names=tuple(name for _, name in sorted(listed.refused_names.items())),
            own_sources=tuple(sorted(self.own_sources)),
            overlays=overlays,
        )


def assemble(
    roots: Sequence[Path],
    contents: Sequence[Sequence[tuple[str, bytes]]],
    sha256: str,
    overlays: tuple[Overlay, ...],
) -> Catalog:
    """Read, merge, validate and cross-check everything."""
    found = gather(roots, contents)
    if found.problems:
        raise InputError(found.problems)
    return found.catalog(sha256, overlays)


def gather(roots: Sequence[Path], contents: Sequence[Sequence[tuple[str, bytes]]]) -> Gathered:
    """The same, with whatever could be read kept beside the problems of the rest."""
    problems: list[Problem] = []
    entries: dict[tuple[str, str], Entry] = {}
    lists: list[tuple[Document, List]] = []
    own: set[str] = set()
    for layer, (root, files) in enumerate(zip(roots, contents, strict=True)):
        mine: set[tuple[str, str]] = set()
        for name, content in files:
            try:
                document = read_text(content, str(root / name))
                listing = list_held(document)
                if listing is not None:
                    lists.append((document, check(document, LISTS[listing])))
                    owner = ""
                else:
                    entry = entry_of(document, name, layer)
                    _lay(entry, entries, mine)
                    owner = f"{_OWNERS.get(entry.kind, '')}{entry.id}#"
                if layer:
                    own.update(f"{owner}{id}" for id in _source_ids(document))
            except InputError as fault:
                problems += fault.problems
    items = _validated(entries, problems)
    listed = _listed(lists)
    if not problems:
        problems += cross_check(items, listed.sources)
        problems += _list_problems(lists, listed)
    return Gathered(items, lists, problems, own)


_OWNERS = {"licenses": "license:", "benchmarks": "benchmark:"}
"""How the key of a source tells the kinds of its owner apart."""


def _source_ids(document: Document) -> Iterator[str]:
    """The ids of the sources that a file states, as far as it has the right form."""
    sources = document.data.get("sources")
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict) and isinstance(source.get("id"), str):
            yield source["id"]


# -- files that hold a list ----------------------------------------------------------------


@dataclass(slots=True)
class Listed:
    """What the files with lists hold, all layers together: a later one wins by name."""

    sources: dict[str, Source]
    gpus: dict[str, Gpu]
    gpu_prices: dict[tuple[str, ...], GpuPrice]
    hosting_costs: dict[str, HostingCost]
    owned_machines: dict[str, OwnedMachine]
    refused_names: dict[tuple[str, ...], RefusedName]


def list_held(document: Document) -> str | None:
    """Which of ``LISTS`` a file holds; ``None`` for a model, an offers file and the like."""
    fields = document.data if isinstance(document.data, dict) else {}
    held = (name for name in LISTS if name in fields and set(fields) <= {name, "sources"})
    return next(held, None)


def _listed(lists: Sequence[tuple[Document, List]]) -> Listed:
    found: dict[str, dict[Any, Any]] = {kind: {} for kind in LISTS}
    for _, each in lists:
        for kind, rows in each:
            found[kind].update((_name(row), row) for row in rows)
    return Listed(**found)


def _name(row: Any) -> str | tuple[str, ...]:
    """What tells the rows of a list apart."""
    if isinstance(row, GpuPrice):
        return row.cloud, row.region, row.sku, row.gpu, str(row.count), row.commitment
    if isinstance(row, RefusedName):
        return row.name, " ".join(row.upstream), str(row.since or "")
    return str(row.id)


def _list_problems(lists: Sequence[tuple[Document, List]], listed: Listed) -> Iterator[Problem]:
    """References of the lists that lead nowhere, and names that stand twice in one file."""
    for document, each in lists:
        if isinstance(each, SharedSources | RefusedNames):
            continue
        for field, rows in each:
            names = [_name(row) for row in rows]
            for n, (row, name) in enumerate(zip(rows, names, strict=True)):
                if names.index(name) != n:
                    yield document.problem((field, n), "it stands twice in this file; keep one")
                for path, word, id, known in _row_references(row, listed):
                    if id not in known:
                        yield document.problem(
                            (field, n, *path),
                            f"unknown {word} {id!r}",
                            suggestion=did_you_mean(id, known),
                        )


def _row_references(
    row: Any, listed: Listed
) -> Iterator[tuple[tuple[str, ...], str, str, Mapping[str, object]]]:
    """Each id that a row of a list names, with where it stands and what there is."""
    if isinstance(row, Source):
        return
    yield ("source",), "source", row.source, listed.sources
    if isinstance(row, Gpu):
        for field, source in row.also.items():
            yield ("also", field), "source", source, listed.sources
    if isinstance(row, GpuPrice | OwnedMachine):
        yield ("gpu",), "GPU", row.gpu, listed.gpus


def entry_of(document: Document, name: str, layer: int) -> Entry:
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
    return Entry(kind, id, document, (document,))


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
        together = replace(entry.document, data=whole)
        entries[key] = replace(entry, document=together, layers=(*before.layers, entry.document))
    mine.add(key)


NAMED_BY = {
    "sources": ("id",),
    "offers": ("model", "id"),
    "scores": ("benchmark", "by", "source", "setting"),
    "aliases": ("name", "upstream", "since"),
    "disputed": ("field", "value", "source"),
    "accepted": ("check", "field"),
}
"""The fields that tell the entries of a list apart."""


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """What ``above`` states wins; maps are merged, and so are lists of things that have a name.

    Sources are told apart by id, offers by model and id, scores by benchmark, claimant, source and
    setting, aliases by name, disputes by what they claim.
    Every other list is replaced as a whole, so that a negotiated price is the only price.
    """
    result = dict(below)
    for field, value in above.items():
        old = result.get(field)
        if isinstance(value, dict) and isinstance(old, dict):
            result[field] = merged(old, value)
        elif field in NAMED_BY and isinstance(value, list) and isinstance(old, list):
            result[field] = _merged_by_name(old, value, NAMED_BY[field])
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
    if model.thinking:
        yield ("thinking", "source"), "source", model.thinking.source
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
        for field, source in row.also.items():
            yield (*at, "prices", n, "also", field), "source", source


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
        for field in row.also:
            if getattr(row, "since" if field == "from" else field, None) is None:
                yield (*at, "prices", n, "also", field), f"this row states no {field!r}"
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
