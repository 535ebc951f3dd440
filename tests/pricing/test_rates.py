"""Which price row and which window hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from advisor.catalog.schema import Offer, PriceRow
from advisor.pricing.rates import row_on, window_at
from tests.worlds import offer, price


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", None),
        ("2026-01-01", "1"),
        ("2026-05-31", "1"),
        ("2026-06-01", "2"),
        ("2026-09-30", "2"),
        ("2026-10-01", "1"),
    ],
)
def test_the_latest_row_that_has_begun_and_not_ended(day: str, expected: str | None) -> None:
    """A promotion with an end gives way to the price that it stood over."""
    rows = [price("1", since="2026-01-01"), price("2", since="2026-06-01", until="2026-09-30")]
    for order in (rows, rows[::-1]):
        found = row_on(Offer.model_validate(offer("acme/alpha", *order)), date.fromisoformat(day))
        assert (None if found is None else str(found.input)) == expected


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-11-23T15:59", False),  # Monday 23:59 in Shanghai
        ("2026-11-23T16:00", True),  # Tuesday 00:00 there
        ("2026-11-24T15:59", True),
        ("2026-11-24T16:00", False),
    ],
)
def test_a_window_follows_the_clock_and_the_weekday_of_its_zone(moment: str, inside: bool) -> None:
    window = {"hours": "00:00-24:00", "days": ["tue"], "zone": "Asia/Shanghai", "factor": "0.5"}
    row = PriceRow.model_validate(price(windows=[window]))
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert (window_at(row, at) is not None) is inside


@pytest.mark.parametrize("hours", ["24:00-06:00", "22:00-25:00", "22:61-06:00", "22-6"])
def test_hours_that_no_clock_shows_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        PriceRow.model_validate(price(windows=[{"hours": hours, "factor": "0.5"}]))


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        PriceRow.model_validate(
            price(windows=[{"hours": "22:00-06:00", "factor": "0.5", "zone": "Mars/Base"}])
        )
