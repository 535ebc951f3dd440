"""``tokenizer.json`` of Hugging Face. Read by their ``tokenizers``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.tokens.counter import Counter, UnavailableError

if TYPE_CHECKING:
    from advisor.tokens.family import Family, Vocabulary


def recognizes(content: bytes) -> bool:
    return content.lstrip().startswith(b"{") and b'"pre_tokenizer"' in content


def counter(name: str, content: bytes, family: Family | None, vocabulary: Vocabulary) -> Counter:
    try:
        from tokenizers import Tokenizer
    except ImportError:
        raise UnavailableError("needs pip install 'advisor[tokenizers]'") from None
    try:
        tokenizer = Tokenizer.from_buffer(content)
    except Exception as fault:  # the library has no narrower one
        raise ValueError(f"is no tokenizer.json: {fault}") from None
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # as text

    def count(texts: Sequence[str]) -> Sequence[int]:
        done = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(each.ids) for each in done]

    return Counter(name, count, joins=True)
