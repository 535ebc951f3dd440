"""A proposal as a person reads it before saying yes: each change, what was left out, the sums."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from difflib import unified_diff
from itertools import groupby

from advisor.catalog.importers import Importer
from advisor.catalog.proposal.outcome import Change, Proposal
from advisor.decision.plain import in_words
from advisor.reporting.listing import Column
from advisor.reporting.listing import render as render_list
from advisor.reporting.outline import Line, Outline, Section, to_terminal
from advisor.yamlio.problems import neutralize

MARKS = {"add": "+", "update": "~", "dispute": "!"}
REASONS_SHOWN = 12


def sources(found: Mapping[str, Importer]) -> str:
    """What can be imported, one source a line."""
    columns = (Column("Source"), Column("What it is", 3), Column("Which file", 3))
    rows = [(name, item.upstream.title, item.upstream.reads) for name, item in found.items()]
    return render_list(columns, rows)


def render(proposal: Proposal, everything: bool = False) -> str:
    """The changes by model and offer, with the old value beside the new one."""
    by_thing = groupby(sorted(proposal.changes, key=lambda each: each.about), _about)
    changed = [Section(about, [_line(each) for each in changes]) for about, changes in by_thing]
    left = Section("Left out", list(_left_out(proposal, everything)))
    return to_terminal(Outline(_sums(proposal), [LEGEND], (*changed, left)), color=True)


LEGEND = "+ unknown before   ~ replaced   ! contradicts: kept as a dispute, nothing is overwritten"


def _about(change: Change) -> str:
    return change.about


def _line(change: Change) -> Line:
    new = in_words(change.new, None)
    if change.kind == "dispute":
        told = f"{change.field}: says {new}, the catalog {in_words(change.old, None)}"
    elif change.old is None:
        told = f"{change.field}: {new}"
    else:
        told = f"{change.field}: {in_words(change.old, None)} -> {new}"
    why = f" ({change.why})" if change.why else ""
    return Line(told + why, 0, MARKS[change.kind])


def _sums(proposal: Proposal) -> str:
    kinds = Counter(change.kind for change in proposal.changes)
    left = sum(proposal.left_out.values())
    return (
        f"{proposal.confirmed} confirmed, {kinds['add']} new, {kinds['update']} updated, "
        f"{kinds['dispute']} disputed, {left} left out; {len(proposal.texts)} files change"
    )


def _left_out(proposal: Proposal, everything: bool) -> Iterator[Line]:
    reasons: dict[str, list[str]] = {}
    for name, reason in proposal.left_out:
        reasons.setdefault(reason, []).append(name)
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    for reason, names in ordered if everything else ordered[:REASONS_SHOWN]:
        shown = names if everything else names[:3]
        more = f", … {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        yield Line(f"{reason}: {', '.join(shown)}{more}")
    if not everything and len(ordered) > REASONS_SHOWN:
        yield Line(f"{len(ordered) - REASONS_SHOWN} more reasons; --all shows everything")


def patch(proposal: Proposal) -> str:
    """The same as lines of the files: what ``patch`` reads."""
    parts: list[str] = []
    for path, (before, after) in proposal.texts.items():
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        parts += unified_diff(old, new, str(path), str(path), n=1)
    return "\n".join(neutralize(line.rstrip("\n")) for line in parts) + "\n" if parts else ""


def to_json(proposal: Proposal) -> str:
    """For programs: every change, and every name that was left out with its reason."""
    left = [
        {"name": name, "reason": reason, "claims": count}
        for (name, reason), count in sorted(proposal.left_out.items())
    ]
    told = {
        "confirmed": proposal.confirmed,
        "changes": [asdict(change) for change in proposal.changes],
        "left_out": left,
        "files": [str(path) for path in proposal.texts],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"
