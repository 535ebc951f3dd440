"""Mistral's ``tekken.json``: ranks and the pattern in one file. Read by tiktoken."""

from __future__ import annotations

import json
from binascii import a2b_base64
from typing import TYPE_CHECKING

from advisor.tokens.counter import Counter
from advisor.tokens.formats.ranks import bpe

if TYPE_CHECKING:
    from advisor.tokens.family import Family, Vocabulary


def recognizes(content: bytes) -> bool:
    return content.lstrip().startswith(b"{") and b'"token_bytes"' in content


def counter(name: str, content: bytes, family: Family | None, vocabulary: Vocabulary) -> Counter:
    try:
        data = json.loads(content)
        config = data["config"]
        # What lies beyond was kept for later versions and is not in use.
        used = config["default_vocab_size"] - config["default_num_special_tokens"]
        ranks = {a2b_base64(token["token_bytes"]): token["rank"] for token in data["vocab"][:used]}
        return Counter(name, bpe(name, ranks, config["pattern"]))
    except (KeyError, TypeError, RecursionError) as fault:
        raise ValueError(f"is no tekken.json: {fault!r} where something else should be") from None
