"""Rules written in Python, registered under the entry point group ``advisor.rules``.

A plug-in runs only when the command line or the profile names it. Its entry point is a list of
:class:`PythonRule` objects, or a function that returns one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from advisor.rules.rule import Rule
from advisor.yamlio.problems import InputError, Problem, did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "advisor.rules"


class PythonRule:
    """A gate or advisory that YAML cannot say: subclass it, set the texts, write ``judge``."""

    id: str
    kind: Literal["gate", "advisory"] = "gate"
    passes: str
    fails: str
    why: str
    remedy: str | None = None
    reads: tuple[str, ...] = ()
    """The figures it uses: the report shows them with their sources."""
    cases: tuple[dict[str, Any], ...]

    def judge(self, figures: Mapping[str, Any]) -> bool | None:
        """Measures and profile fields by name -> it holds, it does not, unknown."""
        raise NotImplementedError

    def described(self) -> Rule:
        """The same metadata that a YAML rule has."""
        return Rule.model_validate(
            {
                "id": self.id,
                "kind": self.kind,
                "pass": self.passes,
                "fail": self.fails,
                "why": self.why,
                "remedy": self.remedy,
                "require": "True",
                "show": self.reads,
                "cases": list(self.cases),
            }
        )


@dataclass(frozen=True)
class Plugin:
    name: str
    version: str
    sha256: str
    """Over the source of the module that the entry point names."""
    rules: tuple[PythonRule, ...]


def load_plugins(names: Sequence[str]) -> list[Plugin]:
    """The plug-ins of these names, and no others.

    Raises:
        InputError: there is none of that name, or loading it fails.
    """
    if not names:
        return []
    from importlib.metadata import entry_points

    installed = {point.name: point for point in entry_points(group=GROUP)}
    return [_load(name, installed) for name in dict.fromkeys(names)]


def _load(name: str, installed: Mapping[str, EntryPoint]) -> Plugin:
    point = installed.get(name)
    if point is None:
        there = ", ".join(sorted(installed)) or "none is installed"
        message = f"unknown plug-in {name!r} ({there})"
        raise InputError([Problem("plugins", None, None, message, did_you_mean(name, installed))])
    try:
        given = point.load()
        rules: tuple[PythonRule, ...] = tuple(given() if callable(given) else given)
        source = hashlib.sha256(_module_source(point)).hexdigest()
        for rule in rules:
            if not isinstance(rule, PythonRule):
                raise TypeError(f"{rule!r} is no PythonRule")
            rule.described()
    except Exception as fault:  # a stranger's code: whatever it raises is one clear message
        message = f"plug-in {name!r} cannot be loaded: {type(fault).__name__}: {fault}"
        raise InputError([Problem("plugins", None, None, message)]) from fault
    version = point.dist.version if point.dist else "unknown"
    return Plugin(name, version, source, rules)


def _module_source(point: EntryPoint) -> bytes:
    file = getattr(import_module(point.module), "__file__", None)
    return Path(file).read_bytes() if file else b""
