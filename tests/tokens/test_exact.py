"""Counts of the shipped vocabularies are tiktoken's, whole and in parts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.tokens import count, method
from advisor.tokens.cut import Part, parts, passages
from advisor.tokens.family import families
from advisor.tokens.tally import tally
from advisor.tokens.vocabulary import counter_of
from tests.tokens.texts import texts

SHIPPED = ("o200k-base", "cl100k-base")
Reference = dict[str, Callable[[str], list[int]]]


def counts(family: str, some: list[str]) -> list[int]:
    return list(counter_of(family, 0).count(some))


@pytest.mark.parametrize("family", SHIPPED)
def test_ten_thousand_random_texts(family: str, reference: Reference) -> None:
    some = list(texts(10_000))
    assert counts(family, some) == [len(reference[family](text)) for text in some]


@pytest.mark.parametrize("family", SHIPPED)
def test_special_tokens_in_a_text_are_text(family: str, reference: Reference) -> None:
    (estimate,) = count(["<|endoftext|>"], [method(None, family)])
    assert estimate.mid == len(reference[family]("<|endoftext|>")) > 1


@given(st.text(max_size=60))
def test_any_text(reference: Reference, text: str) -> None:
    for family in SHIPPED:
        assert counts(family, [text]) == [len(reference[family](text))]


def cut_everywhere(text: str) -> Iterator[str]:
    """The text in as many parts as it has safe places."""
    return (part.text for part in parts([text], size=0))


@pytest.mark.parametrize("family", SHIPPED)
def test_parts_add_up_wherever_a_text_is_cut(family: str) -> None:
    some = list(texts(3_000, seed=2, longest=60))
    cut = [list(cut_everywhere(text)) for text in some]
    assert ["".join(each) for each in cut] == some
    assert sum(map(len, cut)) > 5 * len(some)
    told = counts(family, [part for each in cut for part in each])
    ends = iter(told)
    added = [sum(next(ends) for _ in each) for each in cut]
    assert added == counts(family, some)


@pytest.mark.parametrize("family", SHIPPED)
def test_blocks_of_any_size_give_the_same_parts(family: str) -> None:
    some = random.Random(3)
    text = "".join(texts(200, seed=4))
    whole = sum(counts(family, [text]))
    for size in (10, 1_000, 20_000):
        ends = sorted(some.sample(range(len(text)), 30))
        blocks = [text[a:b] for a, b in pairwise([0, *ends, len(text)])]
        made = list(parts(blocks, size))
        assert "".join(part.text for part in made) == text
        assert [part.follows for part in made] == [False] + [True] * (len(made) - 1)
        assert sum(counts(family, [part.text for part in made])) == whole


def test_minified_data_has_safe_places() -> None:
    text = '{"a":1,"bc":[true,null,2.5]},' * 1_000
    made = list(parts([text], size=500))
    assert max(len(part.text) for part in made) < 600
    assert not any(part.torn for part in made)


def test_passages_are_the_whole_text() -> None:
    text = "".join(texts(300, seed=5))
    assert "".join(passages(text, 100)) == text
    assert len(list(passages(text, 100))) > 50


@pytest.mark.parametrize("text", ["가" * 5_000, "ab" * 5_000, "\n" * 5_000, "🙂" * 3_000])
def test_unbroken_text_is_cut_anyhow_and_it_is_told(text: str) -> None:
    counter = counter_of("o200k-base", 0)
    made = list(parts([text], size=500, longest=1_000))
    assert "".join(part.text for part in made) == text
    torn = sum(part.torn for part in made)
    assert torn == len(made) - 1 >= 2
    done = tally(made, [counter])
    assert done.torn == torn
    assert abs(done.tokens[counter] - sum(counter.count([text]))) <= torn


def test_a_count_does_not_depend_on_what_else_is_counted() -> None:
    made = [Part("가" * 999), Part("가" * 999, True, True), Part(" end of it.", True)]
    counter = counter_of("o200k-base", 0)
    alone, beside = tally(made, [counter]), tally(made, [counter], by_kind=counter)
    assert alone.tokens == beside.tokens


INSTALLED = ("qwen", "qwen-3.5", "deepseek-v3", "tekken")


@pytest.mark.parametrize("family", INSTALLED)
def test_parts_add_up_for_the_families_of_the_extra(family: str) -> None:
    found = method(None, family)
    if found.grade == "proxy":
        pytest.skip("not installed")
    some = list(texts(500, seed=6, longest=60))
    whole = count(some, [found])
    made = (part for text in some for part in parts([text], size=50))
    done = tally(made, [found.counter])
    assert abs(done.tokens[found.counter] - whole[0].mid) <= 0.001 * whole[0].mid


def test_every_family_can_be_asked_for() -> None:
    every = [method(None, family) for family in families().by_id]
    told = count(["Hello, world! " * 50], every)
    assert all(0 < each.low <= each.mid <= each.high for each in told)
