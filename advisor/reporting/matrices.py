"""Candidates by status, the gate table, the score matrix: what stands in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from advisor.decision.record import CandidateRecord, CriterionRecord, FindingRecord
from advisor.reporting.charts import BarInput, Bars, contributions
from advisor.reporting.view import (
    Cite,
    Entry,
    Finding,
    Mark,
    Quoted,
    Reader,
    by_status,
    decisive,
    detailed,
    full_name,
    quotes,
    unsettled,
)
from advisor.reporting.words import Name, Sentence, Words

COLUMNS = 6
"""So many models stand side by side in one table: what a printed page holds."""
CODES = {"pass": "p", "fail": "f", "unknown": "u", "not_applicable": "n", "error": "e"}
CHARTED = 10
EXPLAINED = 10
"""So many models of each list stand there with everything; the others take a line or two."""
COMPARED = 18
"""So many models stand in the gate table and the score matrix; the record holds them all."""


class Way(NamedTuple):
    """Another way to get a model."""

    id: str
    place: str
    """What stands after the ``@``: the provider, and which of its offers."""
    status: str
    word: str
    points: str
    cost: str
    reasons: tuple[str, ...]
    """What keeps it out, in a line, where that is not what keeps the best way out."""


class Row(NamedTuple):
    """A model in the list of its status."""

    number: int
    rank: str
    name: str
    provider: str
    kind: str
    id: str
    points: str
    band: str
    cost: str
    reasons: tuple[str, ...]
    told: tuple[str, ...]
    ways: tuple[Way, ...]
    brief: bool
    status: str


class Column(NamedTuple):
    number: int
    name: str
    provider: str
    status: str
    word: str


class Line(NamedTuple):
    """A rule across the models of one table."""

    rule: int
    title: str
    weight: str
    cells: tuple[tuple[str, ...], ...]


class Chunk(NamedTuple):
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[tuple[str, str], ...]


class Evidence(NamedTuple):
    """All findings of one model."""

    column: Column
    findings: tuple[Finding, ...]
    told: tuple[Finding, ...]
    """The advisories that have something to tell."""
    quiet: str
    """Those that have not."""
    skipped: str


class Score(NamedTuple):
    """What a criterion earns for one model."""

    finding: Finding
    points: str
    most: str


class Scores(NamedTuple):
    column: Column
    scores: tuple[Score, ...]
    points: str
    band: str


class Kept(NamedTuple):
    """A model that a finding keeps from being ranked, with the figure that decided."""

    name: str
    value: str
    cites: tuple[Cite, ...]
    marks: tuple[Mark, ...]


class Decisive(NamedTuple):
    """One finding, and all the models that it keeps from being ranked."""

    rule: int
    outcome: str
    word: str
    reason: str
    clauses: tuple[Quoted, ...]
    models: tuple[Kept, ...]


class Gates(NamedTuple):
    chunks: tuple[Chunk, ...]
    skipped: str
    evidence: tuple[Evidence, ...]
    decisive: tuple[Decisive, ...]
    more: int
    """So many models that are ranked or for review are not in the tables."""


class Matrix(NamedTuple):
    chunks: tuple[Chunk, ...]
    details: tuple[Scores, ...]
    chart: Bars | None
    conclusion: Sentence | None
    groups: tuple[str, ...]
    group_rows: tuple[tuple[str, tuple[str, ...], str], ...]
    more: int


def column(entry: Entry, words: Words) -> Column:
    best = entry.best
    return Column(
        entry.number,
        best["name"],
        best["provider_name"],
        best["status"],
        words.status(best["status"]),
    )


def cost_text(candidate: CandidateRecord, words: Words) -> str:
    """The base estimate over the horizon, or that it is not known."""
    if not candidate["cost"]:
        return words.gettext("unknown")
    return words.money(candidate["cost"]["total"]["base"], candidate["cost"]["currency"])


def band_text(band: Sequence[float], words: Words) -> str:
    return words.span(words.points(band[0]), words.points(band[1]))


def rows(found: Sequence[Entry], status: str, reader: Reader) -> tuple[Row, ...]:
    listed = by_status(found, status)
    return tuple(_row(entry, reader, place < EXPLAINED) for place, entry in enumerate(listed))


def _row(entry: Entry, reader: Reader, explained: bool) -> Row:
    words, best = reader.words, entry.best
    return Row(
        entry.number,
        words.number(best["rank"]) if best["rank"] is not None else "",
        best["name"],
        best["provider_name"],
        words.kind(best["kind"]),
        best["id"],
        words.points(best["value"]),
        band_text(best["band"], words),
        cost_text(best, words),
        _reasons(best, reader) if explained else _in_brief(best, reader),
        tuple(
            reader.title(item["rule"], "fail")
            for item in best["advisories"]
            if explained and item["outcome"] == "fail"
        ),
        tuple(_way(item, best, explained, reader) for item in entry.others),
        not explained,
        best["status"],
    )


def _way(item: CandidateRecord, best: CandidateRecord, explained: bool, reader: Reader) -> Way:
    words = reader.words
    reasons = _in_brief(item, reader) if explained and item["status"] != "ranked" else ()
    return Way(
        item["id"],
        item["id"].partition("@")[2],
        item["status"],
        words.status(item["status"]),
        words.points(item["value"]),
        cost_text(item, words),
        tuple(text for text in reasons if text not in _in_brief(best, reader)),
    )


def _reasons(item: CandidateRecord, reader: Reader) -> tuple[str, ...]:
    """Why it stands where it stands: its best criteria, or what keeps it out."""
    words = reader.words
    if item["status"] != "ranked":
        return tuple(words.text(gate["reason"]) for gate in decisive(item))
    best = sorted(item["criteria"], key=lambda c: (-c["contribution"], c["rule"]))[:2]
    earned = (
        words.gettext("%(title)s %(points)s")
        % {"title": reader.title(c["rule"]), "points": words.points(c["contribution"], sign=True)}
        for c in best
        if c["contribution"] > 0
    )
    return (words.listing(earned),) if best else ()


def _in_brief(item: CandidateRecord, reader: Reader) -> tuple[str, ...]:
    """The same in a line: the requirements that fail, or the facts that are missing."""
    words = reader.words
    if item["status"] == "rejected":
        titles = (reader.title(gate["rule"], "fail") for gate in decisive(item))
        return ("; ".join(titles),)
    if item["status"] == "review":
        facts = words.listing(words.text(name) for name in unsettled(item))
        return (words.gettext("Not known: %(facts)s") % {"facts": facts},)
    return _reasons(item, reader)


def _chunks(found: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Tables of even width, none wider than a page."""
    parts = -(-len(found) // COLUMNS)
    for part in range(parts):
        yield found[len(found) * part // parts : len(found) * (part + 1) // parts]


def gates(found: Sequence[Entry], reader: Reader) -> Gates:
    """The gate table of what is ranked and for review; of the rejected, what was decisive."""
    shown = by_status(found, "ranked") + by_status(found, "review")
    asked = _asked(shown)
    outcomes = {
        entry.number: {gate["rule"]: gate["outcome"] for gate in entry.best["gates"]}
        for entry in shown
    }
    compared = shown[:COMPARED]
    chunks = tuple(_gate_chunk(part, asked, outcomes, reader) for part in _chunks(compared))
    full = detailed(reader.record, found)
    evidence = tuple(_evidence(entry, reader) for entry in full)
    rest = [entry for entry in found if entry not in full and entry.best["status"] != "ranked"]
    return Gates(
        chunks,
        _skipped([gate for entry in shown for gate in entry.best["gates"]], set(asked), reader),
        evidence,
        _decisive(rest, reader),
        len(shown) - len(compared),
    )


def _asked(shown: Sequence[Entry]) -> list[str]:
    """The gates that the profile asks of any of these models, in the record's order."""
    asked: dict[str, None] = {}
    for entry in shown:
        for gate in entry.best["gates"]:
            if gate["outcome"] != "not_applicable":
                asked[gate["rule"]] = None
    return list(asked)


def _skipped(findings: Sequence[FindingRecord], asked: set[str], reader: Reader) -> str:
    names = dict.fromkeys(item["rule"] for item in findings if item["rule"] not in asked)
    return reader.words.listing(f"“{reader.title(name)}”" for name in names)


def _gate_chunk(
    part: Sequence[Entry],
    asked: Sequence[str],
    outcomes: Mapping[int, Mapping[str, str]],
    reader: Reader,
) -> Chunk:
    words = reader.words
    lines = []
    for rule in asked:
        cells = []
        for entry in part:
            outcome = outcomes[entry.number].get(rule, "not_applicable")
            cells.append((CODES.get(outcome, "e"), words.outcome(outcome)))
        lines.append(Line(reader.rule_numbers.get(rule, 0), reader.title(rule), "", tuple(cells)))
    return Chunk(tuple(column(entry, words) for entry in part), tuple(lines), ())


def _evidence(entry: Entry, reader: Reader) -> Evidence:
    reader.block(entry.label, reader.words.gettext("requirements"))
    best = entry.best
    asked = [gate for gate in best["gates"] if gate["outcome"] != "not_applicable"]
    quiet = [item["rule"] for item in best["advisories"] if item["outcome"] == "pass"]
    told = [
        item for item in best["advisories"] if item["outcome"] not in ("pass", "not_applicable")
    ]
    return Evidence(
        column(entry, reader.words),
        tuple(reader.finding(gate) for gate in asked),
        tuple(reader.finding(item) for item in told),
        reader.words.listing(f"“{reader.title(rule)}”" for rule in quiet),
        _skipped(best["gates"], {gate["rule"] for gate in asked}, reader),
    )


def _decisive(rest: Sequence[Entry], reader: Reader) -> tuple[Decisive, ...]:
    """What keeps these models from being ranked, each finding once with all whom it concerns."""
    words = reader.words
    reader.block(words.gettext("Other models"), words.gettext("decisive findings"))
    found: dict[tuple[str, str, str], list[Kept]] = {}
    clauses: dict[tuple[str, str, str], tuple[Quoted, ...]] = {}
    for entry in rest:
        for gate in decisive(entry.best):
            known = [fact for fact in gate["facts"] if not fact["name"].startswith("profile.")]
            value = known[0]["value"] if known else None
            kept = Kept(
                entry.best["name"],
                "" if value is None else words.value(value, known[0]["unit"]),
                reader.citations.cite(known[0]["sources"]) if known else (),
                reader.marks(known[0], known[0]["unit"], known[0]["name"]) if known else (),
            )
            key = gate["rule"], gate["outcome"], gate["reason"]
            found.setdefault(key, []).append(kept)
            if key not in clauses:
                clauses[key] = quotes(gate, words)
    order = sorted(found, key=lambda key: (key[1] != "fail", -len(found[key]), key))
    return tuple(
        Decisive(
            reader.rule_numbers.get(rule, 0),
            outcome,
            words.outcome(outcome),
            words.text(reason),
            clauses[rule, outcome, reason],
            tuple(found[rule, outcome, reason]),
        )
        for rule, outcome, reason in order
    )


def scores(found: Sequence[Entry], reader: Reader) -> Matrix:
    """What each criterion is worth for each model that is ranked or for review."""
    words = reader.words
    shown = by_status(found, "ranked") + by_status(found, "review")
    rules = list(dict.fromkeys(item["rule"] for entry in shown for item in entry.best["criteria"]))
    chunks = tuple(_score_chunk(part, rules, reader) for part in _chunks(shown[:COMPARED]))
    details = tuple(
        _scores(entry, reader)
        for entry in detailed(reader.record, found)
        if entry.best["status"] != "rejected"
    )
    ranked = by_status(found, "ranked")[:CHARTED]
    groups = list(
        dict.fromkeys(
            item["group"] for entry in ranked for item in entry.best["criteria"] if item["weight"]
        )
    )
    names = tuple(words.group(group) for group in groups)
    parts = [(entry, _by_group(entry.best, groups)) for entry in ranked]
    inputs = [_bar(entry, points, words) for entry, points in parts]
    return Matrix(
        chunks,
        details,
        contributions(inputs, names, lambda value: words.number(value, 0))
        if inputs and names
        else None,
        _conclusion(parts, names, words),
        names,
        tuple(_group_row(entry, points, words) for entry, points in parts),
        max(0, len(shown) - COMPARED),
    )


def _score_chunk(part: Sequence[Entry], rules: Sequence[str], reader: Reader) -> Chunk:
    words = reader.words
    lines = []
    for rule in rules:
        found = [
            next((item for item in entry.best["criteria"] if item["rule"] == rule), None)
            for entry in part
        ]
        weight = reader.record["weights"].get(rule, 0.0)
        lines.append(
            Line(
                reader.rule_numbers.get(rule, 0),
                reader.title(rule),
                words.percent(weight),
                tuple(_score_cell(item, words) for item in found),
            )
        )
    totals = tuple(
        (words.points(entry.best["value"]), band_text(entry.best["band"], words)) for entry in part
    )
    return Chunk(tuple(column(entry, words) for entry in part), tuple(lines), totals)


def _score_cell(item: CriterionRecord | None, words: Words) -> tuple[str, ...]:
    """Class, the raw figure, its value, its points, and the band where it is not a point."""
    if item is None:
        return ("n", words.outcome("not_applicable"), "", "", "")
    low, high = item["band"]
    return (
        "u" if item["raw"] is None else "",
        words.value(item["raw"], item["unit"]),
        words.points(item["value"]),
        words.points(item["contribution"], sign=True),
        band_text(item["band"], words) if high - low > 0.0005 else "",
    )


def _scores(entry: Entry, reader: Reader) -> Scores:
    words = reader.words
    reader.block(entry.label, words.gettext("scores"))
    found = tuple(
        Score(
            reader.finding(item),
            words.points(item["contribution"], sign=True),
            words.points(item["weight"]),
        )
        for item in entry.best["criteria"]
    )
    best = entry.best
    return Scores(
        column(entry, words), found, words.points(best["value"]), band_text(best["band"], words)
    )


def _by_group(best: CandidateRecord, groups: Sequence[str]) -> list[float]:
    """Points of 100 that each group of criteria contributes."""
    return [
        100 * sum(item["contribution"] for item in best["criteria"] if item["group"] == group)
        for group in groups
    ]


def _bar(entry: Entry, points: Sequence[float], words: Words) -> BarInput:
    best = entry.best
    return BarInput(
        f"{words.number(best['rank'] or 0)}. {full_name(best)}",
        words.points(best["value"]),
        points,
        100 * best["band"][0],
        100 * best["band"][1],
    )


def _conclusion(
    parts: Sequence[tuple[Entry, Sequence[float]]], names: Sequence[str], words: Words
) -> Sentence | None:
    """What the chart shows, in words."""
    if not parts or not names:
        return None
    first, points = parts[0]
    most = max(range(len(names)), key=lambda i: (points[i], -i))
    return words.sentence(
        "%(name)s leads with %(points)s of 100 points, of which %(part)s come from %(group)s.",
        name=Name(first.label),
        points=words.points(first.best["value"]),
        part=words.number(points[most], 1),
        group=names[most],
    )


def _group_row(
    entry: Entry, points: Sequence[float], words: Words
) -> tuple[str, tuple[str, ...], str]:
    cells = tuple(words.number(value, 1) for value in points)
    return entry.label, cells, words.points(entry.best["value"])
