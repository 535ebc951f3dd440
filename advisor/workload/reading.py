"""A log, read: its sums, its traffic, and everything that was kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
from ibis.util import gen_name

from advisor.catalog.identity import Identities, RefusedError
from advisor.catalog.schema import Offer
from advisor.workload.cells import Cells, cells
from advisor.workload.damage import apart, reasons
from advisor.workload.mapping import Choices, refused
from advisor.workload.rates import SERVICES
from advisor.workload.sources import Apart, Log, damaged, files, opened, out_of_order
from advisor.workload.sums import Sums, collected, spans_of, summed
from advisor.workload.traffic import Traffic, by_minute
from advisor.yamlio.problems import InputError, quote

if TYPE_CHECKING:
    from ibis.expr.types import Table

Ratios = Iterable[Fraction] | Callable[[Sequence[str]], Iterable[Fraction]]
"""Every number of tokens that a candidate needs for one of the log; or what tells them for the
models that were logged."""
SAME_TOKENS = (Fraction(1),)
EARLIEST, LATEST = (
    int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 for year in (2019, 2061)
)
"""Microseconds since 1970; times beyond these are slips."""


@dataclass(frozen=True, eq=False)
class Reading:
    """``models``: name in the log -> model. ``set_aside`` is in none of the sums."""

    log: Log
    sums: Sums
    models: Mapping[str, str]
    ends: tuple[int, int]
    """Microseconds since 1970 on the clock of the log."""
    first: datetime
    last: datetime
    zone: str
    set_aside: tuple[Apart, ...]

    def traffic(self) -> Traffic:
        """Requests by the minute: a second scan, of what was counted."""
        services = [name for name in SERVICES if name is not None]
        asked = by_minute(self.log.usage, self.ends, sorted(self.models), services)
        rows = _run(self.log, asked).to_pydict()
        order = np.argsort(np.array(rows["minute"], np.int64))
        minutes = np.array(rows["minute"], np.int64)[order]
        counts = np.array(rows["requests"], np.int64)[order]
        return Traffic(minutes, counts, self.zone, self.log.naive)

    def noted(self) -> list[Apart]:
        """What is odd, and counts all the same: times that go back, in the order of the files."""
        if not self.log.ordered:
            return []
        rows, first = out_of_order(self.log)
        example = f"{_moment(first or 0, 'UTC'):%Y-%m-%d %H:%M:%S}"
        return [Apart("the time is before that of the row above", rows, example)] if rows else []


def read(
    names: Sequence[str],
    offers: Sequence[Offer],
    identities: Identities | None = None,
    choices: Choices | None = None,
    *,
    engine: str | None = None,
    ratios: Ratios = SAME_TOKENS,
) -> Reading:
    """Read a log in one scan into sums by the rate cells of ``offers``.

    Args:
        names: files and globs, ``-``, or what ``engine`` (an Ibis connection URL) calls a table.
        identities: says which model a name is; without it every name stands for itself.
        choices: what the user says of the log.
        ratios: thresholds are those of the candidates' tokens, the cells hold the log's.

    Raises:
        InputError: the log cannot be read, or nothing in it can be counted.
    """
    choices = choices or Choices()
    try:
        return summed_up(opened(names, choices, engine), offers, identities, choices, ratios)
    except InputError:
        raise
    except Exception:
        # A page in the middle of a Parquet file may be broken though its end is whole.
        paths = [] if engine else [str(path) for name in names for path in files(name)]
        broken = damaged(path for path in paths if path.endswith(".parquet"))
        whole = [path for path in paths if path not in broken]
        if not broken:
            raise
        if not whole:
            raise refused(broken[0], "is a damaged Parquet file: it cannot be decoded") from None
    log = opened(whole, choices)
    log.set_aside += [Apart("the Parquet file is damaged", None, name) for name in broken]
    return summed_up(log, offers, identities, choices, ratios)


def summed_up(
    log: Log,
    offers: Sequence[Offer],
    identities: Identities | None,
    choices: Choices,
    ratios: Ratios = SAME_TOKENS,
) -> Reading:
    """The same of a log that is open already."""
    zone = choices.zone or "UTC"
    ends, rows = _ends(log)
    first, last = (_moment(each, zone if log.naive else "UTC") for each in ends)
    if callable(ratios):
        ratios = ratios(_logged(log, identities, last.date()))
    found = cells(offers, first, last, zone, naive=log.naive, ratios=ratios)
    sums = collected(_run(log, summed(log.usage, found, _spans(log, found))), found, rows)
    aside = list(log.set_aside)
    if sums.unsound:
        aside += apart(_run(log, reasons(log.usage, *ends)))
    models, unknown = _identified(sums.model, identities, last.date())
    services = [name for name in dict.fromkeys(sums.service) if name not in SERVICES]
    aside += _apart_by(sums, sums.model, unknown)
    aside += _apart_by(
        sums,
        sums.service,
        {name: f"the service tier {quote(name)} is none that has prices" for name in services},
        unless=unknown,
    )
    known = [
        m in models and s not in services for m, s in zip(sums.model, sums.service, strict=True)
    ]
    kept = sums.where(np.array(known, bool))
    if not kept.total("requests"):
        why = "; ".join(f"{each.why}: {each.rows} rows" for each in aside[:5])
        raise refused(", ".join(log.names), f"has no row that can be counted ({why})")
    return Reading(log, kept, models, ends, first, last, zone, tuple(aside))


def _run(log: Log, expression: Table) -> Any:
    return log.engine.to_pyarrow(expression)


def _spans(log: Log, found: Cells) -> Table:
    """The spans as a table of the engine: the embedded one joins its own tables faster."""
    if log.engine.name != "duckdb":
        return spans_of(found)
    return log.engine.create_table(gen_name("spans"), spans_of(found), temp=True)


def _ends(log: Log) -> tuple[tuple[int, int], int]:
    """The first and the last time, in microseconds, of those that can be meant; and all rows."""
    first, last, rows = _row(log, log.ends)
    if first is None or first < EARLIEST or last > LATEST:
        meant = log.usage.filter(log.usage.micros.between(EARLIEST, LATEST))
        first, last = _row(log, meant.agg(first=meant.micros.min(), last=meant.micros.max()))
    if first is None:
        aside = [*log.set_aside, *apart(_run(log, reasons(log.usage, EARLIEST, LATEST)))]
        told = "; ".join(f"{each.why}: {each.rows} rows" for each in aside)
        why = f"has no row that can be counted ({told or 'it is empty'})"
        raise refused(", ".join(log.names), why)
    return (first, last), rows


def _moment(micros: int, clock: str) -> datetime:
    """The moment that a clock shows so, to the second, in UTC."""
    shown = datetime(1970, 1, 1) + timedelta(seconds=micros // 1_000_000)
    return shown.replace(tzinfo=ZoneInfo(clock)).astimezone(UTC)


def _row(log: Log, expression: Table) -> list[Any]:
    (found,) = _run(log, expression).to_pylist()
    return list(found.values())


def _logged(log: Log, identities: Identities | None, day: date) -> list[str]:
    """The models of a log, in order."""
    names = _run(log, log.usage.select("model").distinct()).column(0).to_pylist()
    models, _ = _identified(sorted(filter(None, names)), identities, day)
    return sorted(set(models.values()))


def _identified(
    names: Iterable[str], identities: Identities | None, day: date
) -> tuple[dict[str, str], dict[str | None, str]]:
    """Name -> model, and name -> why it is none."""
    known: dict[str, str] = {}
    unknown: dict[str | None, str] = {}
    for name in dict.fromkeys(names):
        try:
            known[name] = identities.resolve(name, None, day) if identities else name
        except RefusedError as why:
            unknown[name] = f"the model {quote(name)}: {why}"
    return known, unknown


def _apart_by(
    sums: Sums,
    names: Sequence[str | None],
    why: Mapping[str | None, str],
    unless: Mapping[str | None, str] | None = None,
) -> list[Apart]:
    """The requests of groups by their name, with the tokens that they had."""
    found = []
    for name, told in why.items():
        of = np.array(
            [n == name and m not in (unless or {}) for n, m in zip(names, sums.model, strict=True)]
        )
        rows, sent, received = (int(sums.totals[of, column].sum()) for column in (0, 1, -1))
        if rows:
            found.append(Apart(told, rows, f"{sent} input and {received} output tokens"))
    return found
