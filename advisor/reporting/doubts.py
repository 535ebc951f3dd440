"""What speaks against the facts that a candidate's place rests on, one line each."""

from __future__ import annotations

from typing import NamedTuple

from advisor.decision.record import CandidateRecord, DecisionRecord
from advisor.reporting.view import Reader, weighty
from advisor.reporting.words import SIGNS, Words


class Doubt(NamedTuple):
    sign: str
    """``≠`` disputed, ``†`` stale, ``!`` claimed by the maker alone."""
    text: str


def doubts(record: DecisionRecord, item: CandidateRecord) -> list[Doubt]:
    """The marks of its gates' and criteria's facts, and the makers' claims that count."""
    words = Words("en")
    reader = Reader(record, words)
    labels: dict[tuple[str, str], list[str]] = {}
    for fact in weighty(item):
        against = [
            (SIGNS[mark.kind], f"{mark.word}: {mark.text}")
            for mark in reader.marks(fact, fact["unit"], fact["name"])
            if mark.text
        ]
        if fact["by"] == "vendor" and fact["value"] is not None:
            against.append(("!", f"{words.claimant('vendor')} alone"))
        for doubt in against:
            labels.setdefault(doubt, []).append(fact["label"])
    return [
        Doubt(sign, f"{', '.join(dict.fromkeys(of))}: {text}")
        for (sign, text), of in labels.items()
    ]
