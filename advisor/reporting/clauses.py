"""The license clauses that decide for this profile, each with all the models that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.decision.record import FactRecord, FindingRecord
from advisor.reporting.view import Entry, Quoted, Reader, decisive, leaders, quoted


class Binding(NamedTuple):
    title: str
    """The rule's finished sentence for this outcome."""
    word: str
    """The outcome in words."""
    note: str
    """The profile's own number against the clause's; empty where the clause names none."""
    clause: Quoted
    models: tuple[str, ...]


def binding(found: Sequence[Entry], reader: Reader) -> tuple[Binding, ...]:
    """What the first models are held against by number, and what keeps the others out."""
    models: dict[Binding, list[str]] = {}
    first = [entry.number for entry in leaders(found)]
    for entry in found:
        for finding, fact in _decided(entry, entry.number in first):
            clause = quoted(fact, reader.words)
            assert clause
            key = Binding(
                reader.title(finding["rule"], finding["outcome"]),
                reader.words.outcome(finding["outcome"]),
                reader.words.text(fact["note"]),
                clause,
                (),
            )
            names = models.setdefault(key, [])
            if entry.best["name"] not in names:
                names.append(entry.best["name"])
    return tuple(key._replace(models=tuple(names)) for key, names in models.items())


def _decided(entry: Entry, leads: bool) -> Iterator[tuple[FindingRecord, FactRecord]]:
    """Findings with the clause that decided; of a fact that repeats a clause, the first."""
    for finding in entry.best["gates"] if leads else decisive(entry.best):
        seen = []
        for fact in finding["facts"]:
            if "clause" in fact and fact["clause"] not in seen and (fact["note"] or not leads):
                seen.append(fact["clause"])
                yield finding, fact
