"""Folders of rule files (and named plug-ins) -> one checked set of rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from advisor.compiled import compiled, digest
from advisor.measures import measures
from advisor.measures.base import Measure
from advisor.profile.names import profile_names
from advisor.resources import folder
from advisor.rules.expression import Compare, Const, ExpressionError, Name, Node, is_constant, parse
from advisor.rules.plugins import PythonRule, load_plugins
from advisor.rules.rule import Rule
from advisor.yamlio.folders import yaml_files
from advisor.yamlio.problems import InputError, Problem, did_you_mean
from advisor.yamlio.reader import Document, read_text
from advisor.yamlio.validate import check

Origin = str

_RULES = TypeAdapter(list[Rule])


@dataclass(frozen=True)
class LoadedRule:
    """A rule with its parsed expressions. ``python`` is set for a plug-in's rule."""

    rule: Rule
    origin: Origin
    """``shipped``, the folder's name, or the plug-in's."""
    applies: Node | None = None
    require: Node | None = None
    python: PythonRule | None = None

    @property
    def id(self) -> str:
        return self.rule.id

    def reads(self) -> tuple[str, ...]:
        """Every name that it reads, each once, in order of appearance."""
        names = [name for node in (self.applies, self.require) if node for name in node.names()]
        measure = [self.rule.measure] if self.rule.measure else []
        return tuple(dict.fromkeys([*names, *measure]))


@dataclass(frozen=True)
class RuleSet:
    """All rules of a run, by id."""

    rules: tuple[LoadedRule, ...]
    sha256: str
    folders: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of every folder given by the user."""
    plugins: tuple[dict[str, str], ...] = ()
    replaced: tuple[str, ...] = field(default=())
    """Rules whose place one of the same id took, of a later folder or a plug-in."""

    def of_kind(self, kind: str) -> list[LoadedRule]:
        return [loaded for loaded in self.rules if loaded.rule.kind == kind]


def load_rules(
    *folders: str | Path, plugins: Sequence[str] = (), shipped: Path | None = None
) -> RuleSet:
    """The shipped rules, then those of ``folders`` (a rule of the same id takes the place of an
    earlier one), then the named plug-ins. The cases of every rule file are run when it is new; a
    plug-in's by `advisor rules test`.

    Raises:
        InputError: every problem of every file; a case that does not come out; an unknown plug-in.
    """
    roots = [shipped or folder("rules"), *map(Path, folders)]
    contents = [yaml_files(root, "rules") for root in roots]
    hashes = [digest(found) for found in contents]
    found: dict[str, LoadedRule] = {}
    replaced = []
    for layer, (root, files) in enumerate(zip(roots, contents, strict=True)):
        origin = "shipped" if layer == 0 else root.resolve().name
        for loaded in _load_folder(root, files, hashes[layer], origin):
            if loaded.id in found:
                replaced.append(loaded.id)
            found[loaded.id] = loaded
    extra = load_plugins(plugins)
    for plugin in extra:
        replaced += [rule.id for rule in plugin.rules if rule.id in found]
        found |= {rule.id: from_python(rule, plugin.name) for rule in plugin.rules}
    named = [{"name": p.name, "version": p.version, "sha256": p.sha256} for p in extra]
    return RuleSet(
        tuple(found[id] for id in sorted(found)),
        digest((str(n), sha.encode()) for n, sha in enumerate([*hashes, json.dumps(named)])),
        tuple((root.resolve().name, sha) for root, sha in zip(roots[1:], hashes[1:], strict=True)),
        tuple(named),
        tuple(replaced),
    )


def _load_folder(
    root: Path, files: list[tuple[str, bytes]], sha256: str, origin: Origin
) -> list[LoadedRule]:
    def build() -> list[Rule]:
        return _checked(root, files, origin)

    code = (Path(__file__).parent / "rule.py").read_bytes()
    key = digest(
        [("rules", sha256.encode()), ("schema", code), ("facts", repr(sorted(_known())).encode())]
    )
    rules = compiled(
        "rules",
        key,
        build,
        lambda made: _RULES.dump_json(made, by_alias=True),
        _RULES.validate_json,
    )
    return [parsed(rule, origin) for rule in rules]


def parsed(rule: Rule, origin: Origin) -> LoadedRule:
    """A checked rule with its expressions as trees."""
    return LoadedRule(
        rule,
        origin,
        parse(rule.applies) if rule.applies else None,
        parse(rule.require) if rule.require else None,
    )


def from_python(rule: PythonRule, name: str) -> LoadedRule:
    """A plug-in's rule, beside those from files."""
    return LoadedRule(rule.described(), name, python=rule)


# -- checking -------------------------------------------------------------------------------


def _checked(root: Path, files: list[tuple[str, bytes]], origin: Origin) -> list[Rule]:
    """Every rule of a folder, each held against the schema of measures and its own cases."""
    from advisor.rules.cases import failures

    problems: list[Problem] = []
    found: dict[str, Rule] = {}
    for name, content in files:
        try:
            rule, document = read_rule(str(root / name), content)
            if rule.id in found:
                message = f"a second rule {rule.id!r} in this folder"
                problems.append(document.problem(("id",), message))
            problems += failures(parsed(rule, origin), document)
            found[rule.id] = rule
        except InputError as fault:
            problems += fault.problems
    if problems:
        raise InputError(problems)
    return list(found.values())


def read_rule(name: str, content: bytes) -> tuple[Rule, Document]:
    """One rule file, held against its schema and the schema of measures; its cases are not run.

    Raises:
        InputError: every problem of the file.
    """
    document = read_text(content, name)
    rule = check(document, Rule)
    problems = check_rule(rule, document)
    if problems:
        raise InputError(problems)
    return rule, document


def check_rule(rule: Rule, document: Document) -> list[Problem]:
    """Everything wrong with a rule that its schema cannot see: expressions, names, types."""
    problems: list[Problem] = []
    for field_name in ("applies", "require"):
        text = getattr(rule, field_name)
        if text:
            problems += _expression_problems(text, (field_name,), document, field_name == "applies")
    names: list[tuple[tuple[str | int, ...], str]] = (
        [(("measure",), rule.measure)] if rule.measure else []
    )
    names += [(("share",), rule.share)] if rule.share else []
    names += [(("show", n), name) for n, name in enumerate(rule.show)]
    names += [
        (("cases", n, "given", key), key) for n, case in enumerate(rule.cases) for key in case.given
    ]
    scaled = measures().get(rule.measure or "")
    if rule.value and rule.value.at and scaled and scaled.type != "number":
        message = f"{scaled.name} is no number and has no anchors; use `words`"
        problems.append(document.problem(("measure",), message))
    for path, name in names:
        problems += _name_problems(name, path, document, at_key=path[-1] == name)
    return problems


def _expression_problems(
    text: str, path: tuple[str | int, ...], document: Document, profile_only: bool
) -> list[Problem]:
    try:
        node = parse(text)
    except ExpressionError as fault:
        return [document.problem(path, str(fault))]
    problems: list[Problem] = []
    for name in dict.fromkeys(node.names()):
        problems += _name_problems(name, path, document)
        if profile_only and not is_constant(name):
            message = f"`applies` reads the profile alone, not {name!r}; put it into `require`"
            problems.append(document.problem(path, message))
    return problems or [document.problem(path, text) for text in _type_problems(node)]


def _name_problems(
    name: str, path: tuple[str | int, ...], document: Document, at_key: bool = False
) -> list[Problem]:
    if name in _known():
        return []
    what = "profile field" if is_constant(name) else "measure"
    hint = did_you_mean(name, _known())
    return [document.problem(path, f"unknown {what} {name!r}", key=at_key, suggestion=hint)]


def _known() -> dict[str, Measure | None]:
    return {**dict.fromkeys(profile_names()), **measures()}


def _type_problems(node: Node) -> Iterable[str]:
    """Comparisons that can never come out: a number with text, an order among words."""
    for child in node.children():
        yield from _type_problems(child)
    if not isinstance(node, Compare):
        return
    for side, other in ((node.left, node.right), (node.right, node.left)):
        measure = measures().get(side.name) if isinstance(side, Name) else None
        if measure and isinstance(other, Const) and node.op not in ("in", "not in"):
            is_text = isinstance(other.value, str)
            if measure.type == "number" and (is_text or isinstance(other.value, bool)):
                yield f"{measure.name} is a number; {other.text} is not"
            elif measure.type == "text" and not is_text:
                yield f"{measure.name} is text; {other.text} is not"
            elif measure.type == "bool" and not isinstance(other.value, bool):
                yield f"{measure.name} is true or false; {other.text} is neither"
