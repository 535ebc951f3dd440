"""What may come of the costs: the simulated spread, what drives it, tokens, and volumes."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from advisor.decision.record import (
    CandidateRecord,
    CheapestByVolume,
    CostTotal,
    DecisionRecord,
    SimulationRecord,
    TokensRecord,
    VolumeCurve,
    VolumeStretch,
)
from advisor.reporting.charts import COLORS, CurveInput, Curves
from advisor.reporting.charts import volumes as draw_volumes
from advisor.reporting.hosting import gpus, hosting
from advisor.reporting.view import Chosen, candidate, full_name
from advisor.reporting.words import DRIVERS, GRADES, N_, Name, Sentence, Words, amount

LEAST = 0.005
"""A smaller likelihood or share is told as less than one percent."""


class Outlook(NamedTuple):
    """One model's cost over the horizon. A text is empty where the profile does not ask for it."""

    label: str
    low: str
    middle: str
    high: str
    present: str
    """The present value, with its spread."""
    ever: str
    """How likely a month exceeds the budget."""
    likely: str
    """The first month in which that is more likely than not."""
    cheaper: str
    """How likely it costs less than what is used today."""
    saving: str


class Drivers(NamedTuple):
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """An input, and its share of the spread for each model."""
    conclusion: Sentence | None


class Counted(NamedTuple):
    """How a model counts the tokens of a request."""

    label: str
    family: str
    grade: str
    ratio: str
    input: str
    output: str
    measured: bool


class Volume(NamedTuple):
    since: str
    until: str
    label: str
    machines: str
    """What serves the most requests of the stretch; empty for a service."""


class Volumes(NamedTuple):
    rows: tuple[Volume, ...]
    conclusion: Sentence
    chart: Curves | None
    places: tuple[str, ...]
    """Numbers of requests, ten times more at each."""
    costs: tuple[tuple[str, tuple[str, ...]], ...]
    """A model, and what a month costs there."""


def outlooks(chosen: Chosen, words: Words) -> tuple[Outlook, ...]:
    return tuple(_outlook(full_name(item), found, words) for item, found in _simulated(chosen))


def _simulated(chosen: Chosen) -> list[tuple[CandidateRecord, SimulationRecord]]:
    return [
        (item, found)
        for item, _ in chosen
        if item["cost"] and (found := item["cost"].get("simulation"))
    ]


def _outlook(label: str, found: SimulationRecord, words: Words) -> Outlook:
    total, budget = found["total"], found.get("budget")
    present, against = found.get("present_value"), found.get("against")
    ever = likely = cheaper = saving = worth = ""
    if budget:
        ever = chance(budget["ever"], words)
        likely = words.date(budget["likely"]) or words.gettext("none")
    if present:
        band = words.span(whole(present["p10"], words), whole(present["p90"], words))
        values = {"base": whole(present["p50"], words), "span": band}
        worth = words.gettext("%(base)s (%(span)s)") % values
    if against:
        cheaper, saved = chance(against["cheaper"], words), against["saving"]
        saving = words.span(whole(saved["p10"], words), whole(saved["p90"], words))
    low, middle, high = (whole(each, words) for each in (total["p10"], total["p50"], total["p90"]))
    return Outlook(label, low, middle, high, worth, ever, likely, cheaper, saving)


def chance(likelihood: float, words: Words) -> str:
    """A likelihood in whole percent. What so many points have not seen may happen all the same."""
    if likelihood < LEAST:
        return words.gettext("below %(share)s") % {"share": words.percent(0.01, 0)}
    if likelihood > 1 - LEAST:
        return words.gettext("above %(share)s") % {"share": words.percent(0.99, 0)}
    return words.percent(round(likelihood, 2), 0)


def drivers(chosen: Chosen, words: Words) -> Drivers | None:
    """Inputs by their greatest share, then what they explain together."""
    found = [(item, each) for item, each in _simulated(chosen) if each["drivers"]]
    if not found:
        return None
    shares = [{one["input"]: one["share"] for one in each["drivers"]} for _, each in found]
    names = sorted({name for each in shares for name in each})
    names.sort(key=lambda name: -max(each.get(name, 0.0) for each in shares))
    rows = [
        (
            words.text(DRIVERS.get(name, name)),
            tuple(chance(each[name], words) if name in each else "—" for each in shares),
        )
        for name in names
    ]
    together = tuple(chance(each["together"], words) for _, each in found)
    first, largest = found[0][0], found[0][1]["drivers"][0]
    return Drivers(
        tuple(full_name(item) for item, _ in found),
        (*rows, (words.gettext("several together"), together)),
        words.sentence(
            "Of what is uncertain about the cost of %(name)s, most is: %(input)s, %(share)s.",
            name=Name(full_name(first)),
            input=words.text(DRIVERS.get(largest["input"], largest["input"])),
            share=chance(largest["share"], words),
        ),
    )


def tokens(chosen: Chosen, words: Words) -> tuple[Counted, ...]:
    return tuple(
        _counted(full_name(item), found, words)
        for item, _ in chosen
        if item["cost"] and (found := item["cost"].get("tokens"))
    )


def _counted(label: str, found: TokensRecord, words: Words) -> Counted:
    known = found["family"] is not None
    return Counted(
        label,
        found["family"] or words.gettext("not known"),
        words.text(GRADES.get(found["grade"])) if known else "",
        _banded(found["ratio"], 2, words),
        _banded(found["input"], 0, words),
        _banded(found["output"], 0, words),
        found["measured"],
    )


def _banded(band: CostTotal, digits: int, words: Words) -> str:
    low, base, high = (words.number(band[level], digits) for level in ("low", "base", "high"))
    if low == high:
        return base
    return words.gettext("%(base)s (%(span)s)") % {"base": base, "span": words.span(low, high)}


def volumes(record: DecisionRecord, words: Words) -> Volumes | None:
    """Which ranked model is cheapest at which steady number of requests a month."""
    found = record.get("cheapest_by_volume")
    if not found or not found["stretches"]:
        return None
    rows = tuple(
        Volume(
            whole(each["since"], words),
            whole(each["until"], words),
            _label(record, each["candidate"]),
            _serving(record, each, words),
        )
        for each in found["stretches"]
    )
    chart = _chart(record, found, words)
    tens = _tens(found) if chart else []
    told = (
        tuple(words.number(place) for place in tens),
        tuple(_costs_at(tens, record, each, words) for each in found.get("curves", [])),
    )
    span = {"low": whole(found["since"], words), "high": whole(found["until"], words)}
    if len(rows) == 1:
        message = N_(
            "From %(low)s to %(high)s requests in every month, %(name)s stays the cheapest of "
            "all that qualify."
        )
        return Volumes(
            rows, words.sentence(message, name=Name(rows[0].label), **span), chart, *told
        )
    message = N_(
        "Between %(low)s and %(high)s requests in every month, the cheapest of all that "
        "qualify changes at %(places)s."
    )
    places = words.listing(each.since for each in rows[1:])
    return Volumes(rows, words.sentence(message, places=places, **span), chart, *told)


def _serving(record: DecisionRecord, found: VolumeStretch, words: Words) -> str:
    """``8 replicas of 2 × NVIDIA H100, 8 machines``."""
    item = candidate(record, found["candidate"])
    own = hosting(item) if item else None
    if own is None or "replicas" not in found:
        return ""
    replicas = words.plural(
        "%(count)s replica of %(gpus)s",
        "%(count)s replicas of %(gpus)s",
        found["replicas"],
        gpus=gpus(own, words),
    )
    machines = words.plural("%(count)s machine", "%(count)s machines", found.get("machines", 0))
    return words.listing((replicas.say(), machines.say()))


def _chart(record: DecisionRecord, found: CheapestByVolume, words: Words) -> Curves | None:
    shown = found.get("curves", [])[: len(COLORS)]
    series = [
        CurveInput(_label(record, each["candidate"]), [(x, y) for x, y in each["points"]])
        for each in shown
    ]
    stated = (record["profile"].get("workload") or {}).get("requests_per_month")
    base = stated.get("base") if isinstance(stated, dict) else stated
    return draw_volumes(series, float(amount(base)) if base else None, words.number)


def _tens(found: CheapestByVolume) -> list[float]:
    tens = math.floor(math.log10(found["until"] / found["since"]) + 1e-9)
    return [found["since"] * 10.0**power for power in range(tens + 1)]


def _costs_at(
    places: list[float], record: DecisionRecord, curve: VolumeCurve, words: Words
) -> tuple[str, tuple[str, ...]]:
    costs = (_at(curve["points"], place) for place in places)
    told = tuple("—" if cost is None else whole(cost, words) for cost in costs)
    return _label(record, curve["candidate"]), told


def _at(points: list[list[float]], requests: float) -> float | None:
    """The cost on a curve; where it jumps, that below the step."""
    for (x, y), (end, last) in pairwise(points):
        if x <= requests <= end:
            return y + (last - y) * ((requests - x) / (end - x) if end > x else 0.0)
    return None


def whole(value: float, words: Words) -> str:
    """Without decimals, unless it is small."""
    return words.number(value, 0 if abs(value) >= 100 else 2 if value else 0)


def _label(record: DecisionRecord, id: str) -> str:
    found = candidate(record, id)
    return full_name(found) if found else id
