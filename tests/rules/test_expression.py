"""The expression language: three-valued logic, names, limits; and a plain evaluator beside ours."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rules.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    Binding,
    EvaluationError,
    ExpressionError,
    Node,
    parse,
)

D = Decimal
TRUTH: tuple[bool | None, ...] = (True, False, None)


def value(text: str, **figures: Any) -> Any:
    return Binding({})(parse(text))(figures)


# -- truth tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), list(product(TRUTH, TRUTH)))
def test_and_or_not_follow_strong_kleene_logic(a: bool | None, b: bool | None) -> None:
    both = False if False in (a, b) else None if None in (a, b) else True
    either = True if True in (a, b) else None if None in (a, b) else False
    assert value("a and b", a=a, b=b) is both
    assert value("a or b", a=a, b=b) is either
    assert value("not a", a=a) is (None if a is None else not a)


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
def test_a_comparison_with_an_unknown_side_is_unknown(op: str) -> None:
    for a, b in product((1, 2, None), (1, 2, None)):
        expected = None if None in (a, b) else {
            "==": a == b, "!=": a != b, "<": a and b and a < b, "<=": a and b and a <= b,
            ">": a and b and a > b, ">=": a and b and a >= b,
        }[op]  # fmt: skip
        assert value(f"a {op} b", a=a, b=b) is expected


@pytest.mark.parametrize(
    ("text", "figures", "expected"),
    [
        ('a in ["x", "y"]', {"a": "x"}, True),
        ('a in ["x", "y"]', {"a": "z"}, False),
        ('a in ["x", "y"]', {"a": None}, None),
        ('a not in ["x", "y"]', {"a": "z"}, True),
        ("a in b", {"a": "x"}, None),
        ("has(a)", {"a": 0}, True),
        ("has(a)", {}, False),
        ("not has(a)", {"a": None}, True),
        ("supports(m, w)", {"m": {"x": True, "y": True}, "w": ["x", "y"]}, True),
        ("supports(m, w)", {"m": {"x": True, "y": False}, "w": ["x", "y"]}, False),
        ("supports(m, w)", {"m": {"x": True}, "w": ["x", "y"]}, None),
        ("supports(m, w)", {"m": {"y": False}, "w": ["x", "y"]}, False),
        ("supports(m, w)", {"m": None, "w": ["x"]}, None),
        ("meets(m, w)", {"m": {"x": 5}, "w": {"x": 5}}, True),
        ("meets(m, w)", {"m": {"x": 4}, "w": {"x": 5, "y": 1}}, False),
        ("meets(m, w)", {"m": {"x": 5}, "w": {"x": 5, "y": 1}}, None),
        ("covers(a, b)", {"a": ["x", "y"], "b": ["x"]}, True),
        ("covers(a, b)", {"a": ["y"], "b": ["x"]}, False),
        ("covers(a, b)", {"a": None, "b": ["x"]}, None),
        ("overlaps(a, b)", {"a": ["x", "y"], "b": ["y", "z"]}, True),
        ("overlaps(a, b)", {"a": ["x"], "b": ["y"]}, False),
        ('m["x"] > 1', {"m": {"x": 2}}, True),
        ('m["z"] > 1', {"m": {"x": 2}}, None),
        ('m["z"] > 1', {"m": None}, None),
        ("len(a) == 2", {"a": (1, 2)}, True),
        ("abs(a) == 2", {"a": -2}, True),
        ("min(a, b) == 1 and max(a, b) == 2", {"a": 1, "b": 2}, True),
        ("min(a, b) == 1", {"a": 1, "b": None}, None),
        ("0.1 + 0.2 == 0.3", {}, True),
        ("a / 3 * 3 > 0", {"a": 1}, True),
        ("a > -1", {"a": 0}, True),
        ("a.b.c == 1", {"a.b.c": 1}, True),
    ],
)
def test_functions_and_operators(text: str, figures: dict[str, Any], expected: bool | None) -> None:
    assert value(text, **figures) is expected


@pytest.mark.parametrize(
    "text",
    ["a < 1", "a + 1 == 2", "1 / 0 == 1", "n / n == 1", "not n", "n and True", "abs(a) == 1",
     "len(n) == 1", "1 in n", "a * 1000000000 == 1", "supports(n, n)", "abs(1e999999999) > 1"],
)  # fmt: skip
def test_what_does_not_fit_is_an_error_and_no_answer(text: str) -> None:
    with pytest.raises(EvaluationError):
        value(text, a="text", n=0)


# -- against a plain evaluator ---------------------------------------------------------------------

NAMES = ("a", "b", "c")
numbers = st.sampled_from(("n", "m", "0", "1", "2.5"))


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from(("and", "or")), parts)
    return pairs.map(lambda p: f"({p[0]} {p[1]} {p[2]})") | parts.map(lambda p: f"(not {p})")


comparisons = st.tuples(numbers, st.sampled_from(("<", "<=", ">", ">=", "==", "!=")), numbers).map(
    " ".join
)
expressions = st.recursive(
    st.sampled_from((*NAMES, "True", "False")) | comparisons, joined, max_leaves=12
)
truths = st.sampled_from(TRUTH)
counts = st.sampled_from((None, 0, 1, 2, D("2.5")))


def plain(text: str, names: dict[str, Any]) -> bool | None:
    """The same by trying out: unknown truths are both, so a result that stays the same is known.

    Strong Kleene logic looks at each part by itself, so every *occurrence* of an unknown part is
    tried on its own: that is what replaces it by a fresh name here.
    """
    import ast

    def evaluate(node: ast.expr) -> bool | None:
        if isinstance(node, ast.BoolOp):
            values = [evaluate(each) for each in node.values]
            rank = {False: 0, None: 1, True: 2}
            pick = min if isinstance(node.op, ast.And) else max
            return pick(values, key=lambda each: rank[each])
        if isinstance(node, ast.UnaryOp):
            inner = evaluate(node.operand)
            return None if inner is None else not inner
        part = ast.unparse(node)
        read = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
        if any(names[each] is None for each in read):
            return None
        return bool(eval(part, {}, names))

    return evaluate(ast.parse(text, mode="eval").body)


@given(expressions, truths, truths, truths, counts, counts)
def test_the_same_as_a_plain_evaluator(
    text: str, a: bool | None, b: bool | None, c: bool | None, n: Any, m: Any
) -> None:
    names = {"a": a, "b": b, "c": c, "n": n, "m": m}
    assert value(text, **names) is plain(text, names)


@given(expressions, truths, truths, truths, counts, counts)
def test_an_unknown_never_decides_more_than_what_it_could_be(
    text: str, a: bool | None, b: bool | None, c: bool | None, n: Any, m: Any
) -> None:
    """What is decided with ``a`` unknown is decided the same for every ``a``."""
    names = {"b": b, "c": c, "n": n, "m": m}
    found = value(text, a=None, **names)
    if found is not None:
        assert {value(text, a=each, **names) for each in (True, False)} == {found}


@given(expressions, truths, truths, truths, counts, counts)
def test_leaves_agree_with_the_result(
    text: str, a: bool | None, b: bool | None, c: bool | None, n: Any, m: Any
) -> None:
    figures = {"a": a, "b": b, "c": c, "n": n, "m": m}
    binding, node = Binding({}), parse(text)
    leaves = node.leaves(binding, figures)
    assert leaves
    for leaf in leaves:
        result = leaf.result if not leaf.negated or leaf.result is None else not leaf.result
        assert result is binding(node)(figures)


def test_profile_values_are_bound_once() -> None:
    node = parse("x >= profile.least")
    assert Binding({"profile.least": 5})(node)({"x": 5}) is True
    assert Binding({"profile.least": 6})(node)({"x": 5}) is False
    assert Binding({})(node)({"x": 5}) is None


def test_a_fault_in_the_profiles_part_waits_until_it_is_asked() -> None:
    bound = Binding({"profile.title": "text"})(parse("a or profile.title > 3"))
    assert bound({"a": True}) is True
    with pytest.raises(EvaluationError):
        bound({"a": False})


# -- text that is no expression --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "", "a b", "a < b < c", "a is None", "a ** 2", "a % 2", "a // 2", "a if b else c",
        "lambda: 1",
        "[x for x in a]", "a[0]", "a[b]", "a['x':'y']", "f(a)", "a.b()", "open('x')", "has(a, b)",
        "supports(a)", "len(a=1)", "len(*a)", "None", "...", "1j", "b'x'", "f'{a}'", "{1: 2}",
        "{1}",
        "[a]", "(a := 1)", "a; b", "import os", "__import__('os')", "().__class__", "'x'.upper",
        "yield", "await a", "a\x00b", "\ud800",
    ],
)  # fmt: skip
def test_what_is_outside_the_language_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "a and " * (MAX_LENGTH // 6) + "a",
        "not " * (MAX_DEPTH + 2) + "a",
        "a" + " or a" * 150,
        "-" * 1900 + "1",
        "a" + ".b" * 900 + "()",
        "9" * (MAX_LENGTH + 1),
    ],
)
def test_limits_of_length_and_depth(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


WORDS = ("a", "not", "and", "(", ")", "in", "<", "1", "len(", "[", "]", ",")
texts = (
    st.text(max_size=300)
    | st.text(alphabet="ab.()[]\"' 01<>=!&|+-*/not andor,{}:\\\n", max_size=300)
    | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
)


@given(texts)
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_any_text_is_an_expression_or_a_clear_error(text: str) -> None:
    found: Node | str
    try:
        found = parse(text)
    except ExpressionError as fault:
        found = str(fault)
    assert found  # a message that says something
    if isinstance(found, Node):
        with suppress(EvaluationError):
            Binding({})(found)({"a": 1, "b": "x"})
