"""Why one candidate stands where it stands: each gate and point, with operands and sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from advisor.decision.record import (
    CandidateRecord,
    CriterionRecord,
    DecisionRecord,
    FindingRecord,
)
from advisor.reporting import outline
from advisor.reporting.hosting import brief, parts
from advisor.reporting.outline import Line, Outline, Section, fact_lines, source_lines
from advisor.reporting.view import decisive, full_name
from advisor.reporting.words import Words

MARKS = {"pass": "pass", "fail": "FAIL", "unknown": "open", "error": "error"}


def render(
    record: DecisionRecord, item: CandidateRecord, color: bool, width: int | None = None
) -> str:
    """For a terminal."""
    return outline.to_terminal(_outline(record, item), color, width)


def markdown(record: DecisionRecord, item: CandidateRecord) -> str:
    return outline.to_markdown(_outline(record, item))


def to_json(record: DecisionRecord, item: CandidateRecord) -> str:
    """The candidate's own record with the rules, the model and the sources that it cites."""
    rules = {part["rule"] for part in _parts(item)}
    told = {
        "schema_version": record["schema_version"],
        "as_of": record["as_of"],
        "inputs": record["inputs"],
        "candidate": item,
        "ranked": len(record["ranking"]),
        "in_the_way": [gate["rule"] for gate in decisive(item)],
        "model": record["models"][item["model"]],
        "rules": {key: rule for key, rule in record["rules"].items() if key in rules},
        "sources": {key: record["sources"][key] for key in _cited(record, item)},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def _parts(item: CandidateRecord) -> Iterator[FindingRecord | CriterionRecord]:
    yield from item["gates"]
    yield from item["criteria"]
    yield from item["advisories"]


def _cited(record: DecisionRecord, item: CandidateRecord) -> list[str]:
    keys = [key for part in _parts(item) for fact in part["facts"] for key in fact["sources"]]
    keys += [line["source"] for line in (item["cost"]["prices"] if item["cost"] else ())]
    keys += [dispute["source"] for dispute in record["models"][item["model"]]["disputed"]]
    return [key for key in dict.fromkeys(keys) if key in record["sources"]]


def _outline(record: DecisionRecord, item: CandidateRecord) -> Outline:
    words = Words("en")
    return Outline(
        f"{full_name(item)} ({item['id']})",
        list(_head(record, item, words)),
        (
            Section("What would have to be different", list(_different(record, item))),
            Section("Requirements", list(_gates(record, item, words))),
            Section("Points: weight x worth", list(_points(record, item, words))),
            Section("To know", list(_advisories(record, item, words))),
            Section("Cost", list(_cost(record, item, words))),
            Section("Disputed claims that lost", list(_disputes(record, item, words))),
            Section("Other ways to get it", list(_others(record, item, words))),
            Section("Sources", source_lines(_cited(record, item), record["sources"])),
        ),
    )


def _head(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[str]:
    low, high = (words.points(end) for end in item["band"])
    value = f"{words.points(item['value'])} of 100 points (band {words.span(low, high)})"
    blocking = decisive(item)
    if item["status"] == "ranked":
        place = f"Place {item['rank']} of {len(record['ranking'])} ranked models"
        yield f"{place}: {value}."
    elif item["status"] == "review":
        yield f"For review: nothing required fails, {_count(blocking)} cannot be decided. {value}."
    else:
        yield f"Rejected: {_count(blocking)} not met. {value}, which do not count."
    yield f"{record['title']}, as of {record['as_of']}"


def _count(blocking: Sequence[FindingRecord]) -> str:
    return f"{len(blocking)} requirement{'' if len(blocking) == 1 else 's'}"


def _different(record: DecisionRecord, item: CandidateRecord) -> Iterator[Line]:
    """For each gate in the way: what it needs, in the figure's own units, and the rule's remedy."""
    for gate in decisive(item):
        rule = record["rules"][gate["rule"]]
        needed = "; ".join(gate["needed"]) or rule["pass_title"]
        yield Line(needed, 0, MARKS.get(gate["outcome"], gate["outcome"]))
        if rule["remedy"]:
            yield Line(rule["remedy"], 1)


def _gates(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[Line]:
    order = {"fail": 0, "error": 1, "unknown": 2, "pass": 3}
    asked = [gate for gate in item["gates"] if gate["outcome"] != "not_applicable"]
    for gate in sorted(asked, key=lambda gate: (order[gate["outcome"]], gate["rule"])):
        yield from _finding(record, gate, words)
    skipped = [gate["rule"] for gate in item["gates"] if gate["outcome"] == "not_applicable"]
    if skipped:
        yield Line(f"Not asked by the profile: {', '.join(skipped)}", 0, "", "dim")


def _finding(record: DecisionRecord, finding: FindingRecord, words: Words) -> Iterator[Line]:
    yield Line(f"{finding['reason']} [{finding['rule']}]", 0, MARKS[finding["outcome"]])
    yield from _facts(finding["facts"], record, words)


def _facts(facts: Iterable[Any], record: DecisionRecord, words: Words) -> Iterator[Line]:
    told: set[Line] = set()
    for fact in facts:
        for line in fact_lines(fact, record["sources"], words, 1):
            # A clause is quoted once; a mark stands at every fact.
            if line.mark or line not in told:
                told.add(line)
                yield line


def _points(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[Line]:
    weighty = [part for part in item["criteria"] if part["weight"]]
    for part in sorted(weighty, key=lambda part: (-part["weight"], part["rule"])):
        title = record["rules"][part["rule"]]["pass_title"]
        low, high = part["band"]
        band = (
            "" if low == high else f", {words.span(words.points(low), words.points(high))} possible"
        )
        account = (
            f"{words.percent(part['weight'])} x {words.points(part['value'])} "
            f"= {words.points(part['contribution'])} points"
        )
        yield Line(
            f"{title}: {account}{band} [{part['rule']}]",
            0,
            "open" if part["outcome"] == "unknown" else "",
        )
        yield from _facts(part["facts"], record, words)
    idle = [part["rule"] for part in item["criteria"] if not part["weight"]]
    if idle:
        yield Line(f"Without weight in this profile: {', '.join(idle)}", 0, "", "dim")
    yield Line(f"Together {words.points(item['value'])} points", 0, "", "bold")


def _advisories(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[Line]:
    for finding in item["advisories"]:
        if finding["outcome"] in ("fail", "unknown", "error"):
            mark = "open" if finding["outcome"] == "unknown" else "note"
            yield Line(f"{finding['reason']} [{finding['rule']}]", 0, mark)
            yield from _facts(finding["facts"], record, words)


def _cost(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[Line]:
    cost = item["cost"]
    if cost is None:
        missing = ", ".join(item["cost_missing"]) or "nothing to project"
        yield Line(f"Not known; missing: {missing}", 0, "open")
        return
    months, total = cost["monthly"], cost["total"]
    for name, month in (("First month", months[0]), ("Last month", months[-1])):
        yield Line(f"{name} ({month['month']}): {_span(month, cost['currency'], words)}")
    yield Line(
        f"{len(months)} months together: {_span(total, cost['currency'], words)}", 0, "", "bold"
    )
    for name, told in brief(item, words):
        yield Line(f"{name}: {told}", 1)
    for part in parts(item, words):
        yield Line(f"{part.name}: {part.base} (low {part.low}, high {part.high}) USD", 1, "", "dim")
    for price in cost["prices"]:
        number = record["sources"][price["source"]]["number"]
        days = " ".join(
            text
            for text in (
                f"from {price['since']}" if price["since"] else "",
                f"until {price['until']}" if price["until"] else "",
                f"checked {price['checked']}" if price["checked"] else "no day known",
            )
            if text
        )
        unit = "" if price["unit"] == "factor" else f" {price['unit']}"
        told = f"{price['what']}: {words.price(price['unit_price'])}{unit}, {days} [{number}]"
        yield Line(f"{told} {price['url'] or ''}".rstrip(), 1, "", "dim")
    for note in cost["notes"]:
        yield Line(note, 1)


def _span(band: Any, currency: str, words: Words) -> str:
    low, base, high = (words.money(band[level], currency) for level in ("low", "base", "high"))
    return f"{base} (low {low}, high {high})"


def _disputes(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[Line]:
    for dispute in record["models"][item["model"]]["disputed"]:
        source = record["sources"].get(dispute["source"])
        number = f" [{source['number']}]" if source else ""
        yield Line(f"{dispute['field']}: {words.value(dispute['value'])}{number}. {dispute['why']}")


def _others(record: DecisionRecord, item: CandidateRecord, words: Words) -> Iterator[Line]:
    for other in record["candidates"]:
        if other["model"] == item["model"] and other is not item:
            standing = words.status(other["status"])
            yield Line(f"{other['id']}: {standing}, {words.points(other['value'])} points")
