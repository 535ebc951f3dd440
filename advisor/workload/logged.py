"""A log, or the workload file that was made of one -> the fields of a profile's workload."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Offer
from advisor.pricing.tokens import SAME, TokenRatios, reference_of
from advisor.profile.quantities import Estimate, Range
from advisor.profile.schema import Between, Profile, StatedWorkload
from advisor.tokens.family import families
from advisor.workload.measurement import Levels, Value, whole
from advisor.workload.schema import Growth, Size, WorkloadFile
from advisor.yamlio import check, read
from advisor.yamlio.problems import InputError, Problem

if TYPE_CHECKING:
    from advisor.workload.reading import Ratios

WRITTEN = (".yaml", ".yml", ".json")
"""How workload files end; logs end otherwise."""
MOST = Decimal(10)
"""Of a month's growth: no profile goes beyond."""
REASONS = 3
"""So many reasons why rows are in no figure are told; of the others, how many there are."""
DAYS_A_MONTH = 30
GROWTH_TOLD = Decimal("0.1")
"""Over the horizon: less is not worth a warning."""
SHARE_TOLD = Decimal("0.005")
"""Of the input, in requests so long that some price is another one: less is not worth a warning."""
WEEKS = 4
"""A log as long tells how high the busiest hour of a week is."""
MANY = 10
"""Requests a minute, on average, from which on the busiest minutes say more than chance."""
UNKNOWN = "unknown"
"""Stands for the tokenizer of a model that is not in the catalog."""
ONE = Decimal(1)


class Priced(NamedTuple):
    """What a log is read for: its sizes are cut where a price of these offers changes."""

    offers: Sequence[Offer]
    ratios: Ratios


def workload_file(
    paths: Sequence[Path],
    patterns: Sequence[str],
    catalog: Catalog,
    priced: Priced | None = None,
) -> WorkloadFile:
    """One workload file as it is, or what the scan of logs tells.

    Args:
        patterns: how the user named the paths.
        priced: without it sizes are cut at the bounds of the whole catalog, as if the log's tokens
            were every model's.

    Raises:
        InputError: they cannot be read, or it is not known how.
    """
    written = [path for path in paths if is_written(path)]
    if not written:
        try:
            return _scanned(paths, catalog, priced)
        except InputError as fault:
            raise InputError(_advised(each, patterns) for each in fault.problems) from None
    if len(paths) > 1:
        raise _unusable(written[0], "is a workload file: it stands alone, without other logs")
    return check(read(written[0]), WorkloadFile)


def is_written(path: Path) -> bool:
    """It is a workload file, by its name."""
    return path.suffix.lower() in WRITTEN


def _scanned(paths: Sequence[Path], catalog: Catalog, priced: Priced | None) -> WorkloadFile:
    try:
        import ibis  # noqa: F401
    except ImportError:
        told = "logs are read by DuckDB through Ibis: pip install 'advisor[logs]'"
        raise _unusable(paths[0], told) from None
    from advisor.catalog.identity import Identities
    from advisor.workload.reading import SAME_TOKENS
    from advisor.workload.reading import read as read_log
    from advisor.workload.summary import summarized

    every = [offer for provider in catalog.providers.values() for offer in provider.offers]
    offers, ratios = priced or Priced(every, SAME_TOKENS)
    names = [str(path) for path in paths]
    return summarized(read_log(names, offers, Identities(catalog), ratios=ratios))


def _advised(problem: Problem, patterns: Sequence[str]) -> Problem:
    """Options that a message asks for belong to another command."""
    if "--" not in problem.message:
        return problem
    log = " ".join(map(shlex.quote, patterns))
    advice = f"run `advisor workload {log} … -o usage.workload.yaml` so, and name that file"
    return replace(problem, message=f"{problem.message}: {advice}")


def _unusable(path: Path, message: str) -> InputError:
    return InputError([Problem(str(path), None, None, message)])


# -- tokens ---------------------------------------------------------------------------------


def tokenizer_of(model: str, catalog: Catalog) -> str:
    """Its family; the model itself where the catalog does not know that."""
    known = catalog.models.get(model)
    family = known.tokenizer.family if known and known.tokenizer else None
    if family and family in families().by_id:
        return family
    return model if known else UNKNOWN


class Unit:
    """The tokenizer by which the tokens of a log are told: the stated one, else that of most.

    A log counts the tokens of each model by the model's own tokenizer; those of the others are
    carried over by ``ratios``, which are of every model to this tokenizer.
    """

    def __init__(
        self, file: WorkloadFile, stated: StatedWorkload, profile: Profile, catalog: Catalog
    ) -> None:
        self._models, self._catalog = file.models, catalog
        self._names = {each.model: tokenizer_of(each.model, catalog) for each in file.models}
        self.name = self._most
        if stated.tokens_of:
            self.name = reference_of(stated, catalog.models) or stated.tokens_of
        workload = stated.model_copy(update={"tokens_of": self.name})
        self.ratios = TokenRatios(profile, catalog.models, workload)

    @property
    def _most(self) -> str:
        found: Counter[str] = Counter()
        for each in self._models:
            found[self._names[each.model]] += each.input_tokens + each.output_tokens
        return min(found, key=lambda name: (-found[name], name))

    @property
    def others(self) -> list[str]:
        """The tokenizers that counted as well."""
        return sorted({each for each in self._names.values() if each != self.name})

    def factors(self, field: str) -> Levels:
        """Tokens of this tokenizer for each one that the log tells.

        Args:
            field: ``input_tokens`` or ``output_tokens``.
        """
        counts = [(each.model, getattr(each, field)) for each in self._models]
        whole = sum(count for _, count in counts)
        if not whole or not self.others:
            return ONE, ONE, ONE
        low = base = high = Decimal(0)
        for model, count in counts:
            known = self._catalog.models.get(model)
            ratio = SAME if self._names[model] == self.name else self.ratios.of(known)
            # The more tokens it makes of a text, the fewer each of them is worth.
            low, base = low + count / ratio.high, base + count / ratio.base
            high += count / ratio.low
        return low / whole, base / whole, high / whole


# -- fields ---------------------------------------------------------------------------------


def tokens(file: WorkloadFile, stated: StatedWorkload, unit: Unit) -> dict[str, Value]:
    """The tokens of a request, and by which tokenizer they are."""
    requests = sum(each.requests for each in file.models)
    text = f"The mean of {requests:,} logged requests"
    if unit.others:
        text += f"; tokens of {' and '.join(unit.others)} are carried over to {unit.name}"
    found = {}
    for field in ("input_tokens", "output_tokens"):
        mean = Decimal(sum(getattr(each, field) for each in file.models)) / requests
        low, base, high = (mean * factor for factor in unit.factors(field))
        found[field] = Value(whole((low, base, high)), f"{text}.")
    if not stated.tokens_of:
        found["tokens_of"] = Value(unit.name, "The tokenizer of most of the logged tokens.")
    return found


def traffic(file: WorkloadFile, stated: StatedWorkload) -> dict[str, Value]:
    """Requests and shares, as far as the log tells them."""
    found, told = {}, file.profile
    text = "Requests of the log's last whole weeks, as a month"
    if (month := told.requests_per_month) and "uncertainty" in stated.model_fields_set:
        found["requests_per_month"] = Value(month.base, f"{text}.")
    elif month:
        text += ", with the 95 % interval of that mean."
        found["requests_per_month"] = Value(Range(**month.model_dump()), text)
    if told.cached_share is not None:
        text = "The share of the logged input tokens that a cache answered."
        found["cached_share"] = Value(told.cached_share, text)
    if peak := _peak(file):
        text = "The busiest hour of the log's mean week over its mean hour; the 99th percentile of "
        found["peak_to_mean"] = Value(peak, text + "its minutes is the high end.")
    text = "The share of the logged requests that were served as a batch."
    return {**found, "batch_share": Value(told.batch_share, text)}


def _peak(file: WorkloadFile) -> Estimate | None:
    """``None`` where the log is too short for a mean week: each hour of it has to come often."""
    first, last = (datetime.fromisoformat(text) for text in (file.read.first, file.read.last))
    hours = [requests for day in file.traffic.week.values() for requests in day]
    if last - first < timedelta(weeks=WEEKS) or not any(hours):
        return None
    busiest = max(hours) * Decimal(24 * 7) / sum(hours)
    second = file.read.requests / Decimal(int((last - first).total_seconds()))
    # With few requests a minute the busiest minutes are chance.
    minute = file.traffic.peak.p99_minute / second if second * 60 >= MANY else busiest
    base, high = (round(each, 2) for each in (busiest, max(minute, busiest)))
    return Estimate(low=base, base=base, high=high)


def growth(file: WorkloadFile, stated: StatedWorkload) -> dict[str, Value]:
    """Growth, where the log is long enough to tell it and tells it well enough to plan with."""
    base, slope = file.profile.growth_per_month, file.traffic.growth
    if base is None or slope is None or slope.high > MOST:
        return {}
    text = "A straight line through the logarithms of the log's whole weeks."
    found = {"growth_per_month": Value(base, text)}
    if not stated.model_fields_set & {"growth_per_month", "growth_uncertainty"}:
        ends = Between(low=max(slope.low, -ONE), high=slope.high)
        found["growth_between"] = Value(ends, "The 95 % interval of that line's slope.")
    return found


def warnings(file: WorkloadFile, stated: StatedWorkload, name: str) -> Iterator[str]:
    """What is to be known of a log before its figures are trusted."""
    yield from set_aside(file, name)
    sent, long = _sent(file.sizes), _sent(each for each in file.sizes if each.above)
    share = Decimal(long) / sent if sent else Decimal(0)
    if share >= SHARE_TOLD:
        least = min(each.above for each in file.sizes if each.above)
        yield (
            f"{name}: {_percent(share)} of the input tokens are in requests of more than {least:,} "
            "tokens, where some price is another one; here every request counts as the mean one."
        )
    if "growth_per_month" not in stated.model_fields_set:
        yield from _about_growth(file, stated, name)
    if stated.thinking == "added" and "output_tokens" not in stated.model_fields_set:
        yield f"{name}: its output tokens hold what the logged models thought; it is added twice."


def set_aside(file: WorkloadFile, name: str) -> Iterator[str]:
    """What was read and is in no figure; nothing where all is."""
    if not file.set_aside:
        return
    rows = sum(each.rows or 0 for each in file.set_aside)
    told = [
        each.why if each.rows is None else f"{each.why} ({each.rows:,})"
        for each in file.set_aside[:REASONS]
    ]
    if (more := len(file.set_aside) - REASONS) > 0:
        told.append(f"{more} more reasons")
    # Of a file that is not whole nobody knows how many rows it had.
    of = f"{rows:,} of {rows + file.read.requests:,} rows are" if rows else "something is"
    yield f"{name}: {of} in no figure: {'; '.join(told)}."


def _about_growth(file: WorkloadFile, stated: StatedWorkload, name: str) -> Iterator[str]:
    slope, days = file.traffic.growth, len(file.traffic.days)
    if slope and slope.high > MOST:
        yield f"{name}: growth cannot be told from {days} days of such traffic; none is counted."
    elif slope and days < stated.horizon_months * DAYS_A_MONTH and _matters(slope, stated):
        yield (
            f"{name}: growth of {_percent(slope.per_month)} a month was measured over {days} days "
            f"and is carried over {stated.horizon_months} months; growth_per_month states another."
        )


def _matters(slope: Growth, stated: StatedWorkload) -> bool:
    """It makes the last month differ from the first."""
    return abs(slope.per_month) * stated.horizon_months >= GROWTH_TOLD


def _sent(sizes: Iterable[Size]) -> int:
    return sum(each.input_tokens for each in sizes)


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"
