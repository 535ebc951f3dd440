"""Money of the profile -> USD, by the rates that it states. Never fetched, never assumed."""

from __future__ import annotations

from decimal import Decimal

from advisor.profile.quantities import Money
from advisor.profile.schema import Profile


def usd(money: Money, profile: Profile) -> Decimal | None:
    """The amount in USD; ``None`` where the profile states no rate for the currency."""
    if money.currency == "USD":
        return money.amount
    rate = profile.exchange_rates.get(money.currency)
    return money.amount * rate.usd if rate else None
