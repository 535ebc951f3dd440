"""A price that is off by a power of ten: per token, per thousand, a point at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from advisor.catalog.lint.base import Case, Check, Finding, Given, Path
from advisor.catalog.lint.rates import plausible, usd
from advisor.catalog.schema import Offer, PriceRow, Provider

FIELDS = ("input", "output")
SLIPS = (10, 100, 1_000, 1_000_000)
NEAR = Decimal("0.15")
"""How near to a power of ten: hosts of one model differ by that much from their middle."""
FAR = 8
"""Times off the middle of at least three peers."""
SURELY = 30
"""Times off: no host asks that."""


def _run(given: Given) -> Iterator[Finding]:
    for provider, n, offer in given.offers():
        for m, row in enumerate(offer.prices):
            for field in FIELDS:
                value: Decimal | None = getattr(row, field)
                reason = value and _slip(given, provider, offer, row, field, value)
                if reason:
                    path: Path = ("offers", n, "prices", m, field)
                    yield Finding(provider, path, reason)


def _slip(
    given: Given, provider: Provider, offer: Offer, row: PriceRow, field: str, value: Decimal
) -> str | None:
    if not plausible(value):
        return f"{usd(value)} per million tokens: is it a price per token or per thousand?"
    before = _previous(offer, row, field)
    if before and plausible(before) and (times := _power(value, before)):
        return f"{usd(value)} is {times} the price before, {usd(before)}: a slip of the unit?"
    peers = _peers(given, provider, offer, field)
    if len(peers) >= 3:
        middle = median(peers.values())
        beside = "output" if field == "input" else "input"
        other = _ratio(getattr(row, beside), _peers(given, provider, offer, beside))
        if _is_odd(_off(value, middle), other) and not _within(value, peers):
            return (
                f"{usd(value)} is {_times(value, middle)} the middle of {len(peers)} others that "
                f"sell {offer.model}, {usd(middle)}: a slip of the unit?"
            )
    for name, price in peers.items():
        if len(peers) < 3 and (times := _power(value, price)):
            return f"{usd(value)} is {times} the price of {name}, {usd(price)}: a slip of the unit?"
    return None


def _is_odd(times: Decimal, beside: Decimal | None) -> bool:
    """A price that far off is a slip if a power of ten explains it, or the other price is fine."""
    near = any(abs(times / slip - 1) <= NEAR for slip in SLIPS)
    return times >= FAR and (near or times >= SURELY or bool(beside and times >= 3 * beside))


def _off(value: Decimal, other: Decimal) -> Decimal:
    return max(value / other, other / value)


def _ratio(value: Decimal | None, peers: dict[str, Decimal]) -> Decimal | None:
    known = value and plausible(value) and peers
    return _off(value, median(peers.values())) if value and known else None


def _previous(offer: Offer, row: PriceRow, field: str) -> Decimal | None:
    """The price that the row took the place of."""
    earlier = [
        other for other in offer.prices if other.since and row.since and other.since < row.since
    ]
    last = max(earlier, key=lambda other: str(other.since), default=None)
    return getattr(last, field, None) or None


def _peers(given: Given, provider: Provider, offer: Offer, field: str) -> dict[str, Decimal]:
    """What others ask for the model, by their names."""
    found: dict[str, Decimal] = {}
    for other, _, theirs in given.offers_of.get(offer.model, []):
        if other is not provider and theirs.prices:
            value = getattr(theirs.prices[-1], field)
            if plausible(value):
                found[other.name or other.provider] = value
    return found


def _within(value: Decimal, peers: dict[str, Decimal]) -> bool:
    return min(peers.values()) <= value <= max(peers.values())


def _power(value: Decimal, other: Decimal) -> str | None:
    """``1,000 times`` where the digits are the same and the point is elsewhere."""
    slip = next((slip for slip in SLIPS if _off(value, other) == slip), None)
    return _told(slip, value > other) if slip else None


def _times(value: Decimal, middle: Decimal) -> str:
    return _told(int(_off(value, middle)), value > middle)


def _told(times: int, more: bool) -> str:
    return f"{times:,} times" if more else f"one {times:,}th of"


CHECK = Check(
    id="prices.unit-slip",
    level="error",
    title="a price that is 10, 100, 1,000 or a million times off",
    why="Upstream lists hold prices per token, per thousand and per million, and slips of the "
    "point: Llama 3.3 at USD 7.90 instead of 0.79, embeddings at a thousandth. A unit "
    "slip wins or loses every comparison of costs.",
    remedy="Prices here are USD per million tokens. If the price is real, accept the finding "
    "with the address of the price list.",
    run=_run,
    cases=(
        Case(
            "per token",
            """
            models: [{id: acme/a}]
            offers:
              - {provider: host, offers: [{model: acme/a, prices: [{input: 0.000002, output: 8}]}]}
            """,
            ("is it a price per token",),
        ),
        Case(
            "ten times the price before",
            """
            models: [{id: acme/a}]
            offers:
              - provider: host
                offers:
                  - model: acme/a
                    prices: [{from: 2026-01-01, input: 0.5, output: 0.79},
                             {from: 2026-06-01, input: 0.5, output: 7.90}]
            """,
            ("USD 7.9 is 10 times the price before, USD 0.79",),
        ),
        Case(
            "a thousandth of the one other",
            """
            models: [{id: acme/a}]
            offers:
              - {provider: one, offers: [{model: acme/a, prices: [{input: 0.13, output: 0.5}]}]}
              - {provider: two, offers: [{model: acme/a, prices: [{input: 130, output: 0.5}]}]}
            """,
            ("one 1,000th of the price of two", "1,000 times the price of one"),
        ),
        Case(
            "far from the middle of many",
            """
            models: [{id: acme/a}]
            offers:
              - {provider: one, offers: [{model: acme/a, prices: [{input: 0.5, output: 0.79}]}]}
              - {provider: two, offers: [{model: acme/a, prices: [{input: 0.6, output: 0.80}]}]}
              - {provider: three, offers: [{model: acme/a, prices: [{input: 0.7, output: 0.9}]}]}
              - {provider: four, offers: [{model: acme/a, prices: [{input: 0.6, output: 7.9}]}]}
            """,
            ("USD 7.9 is 9 times the middle of 3 others that sell acme/a, USD 0.8",),
        ),
        Case(
            "a host that asks more for both, and no power of ten",
            """
            models: [{id: acme/a}]
            offers:
              - {provider: one, offers: [{model: acme/a, prices: [{input: 0.5, output: 0.79}]}]}
              - {provider: two, offers: [{model: acme/a, prices: [{input: 0.6, output: 0.80}]}]}
              - {provider: three, offers: [{model: acme/a, prices: [{input: 0.7, output: 0.9}]}]}
              - {provider: four, offers: [{model: acme/a, prices: [{input: 3, output: 6.5}]}]}
            """,
        ),
        Case(
            "hosts differ, prices fall, and nothing is no slip",
            """
            models: [{id: acme/a}]
            offers:
              - {provider: one, offers: [{model: acme/a, prices: [{input: 0.1, output: 0.4}]}]}
              - {provider: two, offers: [{model: acme/a, prices: [{input: 0.7, output: 2}]}]}
              - provider: three
                offers: [{model: acme/a, prices: [{from: 2026-01-01, input: 0.9, output: 3},
                                                  {from: 2026-02-01, input: 0.25, output: 0}]}]
            """,
        ),
    ),
)
