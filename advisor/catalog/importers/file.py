"""An upstream's published file, read with suspicion: every error names its place in the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from advisor.catalog.importers.foreign_yaml import ForeignYamlError, loaded
from advisor.yamlio.files import check_size, decode
from advisor.yamlio.problems import InputError, Problem, did_you_mean, quote

MAX_BYTES = 64_000_000
MAX_DEPTH = 64
MAX_NUMBER = Decimal(10) ** 18
MAX_PROBLEMS = 20
S = TypeVar("S", bound="Shape")
Place = tuple[str | int, ...]


class Shape(BaseModel):
    """What an upstream's record looks like, as far as it is read.

    A field that is neither declared nor in ``IGNORED`` is an error: it may change what the others
    mean. ``IGNORED`` holds names and patterns (``supports_*``) that say nothing to this catalog.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    IGNORED: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _without_ignored(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            key: item
            for key, item in value.items()
            if not any(fnmatchcase(key, pattern) for pattern in cls.IGNORED)
        }


@dataclass(frozen=True)
class UpstreamFile:
    """The name and the bytes of a file, and the ways to take them apart."""

    name: str
    content: bytes

    def fault(self, place: Place, message: str, suggestion: str | None = None) -> InputError:
        """An error at a place in the file: ``/models/gpt-4.1/cost``."""
        return InputError([self._problem(place, message, suggestion)])

    def _problem(self, place: Place, message: str, suggestion: str | None = None) -> Problem:
        where = "".join(f"/{step}" for step in place)
        text = f"{where}: {message}" if where else message
        return Problem(self.name, None, None, text, suggestion)

    def json(self) -> Any:
        """JSON with exact decimals. Doubled keys, NaN and boundless numbers are refused."""
        text = self._text()
        if text.lstrip()[:1] == "<":
            raise self.fault((), "this is a web page, not JSON; give the address of the raw file")
        try:
            return json.loads(
                text,
                parse_float=self._number,
                parse_int=self._number,
                parse_constant=self._not_a_number,
                object_pairs_hook=self._object,
            )
        except json.JSONDecodeError as error:
            raise InputError(
                [Problem(self.name, error.lineno, error.colno, f"not JSON: {error.msg.lower()}")]
            ) from None
        except RecursionError:
            raise self.fault((), "nested too deeply") from None

    def yaml(self) -> Any:
        """YAML in the upstream's own dialect, with exact decimals."""
        try:
            return loaded(self._text())
        except ForeignYamlError as error:
            raise InputError([Problem(self.name, error.line, error.column, str(error))]) from None

    def rows(self, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
        """CSV records by column, with their line; ``columns`` must be there."""
        reader = csv.DictReader(io.StringIO(self._text(), newline=""), strict=True)
        try:
            found = [name.strip() for name in reader.fieldnames or ()]
            for column in columns:
                if column not in found:
                    close = did_you_mean(column, found)
                    hint = f"; it has {', '.join(found[:8])}" if found else ""
                    raise self.fault((), f"the column {quote(column)} is missing{hint}", close)
            for row in reader:
                if None in row or None in row.values():
                    message = f"{len(found)} columns are needed here"
                    raise InputError([Problem(self.name, reader.line_num, 1, message)])
                yield reader.line_num, {key.strip(): value for key, value in row.items()}
        except csv.Error as error:
            raise InputError(
                [Problem(self.name, reader.line_num, 1, f"not CSV: {error}")]
            ) from None

    def check(self, data: Any, shape: type[S], *place: str | int) -> S:
        """A record as its shape. Raises InputError with each field that is wrong."""
        try:
            return shape.model_validate(data)
        except ValidationError as error:
            faults = error.errors(include_url=False)[:MAX_PROBLEMS]
            problems = [
                self._problem((*place, *fault["loc"]), _reason(fault), _close(fault, faults, shape))
                for fault in faults
            ]
            raise InputError(problems) from None

    def mapping(self, data: Any, *place: str | int) -> dict[str, Any]:
        """The data, if they are a mapping."""
        if not isinstance(data, dict):
            raise self.fault(place, f"a mapping is needed here, not {_kind(data)}")
        return data

    def sequence(self, data: Any, *place: str | int) -> list[Any]:
        """The data, if they are a list."""
        if not isinstance(data, list):
            raise self.fault(place, f"a list is needed here, not {_kind(data)}")
        return data

    # -- the guards ------------------------------------------------------------------------------

    def _text(self) -> str:
        check_size(self.content, self.name, MAX_BYTES)
        text = decode(self.content, self.name).text
        if not text.strip():
            raise self.fault((), "the file is empty")
        return text

    def _number(self, text: str) -> int | Decimal:
        value = Decimal(text)
        if abs(value) > MAX_NUMBER:
            raise self.fault((), f"the number {quote(text)} is beyond anything that is meant here")
        return value if any(sign in text for sign in ".eE") else int(text)

    def _not_a_number(self, text: str) -> Any:
        raise self.fault((), f"{text} is not a number")

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [key for key, _ in pairs]
            twice = next(key for key in names if names.count(key) > 1)
            raise self.fault((), f"the key {quote(twice)} stands twice in one object")
        return found


def _reason(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "an unknown field; what it changes is not known"
    message: str = fault["msg"]
    value = fault.get("input")
    shown = f", not {quote(str(value)[:60])}" if isinstance(value, str | int | Decimal) else ""
    return message[:1].lower() + message[1:] + shown


def _close(fault: Any, faults: Iterable[Any], shape: type[Shape]) -> str | None:
    """What an unknown field was probably meant to be: a field of the record, or one it lacks."""
    if fault["type"] != "extra_forbidden" or not fault["loc"]:
        return None
    *record, name = fault["loc"]
    lacking = [str(other["loc"][-1]) for other in faults if other["type"] == "missing"]
    return did_you_mean(str(name), lacking if record else [*lacking, *shape.model_fields])


def _kind(value: Any) -> str:
    names: Iterable[tuple[type, str]] = ((dict, "a mapping"), (list, "a list"), (str, "a text"))
    return next((name for kind, name in names if isinstance(value, kind)), "a single value")
