"""Tiny vocabularies, in each format that users name: every byte, and ``ab``."""

from __future__ import annotations

import base64
import json
from pathlib import Path

PATTERN = r"\S+|\s+"
TOKENS = [*(bytes([byte]) for byte in range(256)), b"ab"]


def rank_file(path: Path, tokens: list[bytes] = TOKENS) -> Path:
    lines = (f"{base64.b64encode(token).decode()} {rank}" for rank, token in enumerate(tokens))
    path.write_text("\n".join(lines) + "\n")
    return path


def tekken(path: Path) -> Path:
    vocabulary = [
        {"rank": rank, "token_bytes": base64.b64encode(token).decode(), "token_str": None}
        for rank, token in enumerate([*TOKENS, b"not in use"])
    ]
    config = {
        "pattern": PATTERN,
        "default_vocab_size": len(TOKENS) + 3,
        "default_num_special_tokens": 3,
    }
    path.write_text(json.dumps({"config": config, "vocab": vocabulary}))
    return path


def sentencepiece_model(path: Path) -> Path:
    """Learned from one word; single letters are tokens as well."""
    from sentencepiece import SentencePieceTrainer

    with path.open("wb") as stream:
        SentencePieceTrainer.train(
            sentence_iterator=iter(["ab ab ab"] * 9),
            model_writer=stream,
            model_type="bpe",
            vocab_size=8,
            hard_vocab_limit=False,
            minloglevel=2,
        )
    return path


def tokenizer_json(path: Path) -> Path:
    """Words, split at blanks; an end-of-text token, and one before every text if asked for."""
    data = {
        "version": "1.0",
        "truncation": {
            "direction": "Right",
            "max_length": 2,
            "strategy": "LongestFirst",
            "stride": 0,
        },
        "padding": None,
        "added_tokens": [
            {
                "id": 2,
                "content": "<end>",
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {"?": 0, "ab": 1, "<end>": 2}, "unk_token": "?"},
    }
    path.write_text(json.dumps(data))
    return path
