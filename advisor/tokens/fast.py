"""The extra ``[fast]``: toktok in tiktoken's place for long texts, once it has shown its counts.

A short text is counted before the second vocabulary would be loaded. So tiktoken begins, and what
it has counted is then what the other is checked against, beside a sample of what is difficult.
Whatever differs, or is not installed, leaves the work with tiktoken: the numbers are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.tokens.counter import Count

LONG = 3_000_000
"""Characters after which the change pays."""

SAMPLE = (
    "The quick brown fox can't jump; it's 12,345.67 km away — isn't IT'S?  \r\n\r\n\tYes.   ",
    "안녕하세요, 오늘은 2026년 11월 23일입니다. ㅋㅋㅋ 계약서 제3조(해지)를 보시기 바랍니다.",
    "def f(x: int) -> None:\n    return {'a': [1, 2.5e-3], \"b\": x**2}  # //\n\n\n/usr/bin\n/x",
    "日本語の文章と中文文章、หนึ่งสอง, العربية, हिन्दी, ελληνικά, Ünïcödé e\u0301 ǅ ʰ ª",
    "🙂🙃👩‍👩‍👧‍👦🇰🇷 \u200d\ufe0f \x00\x01\x1c\x7f\x85\u00a0\u2028\u3000\ufeff \U0010ffff",
    "<|endoftext|><|fim_prefix|> <|endofprompt|> \n \n  \n'S 'Ll 'VE''d",
    "a" * 300 + " " * 130 + "\n" * 70 + "=" * 90 + "가" * 80 + "0" * 100,
)


def switching(exact: Count, encoding: str) -> Count:
    """``exact`` at first; after :data:`LONG` characters toktok, if it counts alike."""
    seen, settled, now = 0, False, exact

    def count(texts: Sequence[str]) -> Sequence[int]:
        nonlocal seen, settled, now
        counts = now(texts)
        if not settled:
            seen += sum(map(len, texts))
            if seen > LONG:
                settled = True
                now = _agreed(exact, encoding, texts, counts)
        return counts

    return count


def _agreed(exact: Count, encoding: str, texts: Sequence[str], counts: Sequence[int]) -> Count:
    try:
        from toktok import batch_count

        def fast(texts: Sequence[str]) -> Sequence[int]:
            return list(batch_count(texts, encoding))

        same = fast(texts) == list(counts) and fast(SAMPLE) == list(exact(SAMPLE))
    except Exception:
        # Whatever is the matter with an accelerator: there is another way to the same numbers.
        return exact
    return fast if same else exact
