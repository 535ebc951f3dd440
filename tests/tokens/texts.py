"""Random texts of the sorts that tokenizers stumble over, the same on every run."""

from __future__ import annotations

import random
from collections.abc import Iterator

PIECES = {
    "korean": ["안녕", "하세요", "계약", "서를", "ㅋㅋ", "각", "힣", "의", "에서", "ᄀ", "\u1161"],
    "english": ["the", "Hello", "can't", "IT'S", "we'Ve", "quick", "brown", "x", "'s", "'LL", "o"],
    "code": ["def f(x):", "\n    ", "\t", "{}", "//", "/x", "a_b", "==", "<|endoftext|>", "0x1F"],
    "emoji": ["🙂", "👩\u200d👧", "🇰🇷", "❤\ufe0f", "\U0010ffff", "👍🏽", "🙃"],
    "control": [
        "\x01",
        "\x1c",
        "\x1f",
        "\x7f",
        "\x85",
        "\r",
        "\n",
        "\r\n",
        "\u2028",
        "\x0b",
        "\x0c",
    ],
    "others": [
        "日本語",
        "かな",
        "ー",
        "、",
        "你好",
        "。",
        "e\u0301",
        "ǅ",
        "ʰ",
        "ß",
        "हि",
        "ไทย",
        "عرب",
    ],
    "figures": ["1", "22", "333", "4444", "1,234.5", "½", "Ⅻ", "٣"],
    "blanks": [" ", "  ", "     ", "\u00a0", "\u3000", "\n\n", " \n ", "\t\t", "\ufeff"],
    "signs": [".", ",", "!?", "...", "'", '"', "—", "(", ")", "/", "\n/", ";", "_", "“", "€"],
}


def texts(count: int, seed: int = 1, longest: int = 40) -> Iterator[str]:
    """``count`` texts, each of one sort, of two, or of all of them."""
    some = random.Random(seed)
    sorts = list(PIECES)
    for _ in range(count):
        chosen = some.sample(sorts, some.choice([1, 2, 2, len(sorts)]))
        pieces = [piece for sort in chosen for piece in PIECES[sort]]
        joint = some.choice(["", "", " ", "\n"])
        yield joint.join(some.choices(pieces, k=some.randint(0, longest)))
