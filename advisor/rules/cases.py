"""A rule's own test cases: run for every rule, shipped or not, by one runner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor.rules.expression import Binding, is_constant
from advisor.rules.judge import bind_one, worth
from advisor.rules.load import LoadedRule
from advisor.rules.rule import Case
from advisor.yamlio.problems import Problem
from advisor.yamlio.reader import Document


def outcome(loaded: LoadedRule, case: Case) -> str | Decimal:
    """What the rule says in a case: an outcome, or a criterion's worth.

    ``applies`` is asked only where the case states one of the profile fields that it reads.
    """
    given = {name: _tuples(value) for name, value in case.given.items()}
    bound = bind_one(loaded, Binding({k: v for k, v in given.items() if is_constant(k)}))
    asked = loaded.applies and any(name in given for name in loaded.applies.names())
    if asked and not bound.applies:
        return "not_applicable"
    rule = loaded.rule
    if rule.kind == "criterion" and rule.measure and rule.value:
        value = worth(rule.value, _number(given.get(rule.measure)))
        return "unknown" if value is None else value
    return replace(bound, applies=True).judge(given)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value


def failing(loaded: LoadedRule) -> Iterable[tuple[int, str]]:
    """The number of every case that does not come out, with what came instead."""
    for n, case in enumerate(loaded.rule.cases):
        came = outcome(loaded, case)
        if came != case.expect:
            yield n, f"case {n + 1} expects {case.expect} and gets {came}"


def failures(loaded: LoadedRule, document: Document) -> list[Problem]:
    """The same as problems at the case's place in the file."""
    return [document.problem(("cases", n, "expect"), text) for n, text in failing(loaded)]
