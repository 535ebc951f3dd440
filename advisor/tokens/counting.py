"""Texts and methods to estimates: each text is read once, each counter counts it once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from advisor.tokens.cut import Part, parts
from advisor.tokens.methods import Estimate, Method, reference
from advisor.tokens.tally import tally


class Counted(NamedTuple):
    estimates: list[Estimate]
    """One a method, in their order."""
    torn: int
    """See :class:`advisor.tokens.tally.Tally`."""


def count(texts: Iterable[str], methods: Sequence[Method]) -> list[Estimate]:
    """Tokens of all texts together, each counted for itself, by every method."""
    return count_parts((part for text in texts for part in parts([text])), methods).estimates


def count_parts(pieces: Iterable[Part], methods: Sequence[Method]) -> Counted:
    """The same for texts that come in parts."""
    counters = {method.counter: None for method in methods if method.ratios is None}
    by_kind = reference() if any(method.needs_kinds for method in methods) else None
    done = tally(pieces, list(counters), by_kind)
    return Counted([method.estimate(done) for method in methods], done.torn)
