"""Check a document against a pydantic model; every error in plain English, at its place."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from advisor.yamlio.problems import InputError, Problem, did_you_mean, place, quote
from advisor.yamlio.reader import MAX_PROBLEMS, Document

T = TypeVar("T")
Path = tuple[str | int, ...]

_TEXT = "text"
_WHOLE = "a whole number"
_NUMBER = "a number"
_BOOL = "true or false"
_DATE = "a date like 2026-11-23"
_MOMENT = "a date and time like 2026-11-23T12:00:00Z"
_MAPPING = "a mapping (key: value)"
_LIST = "a list"
_EXPECTED = {
    **dict.fromkeys(("string_type", "string_sub_type"), _TEXT),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _WHOLE),
    **dict.fromkeys(("decimal_type", "decimal_parsing", "float_type", "float_parsing"), _NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), _BOOL),
    **dict.fromkeys(("date_type", "date_parsing"), _DATE),
    **dict.fromkeys(("date_from_datetime_parsing", "date_from_datetime_inexact"), _DATE),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing"), _MOMENT),
    **dict.fromkeys(("dict_type", "mapping_type", "dataclass_type"), _MAPPING),
    **dict.fromkeys(("model_type", "model_attributes_type"), _MAPPING),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), _LIST),
    **dict.fromkeys(("iterable_type", "sequence_str"), _LIST),
    "none_required": "nothing (null)",
    "finite_number": "a finite number",
}
_BOUNDS = {
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "does not have the expected form (pattern {pattern})",
    "decimal_max_digits": "must have at most {max_digits} digits",
    "decimal_max_places": "must have at most {decimal_places} digits after the point",
    "decimal_whole_digits": "must have at most {whole_digits} digits before the point",
    "int_parsing_size": "is too large a number",
}
_LENGTHS = {
    "too_short": "expected at least {min_length} entries, found {actual_length}",
    "too_long": "expected at most {max_length} entries, found more",
}
_EMPTY = "expected at least 1 entry, found none"
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


@dataclass(frozen=True)
class _Finding:
    """One error at one place. ``union`` is the path of the union that it came through, if any."""

    path: Path
    message: str
    key: bool = False
    suggestion: str | None = None
    expected: str | None = None
    found: str = ""
    union: Path | None = None


def check(document: Document, model: type[T] | TypeAdapter[T]) -> T:
    """The document's data as a ``model``. Raises InputError with all problems, in file order."""
    try:
        return _validated(document.data, model)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    # An adapter keeps its type to itself; only suggestions for unknown fields hang on it.
    root = getattr(model, "_type", None) if isinstance(model, TypeAdapter) else model
    errors = _without_consequences(errors)
    findings = [_finding(document, root, each) for each in errors[: 10 * MAX_PROBLEMS]]
    problems = [
        document.problem(each.path, each.message, key=each.key, suggestion=each.suggestion)
        for each in _merge(_without_wrong_branches(document, findings))
    ]
    raise InputError(_capped(document, sorted(problems, key=place))) from None


def _validated(data: Any, model: type[T] | TypeAdapter[T]) -> T:
    if isinstance(model, TypeAdapter):
        return model.validate_python(data)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return model.model_validate(data)  # an adapter would be built anew for every file
    return TypeAdapter(model).validate_python(data)


def _without_consequences(errors: list[Any]) -> list[Any]:
    """A list is not too short because what stands in it is wrong."""
    within = {each["loc"][:n] for each in errors for n in range(len(each["loc"]))}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in within]


def _capped(document: Document, problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MAX_PROBLEMS:
        return problems
    more = f"there are more; only the first {MAX_PROBLEMS} problems are shown"
    return [*problems[:MAX_PROBLEMS], Problem(document.name, None, None, more)]


def _finding(document: Document, root: Any, error: Mapping[str, Any]) -> _Finding:
    kind, location = error["type"], tuple(error["loc"])
    of_key = bool(location) and location[-1] == "[key]"
    named = kind in ("missing", "extra_forbidden")
    parent = location[:-1] if of_key or named else location
    path, union = _real_path(document, parent)
    if kind == "missing":
        message = f"the required field {quote(str(location[-1]))} is missing"
        return _Finding(path, message, key=True, union=union)
    if kind == "extra_forbidden":
        name = str(location[-1])
        known = _fields(root, parent) - set(_value(document, path))
        message = f"unknown field {quote(name)}"
        return _Finding((*path, name), message, True, did_you_mean(name, known), union=union)
    if of_key:
        return _key_finding(path, error, union)
    return _value_finding(path, error, union)


def _key_finding(path: Path, error: Mapping[str, Any], union: Path | None) -> _Finding:
    name = str(path[-1]) if path else ""
    told = _value_finding(path, error, union)
    if told.expected is None:
        return _Finding(path, told.message, key=True, union=union)
    suggestion = told.suggestion
    why = "" if suggestion else f": expected {told.expected}"
    return _Finding(path, f"unknown key {quote(name)}{why}", True, suggestion, union=union)


def _value_finding(path: Path, error: Mapping[str, Any], union: Path | None) -> _Finding:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    found = quote(value)
    if kind in ("literal_error", "enum"):
        expected = str(context["expected"])
        allowed = _QUOTED.findall(expected)
        suggestion = did_you_mean(value, allowed) if isinstance(value, str) else None
        if len(allowed) > 2:
            expected = "one of " + expected
        return _expected(path, expected, found, union, suggestion)
    if kind in _EXPECTED:
        if _EXPECTED[kind] == _TEXT and isinstance(value, (bool, int, Decimal)):
            found += " (put it in quotes)"
        return _expected(path, _EXPECTED[kind], found, union)
    if kind in _BOUNDS:
        return _Finding(path, f"{found} {_BOUNDS[kind].format(**context)}", union=union)
    if kind in _LENGTHS:
        told = _EMPTY if context.get("actual_length") == 0 else _LENGTHS[kind].format(**context)
        return _Finding(path, told, union=union)
    return _Finding(path, _own_words(error), union=union)


def _expected(
    path: Path, expected: str, found: str, union: Path | None, suggestion: str | None = None
) -> _Finding:
    message = f"expected {expected}, found {found}"
    return _Finding(path, message, False, suggestion, expected, found, union)


def _own_words(error: Mapping[str, Any]) -> str:
    """The message of a validator of ours, or of pydantic without its usual opening."""
    cause = error.get("ctx", {}).get("error")
    if error["type"] in ("value_error", "assertion_error") and cause is not None:
        return str(cause)
    message = re.sub(r"^Input should be ", "expected ", str(error["msg"]))
    if message.startswith("expected "):
        return f"{message}, found {quote(error['input'])}"
    return message[:1].lower() + message[1:]


def _real_path(document: Document, location: Iterable[str | int]) -> tuple[Path, Path | None]:
    """The path of a pydantic location without the steps that only name a member of a union.

    Also the path of the last union on the way, or None.
    """
    path: Path = ()
    union: Path | None = None
    for step in location:
        if document.has((*path, step)):
            path = (*path, step)
        else:
            union = path
    return path, union


def _value(document: Document, path: Path) -> Any:
    """The mapping or list at ``path``, which exists; an empty tuple for a scalar."""
    value = document.data
    for step in path:
        value = value[int(step)] if isinstance(value, list) else value[str(step)]
    return value if isinstance(value, (dict, list)) else ()


def _without_wrong_branches(document: Document, findings: list[_Finding]) -> Iterator[_Finding]:
    """Drop "expected text, found a mapping" where another member of the union looked inside."""
    entered = {
        each.union
        for each in findings
        if each.union is not None and (each.expected is None or each.path != each.union)
    }
    for each in findings:
        wrong_kind = each.expected is not None and each.path == each.union
        if not (wrong_kind and each.union in entered and _value(document, each.path)):
            yield each


def _merge(findings: Iterable[_Finding]) -> Iterator[_Finding]:
    """One finding for all that the members of one union say about one place."""
    groups: dict[Any, list[_Finding]] = {}
    for number, each in enumerate(findings):
        same = (each.path, each.key, each.union) if each.union is not None else number
        groups.setdefault(same, []).append(each)
    for group in groups.values():
        yield group[0] if len(group) == 1 else _merged(group)


def _merged(group: list[_Finding]) -> _Finding:
    first = group[0]
    suggestion = next((each.suggestion for each in group if each.suggestion), None)
    names = list(dict.fromkeys(each.expected for each in group if each.expected))
    others = list(dict.fromkeys(each.message for each in group if not each.expected))
    found = next((each.found for each in group if each.found), "")
    if names:
        listed = ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else names[0]
        others.insert(0, f"expected {listed}, found {found}")
    return _Finding(first.path, "; or ".join(others), first.key, suggestion)


def _fields(root: Any, location: Iterable[str | int]) -> set[str]:
    """The names that may stand in the mapping at a pydantic location below the type ``root``."""
    models = list(_members(root))
    for step in location:
        models = [inner for each in models for inner in _step(each, step)]
    return {name for each in models if _is_model(each) for name in _names(each)}


def _step(kind: Any, step: str | int) -> Iterator[Any]:
    """The types one step below ``kind``; ``kind`` itself when the step names a union member."""
    arguments = get_args(kind)
    if isinstance(step, str) and "[" in step:  # "function-before[…]", "dict[…]"
        yield kind
    elif _is_model(kind):
        inner = [field.annotation for name, field in _named_fields(kind) if name == step]
        if inner:
            yield from _members(inner[0])
        elif step == kind.__name__:
            yield kind
    elif arguments and isinstance(step, int):
        yield from (member for each in arguments for member in _members(each))
    elif len(arguments) == 2:
        yield from _members(arguments[1])


def _members(kind: Any) -> Iterator[Any]:
    """A type without Annotated, each member of a union by itself."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _members(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(kind):
            yield from _members(member)
    else:
        yield kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _named_fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        alias = field.validation_alias if isinstance(field.validation_alias, str) else field.alias
        yield alias or name, field


def _names(model: type[BaseModel]) -> Iterator[str]:
    return (name for name, _ in _named_fields(model))
