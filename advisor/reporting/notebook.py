"""What a notebook shows of a decision: a small table, with every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from advisor.decision.record import CandidateRecord, DecisionRecord
from advisor.reporting.summary import summarize
from advisor.reporting.view import Entry, Reader, by_status, entries
from advisor.reporting.words import Words, visible

ROWS = 10


def render(record: DecisionRecord) -> str:
    """The answer and the first places as an HTML fragment without styles or scripts."""
    words = Words("en")
    found = entries(record)
    ranked = by_status(found, "ranked")
    head = "".join(f"<th>{_text(name)}</th>" for name in _HEADINGS)
    body = "".join(_row(entry, words) for entry in ranked[:ROWS])
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if ranked else ""
    lines = "".join(f"<p>{_text(text)}</p>" for text in _lines(record, found, words))
    return f"<div><p><strong>{_text(record['title'])}</strong></p>{table}{lines}</div>"


_HEADINGS = ("#", "Model", "Provider", "Points", "Band", "USD total", "Low to high")


def _lines(record: DecisionRecord, found: list[Entry], words: Words) -> Iterator[str]:
    yield summarize(Reader(record, words)).answer.say()
    counts = {status: len(by_status(found, status)) for status in ("ranked", "review", "rejected")}
    yield (
        f"As of {record['as_of']}: {counts['ranked']} models ranked, "
        f"{counts['review']} for review, {counts['rejected']} rejected."
    )
    if counts["ranked"] > ROWS:
        yield f"The first {ROWS} are shown."


def _row(entry: Entry, words: Words) -> str:
    best = entry.best
    low, high = (words.points(end) for end in best["band"])
    cells = (
        str(best["rank"]),
        best["name"],
        best["provider_name"],
        words.points(best["value"]),
        words.span(low, high),
        *_cost(best, words),
    )
    return "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>"


def _cost(item: CandidateRecord, words: Words) -> tuple[str, str]:
    if not item["cost"]:
        return "unknown", ""
    total = item["cost"]["total"]
    low, base, high = (words.number(total[level], 0) for level in ("low", "base", "high"))
    return base, words.span(low, high)


def _text(text: str) -> str:
    return escape(visible(text))
