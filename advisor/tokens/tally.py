"""Counting parts of texts with several counters at once, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from advisor.tokens.counter import Counter
from advisor.tokens.cut import Part, passages
from advisor.tokens.kinds import Kind, kind_of

BATCH = 8_000_000
"""Characters that are counted together, at most about."""
PASSAGE = 4_000
"""Characters of which the kind is told at once."""
SEAM = 200
"""Characters on each side of a cut that are counted again where tokens may reach across."""


@dataclass
class Tally:
    """``tokens`` by counter; ``kinds``: those of the reference by kind of text, where asked for.

    ``torn``: so often an unbroken text was cut where it may not be; a count is then that many
    tokens off at most, or near it.
    """

    tokens: dict[Counter, int] = field(default_factory=dict)
    kinds: dict[Kind, int] = field(default_factory=dict)
    torn: int = 0


def tally(
    parts: Iterable[Part], counters: Sequence[Counter], by_kind: Counter | None = None
) -> Tally:
    """Count ``parts`` with every counter, and with ``by_kind`` for each kind of text apart."""
    done = Tally(dict.fromkeys(counters, 0))
    plain = [counter for counter in done.tokens if counter is not by_kind]
    tail = ""
    for batch in _read_ahead(_batches(parts)):
        seams, torn = _seams(batch, tail)
        tail = batch[-1].text[-SEAM:]
        texts = [part.text for part in batch]
        for counter in plain:
            done.tokens[counter] += sum(counter.count(texts))
            done.tokens[counter] += _across(counter, seams if counter.joins else torn)
        if by_kind:
            counted = _count_kinds(done, by_kind, texts) + _across(by_kind, torn)
            if by_kind in done.tokens:
                done.tokens[by_kind] += counted
        done.torn += len(torn)
    return done


def _read_ahead(batches: Iterator[list[Part]]) -> Iterator[list[Part]]:
    """The same, while the next one is read and cut: counting leaves the interpreter idle."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while batch := coming.result():
            coming = reader.submit(next, batches, None)
            yield batch


def _batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Small at first, so that counting begins soon; then few, as every core waits at their ends."""
    batch: list[Part] = []
    held, enough = 0, BATCH // 16
    for part in parts:
        batch.append(part)
        held += len(part.text)
        if held >= enough:
            yield batch
            batch, held, enough = [], 0, min(BATCH, 2 * enough)
    if batch:
        yield batch


Seam = tuple[str, str]


def _seams(batch: Sequence[Part], tail: str) -> tuple[list[Seam], list[Seam]]:
    """What stands on both sides of every cut, and of those at places that are not safe."""
    before = [tail, *(part.text[-SEAM:] for part in batch[:-1])]
    seams = [(left, part.text[:SEAM], part) for left, part in zip(before, batch, strict=True)]
    return (
        [(left, right) for left, right, part in seams if part.follows],
        [(left, right) for left, right, part in seams if part.torn],
    )


def _across(counter: Counter, seams: Sequence[Seam]) -> int:
    """What cutting has added to the count (below 0) or taken from it."""
    if not seams:
        return 0
    lefts, rights = zip(*seams, strict=True)
    whole = counter.count([left + right for left, right in seams])
    return sum(whole) - sum(counter.count(lefts)) - sum(counter.count(rights))


def _count_kinds(done: Tally, counter: Counter, texts: Iterable[str]) -> int:
    runs = [run for text in texts for run in _runs(text)]
    counts = counter.count([run for _, run in runs])
    for (kind, _), count in zip(runs, counts, strict=True):
        done.kinds[kind] = done.kinds.get(kind, 0) + count
    return sum(counts)


def _runs(text: str) -> Iterator[tuple[Kind, str]]:
    """Neighboring passages of one kind, put together: fewer and longer texts to count."""
    kind: Kind | None = None
    held: list[str] = []
    for passage in passages(text, PASSAGE):
        found = kind_of(passage)
        if kind is not None and found != kind:
            yield kind, "".join(held)
            held = []
        kind = found
        held.append(passage)
    if kind is not None:
        yield kind, "".join(held)
