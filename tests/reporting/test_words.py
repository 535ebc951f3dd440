# ruff: noqa: E501
"""Words, numbers, money, dates; and that translators are given every text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from advisor.reporting.words import Name, Words, translator
from advisor.resources import folder

WORDS = Words("en")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, "tokens", "unknown"), (True, None, "yes"), (False, None, "no"), (0, None, "0"),
        (131072, "tokens", "131,072 tokens"), (54.25, "percent", "54.25%"), (1432.4, "elo", "1,432 Elo points"),
        (0.075, "USD per 1M tokens", "0.075 USD per 1M tokens"), (12345.6, "USD", "USD 12,346"), (0.6, "share", "60%"),
        (["eu", "us"], None, "European Union, us"), ([], None, "none"), ({"b": 2, "a": 1}, None, "a 1, b 2"), ("2026-11-23", None, "2026-11-23"),
        ({"amount": "12000", "currency": "EUR"}, None, "EUR 12,000"), ({"low": 1, "base": 2, "high": 3}, "tokens", "2 tokens (1–3)"),
        ("conditional", None, "under conditions"), ("anything else", None, "anything else"), (-3, None, "−3"),
    ],
)  # fmt: skip
def test_values_in_words(value: Any, unit: str | None, said: str) -> None:
    assert WORDS.value(value, unit) == said


def test_money_and_prices_lose_no_cents_that_matter() -> None:
    assert [WORDS.money(x) for x in (0, 0.004, 0.5, 99.5, 100, 1234567.8)] == [
        "USD 0", "USD 0.004", "USD 0.50", "USD 99.50", "USD 100", "USD 1,234,568",
    ]  # fmt: skip
    assert [WORDS.price(x) for x in (2, 0.075, Decimal("0.0005"), 1234.5)] == [
        "2.00",
        "0.075",
        "0.0005",
        "1,234.50",
    ]


def test_points_say_their_sign() -> None:
    assert [WORDS.points(x, sign=True) for x in (0.216, 0, -0.05, 0.00001)] == [
        "+21.6",
        "0.0",
        "−5.0",
        "0.0",
    ]


def test_sentences_set_names_apart() -> None:
    sentence = WORDS.sentence("%(name)s wins by %(points)s.", name=Name("A%s"), points="3")
    assert (
        sentence.say(lambda value: f"<{value}>" if isinstance(value, Name) else value)
        == "<A%s> wins by 3."
    )


def test_translator() -> None:
    assert translator("en").gettext("pass") == "pass"
    assert WORDS.text("") == ""


def test_the_template_for_translators_is_complete() -> None:
    extract = pytest.importorskip("babel.messages.extract")
    frontend = pytest.importorskip("babel.messages.frontend")
    util = pytest.importorskip("babel.util")
    pofile = pytest.importorskip("babel.messages.pofile")
    reports = folder("reports")
    with (reports / "babel.cfg").open(encoding="utf-8") as text:
        methods, options = frontend.parse_mapping_cfg(text)
    keywords = {**extract.DEFAULT_KEYWORDS, "sentence": None, "plural": (1, 2), "Measure": (2,)}
    root = Path(reports).parent
    found = set()
    for place in ("advisor/measures", "advisor/reporting", "reports", "rules"):
        for path in sorted((root / place).rglob("*")):
            name = path.relative_to(root).as_posix()
            for pattern, method in methods:
                if path.is_file() and util.pathmatch(pattern, name):
                    with path.open("rb") as file:
                        for _, message, _, _ in extract.extract(
                            method, file, keywords, (), options.get(pattern, {})
                        ):
                            found.add(message if isinstance(message, str) else message[0])
    with (reports / "translations" / "messages.pot").open("rb") as file:
        stored = {m.id if isinstance(m.id, str) else m.id[0] for m in pofile.read_po(file) if m.id}
    assert found - {""} == stored
