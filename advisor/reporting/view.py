"""What every report format shows, in the order it shows it: models, findings, and citations.

A model stands once, by its best candidate; the other ways to get it fold beneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from advisor.decision.record import (
    CandidateRecord,
    CriterionRecord,
    DecisionRecord,
    FactRecord,
    FindingRecord,
    ModelRecord,
    SourceRecord,
)
from advisor.reporting.words import Words, visible

DETAILED = 5
"""So many ranked models, and so many for review, are shown with all their evidence."""
OPERANDS = 3
"""So many figures of a finding that holds are told; of one that does not, all."""
LEADERS = 3
"""So many models are shown with their costs and duties."""


class Cite(NamedTuple):
    number: int
    anchor: str
    """The id of this place; empty where the same block has cited the source before."""


class Place(NamedTuple):
    """Where a source is cited, as the register says it."""

    label: str
    block: str
    anchor: str


class Fact(NamedTuple):
    label: str
    value: str
    known: bool
    by: str
    """``vendor``, ``independent``, ``own`` or empty."""
    claim: str
    """The same in words."""
    as_of: str
    note: str
    link: str
    cites: tuple[Cite, ...]


class Finding(NamedTuple):
    rule: int
    title: str
    outcome: str
    word: str
    reason: str
    facts: tuple[Fact, ...]
    missing: str
    needed: tuple[str, ...]


class Entry(NamedTuple):
    """One model: its best candidate, and the other ways to get it."""

    number: int
    model: ModelRecord
    best: CandidateRecord
    others: tuple[CandidateRecord, ...]

    @property
    def label(self) -> str:
        return full_name(self.best)


def full_name(candidate: CandidateRecord) -> str:
    """``DeepSeek R1 · Together AI``."""
    return f"{candidate['name']} · {candidate['provider_name']}"


def safe_url(url: str | None) -> str:
    """``url`` if it is a plain http or https address, else nothing: the rest is shown as text."""
    if not url or visible(url) != url or any(c.isspace() or c in "\\\"'<>`" for c in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


class Citations:
    """Numbers every source that is cited, and keeps where, so that links lead both ways."""

    def __init__(self, sources: dict[str, SourceRecord]) -> None:
        self.sources = sources
        self.places: dict[str, list[Place]] = {}
        self._label, self._block = "", ""
        self._seen: set[str] = set()
        self._count = 0

    def block(self, label: str, block: str) -> None:
        """From here on, places belong to ``label`` (a model's name) in ``block`` (a section)."""
        self._label, self._block = label, block
        self._seen = set()

    def cite(self, keys: Iterable[str]) -> tuple[Cite, ...]:
        return tuple(self._one(key) for key in dict.fromkeys(keys) if key in self.sources)

    def _one(self, key: str) -> Cite:
        number = self.sources[key]["number"]
        if key in self._seen:
            return Cite(number, "")
        self._seen.add(key)
        self._count += 1
        anchor = f"c{self._count}"
        self.places.setdefault(key, []).append(Place(self._label, self._block, anchor))
        return Cite(number, anchor)


def entries(record: DecisionRecord) -> list[Entry]:
    """Each model once, in the record's order of its best candidate."""
    ways: dict[str, list[CandidateRecord]] = {}
    for candidate in record["candidates"]:
        ways.setdefault(candidate["model"], []).append(candidate)
    best = {
        model: next((item for item in found if item["best"]), found[0])
        for model, found in ways.items()
    }
    chosen = {item["id"] for item in best.values()}
    ordered = [item for item in record["candidates"] if item["id"] in chosen]
    return [
        Entry(
            number,
            record["models"][item["model"]],
            item,
            tuple(other for other in ways[item["model"]] if other is not item),
        )
        for number, item in enumerate(ordered, 1)
    ]


def by_status(found: Sequence[Entry], status: str) -> list[Entry]:
    return [entry for entry in found if entry.best["status"] == status]


def candidate(record: DecisionRecord, id: str | None) -> CandidateRecord | None:
    """The candidate with this id, if any."""
    return next((item for item in record["candidates"] if item["id"] == id), None)


def detailed(record: DecisionRecord, found: Sequence[Entry]) -> list[Entry]:
    """The models whose evidence is shown in full: the first of each kind, and today's."""
    chosen = by_status(found, "ranked")[:DETAILED] + by_status(found, "review")[:DETAILED]
    baseline = record["baseline"]
    today = candidate(record, baseline["candidate"]) if baseline else None
    for entry in found:
        if today and entry.best["model"] == today["model"] and entry not in chosen:
            chosen.append(entry)
    return chosen


def leaders(found: Sequence[Entry]) -> list[Entry]:
    """The first three ranked models; where nothing is ranked, the first three for review."""
    return (by_status(found, "ranked") or by_status(found, "review"))[:LEADERS]


class Reader:
    """Turns findings and facts of the record into what is shown, and notes what they cite."""

    def __init__(self, record: DecisionRecord, words: Words) -> None:
        self.record = record
        self.words = words
        self.citations = Citations(record["sources"])
        self._told: set[str] = set()
        self.rule_numbers = {rule: number for number, rule in enumerate(sorted(record["rules"]), 1)}

    def title(self, rule: str, outcome: str = "pass") -> str:
        """The rule's finished sentence for this outcome."""
        found = self.record["rules"].get(rule)
        if not found:
            return rule
        return self.words.text(found["fail_title" if outcome == "fail" else "pass_title"])

    def block(self, label: str, block: str) -> None:
        """From here on, all that is read belongs to ``label`` in ``block``, where a figure's
        circumstances are told once."""
        self.citations.block(label, block)
        self._told = set()

    def fact(self, fact: FactRecord, said: str = "") -> Fact:
        """``said`` is the sentence beside it: what stands there is not repeated."""
        words = self.words
        by = fact["by"] or ""
        known, note = fact["name"] in self._told, fact["note"] or ""
        self._told.add(fact["name"])
        return Fact(
            words.text(fact["label"]),
            words.value(fact["value"], fact["unit"]),
            fact["value"] is not None,
            by,
            words.claimant(by),
            "" if known else words.date(fact["as_of"]),
            "" if known or note in said else words.text(note),
            "" if known else safe_url(fact["url"]),
            self.citations.cite(fact["sources"]),
        )

    def facts(self, finding: FindingRecord | CriterionRecord) -> tuple[Fact, ...]:
        """The figures of a finding: what it rests on, then what this block has not told yet."""
        shown: list[Fact] = []
        for place, fact in enumerate(finding["facts"]):
            decides = place == 0 or fact["name"] in finding["missing"]
            new = fact["name"] not in self._told and fact["value"] is not None
            enough = finding["outcome"] == "pass" and len(shown) >= OPERANDS
            if decides or (new and not enough):
                shown.append(self.fact(fact, finding["reason"]))
        return tuple(shown)

    def finding(self, finding: FindingRecord | CriterionRecord) -> Finding:
        words, reason = self.words, finding["reason"]
        unsaid = [name for name in finding["missing"] if name not in reason]
        return Finding(
            self.rule_numbers.get(finding["rule"], 0),
            self.title(finding["rule"], finding["outcome"]),
            finding["outcome"],
            words.outcome(finding["outcome"]),
            words.text(reason),
            self.facts(finding),
            words.listing(words.text(name) for name in unsaid),
            tuple(words.text(item) for item in _needed(finding)),
        )


def _needed(finding: Any) -> list[str]:
    needed: list[str] = finding.get("needed", [])
    return needed


def decisive(candidate: CandidateRecord) -> list[FindingRecord]:
    """The gates that keep a candidate from being ranked: what failed, else what is not known."""
    failed = [gate for gate in candidate["gates"] if gate["outcome"] == "fail"]
    return failed or [
        gate for gate in candidate["gates"] if gate["outcome"] in ("unknown", "error")
    ]
