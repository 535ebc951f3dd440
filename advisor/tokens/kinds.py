"""What kind of text a passage is: tokenizers differ by language, and on code and data.

The kind is told from the share of scripts and signs in a sample of the characters. It decides
which measured ratio applies where a tokenizer is stood in for by another; an exact count never
depends on it. Latin text is taken for English unless one letter in 200 or more is accented.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

Kind = Literal["english", "european", "korean", "japanese", "chinese", "other", "code", "data"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SAMPLE = 1_000
"""Characters that are looked at, evenly spread."""

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_BEYOND_ASCII = re.compile(r"[^\W\d_\x00-\x7f]")
_SIGNS = re.compile(r"[{}()\[\]<>;=_$#@*/\\|&^~`+]")
_DIGITS_AND_QUOTES = re.compile(r"[0-9\":,]")

SIGNS_OF_CODE = 0.08
SIGNS_OF_DATA = 0.16
ACCENTED = 0.005


def kind_of(text: str) -> Kind:
    """The kind of one passage, a few thousand characters of one sort at best."""
    sample = text[:: max(1, len(text) // SAMPLE)]
    written = len("".join(sample.split()))
    if not written:
        return "english"
    latin, wide = _count(_LATIN, sample), 0
    if not sample.isascii():
        wide, kind = _foreign(sample)
        # A Hangul syllable or Han character says as much as two or three Latin letters.
        if 2 * wide > latin:
            return kind
    if _count(_DIGITS_AND_QUOTES, sample) > SIGNS_OF_DATA * written:
        return "data"
    if _count(_SIGNS, sample) > SIGNS_OF_CODE * written:
        return "code"
    return "european" if _count(_ACCENTED, sample) > ACCENTED * latin else "english"


def _foreign(sample: str) -> tuple[int, Kind]:
    """The letters that are not Latin, and the kind that most of them make."""
    hangul, kana, han = (_count(script, sample) for script in (_HANGUL, _KANA, _HAN))
    others = _count(_BEYOND_ASCII, sample)
    rest = max(0, others - hangul - kana - han - _count(_ACCENTED, sample))
    # Japanese is written with many Han characters, Chinese without any kana.
    east: dict[Kind, int] = {"korean": hangul, "other": rest}
    east["japanese" if kana * 10 > han else "chinese"] = kana + han
    kind = max(east, key=lambda each: east[each])
    return hangul + kana + han + rest, kind


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))
