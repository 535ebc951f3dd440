"""The fast counter: used for long texts, and only if it counts what tiktoken counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import pytest

from advisor.tokens import fast
from tests.tokens.texts import texts


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def stand_in(
    monkeypatch: pytest.MonkeyPatch, count: Callable[[Sequence[str], str], list[int]]
) -> None:
    module: Any = ModuleType("toktok")
    module.batch_count = count
    monkeypatch.setitem(sys.modules, "toktok", module)
    monkeypatch.setattr(fast, "LONG", 100)


SHORT, LONG = ["one two"], ["one two three"] * 20


def test_a_long_text_changes_over_and_the_numbers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(texts: Sequence[str], encoding: str) -> list[int]:
        asked.append(encoding)
        return words(texts)

    stand_in(monkeypatch, count)
    switching = fast.switching(words, "o200k_base")
    assert switching(SHORT) == [2]
    assert not asked
    assert switching(LONG) == words(LONG)
    checked = len(asked)
    assert checked == 2
    assert switching(LONG) == words(LONG)
    assert asked == ["o200k_base"] * (checked + 1)


@pytest.mark.parametrize("where", [LONG[0], fast.SAMPLE[3]])
def test_one_that_counts_otherwise_is_not_used(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def count(texts: Sequence[str], encoding: str) -> list[int]:
        return [number + (text == where) for text, number in zip(texts, words(texts), strict=True)]

    stand_in(monkeypatch, count)
    switching = fast.switching(words, "o200k_base")
    assert [switching(LONG) for _ in range(3)] == [words(LONG)] * 3


def test_one_that_fails_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def count(texts: Sequence[str], encoding: str) -> list[int]:
        raise RuntimeError("out of order")

    stand_in(monkeypatch, count)
    switching = fast.switching(words, "o200k_base")
    assert [switching(LONG) for _ in range(2)] == [words(LONG)] * 2


def test_without_it_tiktoken_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "LONG", 100)
    monkeypatch.setitem(sys.modules, "toktok", None)
    switching = fast.switching(words, "o200k_base")
    assert [switching(LONG) for _ in range(2)] == [words(LONG)] * 2


@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
def test_the_real_one_counts_alike(
    encoding: str, reference: dict[str, Callable[[str], list[int]]]
) -> None:
    toktok = pytest.importorskip("toktok")
    some = [*texts(10_000, seed=7), *fast.SAMPLE]
    encode = reference[encoding.replace("_", "-")]
    assert toktok.batch_count(some, encoding) == [len(encode(text)) for text in some]
