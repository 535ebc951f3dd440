"""Outcomes -> findings: the sentence, the figures and sources behind it, and what was needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, cast

from advisor.decision.marks import Marks
from advisor.decision.plain import in_words, plain, section_in_words
from advisor.decision.record import CriterionRecord, FactRecord, FindingRecord
from advisor.decision.written import Parts
from advisor.measures import Figure, measures
from advisor.measures.base import Quote
from advisor.ranking.rank import Judged, Scored
from advisor.rules.expression import Leaf, is_constant
from advisor.rules.judge import BoundRule

UNKNOWN = Figure(None)


class Findings:
    """Writes findings down. What several candidates share (a license, a score) is written once."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._written: dict[tuple[Any, ...], Parts] = {}

    def finding(self, judged: Judged, bound: BoundRule) -> FindingRecord:
        """A gate's or advisory's finding for one candidate."""
        rule_id = bound.loaded.id
        figures = _identities(judged, bound.figures) if bound.applies else ()
        # A plug-in may read more than it declares: its finding is never shared.
        key = (rule_id, judged.id if bound.loaded.python else "", *figures)
        if key not in self._written:
            now = {"rule": rule_id, "outcome": judged.outcome(bound)}
            self._written[key] = Parts(
                now, _EVIDENCE, partial(_evidence, judged, bound, self._marks)
            )
        return cast(FindingRecord, self._written[key])

    def criterion(self, judged: Judged, scored: Scored) -> CriterionRecord:
        """One criterion's account for one candidate."""
        rule = scored.bound.rule
        key = (rule.id, *_identities(judged, (rule.measure or "", *rule.show)))
        if key not in self._written:
            write = partial(_criterion_part, judged, scored, self._marks)
            self._written[key] = Parts(_criterion(scored), _ACCOUNT, write)
        return cast(CriterionRecord, self._written[key])


_EVIDENCE = frozenset({"reason", "facts", "missing", "needed"})
_ACCOUNT = frozenset({"raw", "reason", "facts", "missing"})


def _identities(judged: Judged, names: Iterable[str]) -> Iterator[int]:
    """Which figures these are: the same objects give the same finding."""
    return map(id, map(judged.figures.get, names))


def _evidence(judged: Judged, bound: BoundRule, marks: Marks, part: str) -> Any:
    """One part of a finding: its reason, its facts, what is missing, what was needed."""
    outcome = judged.outcome(bound)
    if outcome == "not_applicable":
        return "Not required" if part == "reason" else []
    leaves = bound.leaves(judged.values)
    if part == "facts":
        operands = [name for leaf in leaves for name, _ in leaf.operands]
        names = dict.fromkeys([*operands, *bound.rule.show])
        return [_fact(judged, bound, name, leaves, marks) for name in names]
    if part == "needed":
        open_leaves = leaves if outcome in ("fail", "unknown") else []
        return [text for leaf in open_leaves if (text := _needed(leaf))]
    missing = _missing(judged, bound, leaves) if outcome == "unknown" else []
    return missing if part == "missing" else _reason(bound, outcome, leaves, missing, judged)


def _reason(
    bound: BoundRule, outcome: str, leaves: list[Leaf], missing: list[str], judged: Judged
) -> str:
    """One sentence of prose, with the operands that decided."""
    rule = bound.rule
    if outcome == "pass":
        return rule.passes
    if outcome == "error":
        return f"The rule could not be carried out: {bound.fault(judged.values)}"
    if outcome == "fail":
        told = list(dict.fromkeys(text for leaf in leaves if (text := _failed(leaf, judged))))
        return f"{rule.fails}: {'; '.join(told)}" if told else rule.fails or ""
    asked = dict.fromkeys(
        f"{figure.note}: {cited(figure.clause)}"
        for leaf in leaves
        for figure in _operands(leaf, judged)
        if figure.clause and figure.note
    )
    said = "; ".join([f"not stated: {', '.join(missing)}", *asked])
    return f"Not known whether this holds: {rule.passes} ({said})"


def _failed(leaf: Leaf, judged: Judged) -> str:
    """What decided: the figure against what is needed, and the license clause that says so.

    ``2,000,000 monthly users, limit 1,000,000 (Acme License, section 2)``
    """
    clauses = [
        " ".join(part for part in (figure.note, f"({cited(figure.clause)})") if part)
        for figure in _operands(leaf, judged)
        if figure.clause
    ]
    return " ".join(part for part in (_told(leaf), "; ".join(clauses)) if part)


def _operands(leaf: Leaf, judged: Judged) -> list[Figure]:
    return [judged.figures.get(name, UNKNOWN) for name, _ in leaf.operands]


def cited(clause: Quote) -> str:
    """``Acme License, section 2, through its base model acme/large``"""
    section = f", {section_in_words(clause.section)}" if clause.section else ""
    through = f", through its base model {clause.through}" if clause.through else ""
    return f"{clause.license}{section}{through}"


def _told(leaf: Leaf) -> str:
    """``context window is 16,385 tokens, 32,000 needed``; empty where the title says it all."""
    if leaf.op in ("supports", "meets"):
        return _told_of_map(leaf)
    figures, wanted = _sides(leaf)
    if not leaf.op or len(figures) != 1 or figures[0][1] is None:
        return ""
    name, value = figures[0]
    measure = measures().get(name)
    unit = measure.unit if measure else None
    said = f"{label(name)} is {in_words(value, unit)}"
    return f"{said}, {_asked(leaf, in_words(wanted[0], None))}" if len(wanted) == 1 else said


def _sides(leaf: Leaf) -> tuple[list[tuple[str, Any]], list[Any]]:
    """The candidate's figures among the operands, and what they are held against: the profile's
    values, or the figure on the other side."""
    figures = [(name, value) for name, value in leaf.operands if not is_constant(name)]
    wanted = [value for name, value in leaf.operands if is_constant(name)]
    if len(figures) == 2 and leaf.text == f"{figures[0][0]} {leaf.op} {figures[1][0]}":
        return figures[:1], [figures[1][1]]
    return figures, wanted


_ASKED = {
    ">=": "{} needed",
    ">": "more than {} needed",
    "<=": "at most {} allowed",
    "<": "less than {} allowed",
    "overlaps": "{} required",
    "covers": "{} required",
    "in": "allowed: {}",
}


def _asked(leaf: Leaf, wanted: str) -> str:
    return _ASKED.get(leaf.op, "required: {}").format(wanted)


def _told_of_map(leaf: Leaf) -> str:
    """Each wanted entry with what is stated of it: ``tool_calling: no``."""
    (_, stated), (_, wanted) = leaf.operands[:2]
    stated = stated or {}
    if leaf.op == "supports":
        lacking = [key for key in wanted if stated.get(key) is not True]
        return ", ".join(f"{key}: {in_words(stated.get(key), None)}" for key in lacking)
    lacking = [key for key in wanted if stated.get(key) is None or stated[key] < wanted[key]]
    return ", ".join(
        f"{key}: {in_words(stated.get(key), None)}, {in_words(wanted[key], None)} needed"
        for key in lacking
    )


def _needed(leaf: Leaf) -> str:
    """What would let it pass, in the figure's own unit: ``context window >= 32,000 tokens``."""
    if leaf.op in ("supports", "meets"):
        return _told_of_map(leaf)
    figures, wanted = _sides(leaf)
    if len(figures) == 1 and len(wanted) == 1 and leaf.op and not leaf.negated:
        measure = measures().get(figures[0][0])
        unit = measure.unit if measure else None
        sign = {"overlaps": "includes one of", "covers": "includes", "in": "among"}.get(
            leaf.op, leaf.op
        )
        return f"{label(figures[0][0])} {sign} {in_words(wanted[0], unit)}"
    if len(figures) == 1 and not leaf.op:
        return f"{label(figures[0][0])}: {'no' if leaf.negated else 'yes'}"
    text = leaf.text
    for name, _ in leaf.operands:
        text = text.replace(name, label(name))
    return text if not leaf.negated else f"not ({text})"


def _missing(judged: Judged, bound: BoundRule, leaves: list[Leaf]) -> list[str]:
    """The catalog or profile fields whose absence left it open."""
    found: list[str] = []
    for leaf in leaves:
        for name, value in leaf.operands:
            if (
                leaf.op in ("supports", "meets")
                and isinstance(value, Mapping)
                and not is_constant(name)
            ):
                wanted = leaf.operands[1][1] or ()
                found += [f"{name}.{key}" for key in wanted if value.get(key) is None]
            elif value is None:
                figure = judged.figures.get(name)
                found += figure.missing if figure and figure.missing else (name,)
    if bound.loaded.python:
        found += [name for name in bound.rule.show if judged.values.get(name) is None]
    return list(dict.fromkeys(found))


def _fact(
    judged: Judged, bound: BoundRule, name: str, leaves: Iterable[Leaf], marks: Marks
) -> FactRecord:
    """A figure as the record tells it. Of a map only what was asked for."""
    figure = judged.figures.get(name, UNKNOWN)
    value = bound.constants.get(name) if is_constant(name) else figure.value
    wanted = []
    if isinstance(value, Mapping) and (wanted := _wanted(name, leaves)):
        value = {key: value.get(key) for key in wanted}
    measure = measures().get(name)
    fact: dict[str, Any] = {
        "name": name,
        "label": label(name),
        "value": plain(value),
        "unit": measure.unit if measure else None,
        "sources": list(figure.sources),
        "by": marks.claimant(figure),
        "as_of": figure.as_of,
        "note": figure.note,
        "url": figure.url,
    }
    if figure.clause:
        fact["clause"] = figure.clause._asdict()
    return cast(FactRecord, {**fact, **marks.of(judged.candidate, figure, wanted)})


def _wanted(name: str, leaves: Iterable[Leaf]) -> list[str]:
    """The entries of a map that the leaves ask for."""
    return [
        key
        for leaf in leaves
        if leaf.op in ("supports", "meets") and leaf.operands[0][0] == name
        for key in leaf.operands[1][1] or ()
    ]


def label(name: str) -> str:
    """A measure or profile field in words."""
    measure = measures().get(name)
    if measure:
        return measure.label
    return (
        name.removeprefix("profile.").removeprefix("require.").replace("_", " ").replace(".", ", ")
    )


def _criterion(scored: Scored) -> dict[str, Any]:
    """What a criterion's account says in figures."""
    rule = scored.bound.rule
    return {
        "rule": rule.id,
        "group": rule.group,
        "outcome": "pass" if scored.known else "unknown",
        "unit": measures()[rule.measure or ""].unit,
        "value": number(scored.value),
        "band": [number(scored.worst), number(scored.best)],
        "weight": number(scored.weight),
        "contribution": number(scored.contribution),
    }


def _criterion_part(judged: Judged, scored: Scored, marks: Marks, part: str) -> Any:
    """The rest of it: the figure, how it was earned, the facts, what is missing."""
    rule = scored.bound.rule
    figure = judged.figures.get(rule.measure or "", UNKNOWN)
    if part == "raw":
        return plain(figure.value)
    if part == "missing":
        return list(figure.missing) if figure.value is None else []
    if part == "facts":
        names = (rule.measure or "", *rule.show)
        return [_fact(judged, scored.bound, name, (), marks) for name in names]
    return _earned(figure, measures()[rule.measure or ""].unit, scored)


def _earned(figure: Figure, unit: str | None, scored: Scored) -> str:
    if figure.value is None:
        lacking = ", ".join(figure.missing) or "not stated"
        why = f": {figure.note}" if figure.note else ""
        return f"Not known ({lacking}){why}"
    return f"{in_words(figure.value, unit)}{f': {figure.note}' if figure.note else ''}"


def number(value: Decimal) -> float:
    """At most six decimals, as JSON carries them."""
    found: float = plain(value)
    return found
