"""Our engine and genai-prices on the same facts: to the last digit, or a difference with a reason.

The facts are those of the installed genai-prices, turned into price rows by our importer. Both
sides compute in ``Decimal`` and nothing is rounded, so totals are compared as they are. What a
request says is the same too: cached and written tokens are part of the input tokens for both.

Where the two differ, and why:

- *unknown is not zero*: a rate that is needed and not stated makes our total unknown, by its name.
  Theirs takes the next wider rate (cached input at the price of input, batch at the normal price)
  or nothing at all (searches).
- *a variant's first day*: theirs counts a batch or service price from the day on which it was
  verified and the normal price before; a row of ours holds as a whole from its first day.
- *hours with no first day*: an hour of theirs holds before the dated row that it stands behind.
- *weekdays*: an hour of theirs holds on every day, a window of ours on the days that it names.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pytest
from genai_prices.data import providers
from genai_prices.types import (
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    Provider,
    StartDateConstraint,
    TimeOfDateConstraint,
)
from genai_prices.types import Usage as TheirUsage

from advisor.catalog.importers import genai_prices
from advisor.catalog.importers.claims import PriceClaim
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.schema import Offer
from advisor.pricing.quote import Quote, quote
from advisor.pricing.rates import Lifetime, Service
from advisor.pricing.usage import Usage
from tests.worlds import price

CASES = 1500
CONTEXT: dict[Service, dict[str, str]] = {
    "standard": {},
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
}


@dataclass(frozen=True)
class Sold:
    """One model of theirs, and the offer that our importer makes of it."""

    provider: Provider
    model: ModelInfo
    offer: Offer


@dataclass(frozen=True)
class Case:
    sold: Sold
    usage: Usage
    moment: datetime

    def ours(self) -> Quote:
        return quote(self.sold.offer, [self.usage], self.moment)

    def theirs(self) -> Decimal:
        usage = self.usage
        short, long = (usage.cache_writes.get(name, 0) for name in ("five_minutes", "one_hour"))
        said = TheirUsage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cached_tokens,
            cache_write_tokens=short + long,
            cache_write_1h_tokens=long,
            web_searches=usage.searches,
        )
        one = self.sold.model.calc_price(
            said,
            self.sold.provider,
            genai_request_timestamp=self.moment,
            price_context=CONTEXT[usage.service],
        )
        return one.total_price * usage.requests

    def reason(self) -> str | None:
        """Why the two may differ, judged by what is known before either computes."""
        if self.ours().missing:
            return "unknown is not zero"
        if self.is_in_later_hours():
            return "hours with no first day"
        starts = [
            variant.constraint.start_date
            for variant in self.sold.model.price_variants or ()
            if isinstance(variant.constraint, StartDateConstraint)
            and variant.when == CONTEXT[self.usage.service]
        ]
        later = any(self.moment.date() < start for start in starts)
        return "a variant's first day" if later else None

    def at_the_normal_price(self) -> Case:
        return replace(self, usage=replace(self.usage, service="standard"))

    def is_in_later_hours(self) -> bool:
        """Does an hour hold that stands behind a row whose first day is still to come?"""
        stated, behind = self.sold.model.prices, None
        hours = []
        for entry in stated if isinstance(stated, list) else ():
            if isinstance(entry.constraint, StartDateConstraint):
                behind = entry.constraint
            elif entry.constraint and behind and not behind.active(self.moment):
                hours.append(entry.constraint)
        return any(each.active(self.moment) for each in hours)


@cache
def sold() -> tuple[Sold, ...]:
    carried = [each for each in providers if each.id in genai_prices.PROVIDERS]
    text = json.dumps([plain(each) for each in carried])
    by_name = {f"{each.id}/{model.id}": (each, model) for each in carried for model in each.models}
    file = UpstreamFile("genai-prices.json", text.encode())
    return tuple(
        Sold(*by_name[claim.name], offer(claim))
        for claim in genai_prices.claims(file, date(2026, 11, 1))
        if isinstance(claim, PriceClaim)
    )


@cache
def of_many_prices() -> tuple[Sold, ...]:
    """Those with tiers or hours, and some service beside the standard one."""
    return tuple(
        each
        for each in sold()
        if any(row.windows or (row.tiers and row.batch) for row in each.offer.prices)
    )


def offer(claim: PriceClaim) -> Offer:
    stated = {"source": "genai-prices", "checked": "2026-11-01"}
    rows = [{**row, **stated} for row in claim.rows]
    return Offer.model_validate({"model": "a/b", "endpoint": claim.endpoint, "prices": rows})


def plain(value: Any) -> Any:
    """Their objects as the JSON that the importer reads; a short decimal survives as a float."""
    if isinstance(value, ModelPrice):
        return {key: plain(each) for key, each in vars(value).items() if each is not None}
    if is_dataclass(value):
        stated = {field.name: getattr(value, field.name) for field in fields(value)}
        return {
            name: plain(each)
            for name, each in stated.items()
            if each is not None and name not in ("extractors", "_")
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        assert Decimal(repr(float(value))) == value
        return float(value)
    if isinstance(value, time):
        return value.strftime("%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def drawn(dice: Random) -> Case:
    """A workload of one model, at its edges more often than chance would have it."""
    each = dice.choice(dice.choice((sold(), of_many_prices())))
    bounds = [tier.above for row in each.offer.prices for tier in row.tiers] or [100_000]
    edge = dice.choice(bounds) + dice.choice((0, 1))
    sent = dice.choice((edge, edge, dice.randrange(2_000_000), dice.randrange(5_000)))
    row = dice.choice(each.offer.prices)
    cached = dice.randrange(sent + 1) if row.cache_read is not None or dice.random() < 0.1 else 0
    writes: dict[Lifetime, int] = {}
    lifetimes: tuple[Lifetime, ...] = ("five_minutes", "one_hour")
    if row.cache_write is not None or dice.random() < 0.05:
        for lifetime in lifetimes:
            writes[lifetime] = dice.randrange(sent - cached - sum(writes.values()) + 1)
    services = [name for name in CONTEXT if getattr(row, name, None)]
    usage = Usage(
        sent,
        dice.randrange(100_000),
        cached,
        writes,
        searches=dice.randrange(5) if row.per_search is not None or dice.random() < 0.05 else 0,
        requests=dice.choice((1, 7, 1_000_003)),
        service=dice.choice(["standard", *services, *services]),
    )
    return Case(each, usage, moment(dice, each))


def moment(dice: Random, each: Sold) -> datetime:
    """Some minute from 2024 to 2027, or a second before or at the hour or day of a change."""
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(4 * 365 * 1440))
    if dice.random() < 0.5:
        at = at.replace(year=2026, month=dice.choice((11, 12)), day=dice.randrange(1, 31))
    row = dice.choice(each.offer.prices)
    if row.since and dice.random() < 0.3:
        at = datetime.combine(row.since, time(), UTC)
    elif row.windows and dice.random() < 0.5:
        at = datetime.combine(at, time.fromisoformat(row.windows[0].hours[:5]), UTC)
    return at - timedelta(seconds=dice.choice((0, 1)))


def test_totals_agree_exactly_or_differ_for_a_stated_reason() -> None:
    dice = Random(20261123)
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for _ in range(CASES):
        case = drawn(dice)
        ours, theirs = case.ours().total, case.theirs()
        if ours == theirs:
            outcomes["agree"] += 1
            kinds.update(kinds_of(case))
            continue
        reason = case.reason()
        assert reason, f"{case.sold.model.id} {case.usage} {case.moment}: {ours} != {theirs}"
        assert (ours is None) == (reason == "unknown is not zero")
        if reason == "a variant's first day":
            assert theirs == case.at_the_normal_price().ours().total
        outcomes[reason] += 1
    assert outcomes["agree"] >= 2 * CASES // 3
    assert set(outcomes) == {
        "agree",
        "unknown is not zero",
        "a variant's first day",
        "hours with no first day",
    }
    # Every part of the model was at work in what agrees, and not just here and there.
    assert min(kinds[name] for name in ("cached", "written", "batch", "long", "searched")) >= 50
    assert min(kinds[name] for name in ("flex", "priority", "hours", "long batch")) >= 10


def kinds_of(case: Case) -> set[str]:
    """What a case puts to the test."""
    usage = case.usage
    found: set[str] = {usage.service}
    row = case.ours().row
    assert row is not None
    found |= {"cached"} if usage.cached_tokens else set()
    found |= {"written"} if any(usage.cache_writes.values()) else set()
    found |= {"searched"} if usage.searches else set()
    found |= {"hours"} if row.windows else set()
    if any(usage.input_tokens > tier.above for tier in row.tiers):
        found |= {"long", f"long {usage.service}"}
    return found


def test_where_theirs_fills_in_ours_names_what_is_missing() -> None:
    """The same request without the quantity that has no rate: then both agree again."""
    dice = Random(7)
    seen = 0
    while seen < 20:
        case = drawn(dice)
        missing = case.ours().missing
        if missing != ("prices.cache_read",):
            continue
        seen += 1
        full = Usage(case.usage.input_tokens, requests=case.usage.requests)
        cached = Usage(full.input_tokens, cached_tokens=full.input_tokens, requests=full.requests)
        charged = Case(case.sold, cached, case.moment).theirs()
        assert charged == Case(case.sold, full, case.moment).ours().total


def test_a_long_batch_has_no_surcharge_where_none_is_stated() -> None:
    (pro,) = (each for each in sold() if each.model.id == "gpt-5.5-pro")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    case = Case(pro, Usage(300_000, 1_000, service="batch"), now)
    assert case.ours().total == case.theirs() == Decimal("4.59")


def test_weekdays_are_what_theirs_cannot_say() -> None:
    peak = ConditionalPrice(
        TimeOfDateConstraint(time(1), time(4)),
        prices=ModelPrice(input_mtok=Decimal(2), output_mtok=Decimal(0)),
    )
    plainly = ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(1), output_mtok=Decimal(0)))
    theirs = ModelInfo("m", match=providers[0].models[0].match, prices=[plainly, peak])
    window = {"hours": "01:00-04:00", "days": ["mon", "tue", "wed", "thu", "fri"], "input": "2"}
    ours = Offer.model_validate(
        {"model": "a/b", "endpoint": "m", "prices": [price("1", "0", windows=[window])]}
    )
    each = Sold(Provider("p", "P", "x", models=[theirs]), theirs, ours)
    usage = Usage(1_000_000)
    monday, saturday = datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 28, 2, tzinfo=UTC)
    assert Case(each, usage, monday).ours().total == Case(each, usage, monday).theirs() == 2
    assert Case(each, usage, saturday).ours().total == 1
    assert Case(each, usage, saturday).theirs() == 2


@pytest.mark.parametrize("tokens", [272_000, 272_001])
def test_a_bound_belongs_to_the_lower_price_for_both(tokens: int) -> None:
    for each in sold():
        case = Case(each, Usage(tokens, 10), datetime(2026, 11, 23, 12, tzinfo=UTC))
        if (total := case.ours().total) is not None:
            assert total == case.theirs(), each.model.id
