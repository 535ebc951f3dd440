"""The reconstruction of Claude's counts by the package ``ctok``, which carries its data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.tokens.counter import Counter, UnavailableError

if TYPE_CHECKING:
    from advisor.tokens.family import Family, Vocabulary


def recognizes(content: bytes) -> bool:
    return False


def counter(name: str, content: bytes, family: Family | None, vocabulary: Vocabulary) -> Counter:
    try:
        import ctok
    except ImportError:
        raise UnavailableError(
            "needs pip install 'advisor[claude]', on Python 3.12 or later"
        ) from None
    version = str(vocabulary.version)
    # It counts one user message; a letter alone is one token and the frame.
    frame = ctok.token_count("x", version) - 1

    def count(texts: Sequence[str]) -> Sequence[int]:
        return [ctok.token_count(text, version) - frame if text else 0 for text in texts]

    return Counter(name, count, joins=True)
