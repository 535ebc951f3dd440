"""Other projects' YAML, with anchors and merge keys, as plain data with exact decimals.

The catalog's own files are read by :mod:`advisor.yamlio`, which refuses what nobody needs there.
Here the dialect is the upstream's (YAML 1.1); what is limited is how much it may unfold to.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

MAX_VALUES = 2_000_000
MAX_DEPTH = 64

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]
    """Fractions are exact, days are text; doubled keys are refused."""


def _decimal(loader: Any, node: Any) -> Decimal:
    try:
        value = Decimal(loader.construct_scalar(node).replace("_", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise yaml.constructor.ConstructorError(None, None, "not a finite number", node.start_mark)
    return value


def _mapping(loader: Any, node: Any) -> dict[str, Any]:
    keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    twice = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if twice:
        message = f"the key {min(twice)!r} stands twice"
        raise yaml.constructor.ConstructorError(None, None, message, node.start_mark)
    loader.flatten_mapping(node)
    found: dict[str, Any] = loader.construct_mapping(node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


class ForeignYamlError(ValueError):
    """Not readable; ``line`` and ``column`` count from 1 where they are known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def loaded(text: str) -> Any:
    """The one document in a text. Raises ForeignYamlError."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise ForeignYamlError(f"not YAML: {error.problem}", *place) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ForeignYamlError(f"not YAML: {error}") from None
    _check_extent(data)
    return data


def _check_extent(data: Any) -> None:
    """Aliases make a small text large, or endless: count what it unfolds to."""
    left, waiting = MAX_VALUES, [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        left -= 1
        if left < 0 or depth > MAX_DEPTH:
            raise ForeignYamlError("it unfolds to more than is accepted")
        if isinstance(value, dict):
            waiting += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
