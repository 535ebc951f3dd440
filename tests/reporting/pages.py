"""Reading a rendered page the way a browser would: elements, attributes, texts."""

from __future__ import annotations

import gettext
from html.parser import HTMLParser
from typing import Any

from advisor.reporting.words import Words

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"))
SILENT = frozenset(("style", "script"))


class Page(HTMLParser):
    """``elements`` as ``(tag, attributes)``, ``texts`` as ``(innermost tag, text)``."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.stack: list[str] = []
        self.broken: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.stack and self.stack[-1] == tag:
            self.stack.pop()
        else:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.stack[-1] if self.stack else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(a["id"]) for _, a in self.elements if "id" in a]

    @property
    def text(self) -> str:
        return " ".join(text for tag, text in self.texts if tag not in SILENT)


class Pseudo(gettext.NullTranslations):
    """A language in which every translated text stands between ⟦ and ⟧."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


def pseudo_words() -> Words:
    return Words("qps", Pseudo())


def untranslated(text: str) -> str:
    """What stands outside all brackets."""
    depth, found = 0, []
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        found.append(sign if (depth == 0 and sign != "⟧") or sign == "\n" else " ")
    assert depth == 0
    return "".join(found)


def strings(value: Any) -> set[str]:
    """Every text in a record, keys included."""
    if isinstance(value, dict):
        return set(value) | {text for item in value.values() for text in strings(item)}
    if isinstance(value, list):
        return {text for item in value for text in strings(item)}
    return {value} if isinstance(value, str) else set()
