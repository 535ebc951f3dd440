"""Cost by month, quality against cost, and the duties that come with the first models."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from advisor.decision.record import (
    CandidateRecord,
    CostRecord,
    DecisionRecord,
    FactRecord,
    LicenseRecord,
    PriceLine,
)
from advisor.reporting.charts import LineInput, Lines, PointInput, Scatter, months, scatter
from advisor.reporting.outlook import (
    Counted,
    Drivers,
    Outlook,
    Volumes,
    drivers,
    outlooks,
    tokens,
    volumes,
)
from advisor.reporting.view import (
    Cite,
    Entry,
    Fact,
    Mark,
    Reader,
    by_status,
    candidate,
    full_name,
    leaders,
    safe_url,
)
from advisor.reporting.words import N_, Name, Sentence, Words, amount

PLOTTED = 20


class Price(NamedTuple):
    what: str
    price: str
    unit: str
    since: str
    until: str
    checked: str
    link: str
    cites: tuple[Cite, ...]
    marks: tuple[Mark, ...]


class Priced(NamedTuple):
    """One model's cost, or what is missing to know it."""

    label: str
    today: bool
    prices: tuple[Price, ...]
    notes: tuple[str, ...]
    missing: str
    total: tuple[str, str, str]


class Costs(NamedTuple):
    priced: tuple[Priced, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Month, and for each model the middle of its cost and the band around it."""
    simulated: bool
    """Middle and band are P50 and P10 to P90; else base, and low to high."""
    chart: Lines | None
    conclusion: Sentence | None
    scatter: Scatter | None
    scatter_conclusion: Sentence | None
    scatter_rows: tuple[tuple[str, str, str, str], ...]
    outlooks: tuple[Outlook, ...]
    drivers: Drivers | None
    tokens: tuple[Counted, ...]
    volumes: Volumes | None


class Clause(NamedTuple):
    clause: str
    value: str
    text: str
    section: str
    url: str
    link: str
    read: str


class Licensed(NamedTuple):
    name: str
    url: str
    link: str
    clauses: tuple[Clause, ...]


class Duties(NamedTuple):
    label: str
    licenses: tuple[Licensed, ...]
    data: tuple[Fact, ...]


def compared(found: Sequence[Entry], record: DecisionRecord) -> list[tuple[CandidateRecord, bool]]:
    """The first three models, and today's if it is none of them."""
    chosen = [(entry.best, False) for entry in leaders(found)]
    baseline = record["baseline"]
    today = candidate(record, baseline["candidate"]) if baseline else None
    if today is None:
        return chosen
    ids = [item["id"] for item, _ in chosen]
    if today["id"] in ids:
        return [(item, item["id"] == today["id"]) for item, _ in chosen]
    return [*chosen, (today, True)]


def costs(found: Sequence[Entry], reader: Reader) -> Costs:
    words = reader.words
    chosen = compared(found, reader.record)
    priced = tuple(_priced(item, today, reader) for item, today in chosen)
    known = [(item, item["cost"]) for item, _ in chosen if item["cost"] and item["cost"]["monthly"]]
    names = tuple(full_name(item) for item, _ in known)
    points, plot = _points(found, reader), None
    currency = known[0][1]["currency"] if known else "USD"
    if points:
        plot = scatter(points, lambda value: words.money(value, currency))
    return Costs(
        priced,
        names,
        _month_rows([cost for _, cost in known], words),
        bool(known) and all(cost.get("simulation") for _, cost in known),
        _chart(known, reader.record, words) if known else None,
        _conclusion(known, words),
        plot,
        _scatter_conclusion(points, words),
        tuple(
            (p.text, p.label, words.money(p.cost[1], currency), words.number(p.quality, 1))
            for p in points
        ),
        outlooks(chosen, words),
        drivers(chosen, words),
        tokens(chosen, words),
        volumes(reader.record, words),
    )


def _priced(item: CandidateRecord, today: bool, reader: Reader) -> Priced:
    words, cost = reader.words, item["cost"]
    label = full_name(item)
    reader.block(label, words.gettext("cost"))
    if cost is None:
        missing = words.listing(words.text(name) for name in item["cost_missing"])
        return Priced(label, today, (), (), missing or words.gettext("unknown"), ("", "", ""))
    prices, told = [], set()
    for line in cost["prices"]:
        link = safe_url(line["url"])
        prices.append(_price(line, "" if link in told else link, reader))
        told.add(link)
    total = cost["total"]
    low, base, high = (
        words.money(value, cost["currency"])
        for value in (total["low"], total["base"], total["high"])
    )
    notes = tuple(words.text(note) for note in cost["notes"])
    return Priced(label, today, tuple(prices), notes, "", (low, base, high))


def _price(line: PriceLine, link: str, reader: Reader) -> Price:
    """``link`` is the page of the price, where no line before has led there."""
    words = reader.words
    return Price(
        words.text(line["what"]),
        words.price(line["unit_price"]),
        words.unit(line["unit"]),
        words.date(line["since"]),
        words.date(line["until"]),
        words.date(line["checked"]) or "—",
        link,
        reader.citations.cite([line["source"]]),
        reader.marks(line, line["unit"]),
    )


def bands(cost: CostRecord) -> dict[str, tuple[float, float, float]]:
    """By month P10, P50 and P90; low, base and high where nothing was simulated."""
    if found := cost.get("simulation"):
        return {m["month"]: (m["p10"], m["p50"], m["p90"]) for m in found["monthly"]}
    return {m["month"]: (m["low"], m["base"], m["high"]) for m in cost["monthly"]}


def _month_rows(
    found: Sequence[CostRecord], words: Words
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """A row for each month; one for all neighbors that cost the same."""
    by_month = [bands(cost) for cost in found]
    names = sorted({name for months in by_month for name in months})

    def cells(name: str) -> tuple[tuple[str, str], ...]:
        return tuple(_month(months.get(name), words) for months in by_month)

    return tuple((_months(list(alike), words), each) for each, alike in groupby(names, cells))


def _months(names: Sequence[str], words: Words) -> str:
    first, last = words.date(names[0]), words.date(names[-1])
    if len(names) == 1:
        return first
    return words.gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _month(band: tuple[float, float, float] | None, words: Words) -> tuple[str, str]:
    if band is None:
        return "—", ""
    digits = _cents(band[1])
    low, middle, high = (words.number(value, digits) for value in band)
    return middle, words.span(low, high)


def _cents(value: float) -> int:
    return 0 if value >= 100 else 2


def _chart(
    known: Sequence[tuple[CandidateRecord, CostRecord]], record: DecisionRecord, words: Words
) -> Lines:
    series = [LineInput(full_name(item), list(bands(cost).values())) for item, cost in known]
    names = [words.date(month["month"]) for month in known[0][1]["monthly"]]
    currency = known[0][1]["currency"]
    limit = budget(record, currency)
    text = (
        ""
        if limit is None
        else words.gettext("budget %(money)s") % {"money": words.money(limit, currency)}
    )
    return months(series, names, limit, text, lambda value: words.money(value, currency))


def budget(record: DecisionRecord, currency: str) -> float | None:
    """The monthly budget, where it is stated in the currency of the projection."""
    stated = record["profile"].get("require", {}).get("monthly_budget")
    if isinstance(stated, dict) and stated.get("currency") == currency:
        return float(amount(stated["amount"]))
    return None


def _conclusion(
    known: Sequence[tuple[CandidateRecord, CostRecord]], words: Words
) -> Sentence | None:
    if not known:
        return None
    item, cost = known[0]
    middle = [(month, band[1]) for month, band in bands(cost).items()]
    (start, first), (end, last) = middle[0], middle[-1]
    message = (
        N_("%(name)s costs %(first)s in %(from)s and %(last)s in %(to)s, as likely more as less.")
        if cost.get("simulation")
        else N_("%(name)s costs %(first)s in %(from)s and %(last)s in %(to)s (base estimates).")
    )
    return words.sentence(
        message,
        **{
            "name": Name(full_name(item)),
            "first": words.money(first, cost["currency"]),
            "from": words.date(start),
            "last": words.money(last, cost["currency"]),
            "to": words.date(end),
        },
    )


def _points(found: Sequence[Entry], reader: Reader) -> list[PointInput]:
    """Ranked and review models with a known cost, numbered by rank (``R1``… for review)."""
    points: list[PointInput] = []
    for status in ("ranked", "review"):
        for number, entry in enumerate(by_status(found, status), 1):
            total = entry.best["cost"]["total"] if entry.best["cost"] else None
            if total is None or len(points) >= PLOTTED:
                continue
            text = str(entry.best["rank"] or number) if status == "ranked" else f"R{number}"
            kind = "first" if entry.best["id"] == reader.record["recommendation"] else status
            cost = (total["low"], total["base"], total["high"])
            points.append(PointInput(text, entry.label, kind, cost, _quality(entry.best)))
    return points


def _quality(best: CandidateRecord) -> float:
    """The mean value of the quality criteria in points of 100; without any, of all but cost."""
    own = [item for item in best["criteria"] if item["group"] == "quality"]
    own = own or [item for item in best["criteria"] if item["group"] != "cost"]
    weight = sum(item["weight"] for item in own)
    return 100 * sum(item["contribution"] for item in own) / weight if weight else 0.0


def _scatter_conclusion(points: Sequence[PointInput], words: Words) -> Sentence | None:
    if not points:
        return None
    best = max(points, key=lambda item: (item.quality, -item.cost[1]))
    cheap = min(points, key=lambda item: (item.cost[1], -item.quality))
    return words.sentence(
        "%(best)s has the highest quality (%(quality)s points), %(cheap)s the lowest cost.",
        best=Name(best.label),
        quality=words.number(best.quality, 1),
        cheap=Name(cheap.label),
    )


def duties(found: Sequence[Entry], reader: Reader) -> tuple[Duties, ...]:
    """License clauses and data terms of the first three models."""
    words = reader.words
    result = []
    for entry in leaders(found):
        reader.block(entry.label, words.gettext("data terms"))
        licenses = tuple(_licensed(item, words) for item in entry.model["licenses"])
        data = tuple(reader.fact(fact) for fact in _data_facts(entry.best))
        result.append(Duties(entry.label, licenses, data))
    return tuple(result)


def _data_facts(best: CandidateRecord) -> list[FactRecord]:
    findings = [*best["gates"], *best["advisories"]]
    facts = {
        fact["name"]: fact
        for finding in findings
        for fact in finding["facts"]
        if fact["name"].startswith("data.")
    }
    return [facts[name] for name in sorted(facts)]


def _licensed(item: LicenseRecord, words: Words) -> Licensed:
    clauses = tuple(
        Clause(
            words.clause(clause["clause"]),
            words.value(clause["value"]),
            words.text(clause["text"]),
            words.section(clause["section"]),
            clause["url"] or "",
            safe_url(clause["url"]),
            words.date(clause["read"]),
        )
        for clause in item["clauses"]
    )
    return Licensed(item["name"], item["url"] or "", safe_url(item["url"]), clauses)
