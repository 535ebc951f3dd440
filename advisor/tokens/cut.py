"""Cutting a long text where no token can reach across, so that counts of the parts add up.

Vocabularies of the GPT kind split text by a regular expression before anything is merged. Three
places are never inside of what such an expression takes together, and do not change what it
takes before them:

- before a space that follows something written: a space only ever begins a piece;
- after a line break, before something written that is no slash: a break ends its piece (a slash
  may follow one within it);
- between a letter or digit and a sign: pieces hold letters after a sign, not before one (but
  for the apostrophe, which contractions need).

Tokenizers that split otherwise may join what was cut; see :mod:`advisor.tokens.tally`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

PART = 32 * 1024
"""Characters of a part, about."""
LONGEST = 4 * 1024 * 1024
"""Characters without a safe place after which a text is cut anyhow."""

_SAFE = re.compile(
    r"(?<=\S)(?= )"
    r"|(?<=\n)(?=[^\s/])"
    r"|(?<=[0-9A-Za-z])(?=[!\"#$%&()*+,\-.:;<=>?@\[\\\]^_`{|}~])"
    r"|(?<=[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3])(?=[、。，．！？：；「」『』（）])"
)


class Part(NamedTuple):
    """Text to be counted. ``follows``: it continues the part before it.

    ``torn``: it was cut before this part at a place that is not safe.
    """

    text: str
    follows: bool = False
    torn: bool = False


def safe(text: str, start: int) -> int | None:
    """The first place at or after ``start`` (above 0) where ``text`` may be cut."""
    found = _SAFE.search(text, start)
    return found.start() if found else None


def parts(blocks: Iterable[str], size: int = PART, longest: int = LONGEST) -> Iterator[Part]:
    """One text, given in blocks, as parts of about ``size`` characters."""
    rest, searched, follows, torn = "", 0, False, False
    for block in blocks:
        rest, start = rest + block, 0
        while len(rest) - start > size:
            # One character back: whether a place is safe shows only by what stands after it.
            at = safe(rest, max(start + size, start + 1, searched - 1))
            if at is None and len(rest) - start < longest:
                searched = len(rest)
                break
            cut = at or start + longest
            yield Part(rest[start:cut], follows, torn)
            start, follows, torn = cut, True, at is None
        rest, searched = rest[start:], max(0, searched - start)
    if rest:
        yield Part(rest, follows, torn)


def passages(text: str, size: int) -> Iterator[str]:
    """A part of a text, cut at safe places into passages of about ``size`` characters."""
    start = 0
    while len(text) - start > 2 * size:
        at = safe(text, start + size)
        if at is None:
            break
        yield text[start:at]
        start = at
    yield text[start:]
