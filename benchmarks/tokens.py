"""Counting tokens, against tiktoken's own best on the same 50 MB, in one process."""

from __future__ import annotations

import gzip
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy  # noqa: F401 (what is first imported below, the patched modules forget)
import tiktoken

from advisor.resources import folder
from advisor.tokens import count_parts, method
from advisor.tokens.cut import parts
from advisor.tokens.methods import Method
from advisor.tokens.reading import text_blocks
from advisor.tokens.vocabulary import counter_of
from benchmarks.measure import ROOT, Line

BYTES = 50_000_000
ROUNDS = 7
CHUNK = 100_000
"""Characters that tiktoken gets at once: longer and shorter ones are slower in threads."""

STEMS = (
    *("서비스", "고객", "문의", "답변", "계약", "환불", "결제", "배송", "주문", "상품", "회원"),
    *("정보", "확인", "요청", "처리", "완료", "오류", "시스템", "데이터", "모델", "언어", "학습"),
    *("평가", "결과", "보고서", "회의", "일정", "담당자", "부서", "회사", "제품", "기술", "개발"),
)
ENDS = ("", "을", "이", "의", "에서", "으로", "에게", "까지", "하는", "했던", "되어", "입니다.")


def measure() -> Iterator[Line]:
    text = corpus()
    ways = _tiktoken(text)
    once = _interleaved(ways, 2)
    best = min(once, key=lambda name: min(once[name]))
    runs = {best: ways[best], "plain": _ours(text, _without_the_extra())}
    if fast := _with_the_extra():
        runs["fast"] = _ours(text, fast)
    taken = _interleaved(runs, ROUNDS)
    # Of neighbors: a machine that slows down on the way slows both.
    ratios = {
        name: median(ours / theirs for ours, theirs in zip(each, taken[best], strict=True))
        for name, each in taken.items()
    }
    rate = f"tiktoken, {best}: {BYTES / 1e6 / median(taken[best]):.0f} MB/s"
    yield Line("count 50 MB / tiktoken's best", ratios["plain"], "x", 1.05, rate)
    if fast:
        yield Line("the same with the extra [fast]", ratios["fast"], "x", 0.25)


def corpus(size: int = BYTES) -> str:
    """Documents of 1 to 3 KB: our own prose, code and data, and half of it Korean by bytes."""
    some = random.Random(1)
    files = [
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("advisor/**/*.py"),
        *ROOT.glob("catalog/*/*.yaml"),
    ]
    written = [file.read_text("utf-8") for file in sorted(files)]
    words = [stem + end for stem in STEMS for end in ENDS]
    documents: list[str] = []
    held = 0
    while held < size:
        source = some.choice(written)
        start = some.randrange(max(1, len(source) - 1_000))
        document = f"{source[start : start + 1_000]}\n{' '.join(some.choices(words, k=100))}\n"
        documents.append(document)
        held += len(document.encode())
    return "".join(documents)


Run = Callable[[], int]
"""Counts the corpus; returns its tokens."""


def _tiktoken(text: str) -> dict[str, Run]:
    """The ways that tiktoken offers, over texts of the size that suits it, cut as ours are."""
    encoding = _encoding()
    chunks = [part.text for part in parts([text], CHUNK)]
    threads = os.cpu_count() or 1
    return {
        "one by one": lambda: sum(len(encoding.encode_ordinary(chunk)) for chunk in chunks),
        "batch": lambda: sum(map(len, encoding.encode_ordinary_batch(chunks, num_threads=threads))),
        "numpy": lambda: sum(
            len(encoding.encode_to_numpy(chunk, disallowed_special=())) for chunk in chunks
        ),
    }


def _encoding() -> tiktoken.Encoding:
    """tiktoken's own, from the shipped ranks put where it looks for a download."""
    with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, TIKTOKEN_CACHE_DIR=place):
        packed = folder("vocabularies") / "openai" / "o200k_base.tiktoken.gz"
        content = gzip.decompress(packed.read_bytes())
        (Path(place) / "fb374d419588a4632f3f557e76b4b70aebbca790").write_bytes(content)
        return tiktoken.get_encoding("o200k_base")


def _without_the_extra() -> Method:
    with patch.dict(sys.modules, {"toktok": None}):
        counter_of.cache_clear()
        chosen = method(None, "o200k-base")
        _ours("a word " * 1_000_000, chosen)()
        return chosen


def _with_the_extra() -> Method | None:
    try:
        import toktok  # noqa: F401
    except ImportError:
        return None
    counter_of.cache_clear()
    chosen = method(None, "o200k-base")
    _ours("a word " * 1_000_000, chosen)()
    return chosen


def _ours(text: str, chosen: Method) -> Run:
    """Everything that the command does with a file: decode, cut, count, add up."""
    content = text.encode()

    def run() -> int:
        blocks = text_blocks(BytesIO(content), "corpus", lambda count: None)
        return count_parts(parts(blocks), [chosen]).estimates[0].mid

    return run


def _interleaved(runs: dict[str, Run], rounds: int) -> dict[str, list[float]]:
    """The seconds of each, round by round.

    Raises:
        RuntimeError: they do not come to the same total.
    """
    taken: dict[str, list[float]] = {name: [] for name in runs}
    totals: dict[str, int] = {}
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            totals[name] = run()
            taken[name].append(time.perf_counter() - start)
    if len(set(totals.values())) > 1:
        raise RuntimeError(f"the same text has different totals: {totals}")
    return taken
