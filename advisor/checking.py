"""Any input file or folder -> what kind it is, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from advisor.catalog.assemble import assemble
from advisor.catalog.load import load_catalog
from advisor.compiled import digest
from advisor.pipeline import prepared
from advisor.profile.load import parse_profile
from advisor.resources import folder
from advisor.rules.cases import failures
from advisor.rules.load import load_rules, parsed, read_rule
from advisor.workload.schema import WorkloadFile
from advisor.yamlio.files import read_bytes
from advisor.yamlio.folders import yaml_files
from advisor.yamlio.problems import InputError, Problem
from advisor.yamlio.reader import read, read_text
from advisor.yamlio.validate import check

Kind = Literal["profile", "workload", "rule", "catalog file", "catalog", "rules", "input"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file or folder as it was named; ``problems`` may stand in other files."""

    name: str
    kind: Kind
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """What profiles are held against: overlays of the catalog, and folders of rules."""

    overlays: Sequence[str] = ()
    rules: Sequence[str] = ()


def check_paths(names: Sequence[str], against: Against) -> list[Checked]:
    """Everything that is named; a folder is a catalog, rules, or files to be checked one by one."""
    return [checked for name in names for checked in _check(name, against)]


def _check(name: str, against: Against) -> list[Checked]:
    path = Path(name)
    if not (name != "-" and path.is_dir()):
        return [_check_file(name, against)]
    files = sorted(str(file) for file in path.rglob("*.yaml") if file.is_file())
    if not files:
        return [
            Checked(
                name, "input", (Problem(name, None, None, "there is no .yaml file in this folder"),)
            )
        ]
    kinds = {_kind_of(file) for file in files} - {"input"}
    if kinds == {"catalog file"}:
        return [_tried(name, "catalog", lambda: load_catalog(*_beside(path, "catalog")))]
    if kinds == {"rule"}:
        return [_tried(name, "rules", lambda: load_rules(*_beside(path, "rules")))]
    return [_check_file(file, against) for file in files]


def _beside(path: Path, shipped: str) -> list[Path]:
    """The folder to lay over the shipped one; none where it is the shipped one."""
    return [] if path.resolve() == folder(shipped).resolve() else [path]


def _kind_of(name: str) -> Kind:
    try:
        return kind(read(name).data)
    except InputError:
        return "input"


def kind(data: Any) -> Kind:
    """What a document is, by its fields. What is none of the others is read as a profile."""
    if not isinstance(data, dict):
        return "profile"
    if data.get("kind") in ("gate", "criterion", "advisory") or ("cases" in data and "id" in data):
        return "rule"
    if "read" in data and "traffic" in data:
        return "workload"
    if "task" in data or "workload" in data or "prefer" in data:
        return "profile"
    marks = ("offers", "commercial_use", "chance", "openness")
    is_model = "/" in str(data.get("id", ""))
    if is_model or set(data) == {"sources"} or any(mark in data for mark in marks):
        return "catalog file"
    return "profile"


def _check_file(name: str, against: Against) -> Checked:
    try:
        content = read_bytes(name, "<stdin>" if name == "-" else name)
        found = kind(read_text(content, name).data)
    except InputError as fault:
        return Checked(name, "input", tuple(fault.problems))
    if found == "rule":
        return _tried(name, found, lambda: _check_rule(name, content))
    if found == "workload":
        return _tried(name, found, lambda: check(read_text(content, name), WorkloadFile))
    if found == "catalog file":
        return _tried(name, found, lambda: _check_catalog_file(name, content, against))
    return _tried(name, found, lambda: _check_profile(name, content, against))


def _tried(name: str, found: Kind, attempt: Any) -> Checked:
    try:
        attempt()
    except InputError as fault:
        return Checked(name, found, tuple(fault.problems))
    return Checked(name, found)


def _check_profile(name: str, content: bytes, against: Against) -> None:
    loaded = parse_profile(content, "<stdin>" if name == "-" else name)
    rules = load_rules(*against.rules, plugins=loaded.profile.plugins)
    prepared(loaded, load_catalog(*against.overlays), rules)


def _check_rule(name: str, content: bytes) -> None:
    rule, document = read_rule(name, content)
    problems = failures(parsed(rule, name), document)
    if problems:
        raise InputError(problems)


def _check_catalog_file(name: str, content: bytes, against: Against) -> None:
    """Laid over everything else, so that what it refers to is known. Only its own faults count."""
    place = Path(name)
    roots = [folder("catalog"), *map(Path, against.overlays)]
    layers = [*(yaml_files(root, "catalog") for root in roots), [(place.name, content)]]
    try:
        assemble([*roots, place.parent], layers, digest([(name, content)]), ())
    except InputError as fault:
        own = [problem for problem in fault.problems if problem.file == str(place)]
        if own:
            raise InputError(own) from None
