"""Running the cases of whole folders of rules: what ``advisor rules test`` reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from advisor.rules.cases import failing
from advisor.rules.load import LoadedRule, from_python, parsed, read_rule
from advisor.rules.plugins import load_plugins
from advisor.yamlio.folders import yaml_files
from advisor.yamlio.problems import InputError, Problem
from advisor.yamlio.reader import Document


class Trial(NamedTuple):
    """One rule's cases: how many there are, and what went wrong with which."""

    rule: str
    origin: str
    cases: int
    failures: tuple[Problem, ...]


def trials(folders: Sequence[Path], plugins: Sequence[str] = ()) -> list[Trial]:
    """Every rule of the folders and plug-ins, in order of the files.

    Raises:
        InputError: files that are no rules; nothing is run then.
    """
    problems: list[Problem] = []
    found: list[tuple[LoadedRule, Document | None]] = []
    for folder in folders:
        for name, content in yaml_files(folder, "rules"):
            try:
                rule, document = read_rule(str(folder / name), content)
                found.append((parsed(rule, folder.name), document))
            except InputError as fault:
                problems += fault.problems
    if problems:
        raise InputError(problems)
    for plugin in load_plugins(plugins):
        found += [(from_python(rule, plugin.name), None) for rule in plugin.rules]
    return [
        Trial(loaded.id, loaded.origin, len(loaded.rule.cases), tuple(_failures(loaded, document)))
        for loaded, document in found
    ]


def _failures(loaded: LoadedRule, document: Document | None) -> Iterator[Problem]:
    for number, text in failing(loaded):
        if document is None:
            yield Problem(f"{loaded.origin}: {loaded.id}", None, None, text)
        else:
            yield document.problem(("cases", number, "expect"), text)
