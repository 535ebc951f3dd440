"""A profile file -> a checked profile, and what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.profile.exchange import usd
from advisor.profile.schema import Hosting, Profile, StatedProfile, StatedWorkload, Workload
from advisor.tokens.family import families
from advisor.yamlio.problems import InputError, Problem, did_you_mean
from advisor.yamlio.reader import Document, read, read_text
from advisor.yamlio.validate import check


@dataclass(frozen=True)
class LoadedProfile:
    """A profile and the document it came from (for positions, name and hash).

    ``unread`` is its workload where files have to be read to know it: till then the profile has
    none (see :mod:`advisor.workload.measurement`).
    """

    profile: Profile
    document: Document
    unread: StatedWorkload | None = None

    @cached_property
    def name(self) -> str:
        return Path(self.document.name).name

    @property
    def sha256(self) -> str:
        return self.document.sha256

    def with_workload(self, workload: Workload) -> LoadedProfile:
        """The same, its files read."""
        profile = self.profile.model_copy(update={"workload": workload})
        return LoadedProfile(profile, self.document)


def load_profile(path: str | Path) -> LoadedProfile:
    """Read and check a profile; ``-`` is standard input.

    Raises:
        InputError: every problem of the file, with line and column.
    """
    return checked(read(path))


_PRICED = ("task", "languages", "policy", "workload")
"""What of a profile bears on the price of its workload: what else it says may be wrong."""


def load_workload(path: str | Path) -> LoadedProfile:
    """A profile for its workload alone; a file that holds nothing else will do.

    Raises:
        InputError: every problem of the workload, with line and column.
    """
    document = read(path)
    if not document.has(("workload",)):
        message = "the required field 'workload' is missing"
        raise InputError([document.problem((), message)])
    stated = {name: document.data[name] for name in _PRICED if name in document.data}
    return checked(replace(document, data={"task": {"chat": 1}, **stated}))


def parse_profile(text: str | bytes, name: str = "profile.yaml") -> LoadedProfile:
    """The same from text, or its bytes in UTF-8."""
    return checked(read_text(text, name))


def checked(document: Document) -> LoadedProfile:
    """The profile that a document is.

    Raises:
        InputError: every problem of the file, with line and column.
    """
    profile, unread = _parts(document)
    budget = profile.require.monthly_budget
    if budget and usd(budget, profile) is None:
        message = (
            f"there is no exchange rate for {budget.currency}; "
            f"add exchange_rates: {{{budget.currency}: {{usd: …, as_of: …, source: …}}}}"
        )
        raise InputError([document.problem(("require", "monthly_budget"), message)])
    return LoadedProfile(profile, document, unread)


def _parts(document: Document) -> tuple[Profile, StatedWorkload | None]:
    """The profile, and apart from it a workload that is to be measured from files."""
    if not any(document.has(("workload", name)) for name in ("samples", "log")):
        return check(document, Profile), None
    stated = check(document, StatedProfile)
    rest = {name: value for name, value in document.data.items() if name != "workload"}
    return Profile.model_validate(rest), stated.workload


_Named = tuple[tuple[str | int, ...], str, str, set[str], bool]
"""Where something is named, what it is, its name, the names that there are, is it a key."""


def check_references(
    loaded: LoadedProfile, catalog: Catalog, candidates: set[str], criteria: set[str]
) -> None:
    """Does everything that the profile names exist?

    Args:
        candidates: ids of all candidates, where there is a ``current``: it names one, or a model.
        criteria: groups of criteria and ids of criterion rules, what ``prefer`` may name.

    Raises:
        InputError: with a suggestion for each unknown name.
    """
    profile = loaded.profile
    makers = {model.maker for model in catalog.models.values()}
    named: list[_Named] = []
    if profile.current:
        # Which machines are chosen is the outcome of a run: any will do as a name.
        current = profile.current.partition(":")[0] if "@self:" in profile.current else None
        named.append(
            (
                ("current",),
                "model",
                current or profile.current,
                candidates | set(catalog.models),
                False,
            )
        )
    named += _hosting_names(profile.hosting, catalog)
    named += _workload_names(loaded, catalog)
    for key in profile.require.minimum:
        named.append((("require", "minimum", key), "benchmark", key, set(catalog.benchmarks), True))
    for key in profile.prefer:
        named.append((("prefer", key), "criterion or group of criteria", key, criteria, True))
    for field, known in (("providers", set(catalog.providers)), ("makers", makers)):
        lists = getattr(profile.require, field)
        for verb in ("allow", "deny"):
            for n, item in enumerate(getattr(lists, verb) or ()):
                named.append((("require", field, verb, n), field[:-1], item, known, False))
    _refuse_unknown(loaded, named)


def _refuse_unknown(loaded: LoadedProfile, named: Iterable[_Named]) -> None:
    problems = [
        _unknown(loaded.document, path, word, value, known, at_key)
        for path, word, value, known, at_key in named
        if value not in known
    ]
    if problems:
        raise InputError(problems)


def check_tokens(loaded: LoadedProfile, catalog: Catalog) -> None:
    """Does every model and tokenizer that the workload names exist?

    Raises:
        InputError: with a suggestion for each unknown name.
    """
    _refuse_unknown(loaded, _workload_names(loaded, catalog))


def _workload_names(loaded: LoadedProfile, catalog: Catalog) -> list[_Named]:
    """What ``workload`` names: whose tokens it counts, and tokenizers."""
    found: list[_Named] = []
    workload, known = loaded.unread or loaded.profile.workload, set(families().by_id)
    if workload and (counted := workload.tokens_of):
        word, there = ("model", set(catalog.models)) if "/" in counted else (_TOKENIZER, known)
        found.append((("workload", "tokens_of"), word, counted, there, False))
    for key in workload.text.tokens if workload and workload.text else ():
        found.append((("workload", "text", "tokens", key), _TOKENIZER, key, known, True))
    return found


_TOKENIZER = "tokenizer family"


def _hosting_names(hosting: Hosting, catalog: Catalog) -> list[_Named]:
    """What ``hosting`` names: accelerators, clouds, precisions, assumptions."""
    found: list[_Named] = []
    lists: list[tuple[str, str, tuple[str, ...], Callable[[], set[str]]]] = [
        ("gpus", "GPU", hosting.gpus, lambda: set(catalog.gpus)),
        ("clouds", "cloud", hosting.clouds, lambda: {row.cloud for row in catalog.gpu_prices}),
        ("precisions", "precision", hosting.precisions, _precisions),
    ]
    for field, word, values, known in lists:
        for n, value in enumerate(values):
            found.append((("hosting", field, n), word, value, known(), False))
    for id in hosting.costs:
        place = ("hosting", "costs", id)
        found.append((place, "assumption", id, set(catalog.hosting_costs), True))
    return found


def _precisions() -> set[str]:
    from advisor.hosting import PRECISIONS  # few profiles name one

    return set(PRECISIONS)


def _unknown(
    document: Document,
    path: tuple[str | int, ...],
    word: str,
    value: str,
    known: set[str],
    key: bool,
) -> Problem:
    return document.problem(
        path, f"unknown {word} {value!r}", key=key, suggestion=did_you_mean(value, known)
    )


def resolved(profile: Profile) -> dict[str, Any]:
    """The profile as plain data: presets expanded, quantities in base units, defaults filled in."""
    filled = profile.model_copy(update={"task": profile.tasks()})
    data: dict[str, Any] = filled.model_dump(mode="json")
    return data
