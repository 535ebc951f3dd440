"""For translators: the texts of rules, which reports show, as Babel extracts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from advisor.yamlio import read_text

_TEXTS = ("pass", "fail", "why", "remedy")


def rule_texts(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """A Babel extraction method for ``rules/**.yaml``: line, function, text, comments."""
    document = read_text(fileobj.read(), "rule")
    for field in _TEXTS:
        text = document.data.get(field)
        if text:
            yield document.locate((field,)).line, "gettext", " ".join(text.split()), []
