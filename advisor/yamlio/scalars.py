"""What a plain (unquoted) scalar means: the YAML 1.2 core schema, and nothing of YAML 1.1.

- ``null`` ``Null`` ``NULL`` ``~`` and nothing at all: None
- ``true`` ``True`` ``TRUE`` and ``false`` ``False`` ``FALSE``: bool
- ``12`` ``-3`` ``+7`` ``0x1F`` ``0o17``: int
- ``1.5`` ``.5`` ``1.`` ``1e3`` ``3.10``: Decimal, from the text itself

Everything else is text: ``no``, ``on``, ``1:30``, ``1_000``, ``0b1``, ``2026-11-23``. Two choices
are stricter than the core schema: digits with a leading zero (``012``, ``00.5``) stay text, because
readers disagree about them (10 or 12), and ``.inf`` and ``.nan`` are refused, because no quantity
here may be infinite. Only the digits 0-9 make a number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

Scalar: TypeAlias = bool | int | Decimal | str | None

MAX_DIGITS = 40
MAX_EXPONENT = 400

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"[-+]?(?P<whole>0|[1-9][0-9]*)?(?P<fraction>\.[0-9]*)?(?:[eE](?P<exponent>[-+]?[0-9]+))?"
)
_BASED = re.compile(r"0x(?P<hex>[0-9a-fA-F]+)|0o(?P<octal>[0-7]+)")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_FIRST_OF_NUMBER = frozenset("0123456789+-.")


class ScalarError(ValueError):
    """A plain scalar that is refused; the text is a message for the author of the file."""


def resolve(text: str) -> Scalar:
    """The value of a plain scalar.

    Raises ScalarError for ``.inf`` and ``.nan`` and for numbers beyond the limits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _number(text, number)
    based = _BASED.fullmatch(text)
    if based is not None:
        digits = based["hex"] or based["octal"]
        _check_digits(len(digits))
        return int(digits, 16 if based["hex"] else 8)
    if _NOT_FINITE.fullmatch(text):
        raise ScalarError("an infinite or undefined number is not accepted")
    return text


def _number(text: str, number: re.Match[str]) -> Scalar:
    whole, fraction, exponent = number["whole"], number["fraction"], number["exponent"]
    if whole is None and fraction in (None, "."):
        return text  # a sign, a dot or an exponent without any digit
    _check_digits(len(whole or "") + len(fraction or ".") - 1)
    if exponent is not None:
        _check_exponent(exponent)
    if fraction is None and exponent is None:
        return int(text)
    return Decimal(text)


def _check_digits(count: int) -> None:
    if count > MAX_DIGITS:
        raise ScalarError(
            f"a number of more than {MAX_DIGITS} digits is not accepted (quote it if it is text)"
        )


def _check_exponent(exponent: str) -> None:
    digits = exponent.lstrip("+-").lstrip("0")
    if len(digits) > 3 or int(digits or "0") > MAX_EXPONENT:
        raise ScalarError(
            f"an exponent beyond {MAX_EXPONENT} is not accepted (quote it if it is text)"
        )
