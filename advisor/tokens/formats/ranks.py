"""Rank files: one line a token, its bytes in base64 and its rank. Read by tiktoken."""

from __future__ import annotations

import os
import re
import unicodedata
from binascii import a2b_base64
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

from advisor.tokens.counter import Count, Counter
from advisor.tokens.fast import switching

if TYPE_CHECKING:
    from advisor.tokens.family import Family, Vocabulary

ASSUMED = "cl100k-base"
"""The family whose way to split text is taken for a file of which nothing else is known."""

LONG = 16 * 1024
"""Characters from which on an array is worth the import of numpy: a list of tokens is made while
other threads wait."""

OF_EVERYTHING = "It's 12 words, a.b;\r\n  \n\tÄ 가.  "
"""Every alternative of the patterns is tried on it."""

_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2} [0-9]+\r?\n")


def recognizes(content: bytes) -> bool:
    return bool(_LINE.match(content))


def counter(name: str, content: bytes, family: Family | None, vocabulary: Vocabulary) -> Counter:
    from advisor.tokens.family import families

    pattern = family.pattern if family else None
    count = bpe(name, ranks(content), pattern or families().by_id[ASSUMED].pattern or "")
    if vocabulary.nfc:
        count = _normalized(count)
    if vocabulary.fast:
        count = switching(count, vocabulary.fast)
    return Counter(name, count)


def ranks(content: bytes) -> dict[bytes, int]:
    """Token to rank.

    Raises:
        ValueError: with the line that is none.
    """
    words = content.split()
    try:
        found = dict(zip(map(a2b_base64, words[::2]), map(int, words[1::2]), strict=True))
    except ValueError:
        raise ValueError(_first_fault(content)) from None
    return found


def _first_fault(content: bytes) -> str:
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        if line.strip() and not _LINE.fullmatch(line.rstrip() + b"\n"):
            return f"line {number:,} is not a token in base64 and its rank"
    return "a token is not valid base64"


def bpe(name: str, ranks: dict[bytes, int], pattern: str) -> Count:
    """Counts by byte-pair encoding, on every core.

    Raises:
        ValueError: some byte has no token, two tokens have one rank, the pattern is none.
    """
    if any(bytes([byte]) not in ranks for byte in range(256)):
        raise ValueError("not every byte has a token, so not every text could be counted")
    if len(set(ranks.values())) < len(ranks):
        raise ValueError("two tokens have the same rank")
    from tiktoken import Encoding

    # Never looked for. Without any, tiktoken looks for nothing at every character, and finds it.
    special = {"<|none|>": max(ranks.values()) + 1}
    encoding = Encoding(name, pat_str=pattern, mergeable_ranks=ranks, special_tokens=special)

    # A regular expression belongs to the thread that first uses it: others ask for it at every
    # match, which halves their speed while that one is at work. Here it is one that then waits.
    encoding.encode_ordinary(OF_EVERYTHING)

    def one(text: str) -> int:
        if len(text) < LONG:
            return len(encoding.encode_ordinary(text))
        try:
            return len(encoding.encode_to_numpy(text, disallowed_special=()))
        except UnicodeEncodeError:  # half of a surrogate pair, which the other way takes
            return len(encoding.encode_ordinary(text))

    def count(texts: Sequence[str]) -> Sequence[int]:
        return list(map(one, texts) if len(texts) == 1 else _threads().map(one, texts))

    return count


@cache
def _threads() -> ThreadPoolExecutor:
    """tiktoken leaves the interpreter to others while it counts."""
    return ThreadPoolExecutor(os.cpu_count() or 1)


def _normalized(count: Count) -> Count:
    return lambda texts: count([unicodedata.normalize("NFC", text) for text in texts])
