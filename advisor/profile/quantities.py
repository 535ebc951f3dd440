"""The quantities that a profile may state: counts, shares, weights and money.

| written | read as |
| --- | --- |
| ``250_000``, ``2.5M``, ``32k`` | a count; k, M, B are powers of 1,000, Ki and Mi of 1,024 |
| ``60%``, ``0.6`` | a share between 0 and 1 |
| ``12000 USD``, ``50M EUR``, ``1_500.50 USD`` | money: an amount and an ISO 4217 currency |
| ``{low: 1500, base: 1800, high: 2600}`` | a count that is only known as a range |
| ``0.25``, ``15%``, ``-20%``, ``190k`` | a figure of its own unit, or a range of such |

Anything else is an error where it stands. Digits are ASCII; ``inf`` and ``nan`` are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema

CURRENCIES = frozenset(
    {
        *("AED", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR"),
        *("GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "MXN", "MYR", "NGN"),
        *("NOK", "NZD", "PEN", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD"),
        *("UAH", "USD", "VND", "ZAR"),
    }
)
_SCALE = {
    "": 1,
    "k": 10**3,
    "M": 10**6,
    "B": 10**9,
    "T": 10**12,
    "Ki": 2**10,
    "Mi": 2**20,
}
_NUMBER = r"(?P<number>\d{1,3}(?:[_,]\d{3})+(?:\.\d+)?|\d{1,30}(?:\.\d{1,20})?)"
_COUNT = re.compile(rf"{_NUMBER} ?(?P<scale>k|M|B|T|Ki|Mi)?", re.ASCII)
_SHARE = re.compile(rf"{_NUMBER} ?(?P<percent>%)?", re.ASCII)
_FIGURE = re.compile(rf"{_NUMBER} ?((?P<percent>%)|(?P<scale>k|M|B))?", re.ASCII)
_MONEY = re.compile(rf"{_NUMBER} ?(?P<scale>k|M|B)? ?(?P<currency>[A-Za-z]{{3}})", re.ASCII)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("_", "").replace(",", ""))


def _text(value: Any, wanted: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(f"expected {wanted}")
    return format(value, "f") if isinstance(value, Decimal) else str(value).strip()


def count(value: Any) -> int:
    """``250_000``, ``32k``, ``2M`` -> a whole number."""
    text = _text(value, "a count such as 250_000, 32k or 2M")
    match = _COUNT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a count; write 250_000, 32k or 2M")
    number = _decimal(match["number"]) * _SCALE[match["scale"] or ""]
    if number != int(number):
        raise ValueError(f"{text!r} is not a whole number")
    return int(number)


def share(value: Any) -> Decimal:
    """``60%`` or ``0.6`` -> 0.6; outside 0..1 is an error."""
    text = _text(value, "a share such as 60% or 0.6")
    match = _SHARE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a share; write 60% or 0.6")
    number = _decimal(match["number"]) / (100 if match["percent"] else 1)
    if number > 1:
        raise ValueError(f"{text!r} is more than the whole; write 60% or 0.6")
    return number


def rate(value: Any) -> Decimal:
    """A change per month: like a share, may be negative and may pass 100 %."""
    text = _text(value, "a rate such as 4% or 0.04")
    match = _SHARE.fullmatch(text.removeprefix("-"))
    if not match:
        raise ValueError(f"{text!r} is not a rate; write 4% or 0.04")
    number = _decimal(match["number"]) / (100 if match["percent"] else 1)
    if number > 10:
        raise ValueError(f"{text!r} is more than tenfold a month; write 4% or 0.04")
    return -min(number, Decimal(1)) if text.startswith("-") else number


def weight(value: Any) -> Decimal:
    """A weight: any number from 0 up; only proportions matter."""
    text = _text(value, "a weight such as 50")
    match = _SHARE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a weight; write a number from 0 up, such as 50")
    return _decimal(match["number"])


def figure(value: Any) -> Decimal:
    """``0.25``, ``15%``, ``-20%``, ``190k`` -> a number in whatever unit the field has."""
    text = _text(value, "a number such as 0.25, 15% or 190k")
    match = _FIGURE.fullmatch(text.removeprefix("-"))
    if not match:
        raise ValueError(f"{text!r} is not a number; write 0.25, 15% or 190k")
    number = _decimal(match["number"]) * _SCALE[match["scale"] or ""]
    number = number / 100 if match["percent"] else number
    return -number if text.startswith("-") else number


_DIGITS = r"(\d{1,3}([_,]\d{3})+(\.\d+)?|\d{1,30}(\.\d{1,20})?)"
_COUNT_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": rf"^{_DIGITS} ?(k|M|B|T|Ki|Mi)?$"},
    ]
}
_SHARE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": rf"^{_DIGITS} ?%?$"},
    ]
}
_RATE_SCHEMA = {
    "anyOf": [
        {"type": "number", "maximum": 10},
        {"type": "string", "pattern": rf"^-?{_DIGITS} ?%?$"},
    ]
}
_WEIGHT_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": rf"^{_DIGITS} ?%?$"},
    ]
}
_FIGURE_SCHEMA = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": rf"^-?{_DIGITS} ?(%|k|M|B)?$"},
    ]
}
_MONEY_SCHEMA = {"type": "string", "pattern": rf"^{_DIGITS} ?(k|M|B)? ?[A-Za-z]{{3}}$"}
"""What an editor sees of them: ``250_000`` and ``60%`` are text to other readers of YAML."""

Count = Annotated[
    int, BeforeValidator(count), Field(ge=0), WithJsonSchema(_COUNT_SCHEMA, mode="validation")
]
Share = Annotated[Decimal, BeforeValidator(share), WithJsonSchema(_SHARE_SCHEMA, mode="validation")]
Rate = Annotated[Decimal, BeforeValidator(rate), WithJsonSchema(_RATE_SCHEMA, mode="validation")]
Weight = Annotated[
    Decimal, BeforeValidator(weight), WithJsonSchema(_WEIGHT_SCHEMA, mode="validation")
]

Figure = Annotated[
    Decimal, BeforeValidator(figure), WithJsonSchema(_FIGURE_SCHEMA, mode="validation")
]


def _or_written(model: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """The schema of a model that may also be written as one scalar."""
    return {"anyOf": [written, model]}


class Money(BaseModel):
    """An amount in a currency, exact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Decimal
    currency: str

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, (dict, Money)):
            return value
        text = _text(value, "money such as 12000 USD")
        match = _MONEY.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not money; write an amount and a currency: 12000 USD")
        currency = match["currency"].upper()
        if currency not in CURRENCIES:
            close = get_close_matches(currency, CURRENCIES, n=1)
            hint = (
                f"; did you mean {close[0]}?" if close else "; write an ISO 4217 code such as USD"
            )
            raise ValueError(f"unknown currency {currency!r}{hint}")
        return {
            "amount": _decimal(match["number"]) * _SCALE[match["scale"] or ""],
            "currency": currency,
        }

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _or_written(handler(schema), _MONEY_SCHEMA)

    def __str__(self) -> str:
        return f"{self.amount:,f} {self.currency}"


class _Uncertain(BaseModel):
    """What is written as one scalar is all three."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Any
    base: Any
    high: Any

    read: ClassVar[Callable[[Any], Any]]
    written: ClassVar[dict[str, Any]]

    @model_validator(mode="before")
    @classmethod
    def _from_one(cls, value: Any) -> Any:
        if isinstance(value, (dict, cls)):
            return value
        number = cls.read(value)
        return {"low": number, "base": number, "high": number}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _or_written(handler(schema), cls.written)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.base <= self.high:
            raise ValueError("a range needs low <= base <= high")
        return self


class Range(_Uncertain):
    """A count that may be uncertain: ``low <= base <= high``."""

    low: Count
    base: Count
    high: Count

    read = count
    written = _COUNT_SCHEMA


class Estimate(_Uncertain):
    """A figure that may be uncertain: ``low <= base <= high``, in whatever unit the field has."""

    low: Figure
    base: Figure
    high: Figure

    read = figure
    written = _FIGURE_SCHEMA
