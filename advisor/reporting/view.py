"""What every report format shows, in the order it shows it: models, findings, and citations.

A model stands once, by its best candidate; the other ways to get it fold beneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from advisor.decision.record import (
    CandidateRecord,
    Contradiction,
    CriterionRecord,
    DecisionRecord,
    FactRecord,
    FindingRecord,
    Marked,
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

Chosen = Sequence[tuple[CandidateRecord, bool]]
"""Candidates whose costs are shown, and whether each is used today."""


class Cite(NamedTuple):
    number: int
    anchor: str
    """The id of this place; empty where the same block has cited the source before."""


class Place(NamedTuple):
    """Where a source is cited, as the register says it."""

    label: str
    block: str
    anchor: str


class Mark(NamedTuple):
    """What speaks against a fact."""

    kind: str
    """``disputed`` or ``stale``."""
    word: str
    """The same in words."""
    text: str
    """Who says what else, and why that lost; or how old it is."""
    cites: tuple[Cite, ...]


class Quoted(NamedTuple):
    """The license clause that a fact rests on."""

    license: str
    section: str
    """``section 2``, or a heading; empty where the clause names none."""
    text: str
    link: str
    url: str
    read: str
    through: str
    """The base model whose license it is; empty for the model's own."""


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
    marks: tuple[Mark, ...]
    clause: Quoted | None


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


@lru_cache(maxsize=4096)
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
            self.marks(fact, fact["unit"], fact["name"]),
            None if known else quoted(fact, words),
        )

    def marks(self, marked: Marked, unit: str | None = None, name: str = "") -> tuple[Mark, ...]:
        """What speaks against a fact. A claim that this block has told already is a word alone."""
        if "disputed" not in marked and "stale" not in marked:
            return ()
        words, found = self.words, []
        told = list(contradictions(marked, unit, name, self.record["sources"], words))
        new = [(source, said) for source, said in told if said not in self._told]
        self._told.update(said for _, said in new)
        for source, said in new or ([("", "")] if told else []):
            cites = self.citations.cite([source])
            found.append(Mark("disputed", words.mark("disputed"), said, cites))
        if days := marked.get("stale"):
            found.append(Mark("stale", words.mark("stale"), age(days, words), ()))
        return tuple(found)

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


def contradictions(
    marked: Marked,
    unit: str | None,
    name: str,
    sources: dict[str, SourceRecord],
    words: Words,
) -> Iterator[tuple[str, str]]:
    """Who contradicts, and in words: ``llm-stats says 1,000,000 tokens (input and output added)``.

    What one source says for one reason is told together. Of a claim about another field than that
    of the fact ``name`` the field is told.
    """
    together: dict[tuple[str, str], list[Contradiction]] = {}
    for claim in marked.get("disputed", ()):
        together.setdefault((claim["source"], claim["why"]), []).append(claim)
    for (source, why), claims in together.items():
        title = sources[source]["title"] if source in sources else source
        said = words.sentence(
            "%(source)s says %(values)s (%(why)s)",
            source=title,
            values=words.listing(_claimed(claim, unit, name, words) for claim in claims),
            why=words.text(why),
        )
        yield source, said.say()


def _claimed(claim: Contradiction, unit: str | None, name: str, words: Words) -> str:
    field = claim["field"].rpartition("].")[2]
    if name and field.rpartition(".")[2] == name.rpartition(".")[2]:
        return words.value(claim["value"], unit)
    value = words.value(claim["value"])
    return words.gettext("%(value)s of %(field)s") % {"value": value, "field": field}


def age(days: int, words: Words) -> str:
    """How long ago a stale fact was last supported."""
    return words.plural(
        "last supported %(count)s day ago", "last supported %(count)s days ago", days
    ).say()


def quoted(fact: FactRecord, words: Words) -> Quoted | None:
    """The clause of a fact that a license states."""
    clause = fact.get("clause")
    if clause is None:
        return None
    return Quoted(
        clause["license"],
        words.section(clause["section"]),
        words.text(clause["text"]),
        safe_url(clause["url"]),
        clause["url"] or "",
        words.date(clause["read"]),
        clause["through"] or "",
    )


def quotes(finding: FindingRecord, words: Words) -> tuple[Quoted, ...]:
    """The clauses that a finding rests on, each once."""
    found = (quoted(fact, words) for fact in finding["facts"])
    return tuple(dict.fromkeys(clause for clause in found if clause))


def weighty(candidate: CandidateRecord) -> Iterator[FactRecord]:
    """The facts that its place rests on: those of its gates, and of its criteria with a weight."""
    for gate in candidate["gates"]:
        yield from gate["facts"]
    for criterion in candidate["criteria"]:
        if criterion["weight"]:
            yield from criterion["facts"]


def marked(candidate: CandidateRecord) -> list[FactRecord]:
    """Those of them that something speaks against, each once."""
    found: dict[str, FactRecord] = {}
    for fact in weighty(candidate):
        if fact.get("disputed") or fact.get("stale"):
            found.setdefault(fact["name"], fact)
    return list(found.values())


def _needed(finding: Any) -> list[str]:
    needed: list[str] = finding.get("needed", [])
    return needed


def decisive(candidate: CandidateRecord) -> list[FindingRecord]:
    """The gates that keep a candidate from being ranked: what failed, else what is not known."""
    failed = [gate for gate in candidate["gates"] if gate["outcome"] == "fail"]
    return failed or [
        gate for gate in candidate["gates"] if gate["outcome"] in ("unknown", "error")
    ]


def unsettled(candidate: CandidateRecord) -> list[str]:
    """The facts that keep it from being ranked because they are missing, each once; a rule by its
    id where it names none."""
    found = [
        f"{gate['rule']}: {gate['reason']}" if gate["outcome"] == "error" else text
        for gate in decisive(candidate)
        for text in gate["missing"] or [gate["rule"]]
    ]
    return list(dict.fromkeys(found))
