"""A reading -> the workload file."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np

from advisor.workload.intervals import Interval
from advisor.workload.rates import ORDER, SERVICES
from advisor.workload.reading import Reading
from advisor.workload.schema import (
    Apart,
    ForProfile,
    Growth,
    LoggedModel,
    Peak,
    Read,
    Service,
    Size,
    Spread,
    Tokens,
    Traffic,
    WorkloadFile,
    rounded,
)
from advisor.workload.sources import Apart as Found
from advisor.workload.sums import QUANTITIES
from advisor.workload.traffic import LEAST_WEEKS
from advisor.workload.traffic import Traffic as Minutes
from advisor.yamlio.edit import written
from advisor.yamlio.problems import neutralize

_NAMES = {
    "requests": "requests",
    "input": "input_tokens",
    "cached": "cached_tokens",
    "five_minutes": "cache_writes_five_minutes",
    "one_hour": "cache_writes_one_hour",
    "output": "output_tokens",
}
OVER_YEARS = Decimal(10)
"""A profile takes no growth beyond tenfold a month."""


def summarized(reading: Reading) -> WorkloadFile:
    """The workload of a log. The log is scanned again, for its minutes and for their order."""
    minutes = reading.traffic()
    growth = minutes.growth()
    return WorkloadFile(
        title=f"Workload of {', '.join(map(neutralize, reading.log.names))}",
        profile=_for_profile(reading, minutes, growth),
        read=_read(reading),
        traffic=_traffic(minutes, growth),
        sizes=tuple(_sizes(reading)),
        services=tuple(_services(reading)),
        models=tuple(_models(reading)),
        set_aside=tuple(map(_apart, reading.set_aside)),
        noted=tuple(map(_apart, [*reading.noted(), *_assumed(reading, minutes)])),
    )


def to_yaml(file: WorkloadFile) -> str:
    """The file's text; the same reading gives the same bytes."""
    return written(_plain(file.model_dump(exclude_none=True)))


def to_json(file: WorkloadFile) -> str:
    found = file.model_dump(mode="json", exclude_none=True)
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each != ()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value


def _for_profile(reading: Reading, minutes: Minutes, growth: Interval | None) -> ForProfile:
    sums = reading.sums
    requests, sent = sums.total("requests"), sums.total("input")
    month = minutes.per_month()
    batch = int(sums.totals[_service_of(reading) == ORDER.index("batch"), 0].sum())
    told = "cached" in reading.log.told.places
    share = sums.total("cached") / sent if sent else 0.0
    return ForProfile(
        requests_per_month=month
        and Spread(low=int(month.low), base=round(month.value), high=math.ceil(month.high)),
        input_tokens=round(sent / requests),
        output_tokens=round(sums.total("output") / requests),
        cached_share=rounded(share) if told else None,
        batch_share=rounded(batch / requests),
        growth_per_month=rounded(growth.value) if growth and growth.value <= OVER_YEARS else None,
    )


def _read(reading: Reading) -> Read:
    log = reading.log
    return Read(
        logs=tuple(map(neutralize, log.names)),
        engine=log.engine.name,
        preset=log.told.preset,
        columns={name: tuple(map(neutralize, each)) for name, each in log.told.places.items()},
        cached=log.told.cached,
        zone=reading.zone,
        first=reading.first.isoformat(),
        last=reading.last.isoformat(),
        requests=reading.sums.total("requests"),
    )


def _traffic(minutes: Minutes, growth: Interval | None) -> Traffic:
    p99, busiest = minutes.peak()
    return Traffic(
        months=minutes.months(),
        days={day.isoformat(): count for day, count in minutes.days().items()},
        week={name: tuple(hours) for name, hours in minutes.week().items()},
        peak=Peak(p99_minute=rounded(p99), busiest_minute=rounded(busiest)),
        growth=growth
        and Growth(
            per_month=rounded(growth.value),
            standard_error=rounded(growth.error),
            low=rounded(growth.low),
            high=rounded(growth.high),
        ),
        growth_unknown=None
        if growth
        else f"it needs {LEAST_WEEKS} whole weeks, each with requests",
    )


def _sizes(reading: Reading) -> Iterable[Size]:
    edges = (0, *reading.sums.cells.sizes)
    for n, above in enumerate(edges):
        groups = reading.sums.size == n
        if groups.any():
            yield Size(above=above, **_of(reading, groups).model_dump())


def _services(reading: Reading) -> Iterable[Service]:
    of = _service_of(reading)
    for n, service in enumerate(ORDER):
        groups = of == n
        if groups.any():
            yield Service(service=service, **_of(reading, groups).model_dump())


def _service_of(reading: Reading) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([ORDER.index(SERVICES[s]) for s in reading.sums.service], np.int64)


def _models(reading: Reading) -> Iterable[LoggedModel]:
    names = np.array([reading.models[name] for name in reading.sums.model], object)
    found = []
    for model in sorted(set(names)):
        logged = sorted(name for name, each in reading.models.items() if each == model)
        tokens = _of(reading, names == model)
        logged_as = tuple(map(neutralize, logged))
        found.append(LoggedModel(model=model, logged_as=logged_as, **tokens.model_dump()))
    return sorted(found, key=lambda each: (-each.requests, each.model))


def _of(reading: Reading, groups: np.ndarray[Any, Any]) -> Tokens:
    """The totals of the marked groups; what the log does not tell stays unknown."""
    totals = reading.sums.totals[groups].sum(axis=0)
    told = {"requests", *reading.log.told.places}
    values = zip(QUANTITIES, totals.tolist(), strict=True)
    return Tokens(**{_NAMES[name]: value for name, value in values if name in told})


def _assumed(reading: Reading, minutes: Minutes) -> Iterable[Found]:
    """What the figures take for granted."""
    requests, places = reading.sums.total("requests"), reading.log.told.places
    for name in ("cached", "service"):
        if name not in places:
            what = "cached tokens" if name == "cached" else "a batch or a service tier"
            counted = "the whole input counts as fresh" if name == "cached" else "all are standard"
            yield Found(f"the log tells no {what}: {counted}", requests)
    if minutes.per_month() is None:
        yield Found("less than a whole week was logged: requests_per_month is left open", None)
    if "cache_creation_input_tokens" in str(places.get("five_minutes")):
        told = "tokens written to a cache whose lifetime is not told count as five minutes"
        yield Found(told, None)


def _apart(found: Found) -> Apart:
    return Apart(why=found.why, rows=found.rows, example=neutralize(found.example))
