"""The Markdown report: short, complete, translated."""

from __future__ import annotations

import json
import re

from advisor.reporting import markdown
from tests.reporting.pages import pseudo_words, strings, untranslated
from tests.reporting.sample import KEYWORDS, sample_record


def test_it_says_who_wins_who_waits_and_who_is_out() -> None:
    text = markdown.render(sample_record())
    heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert heads == [
        "Summary",
        "Qualifies",
        "For review",
        "Rejected",
        "License clauses that decide",
        "Duties",
        "Evidence register",
        "Inputs",
    ]
    assert "**Recommendation: GPT-4.1 · Provider 0**" in text
    assert "USD 35,174" in text and "fails" not in text
    assert len(text) < 12_000
    assert "\n\n\n" not in text and not re.search(r"[ \t]$", text, re.MULTILINE)


def test_nothing_qualifies() -> None:
    text = markdown.render(sample_record(winner=False))
    assert "**Nothing qualifies: no model meets every requirement.**" in text
    assert "Needed: a context window of 32,000 tokens (now 16,384)" in text


def test_same_record_same_bytes() -> None:
    record = sample_record()
    assert markdown.render(json.loads(json.dumps(record, sort_keys=True))) == markdown.render(
        record
    )


def test_no_template_text_escapes_translation() -> None:
    words = pseudo_words()
    for winner in (True, False):
        record = sample_record(winner=winner)
        text = markdown.page(record, words, markdown.environment(words)).replace("\\", "")
        own = sorted(strings(record) - KEYWORDS, key=len, reverse=True)
        for line in text.splitlines():
            rest = untranslated(line).replace("SHA-256", "")
            for known in own:
                rest = rest.replace(known, " ")
            assert not re.search(r"[A-Za-z]{2,}", rest), line
