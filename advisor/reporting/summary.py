"""The one-page answer in finished sentences, built from the biggest contributions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.decision.record import (
    CandidateRecord,
    CostTotal,
    CriterionRecord,
    DecisionRecord,
    RelaxationRecord,
)
from advisor.reporting.hosting import flips
from advisor.reporting.view import Reader, by_status, candidate, entries, full_name, marked
from advisor.reporting.words import N_, Name, Sentence, Words


class CostRow(NamedTuple):
    what: Sentence
    low: str
    base: str
    high: str


class Relaxation(NamedTuple):
    gates: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Title, outcome in words, what is needed."""
    candidates: tuple[str, ...]


class Summary(NamedTuple):
    answer: Sentence
    runner_up: Sentence | None
    why: tuple[Sentence, ...]
    costs: tuple[CostRow, ...]
    cost_note: Sentence | None
    risks: tuple[Sentence, ...]
    changes: tuple[Sentence, ...]
    confidence: Sentence | None
    relaxations: tuple[Relaxation, ...]
    warnings: tuple[str, ...]


def summarize(reader: Reader) -> Summary:
    record, words = reader.record, reader.words
    first = candidate(record, record["recommendation"])
    second = candidate(record, record["runner_up"])
    relaxations = tuple(_relaxation(reader, item) for item in record["relaxations"])
    warnings = tuple(words.text(item) for item in record["warnings"])
    if first is None:
        answer = words.sentence("Nothing qualifies: no model meets every requirement.")
        return Summary(answer, None, (), (), None, (), (), None, relaxations, warnings)
    costs, note = _costs(words, record, first, second)
    return Summary(
        words.sentence("%(name)s is recommended.", name=Name(full_name(first))),
        _runner_up(words, first, second),
        tuple(_why(reader, first, second)),
        costs,
        note,
        tuple(_risks(reader, first)),
        tuple(_changes(words, record)),
        _confidence(words, record, first),
        relaxations,
        warnings,
    )


def _relaxation(reader: Reader, item: RelaxationRecord) -> Relaxation:
    words = reader.words
    gates = tuple(
        (
            reader.title(gate["rule"], "pass"),
            words.outcome(gate["outcome"]),
            tuple(words.text(text) for text in gate["needed"]),
        )
        for gate in item["gates"]
    )
    names = []
    for id in item["candidates"]:
        known = candidate(reader.record, id)
        names.append(full_name(known) if known else id)
    return Relaxation(gates, tuple(names))


def _runner_up(words: Words, first: CandidateRecord, second: CandidateRecord | None) -> Sentence:
    if second is None:
        return words.sentence("There is no runner-up: it is the only model that qualifies.")
    margin = first["value"] - second["value"]
    if margin <= 0:
        return words.sentence(
            "Runner-up: %(name)s, equal in points; the stated tie rule puts it second.",
            name=Name(full_name(second)),
        )
    message = (
        "Runner-up: %(name)s, %(margin)s points of 100 behind, within the margin: their bands "
        "overlap."
        if overlapping(first, second)
        else "Runner-up: %(name)s, %(margin)s points of 100 behind."
    )
    return words.sentence(message, name=Name(full_name(second)), margin=words.points(margin))


def overlapping(first: CandidateRecord, second: CandidateRecord) -> bool:
    """Could what is not known exactly, or not at all, turn the order of the two?"""
    return second["band"][1] > first["band"][0]


def _why(reader: Reader, first: CandidateRecord, second: CandidateRecord | None) -> list[Sentence]:
    """At most five sentences: the place, what earns it, and how it stands to the runner-up."""
    words = reader.words
    count = len(by_status(entries(reader.record), "ranked"))
    found = [
        words.plural(
            "%(name)s is the only model that meets every requirement; it earns %(points)s of 100 "
            "points.",
            "%(name)s comes first of %(count)s models that meet every requirement, with "
            "%(points)s of 100 points.",
            count,
            name=Name(first["name"]),
            points=words.points(first["value"]),
        )
    ]
    order = sorted(first["criteria"], key=lambda item: (-item["contribution"], item["rule"]))
    if len(order) > 1:
        found.append(_strengths(reader, order[0], order[1]))
    if second is not None:
        found.extend(_against(reader, first, second))
    weakest = max(order, key=lambda item: item["weight"] - item["contribution"], default=None)
    if weakest and weakest["weight"] - weakest["contribution"] > 0.0005:
        found.append(
            words.sentence(
                "It leaves most points behind in “%(criterion)s”: %(points)s of %(most)s.",
                criterion=reader.title(weakest["rule"]),
                points=words.points(weakest["contribution"]),
                most=words.points(weakest["weight"]),
            )
        )
    return found


def _strengths(reader: Reader, one: CriterionRecord, two: CriterionRecord) -> Sentence:
    words = reader.words
    return words.sentence(
        "Most of its points come from “%(one)s” (%(one_points)s of %(one_most)s) and “%(two)s” "
        "(%(two_points)s of %(two_most)s).",
        one=reader.title(one["rule"]),
        one_points=words.points(one["contribution"]),
        one_most=words.points(one["weight"]),
        two=reader.title(two["rule"]),
        two_points=words.points(two["contribution"]),
        two_most=words.points(two["weight"]),
    )


def _against(reader: Reader, first: CandidateRecord, second: CandidateRecord) -> list[Sentence]:
    words = reader.words
    other = {item["rule"]: item["contribution"] for item in second["criteria"]}
    gaps = sorted(
        (
            (item["contribution"] - other.get(item["rule"], 0.0), item["rule"])
            for item in first["criteria"]
        ),
        key=lambda gap: (-gap[0], gap[1]),
    )
    found = []
    if gaps and gaps[0][0] > 0.0005:
        found.append(
            words.sentence(
                "It gains most on %(name)s in “%(criterion)s” (%(points)s points).",
                name=Name(second["name"]),
                criterion=reader.title(gaps[0][1]),
                points=words.points(gaps[0][0], sign=True),
            )
        )
    if gaps and gaps[-1][0] < -0.0005:
        found.append(
            words.sentence(
                "%(name)s is better in “%(criterion)s” (%(points)s points for the recommended "
                "model).",
                name=Name(second["name"]),
                criterion=reader.title(gaps[-1][1]),
                points=words.points(gaps[-1][0], sign=True),
            )
        )
    return found


def _total(what: Sentence, words: Words, total: CostTotal, currency: str) -> CostRow:
    low, base, high = (
        words.money(value, currency) for value in (total["low"], total["base"], total["high"])
    )
    return CostRow(what, low, base, high)


def _costs(
    words: Words, record: DecisionRecord, first: CandidateRecord, second: CandidateRecord | None
) -> tuple[tuple[CostRow, ...], Sentence | None]:
    rows = []
    for item in (first, second):
        if item and item["cost"]:
            what = words.sentence("%(name)s", name=Name(full_name(item)))
            rows.append(_total(what, words, item["cost"]["total"], item["cost"]["currency"]))
    if not first["cost"]:
        missing = words.listing(words.text(name) for name in first["cost_missing"])
        note = words.sentence("The cost is not known; missing: %(missing)s.", missing=missing)
        return tuple(rows), note
    return _with_baseline(words, record, first, rows)


def _with_baseline(
    words: Words, record: DecisionRecord, first: CandidateRecord, rows: list[CostRow]
) -> tuple[tuple[CostRow, ...], Sentence | None]:
    baseline, cost = record["baseline"], first["cost"]
    if baseline is None or cost is None:
        note = words.sentence(
            "The profile names no model that is used today, so no saving is told."
        )
        return tuple(rows), note
    today = candidate(record, baseline["candidate"])
    name = Name(full_name(today) if today else baseline["candidate"])
    total = baseline["cost_total"]
    if total is None:
        return tuple(rows), words.sentence(
            "The cost of %(name)s, used today, is not known.", name=name
        )
    what = words.sentence("%(name)s (used today)", name=name)
    rows.append(_total(what, words, total, cost["currency"]))
    if first["id"] == baseline["candidate"]:
        return tuple(rows), words.sentence("The recommended model is the one that is used today.")
    return tuple(rows), _saving(
        words, cost["total"]["base"] - total["base"], total["base"], name, cost["currency"]
    )


def _saving(words: Words, change: float, today: float, name: Name, currency: str) -> Sentence:
    values = {"name": name, "amount": words.money(abs(change), currency)}
    if not today:
        return words.sentence("Base estimate: %(amount)s more than %(name)s.", **values)
    values["share"] = words.percent(abs(change) / today)
    if change <= 0:
        return words.sentence("Base estimate: %(amount)s (%(share)s) less than %(name)s.", **values)
    return words.sentence("Base estimate: %(amount)s (%(share)s) more than %(name)s.", **values)


def _risks(reader: Reader, first: CandidateRecord) -> list[Sentence]:
    words = reader.words
    found = [
        words.sentence("%(reason)s", reason=words.text(item["reason"]))
        for item in first["advisories"]
        if item["outcome"] == "fail"
    ]
    unknown = [item for item in first["advisories"] if item["outcome"] in ("unknown", "error")]
    if unknown:
        titles = words.listing(f"“{reader.title(item['rule'])}”" for item in unknown)
        found.append(words.sentence("Not known: %(titles)s.", titles=titles))
    found.extend(_doubts(words, first))
    found.extend(_unproven(reader, item) for item in first["criteria"] if item["raw"] is None)
    found.extend(_overlaps(reader, first))
    return found


_DOUBTS = {
    "disputed": N_("A source contradicts facts that it rests on: %(facts)s."),
    "stale": N_("Facts that it rests on are older than the profile accepts: %(facts)s."),
}


def _doubts(words: Words, first: CandidateRecord) -> Iterator[Sentence]:
    """The facts behind its gates and points that carry a mark."""
    facts = marked(first)
    for kind, message in _DOUBTS.items():
        labels = [words.text(fact["label"]) for fact in facts if fact.get(kind)]
        if labels:
            yield words.sentence(message, facts=words.listing(labels))


def _unproven(reader: Reader, item: CriterionRecord) -> Sentence:
    words = reader.words
    return words.sentence(
        "Not known: “%(title)s”; it counts with %(points)s of %(most)s points.",
        title=reader.title(item["rule"]),
        points=words.points(item["contribution"]),
        most=words.points(item["weight"]),
    )


def _overlaps(reader: Reader, first: CandidateRecord) -> list[Sentence]:
    """Who could come first, within what is not known."""
    words, low = reader.words, first["band"][0]
    rivals = [
        entry.best
        for entry in by_status(entries(reader.record), "ranked")
        if entry.best["id"] != first["id"] and entry.best["band"][1] >= low
    ]
    if not rivals:
        return []
    rival = max(rivals, key=lambda item: item["band"][1])
    return [
        words.plural(
            "The bands overlap: %(name)s could reach %(high)s points where the recommended model "
            "could fall to %(low)s.",
            "The bands overlap with %(count)s models; %(name)s could reach %(high)s points where "
            "the recommended model could fall to %(low)s.",
            len(rivals),
            name=Name(full_name(rival)),
            high=words.points(rival["band"][1]),
            low=words.points(low),
        )
    ]


def _changes(words: Words, record: DecisionRecord) -> list[Sentence]:
    found = []
    for item in record["switches"]:
        winner = candidate(record, item["winner"])
        found.append(
            words.sentence(
                "At a weight of %(at)s for %(group)s (now %(now)s), %(name)s comes first.",
                at=words.percent(item["switch_at"]),
                group=words.group(item["group"]),
                now=words.percent(item["weight"]),
                name=Name(full_name(winner) if winner else item["winner"]),
            )
        )
    found = found or [
        words.sentence(
            "No weight of a single group is recorded at which another model comes first."
        )
    ]
    against = record.get("flips")
    if against and record["recommendation"] in (against["hosted"], against["service"]):
        told = flips(record, words)
        found += [told.conclusion] if told else []
    return found


def _confidence(words: Words, record: DecisionRecord, first: CandidateRecord) -> Sentence:
    """What it costs to insist on proof: how much better a model for review might be."""
    waiting = [entry.best for entry in by_status(entries(record), "review")]
    rival = max(waiting, key=lambda item: item["band"][1], default=None)
    if rival is None or rival["band"][1] <= first["value"]:
        return words.sentence(
            "None of the models that await a missing fact could overtake the recommended one, "
            "whatever that fact is."
        )
    return words.sentence(
        "%(name)s is set aside until a missing fact is known; at best it would earn %(high)s "
        "points, %(gain)s more than the recommended model.",
        name=Name(full_name(rival)),
        high=words.points(rival["band"][1]),
        gain=words.points(rival["band"][1] - first["value"]),
    )
