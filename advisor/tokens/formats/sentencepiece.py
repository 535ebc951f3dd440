"""SentencePiece models (``tokenizer.model``). Read by their ``sentencepiece``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.tokens.counter import Counter, UnavailableError

if TYPE_CHECKING:
    from advisor.tokens.family import Family, Vocabulary

FIELD = b"\n"[0]
"""How a first field that holds bytes begins in a protocol buffer."""


def recognizes(content: bytes) -> bool:
    """A list of pieces, the first of which begins with its text: two fields, one in the other."""
    return len(content) > 4 and content[0] == content[2] == FIELD and content[3] < content[1]


def counter(name: str, content: bytes, family: Family | None, vocabulary: Vocabulary) -> Counter:
    try:
        from sentencepiece import SentencePieceProcessor
    except ImportError:
        raise UnavailableError("needs pip install 'advisor[tokenizers]'") from None
    model = SentencePieceProcessor()
    try:
        model.LoadFromSerializedProto(content)
    except (RuntimeError, UnicodeDecodeError):  # the latter for its own message of a fault
        raise ValueError("is no SentencePiece model") from None

    def count(texts: Sequence[str]) -> Sequence[int]:
        return [len(ids) for ids in model.encode(list(texts))]

    return Counter(name, count, joins=True)
