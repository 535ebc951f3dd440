"""A profile file -> a checked profile, and what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from advisor.catalog.catalog import Catalog
from advisor.profile.exchange import usd
from advisor.profile.schema import Profile, Workload
from advisor.tokens.family import families
from advisor.yamlio.problems import InputError, Problem, did_you_mean
from advisor.yamlio.reader import Document, read, read_text
from advisor.yamlio.validate import check


@dataclass(frozen=True)
class LoadedProfile:
    """A profile and the document it came from (for positions, name and hash)."""

    profile: Profile
    document: Document

    @cached_property
    def name(self) -> str:
        return Path(self.document.name).name

    @property
    def sha256(self) -> str:
        return self.document.sha256


def load_profile(path: str | Path) -> LoadedProfile:
    """Read and check a profile; ``-`` is standard input.

    Raises:
        InputError: every problem of the file, with line and column.
    """
    return _checked(read(path))


def load_workload(path: str | Path) -> Workload:
    """The workload of a profile, or of a file that holds nothing else.

    Raises:
        InputError: every problem of the workload, with line and column.
    """
    return check(read(path), _Holder).workload


class _Holder(BaseModel):
    """What else a profile says does not matter to a price."""

    model_config = ConfigDict(extra="ignore")

    workload: Workload


def parse_profile(text: str | bytes, name: str = "profile.yaml") -> LoadedProfile:
    """The same from text, or its bytes in UTF-8."""
    return _checked(read_text(text, name))


def _checked(document: Document) -> LoadedProfile:
    profile = check(document, Profile)
    budget = profile.require.monthly_budget
    if budget and usd(budget, profile) is None:
        message = (
            f"there is no exchange rate for {budget.currency}; "
            f"add exchange_rates: {{{budget.currency}: {{usd: …, as_of: …, source: …}}}}"
        )
        raise InputError([document.problem(("require", "monthly_budget"), message)])
    return LoadedProfile(profile, document)


def check_references(
    loaded: LoadedProfile, catalog: Catalog, candidates: set[str], criteria: set[str]
) -> None:
    """Does everything that the profile names exist?

    Args:
        candidates: ids of all candidates (``current`` may name one, or a model).
        criteria: groups of criteria and ids of criterion rules, what ``prefer`` may name.

    Raises:
        InputError: with a suggestion for each unknown name.
    """
    profile, problems = loaded.profile, []
    makers = {model.maker for model in catalog.models.values()}
    named: list[tuple[tuple[str | int, ...], str, str, set[str], bool]] = []
    if profile.current:
        named.append(
            (("current",), "model", profile.current, candidates | set(catalog.models), False)
        )
    if profile.workload and profile.workload.tokens_of:
        counted = profile.workload.tokens_of
        known_tokens = set(catalog.models) if "/" in counted else set(families().by_id)
        word = "model" if "/" in counted else "tokenizer family"
        named.append((("workload", "tokens_of"), word, counted, known_tokens, False))
    for key in profile.require.minimum:
        named.append((("require", "minimum", key), "benchmark", key, set(catalog.benchmarks), True))
    for key in profile.prefer:
        named.append((("prefer", key), "criterion or group of criteria", key, criteria, True))
    for field, known in (("providers", set(catalog.providers)), ("makers", makers)):
        lists = getattr(profile.require, field)
        for verb in ("allow", "deny"):
            for n, item in enumerate(getattr(lists, verb) or ()):
                named.append((("require", field, verb, n), field[:-1], item, known, False))
    for path, word, value, known, at_key in named:
        if value not in known:
            problems.append(_unknown(loaded.document, path, word, value, known, at_key))
    if problems:
        raise InputError(problems)


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
