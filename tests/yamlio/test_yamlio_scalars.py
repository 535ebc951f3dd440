"""Plain scalars mean what YAML 1.2 says, and numbers are exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.yamlio.scalars import ScalarError, resolve


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No", "NO", "yes", "on", "On", "off", "y", "n", "Y"),
        *("012", "-012", "00", "00.5", "01e3", "0b11", "0o8", "0x", "0xG", "-0x1F", "1_000"),
        *("1:30", "12:30:45", "2026-11-23", "2026-11-23T10:00:00Z", "1.2.3", "1,5", "1 000"),
        *("+", "-", ".", "-.", "e3", ".e3", "1e", "1e+", "--1", "=", "<<", "1.5kg", "32k", "60%"),
        *("１２", "١٢", "1२", "nan", "inf", "NaN", "Infinity", "nULL", "tRUE", "None", " 1"),
    ],
)
def test_stays_text(text: str) -> None:
    assert resolve(text) == text
    assert isinstance(resolve(text), str)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(text, None) for text in ("", "~", "null", "Null", "NULL")],
        *[(text, True) for text in ("true", "True", "TRUE")],
        *[(text, False) for text in ("false", "False", "FALSE")],
        *[("0", 0), ("-0", 0), ("12", 12), ("+7", 7), ("-3", -3), ("0x1F", 31), ("0o17", 15)],
        *[("1" * 40, int("1" * 40)), ("0x" + "f" * 40, int("f" * 40, 16))],
    ],
)
def test_words_and_whole_numbers(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


@pytest.mark.parametrize(
    "text", ["3.10", "0.1", "-.5", "1.", "1e3", "1E+3", "1e-400", "1e400", "+2.50", "0.0", "0e0"]
)
def test_fractions_keep_their_text(text: str) -> None:
    value = resolve(text)
    assert isinstance(value, Decimal)
    assert value.as_tuple() == Decimal(text).as_tuple()


def test_digits_after_the_point_survive() -> None:
    assert str(resolve("3.10")) == "3.10"
    assert str(resolve("0." + "1" * 39)) == "0." + "1" * 39


@pytest.mark.parametrize(
    "text",
    [
        *(".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN"),
        *("1e401", "1e-401", "1e0401", "1e999999999999", "0e9999"),
        *("1" * 41, "0." + "1" * 40, "0x" + "1" * 41, "9" * 100_000),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ScalarError):
        resolve(text)


@given(st.text(max_size=60))
def test_every_text_is_a_scalar_or_refused(text: str) -> None:
    try:
        value = resolve(text)
    except ScalarError:
        return
    assert isinstance(value, (str, int, Decimal)) or value is None
    assert not isinstance(value, Decimal) or value.is_finite()
    assert not isinstance(value, str) or value == text


@given(st.integers(-(10**39), 10**39))
def test_whole_numbers(number: int) -> None:
    assert resolve(str(number)) == number


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6))
def test_decimals(number: Decimal) -> None:
    assert resolve(format(number, "f")) == number
