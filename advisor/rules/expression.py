"""The expression language of rules: a subset of Python expressions with three truth values.

``True``, ``False`` and ``None`` (unknown) follow strong Kleene logic: a missing fact makes the part
it touches unknown, and only that part. Text is parsed by :mod:`ast` and nothing of it is ever
executed: the tree below is ours. Numbers are ``int`` and ``Decimal``, exact.

    license.commercial_use == "yes" or license.conditions_met
    limits.window >= profile.require.window
    supports(features, profile.require.features)
    scores["gpqa-diamond"] >= 60 and price.input * 2 < 10

:class:`Binding` puts the profile's values in (they are the same for every candidate) and gives a
function of the candidate's figures. ``leaves`` names the parts that decided.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MAX_LENGTH = 2_000
MAX_NODES = 200
MAX_DEPTH = 32

Figures = Mapping[str, Any]
Bound = Callable[[Figures], Any]


class ExpressionError(ValueError):
    """The text is no expression of this language. ``offset`` is the 0-based column."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class EvaluationError(ValueError):
    """The figures do not fit the expression, for instance text where a number is needed."""


# -- functions of the language: each takes values that are known -----------------------------


def supports(stated: Mapping[str, Any], wanted: Sequence[str]) -> bool | None:
    """Is every wanted key true in the map? An absent one is unknown, a false one decides."""
    answers = [stated.get(key) for key in wanted]
    return False if False in answers else None if None in answers else True


def meets(stated: Mapping[str, Any], least: Mapping[str, Any]) -> bool | None:
    """Does every key of ``least`` have at least that number in ``stated``?"""
    answers = [None if stated.get(k) is None else stated[k] >= v for k, v in least.items()]
    return False if False in answers else None if None in answers else True


def covers(stated: Sequence[Any], wanted: Sequence[Any]) -> bool:
    """Is everything wanted in the list?"""
    return all(item in stated for item in wanted)


def overlaps(stated: Sequence[Any], wanted: Sequence[Any]) -> bool:
    """Do the two lists share anything?"""
    return any(item in stated for item in wanted)


FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "supports": (2, supports),
    "meets": (2, meets),
    "covers": (2, covers),
    "overlaps": (2, overlaps),
    "len": (1, len),
    "abs": (1, abs),
    "min": (2, min),
    "max": (2, max),
}

_COMPARE: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.In: ("in", lambda item, items: item in items),
    ast.NotIn: ("not in", lambda item, items: item not in items),
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda a, b: Decimal(a) / Decimal(b),
}


# -- the tree -------------------------------------------------------------------------------


class Binding:
    """One profile's values put into an expression: every part is bound once, and kept."""

    def __init__(self, constants: Figures) -> None:
        self.constants = constants
        self._bound: dict[int, Bound] = {}

    def __call__(self, node: Node) -> Bound:
        """The node as a function of a candidate's figures; a constant where it reads none."""
        found = self._bound.get(id(node))
        if found is None:
            found = node.bind(self)
            if all(map(is_constant, node.names())):
                found = _constant(found)
            self._bound[id(node)] = found
        return found

    def value(self, name: str, figures: Figures) -> Any:
        return (self.constants if is_constant(name) else figures).get(name)


def _constant(bound: Bound) -> Bound:
    """A part that reads no figures: worked out once, and so is what it raises."""
    try:
        value = bound({})
    except EvaluationError as fault:
        text = str(fault)

        def fail(figures: Figures) -> Any:
            raise EvaluationError(text)

        return fail
    return lambda figures: value


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison, call or name that says true, false or unknown, with its operands."""

    text: str
    result: bool | None
    operands: tuple[tuple[str, Any], ...]
    """Names read, with their values, in order of appearance."""
    op: str = ""
    negated: bool = False


class Node:
    """A part of an expression. ``names`` are the figures it reads, in order of appearance."""

    __slots__ = ("_names", "offset", "text")

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self._names: tuple[str, ...] | None = None

    def children(self) -> tuple[Node, ...]:
        return ()

    def bind(self, binding: Binding) -> Bound:
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        if self._names is None:
            self._names = tuple(name for child in self.children() for name in child.names())
        return self._names

    def leaves(self, binding: Binding, figures: Figures, negated: bool = False) -> list[Leaf]:
        """The leaves that decided: those that failed or are unknown, or all that hold."""
        values = tuple((name, binding.value(name, figures)) for name in self.names())
        op = self.op if isinstance(self, (Compare, Call)) else ""
        return [Leaf(self.text, binding(self)(figures), values, op, negated)]


def is_constant(name: str) -> bool:
    """Is it a field of the profile, the same for every candidate?"""
    return name.startswith("profile.")


class Name(Node):
    __slots__ = ("name",)

    def __init__(self, name: str, text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.name = name

    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def bind(self, binding: Binding) -> Bound:
        name = self.name
        if is_constant(name):
            value = binding.constants.get(name)
            return lambda figures: value
        return lambda figures: figures.get(name)


class Const(Node):
    __slots__ = ("value",)

    def __init__(self, value: Any, text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.value = value

    def bind(self, binding: Binding) -> Bound:
        value = self.value
        return lambda figures: value


class Item(Node):
    """``scores["gpqa-diamond"]``: one entry of a map; an absent one is unknown."""

    __slots__ = ("key", "of")

    def __init__(self, of: Node, key: str, text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.of, self.key = of, key

    def children(self) -> tuple[Node, ...]:
        return (self.of,)

    def bind(self, binding: Binding) -> Bound:
        of, key = binding(self.of), self.key

        def item(figures: Figures) -> Any:
            mapping = of(figures)
            return None if mapping is None else mapping.get(key)

        return item


class Call(Node):
    __slots__ = ("args", "op")

    def __init__(self, op: str, args: tuple[Node, ...], text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.op, self.args = op, args

    def children(self) -> tuple[Node, ...]:
        return self.args

    def bind(self, binding: Binding) -> Bound:
        args = [binding(arg) for arg in self.args]
        if self.op == "has":
            return lambda figures: args[0](figures) is not None
        function = FUNCTIONS[self.op][1]

        def call(figures: Figures) -> Any:
            values = [arg(figures) for arg in args]
            if None in values:
                return None
            try:
                return function(*values)
            except (TypeError, AttributeError, ValueError, ArithmeticError) as fault:
                raise EvaluationError(f"{self.text}: {fault}") from None

        return call


class Binary(Node):
    """An operation on two parts; unknown where either is."""

    __slots__ = ("left", "right")

    def __init__(self, left: Node, right: Node, text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.left, self.right = left, right

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


class Compare(Binary):
    __slots__ = ("apply", "op")

    def __init__(self, op: ast.cmpop, left: Node, right: Node, text: str, offset: int) -> None:
        super().__init__(left, right, text, offset)
        self.op, self.apply = _COMPARE[type(op)]

    def bind(self, binding: Binding) -> Bound:
        left, right = binding(self.left), binding(self.right)
        apply, text = self.apply, self.text

        def compare(figures: Figures) -> bool | None:
            a, b = left(figures), right(figures)
            if a is None or b is None:
                return None
            try:
                return bool(apply(a, b))
            except TypeError as fault:
                raise EvaluationError(f"{text}: {fault}") from None

        return compare


class Arithmetic(Binary):
    __slots__ = ("apply",)

    def __init__(self, op: ast.operator, left: Node, right: Node, text: str, offset: int) -> None:
        super().__init__(left, right, text, offset)
        self.apply = _ARITHMETIC[type(op)]

    def bind(self, binding: Binding) -> Bound:
        left, right = binding(self.left), binding(self.right)
        apply, text = self.apply, self.text

        def compute(figures: Figures) -> Any:
            a, b = left(figures), right(figures)
            if a is None or b is None:
                return None
            if not (_is_number(a) and _is_number(b)):
                raise EvaluationError(f"{text}: arithmetic needs numbers")
            try:
                return apply(a, b)
            except ArithmeticError as fault:
                raise EvaluationError(f"{text}: {type(fault).__name__}") from None

        return compute


class Not(Node):
    __slots__ = ("of",)

    def __init__(self, of: Node, text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.of = of

    def children(self) -> tuple[Node, ...]:
        return (self.of,)

    def bind(self, binding: Binding) -> Bound:
        of, text = binding(self.of), self.of.text

        def negate(figures: Figures) -> bool | None:
            value = _truth(of(figures), text)
            return None if value is None else not value

        return negate

    def leaves(self, binding: Binding, figures: Figures, negated: bool = False) -> list[Leaf]:
        return self.of.leaves(binding, figures, not negated)


class Junction(Node):
    """``and`` / ``or`` of two or more parts; ``decisive`` is the value that settles it alone."""

    __slots__ = ("decisive", "parts")

    def __init__(self, decisive: bool, parts: tuple[Node, ...], text: str, offset: int) -> None:
        super().__init__(text, offset)
        self.decisive, self.parts = decisive, parts

    def children(self) -> tuple[Node, ...]:
        return self.parts

    def bind(self, binding: Binding) -> Bound:
        parts = [(binding(part), part.text) for part in self.parts]
        decisive = self.decisive

        def join(figures: Figures) -> bool | None:
            result: bool | None = not decisive
            for part, text in parts:
                value = _truth(part(figures), text)
                if value is decisive:
                    return decisive
                if value is None:
                    result = None
            return result

        return join

    def leaves(self, binding: Binding, figures: Figures, negated: bool = False) -> list[Leaf]:
        result = binding(self)(figures)
        deciding = [part for part in self.parts if binding(part)(figures) is result]
        return [leaf for part in deciding for leaf in part.leaves(binding, figures, negated)]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _truth(value: Any, text: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise EvaluationError(f"{text} is neither true nor false")


# -- from text to tree ----------------------------------------------------------------------


def parse(text: str) -> Node:
    """Text -> tree.

    Raises:
        ExpressionError: it is too long or deep, or says something outside the language.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters")
    flat = " ".join(text.split())
    try:
        tree = ast.parse(flat, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise ExpressionError(
            f"not an expression: {getattr(fault, 'msg', None) or 'too deeply nested'}",
            max(0, (getattr(fault, "offset", None) or 1) - 1),
        ) from None
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise ExpressionError(f"an expression has at most {MAX_NODES} parts")
    return _Builder(flat).build(tree, 0)


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text

    def build(self, node: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"an expression is at most {MAX_DEPTH} levels deep")
        text = ast.get_source_segment(self.text, node) or ""
        maker = getattr(self, f"_{type(node).__name__.lower()}", None)
        if maker is None:
            raise ExpressionError(f"{text!r} has no place in a rule", node.col_offset)
        built: Node = maker(node, text, depth + 1)
        return built

    def _constant(self, node: ast.Constant, text: str, depth: int) -> Node:
        value: Any = node.value
        if isinstance(value, float):
            value = Decimal(text.replace("_", ""))
        if not isinstance(value, (bool, int, str, Decimal)):
            raise ExpressionError(f"{text!r} has no place in a rule", node.col_offset)
        return Const(value, text, node.col_offset)

    def _name(self, node: ast.Name, text: str, depth: int) -> Node:
        return Name(node.id, text, node.col_offset)

    def _attribute(self, node: ast.Attribute, text: str, depth: int) -> Node:
        parts = []
        at: ast.expr = node
        while isinstance(at, ast.Attribute):
            parts.append(at.attr)
            at = at.value
        if not isinstance(at, ast.Name):
            raise ExpressionError(f"{text!r} is not a name", node.col_offset)
        return Name(".".join([at.id, *reversed(parts)]), text, node.col_offset)

    def _subscript(self, node: ast.Subscript, text: str, depth: int) -> Node:
        key = node.slice
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            raise ExpressionError("only a quoted key may stand in [...]", node.col_offset)
        return Item(self.build(node.value, depth), key.value, text, node.col_offset)

    def _compare(self, node: ast.Compare, text: str, depth: int) -> Node:
        if len(node.ops) != 1:
            raise ExpressionError("compare two things at a time, joined by `and`", node.col_offset)
        op = node.ops[0]
        if type(op) not in _COMPARE:
            raise ExpressionError("use == and != here", node.col_offset)
        left, right = self.build(node.left, depth), self.build(node.comparators[0], depth)
        return Compare(op, left, right, text, node.col_offset)

    def _boolop(self, node: ast.BoolOp, text: str, depth: int) -> Node:
        parts = tuple(self.build(value, depth) for value in node.values)
        return Junction(isinstance(node.op, ast.Or), parts, text, node.col_offset)

    def _unaryop(self, node: ast.UnaryOp, text: str, depth: int) -> Node:
        operand = self.build(node.operand, depth)
        if isinstance(node.op, ast.Not):
            return Not(operand, text, node.col_offset)
        if isinstance(node.op, ast.USub) and isinstance(operand, Const):
            return Const(-operand.value, text, node.col_offset)
        raise ExpressionError(f"{text!r} has no place in a rule", node.col_offset)

    def _binop(self, node: ast.BinOp, text: str, depth: int) -> Node:
        if type(node.op) not in _ARITHMETIC:
            raise ExpressionError("only + - * / compute here", node.col_offset)
        left, right = self.build(node.left, depth), self.build(node.right, depth)
        return Arithmetic(node.op, left, right, text, node.col_offset)

    def _list(self, node: ast.List, text: str, depth: int) -> Node:
        items = [self.build(item, depth) for item in node.elts]
        values = [item.value for item in items if isinstance(item, Const)]
        if len(values) != len(items):
            raise ExpressionError("a list holds plain values only", node.col_offset)
        return Const(tuple(values), text, node.col_offset)

    _tuple = _list

    def _call(self, node: ast.Call, text: str, depth: int) -> Node:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name != "has" and name not in FUNCTIONS:
            known = ", ".join(sorted([*FUNCTIONS, "has"]))
            raise ExpressionError(
                f"unknown function {name or text!r}; there are {known}", node.col_offset
            )
        wanted = 1 if name == "has" else FUNCTIONS[name][0]
        if node.keywords or len(node.args) != wanted:
            raise ExpressionError(f"{name} takes {wanted} argument(s)", node.col_offset)
        args = tuple(self.build(arg, depth) for arg in node.args)
        return Call(name, args, text, node.col_offset)
