"""Rules x figures -> outcomes, and from what they arose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from advisor.anchors import logarithmic, piecewise
from advisor.profile.names import is_stated
from advisor.rules.expression import Binding, Bound, EvaluationError, Leaf, Name, Node
from advisor.rules.load import LoadedRule, RuleSet
from advisor.rules.rule import Rule, Value

Outcome = Literal["pass", "fail", "unknown", "not_applicable", "error"]
Values = Mapping[str, Any]
"""Measure name -> value; ``None`` or absent is unknown."""

_OUTCOMES: dict[bool | None, Outcome] = {True: "pass", False: "fail", None: "unknown"}


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule with one profile's values put in: ready to judge any number of candidates."""

    loaded: LoadedRule
    binding: Binding
    applies: bool
    _require: Bound | None
    figures: tuple[str, ...]
    """Every figure that the rule reads or shows."""

    @property
    def constants(self) -> Values:
        """The profile's values, by name."""
        return self.binding.constants

    @property
    def rule(self) -> Rule:
        return self.loaded.rule

    def judge(self, values: Values) -> Outcome:
        """The outcome of a gate or advisory. What a rule raises becomes ``error``."""
        if not self.applies:
            return "not_applicable"
        try:
            result = self._require(values) if self._require else None
        except EvaluationError:
            return "error"
        # A number is no answer, though 1 equals True.
        is_answer = result is None or isinstance(result, bool)
        return _OUTCOMES[result] if is_answer else "error"

    def leaves(self, values: Values) -> list[Leaf]:
        """The parts of ``require`` that decided, with their operands."""
        node = self.loaded.require
        if node is None or self.loaded.python or not self.applies:
            return []
        try:
            return node.leaves(self.binding, values)
        except EvaluationError:
            return []

    def fault(self, values: Values) -> str:
        """What went wrong, for the outcome ``error``."""
        try:
            result = self._require(values) if self._require else None
        except EvaluationError as raised:
            return str(raised)
        return f"it gave {result!r}, which is neither true, false nor unknown"


def bind(rules: RuleSet, constants: Values) -> list[BoundRule]:
    """Put the profile's values into every rule, once for all candidates."""
    binding = Binding(constants)
    return [bind_one(loaded, binding) for loaded in rules.rules]


def bind_one(loaded: LoadedRule, binding: Binding) -> BoundRule:
    return BoundRule(
        loaded,
        binding,
        _applies(loaded.applies, binding),
        _required(loaded, binding),
        _figures(loaded),
    )


def _figures(loaded: LoadedRule) -> tuple[str, ...]:
    read = loaded.require.names() if loaded.require else ()
    measure = (loaded.rule.measure,) if loaded.rule.measure else ()
    return (*read, *measure, *loaded.rule.show)


def _applies(node: Node | None, binding: Binding) -> bool:
    if node is None:
        return True
    try:
        value = binding(node)({})
    except EvaluationError:
        return True  # and judging it tells what is wrong
    return is_stated(value) if isinstance(node, Name) else value is True


def _required(loaded: LoadedRule, binding: Binding) -> Bound | None:
    if loaded.applies:
        try:
            binding(loaded.applies)({})
        except EvaluationError:
            return binding(loaded.applies)
    if loaded.python:
        return _guarded(loaded.python.judge, binding.constants)
    return binding(loaded.require) if loaded.require else None


def _guarded(judge: Callable[[Values], bool | None], constants: Values) -> Bound:
    """A plug-in's judgement: a stranger's code, so whatever it raises is contained."""

    def guarded(values: Values) -> bool | None:
        try:
            result = judge({**constants, **values})
        except Exception as fault:
            raise EvaluationError(f"{type(fault).__name__}: {fault}") from None
        if result is None or isinstance(result, bool):
            return result
        raise EvaluationError(f"it returned {type(result).__name__}, not true, false or None")

    return guarded


def worth(value: Value, raw: Any) -> Decimal | None:
    """What a figure is worth, 0..1; ``None`` where it is unknown or no word of the list."""
    if raw is None:
        return None
    if value.words:
        return value.words.get(str(raw))
    scale = logarithmic if value.scale == "log" else piecewise
    return scale(value.anchors, raw)


def worth_band(value: Value, raw: Any, low: Any, high: Any) -> tuple[Decimal, Decimal]:
    """``(worst, best)`` worth over everything that the figure may be."""
    worths = value.words.values() if value.words else [at for _, at in value.anchors]
    worst, best = min(worths), max(worths)
    if raw is None and low is None and high is None:
        return worst, best
    if low is None and high is None:
        one = worth(value, raw)
        return (worst, best) if one is None else (one, one)
    ends = [worth(value, end) for end in (raw, low, high) if end is not None]
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if known else (worst, best)


def judge(bound: Sequence[BoundRule], values: Values) -> list[Outcome]:
    """The outcomes of gates and advisories for one candidate, in the rules' order."""
    return [rule.judge(values) for rule in bound]
