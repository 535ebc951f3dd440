"""The profile as rules see it: flat names (``profile.require.window``) and their values."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from advisor.profile.exchange import usd
from advisor.profile.quantities import Money, Range
from advisor.profile.schema import Profile


@cache
def profile_names() -> frozenset[str]:
    """Every name that a rule may read of a profile."""
    return frozenset(_names(Profile, "profile"))


def _names(model: type[BaseModel], prefix: str) -> list[str]:
    found = []
    for field, info in model.model_fields.items():
        name = f"{prefix}.{field}"
        found.append(name)
        inner = _inner(info.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            if inner is not Money:
                found += _names(inner, name)
        elif get_origin(inner) is dict:
            found += [f"{name}.{key}" for key in _literals(get_args(inner)[0])]
    return found


def _inner(annotation: Any) -> Any:
    """The type without ``None`` and without annotations."""
    if get_origin(annotation) is Annotated:
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        stated = [arg for arg in get_args(annotation) if arg is not type(None)]
        return _inner(stated[0])
    return annotation


def _literals(annotation: Any) -> tuple[str, ...]:
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def profile_values(profile: Profile) -> dict[str, Any]:
    """Name -> value. Money is in USD (``None`` without a rate), a range counts by its base."""
    tasks = profile.tasks()
    found = _values(profile, "profile", profile)
    return found | {"profile.task": tasks} | {f"profile.task.{k}": v for k, v in tasks.items()}


def _values(part: BaseModel, prefix: str, profile: Profile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in type(part).model_fields:
        name, value = f"{prefix}.{field}", getattr(part, field)
        if isinstance(value, Money):
            found[name] = usd(value, profile)
        elif isinstance(value, Range):
            found[name] = value.base
            found |= {f"{name}.{level}": getattr(value, level) for level in ("low", "base", "high")}
        elif isinstance(value, BaseModel):
            found[name] = value
            found |= _values(value, name, profile)
        else:
            found[name] = value
            if isinstance(value, dict):
                found |= {f"{name}.{key}": item for key, item in value.items()}
    return found


def is_stated(value: Any) -> bool:
    """Stated, and not false, zero or empty: what a bare field in ``applies`` asks."""
    if isinstance(value, Decimal):
        return bool(value)
    return value is not None and value is not False and value != () and value != {} and value != 0
