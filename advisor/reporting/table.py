"""A recommendation on a terminal: the answer, the ranking, what is open, what is out, what next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from advisor.decision.record import CandidateRecord, CostTotal, DecisionRecord
from advisor.reporting.doubts import doubts
from advisor.reporting.hosting import brief, hosting
from advisor.reporting.outlook import chance
from advisor.reporting.summary import overlapping, summarize
from advisor.reporting.terminal import drawn, indented, plain, said, styled
from advisor.reporting.view import (
    Entry,
    Reader,
    by_status,
    candidate,
    decisive,
    entries,
    full_name,
    marked,
    unsettled,
)
from advisor.reporting.words import SIGNS, Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

RANKED = 10
REVIEW = 6
NAMES = 3
"""So many names are told of a group; the rest is a number."""


def render(record: DecisionRecord, color: bool, width: int | None = None) -> str:
    """The terminal's view of a decision.

    Args:
        record: the decision.
        color: whether it goes to standard output, which then decides about colors and width;
            else plain text of 80 columns.
        width: columns, in place of what the terminal has.
    """
    return drawn(color, width, lambda console: _draw(console, record))


def _draw(console: Console, record: DecisionRecord) -> None:
    words = Words("en")
    found = entries(record)
    _head(console, record, words)
    ranked, review = by_status(found, "ranked"), by_status(found, "review")
    if ranked:
        _heading(console, f"Ranking ({_models(len(ranked))})")
        console.print(_ranking(ranked, record, words))
        if len(ranked) > RANKED:
            console.print(
                styled((f"    … and {len(ranked) - RANKED} more; see -f md or -f json", "dim"))
            )
    if review:
        _review(console, review, words)
    _legend(console, ranked[:RANKED] + review[:REVIEW])
    _rejected(console, by_status(found, "rejected"), record)
    _relaxations(console, record)
    _baseline(console, record, words)
    _warnings(console, record)
    _next(console, record, [entry.best["id"] for entry in ranked or found])


def _models(count: int) -> str:
    return f"{count} model{'' if count == 1 else 's'}"


def _heading(console: Console, title: str, aside: str = "") -> None:
    console.print()
    console.print(styled((title, "bold"), (f"  {aside}" if aside else "", "dim")))


# -- the answer -----------------------------------------------------------------------------------


def _head(console: Console, record: DecisionRecord, words: Words) -> None:
    console.print(styled((record["title"], "bold")))
    catalog, rules = record["inputs"]["catalog"], record["inputs"]["rules"]
    overlays = "".join(f" + {item['name']} {item['sha256'][:8]}" for item in catalog["overlays"])
    held = f"({catalog['models']} models, {catalog['offers']} offers){overlays}"
    parts = (
        f"As of {record['as_of']}",
        f"catalog {catalog['sha256'][:8]} {held}",
        f"{rules['count']} rules",
    )
    console.print(styled((" · ".join(parts), "dim")))
    console.print()
    for sentence in _answer(record, words):
        console.print(sentence)


def _answer(record: DecisionRecord, words: Words) -> Iterator[Text]:
    first = candidate(record, record["recommendation"])
    summary = summarize(Reader(record, words))
    if first is None:
        yield styled((plain(summary.answer.say()), "bold red"))
        return
    low, high = (words.points(end) for end in first["band"])
    verdict = styled(
        ("Recommended: ", "bold green"),
        (full_name(first), "bold green"),
        f": {words.points(first['value'])} of 100 points (band {words.span(low, high)})",
    )
    if first["cost"]:
        monthly = first["cost"]["total"]["base"] / len(first["cost"]["monthly"])
        verdict.append_text(styled(f", {words.money(monthly)} a month on average"))
    yield verdict.append_text(styled("."))
    if outlook := _outlook(first, words):
        yield styled(outlook)
    if own := dict(brief(first, words)):
        yield styled(f"On own machines: {own['one replica']}; paid for: {own['paid for']}.")
    if summary.runner_up:
        yield said(summary.runner_up).append_text(styled(_overlap(record, first)))


def _outlook(first: CandidateRecord, words: Words) -> str:
    """What it may cost, and whether the budget holds, in short."""
    found = first["cost"].get("simulation") if first["cost"] else None
    if not found or found["points"] == 1:
        return ""
    months, total = len(found["monthly"]), found["total"]
    span = words.span(words.money(total["p10"]), _usd(total["p90"], words))
    told = f"In 8 of 10 cases {span} in {months} months."
    budget = found.get("budget")
    if budget and budget["ever"]:
        told += f" A month above the budget: {chance(budget['ever'], words)} likely."
    return told


def _overlap(record: DecisionRecord, first: CandidateRecord) -> str:
    second = candidate(record, record["runner_up"])
    if second is None:
        return ""
    if not overlapping(first, second):
        return " Nothing that is missing or uncertain could turn the order of the two."
    if _lacking(first) or _lacking(second):
        return " Missing facts or the intervals of scores could turn the order."
    return " The intervals of scores and makers' claims could turn the order."


def _lacking(item: CandidateRecord) -> bool:
    """Does it earn less than it might because a fact is missing?"""
    return any(one["missing"] for one in item["criteria"] if one["weight"])


# -- the ranking ----------------------------------------------------------------------------------


def _columns(*columns: tuple[str, bool, int | None]) -> Table:
    """A table without lines; ``(heading, number, share of the width)``. Numbers never wrap."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, expand=True, header_style="dim")
    for heading, number, ratio in columns:
        table.add_column(
            heading,
            justify="right" if number else "left",
            no_wrap=number,
            ratio=ratio,
            overflow="fold",
        )
    return table


def _ranking(ranked: Sequence[Entry], record: DecisionRecord, words: Words) -> Table:
    months = _months(record)
    costs = (("USD/month", True, None), (f"USD in {months} months", True, None)) if months else ()
    table = _columns(
        (" #", True, None),
        ("Model", False, 5),
        ("Provider", False, 4),
        ("Points", True, None),
        *costs,
    )
    for entry in ranked[:RANKED]:
        best = entry.best
        style = "bold green" if best["id"] == record["recommendation"] else ""
        cells = [
            styled((str(best["rank"]), style)),
            _two(best["name"] + _signs(best), _others(entry, "ranked"), style),
            styled(_provider(best)),
            _two(words.points(best["value"]), _band(best, words)),
        ]
        if months:
            total = best["cost"]["total"] if best["cost"] else None
            cells += [styled(_monthly(best, words)), _total(total, words)]
        table.add_row(*cells)
    return table


def _provider(item: CandidateRecord) -> str:
    """``Azure (eu)``: the variant tells two offers of one provider apart; own machines are told in
    parts, since a narrow column breaks at spaces."""
    variant = _way(item).partition(":")[2]
    if found := hosting(item):
        machines, _, owned = variant.partition(f"-{found['precision']}")
        variant = f"{machines}, {found['precision']}{', owned' if owned else ''}"
    return f"{item['provider_name']} ({variant})" if variant else item["provider_name"]


def _months(record: DecisionRecord) -> int:
    return next((len(item["cost"]["monthly"]) for item in record["candidates"] if item["cost"]), 0)


def _two(first: str, second: str, style: str = "") -> Text:
    parts: list[str | tuple[str, str]] = [(first, style)]
    text = styled(*parts)
    if second:
        text.append("\n").append_text(styled((second, "dim")))
    return text


def _band(item: CandidateRecord, words: Words) -> str:
    low, high = item["band"]
    return words.span(words.points(low), words.points(high))


def _monthly(item: CandidateRecord, words: Words) -> str:
    if not item["cost"]:
        return "unknown"
    return _usd(item["cost"]["total"]["base"] / len(item["cost"]["monthly"]), words)


def _total(total: CostTotal | None, words: Words) -> Text:
    if total is None:
        return styled("unknown")
    span = words.span(_usd(total["low"], words), _usd(total["high"], words))
    return _two(_usd(total["base"], words), span)


def _usd(amount: float, words: Words) -> str:
    return words.number(amount, 0 if amount >= 100 else 2)


def _others(entry: Entry, status: str) -> str:
    """``also: azure, aws-bedrock +2``: other ways that stand in the same list."""
    names = list(dict.fromkeys(_way(item) for item in entry.others if item["status"] == status))
    return f"also: {_some(names, 2)}" if names else ""


def _way(item: CandidateRecord) -> str:
    return item["id"].partition("@")[2]


def _some(names: Sequence[str], most: int) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" +{rest}" if rest > 0 else "")


def _signs(item: CandidateRecord) -> str:
    """`` ≠†`` after a name: it rests on facts that are disputed or stale."""
    facts = marked(item)
    found = "".join(sign for kind, sign in SIGNS.items() if any(fact.get(kind) for fact in facts))
    return f" {found}" if found else ""


_LEGEND = {
    "disputed": "a source contradicts a fact that it rests on",
    "stale": "a fact that it rests on is older than the profile accepts",
}


def _legend(console: Console, shown: Sequence[Entry]) -> None:
    """What the signs after the names say, where there are any."""
    signs = {sign for entry in shown for sign in _signs(entry.best).strip()}
    told = [f"{SIGNS[kind]} {text}" for kind, text in _LEGEND.items() if SIGNS[kind] in signs]
    if told:
        console.print()
        console.print(styled((f"{'; '.join(told)}. See advisor explain.", "dim")))


# -- what is open, what is out --------------------------------------------------------------------


def _review(console: Console, review: Sequence[Entry], words: Words) -> None:
    _heading(
        console,
        f"For review ({_models(len(review))})",
        "nothing required fails, something is not known",
    )
    table = _columns(
        ("Model · provider", False, 5), ("Points", True, None), ("Not known", False, 6)
    )
    for entry in review[:REVIEW]:
        also = _others(entry, "review")
        table.add_row(
            _two(full_name(entry.best) + _signs(entry.best), also),
            _two(words.points(entry.best["value"]), _band(entry.best, words)),
            styled("; ".join(unsettled(entry.best))),
        )
    console.print(table)
    if len(review) > REVIEW:
        console.print(styled((f"… and {len(review) - REVIEW} more", "dim")))


def _rejected(console: Console, rejected: Sequence[Entry], record: DecisionRecord) -> None:
    if not rejected:
        return
    groups: dict[str, list[Entry]] = {}
    for entry in rejected:
        for gate in decisive(entry.best):
            groups.setdefault(gate["rule"], []).append(entry)
    aside = "one can fail several requirements" if len(groups) > 1 else ""
    _heading(console, f"Rejected ({_models(len(rejected))})", aside)
    table = _columns(("Models", True, None), ("Requirement", False, 6), ("Among them", False, 5))
    for rule, failing in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        title = record["rules"][rule]["fail_title"] if rule in record["rules"] else rule
        names = [entry.best["name"] for entry in failing]
        table.add_row(str(len(failing)), styled(title), styled((_some(names, NAMES), "dim")))
    console.print(table)


def _relaxations(console: Console, record: DecisionRecord) -> None:
    if record["recommendation"] or not record["relaxations"]:
        return
    _heading(console, "What would let a candidate in", "nearest first")
    for number, item in enumerate(record["relaxations"], 1):
        names = [full_name(found) for id in item["candidates"] if (found := candidate(record, id))]
        console.print(styled(f" {number}. {_some(names, NAMES)}"))
        for gate in item["gates"]:
            needed = "; ".join(gate["needed"])
            told = record["rules"][gate["rule"]]["pass_title"]
            console.print(indented(styled(f"{told}{f' ({needed})' if needed else ''}"), 4))


# -- the rest -------------------------------------------------------------------------------------


def _baseline(console: Console, record: DecisionRecord, words: Words) -> None:
    baseline = record["baseline"]
    current = candidate(record, baseline["candidate"]) if baseline else None
    if baseline is None or current is None:
        return
    parts = [
        f"{full_name(current)}: {words.status(baseline['status'])}",
        f"{words.points(baseline['value'])} points",
        f"{words.money(baseline['cost_total']['base'])} in {_months(record)} months"
        if baseline["cost_total"]
        else "cost unknown",
    ]
    console.print()
    console.print(styled(("Today: ", "bold"), ", ".join(parts) + "." + _saving(record, words)))


def _saving(record: DecisionRecord, words: Words) -> str:
    """What the recommendation costs less, or more, than what is used today."""
    baseline, first = record["baseline"], candidate(record, record["recommendation"])
    if not baseline or not first or not baseline["cost_total"] or not first["cost"]:
        return ""
    if first["id"] == baseline["candidate"]:
        return " It is the recommendation."
    now, then = baseline["cost_total"]["base"], first["cost"]["total"]["base"]
    share = f" ({words.percent(abs(now - then) / now)})" if now else ""
    word = "less" if then < now else "more"
    return f" The recommendation costs {words.money(abs(now - then))} {word}{share}."


def _warnings(console: Console, record: DecisionRecord) -> None:
    first = candidate(record, record["recommendation"])
    told = [
        item["reason"]
        for item in (first["advisories"] if first else ())
        if item["outcome"] in ("fail", "error")
    ]
    doubted = doubts(record, first) if first else []
    count = len(record["assumptions"])
    if count:
        fields = _some([item["field"] for item in record["assumptions"]], NAMES)
        assumed = f"{count} default{'' if count == 1 else 's'} assumed: {fields}"
    measured = list(_measured(record))
    if not (told or doubted or count or measured or record["warnings"]):
        return
    _heading(console, "To know")
    for text in chain(record["warnings"], told):
        console.print(_bullet("!", text, "yellow"))
    for sign, text in doubted:
        console.print(_bullet(sign, text, "yellow"))
    for text in measured:
        console.print(_bullet("-", text, ""))
    if count:
        console.print(_bullet("-", assumed, ""))


def _measured(record: DecisionRecord) -> Iterator[str]:
    """What files told, and what the profile states in place of it."""
    for used, word in ((True, "measured"), (False, "measured, and stated otherwise")):
        told = [item for item in record.get("measured", ()) if item["used"] == used]
        if told:
            files = ", ".join(dict.fromkeys(item["source"] for item in told))
            fields = _some([item["field"] for item in told], NAMES)
            many = f"{len(told)} figure{'' if len(told) == 1 else 's'}"
            yield f"{many} {word} ({files}): {fields}"


def _bullet(mark: str, text: str, style: str) -> Table:
    from rich.table import Table

    row = Table.grid(padding=(0, 1))
    row.add_column(no_wrap=True)
    row.add_column(ratio=1)
    row.add_row(styled((f" {mark}", style)), styled(text))
    return row


def _next(console: Console, record: DecisionRecord, ids: Sequence[str]) -> None:
    console.print()
    for what, line in _commands(record["inputs"]["profile"]["name"], ids):
        console.print(styled((f"{what:9}", "dim"), line), soft_wrap=True)


def _commands(name: str, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    if ids:
        yield "Why?", f"advisor explain {name} {ids[0]}"
    if len(ids) > 1:
        yield "Compare:", f"advisor compare {name} {ids[0]} {ids[1]}"
    yield "Report:", f"advisor recommend {name} -f html -o report.html"
