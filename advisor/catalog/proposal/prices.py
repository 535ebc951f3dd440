"""Claims of prices: a later step is added, a gap is filled, a contradiction is disputed."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.catalog.importers.claims import PriceClaim
from advisor.catalog.prices import figures
from advisor.catalog.proposal.draft import Data, put
from advisor.catalog.proposal.offers import ended, named, offer_key, offer_meant
from advisor.catalog.proposal.outcome import Table
from advisor.catalog.schema import Offer, PriceRow
from advisor.pricing.rates import row_on


def weigh(claim: PriceClaim, table: Table) -> None:
    """Hold an endpoint's prices against those of the offer that answers on the day of each row.

    The row that holds now is compared now, so that nobody has to agree since when.
    """
    dated = any(row.get("from") for row in claim.rows)
    begins = [_day(row, "from") for row in claim.rows]
    met = False
    for n, stated in enumerate(claim.rows):
        if dated and not stated.get("from"):
            continue  # what held before the first step, since a day that nobody states
        past = any(begin and (begins[n] or date.min) < begin <= table.as_of for begin in begins)
        begin = begins[n] or table.as_of
        day = begin if past else max(begin, table.as_of)
        offer = offer_meant(claim, table, day)
        if offer is None:
            continue
        met = True
        if not dated and ended(offer, table.as_of):
            table.leave(claim.name, "the offer has ended; an undated price says nothing about it")
            continue
        _Row(claim, stated, offer, day, past, table).weigh()
    if not met:
        _new_offer(claim, table)


def _new_offer(claim: PriceClaim, table: Table) -> None:
    """A model that the catalog knows, at a provider that it knows: a new way to buy it."""
    model = table.model(claim.name, table.as_of)
    if not claim.rows or claim.provider not in table.catalog.providers:
        return
    if not table.new_offers:
        table.leave(claim.name, "a new offer of a model that is known; --new-offers proposes it")
        return
    wanted = {"model": model, "id": claim.offer}
    if table.draft.find("offers", claim.provider, "offers", wanted):
        table.leave(claim.name, "stated twice in this file")
        return
    entry = table.draft.entry("offers", claim.provider, "offers", wanted)
    entry["endpoint"] = claim.endpoint
    entry["prices"] = [_entry(claim, row, table) for row in claim.rows]
    table.vouch("offers", claim.provider, "offers.endpoint")
    table.note("add", f"{claim.provider}: {claim.endpoint}", "offer", None, model)


class _Row:
    """One claimed row beside the row of ours that holds on its first day."""

    def __init__(
        self,
        claim: PriceClaim,
        stated: Mapping[str, Any],
        offer: Offer,
        day: date,
        past: bool,
        table: Table,
    ) -> None:
        self.claim, self.stated, self.offer = claim, stated, offer
        self.day, self.past, self.table = day, past, table
        self.about = f"{claim.provider}: {offer.endpoint}"
        self.entry = _entry(claim, stated, table)
        self.theirs = PriceRow.model_validate(self.entry)
        self.ours = row_on(offer, day)

    def weigh(self) -> None:
        if self.ours is None and self.past and not self._can_have_been():
            self.table.leave(self.claim.name, "a price of the past, of another version")
            return
        if self.ours is None:
            self._add()
            return
        ours, theirs = figures(self.ours), figures(self.theirs)
        different = [name for name in theirs if name in ours and ours[name] != theirs[name]]
        if not different:
            self._fill(set(theirs) - set(ours))
        elif self.past:
            self.table.leave(self.claim.name, "a price of the past differs, or its first day does")
        elif self._is_later():
            self._add()
        elif self.ours.source == self.table.source_id:
            self._correct()
        else:
            for name in different:
                field = f"offers[{offer_key(self.offer)}].prices.{name}"
                self.table.dispute(
                    "offers", self.claim.provider, self.about, field, ours[name], theirs[name]
                )

    def _can_have_been(self) -> bool:
        """Was the version out by then, and is this before the first price that we know?"""
        released = self.table.catalog.models[self.offer.model].released
        firsts = [row.since for row in self.offer.prices if row.since]
        out = released is None or released <= self.day
        return out and (not firsts or self.day < min(firsts))

    def _is_later(self) -> bool:
        """Does it begin after somebody last looked at our row? Then both can be right."""
        assert self.ours is not None
        begin = _day(self.stated, "from")
        if begin is not None:
            return begin > self.ours.checked
        same_source = self.ours.source == self.table.source_id
        return same_source and self.table.as_of > self.ours.checked

    def _add(self) -> None:
        rows = self._rows()
        if any(row.get("from") == self.entry.get("from") for row in rows):
            self.table.leave(self.claim.name, "another price begins on the same day")
            return
        later = (n for n, row in enumerate(rows) if str(row.get("from", "")) > self.entry["from"])
        rows.insert(next(later, len(rows)), self.entry)
        self.table.note("add", self.about, f"price from {self.entry['from']}", _told(self.ours),
                        _told(self.theirs))  # fmt: skip

    def _fill(self, missing: set[str]) -> None:
        """Take over what our row does not state, with its own source."""
        assert self.ours is not None
        fields = sorted({name.partition(".")[0] for name in missing})
        new = [field for field in fields if not getattr(self.ours, field) and not self._lost(field)]
        if not new:
            self.table.confirm()
            return
        row = next(row for row in self._rows() if row.get("from") == _text(self.ours.since))
        for field in new:
            if field in row:
                continue
            put(row, field, self.entry[field], "prices")
            if self.ours.source != self.table.source_id:
                put(row, "also", {**row.get("also", {}), field: self.table.source_id}, "prices")
            self.table.note("add", self.about, f"prices.{field}", None, self.entry[field])

    def _lost(self, field: str) -> bool:
        """Is it on record that a claim of this field lost, though nothing stands in its place?"""
        whole = self.table.draft.whole("offers", self.claim.provider)
        at = f"offers[{offer_key(self.offer)}].prices.{field}"
        return any(str(each["field"]).startswith(at) for each in whole.get("disputed", ()))

    def _correct(self) -> None:
        """The same source now says otherwise about the same time."""
        assert self.ours is not None
        row = next(row for row in self._rows() if row.get("from") == _text(self.ours.since))
        before = _told(self.ours)
        kept: Data = {name: row[name] for name in ("from", "until", "note") if name in row}
        row.update({**self.entry, **kept})
        self.table.note("update", self.about, "prices", before, _told(self.theirs),
                        "a correction by the same source")  # fmt: skip

    def _rows(self) -> list[Data]:
        """The offer's rows in the folder's file; an overlay has to state all of them."""
        provider = self.claim.provider
        offer = self.table.draft.entry("offers", provider, "offers", named(self.offer))
        if "prices" not in offer:
            whole = self.table.draft.whole("offers", provider).get("offers", ())
            mine: Data = next((each for each in whole if _is(each, self.offer)), {})
            put(offer, "prices", copy.deepcopy(mine.get("prices", [])), "offer")
        rows: list[Data] = offer["prices"]
        return rows


def _is(entry: Data, offer: Offer) -> bool:
    return bool(entry["model"] == offer.model and entry.get("id") == offer.id)


def _day(row: Mapping[str, Any], field: str) -> date | None:
    return date.fromisoformat(row[field]) if row.get(field) else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entry(claim: PriceClaim, row: Mapping[str, Any], table: Table) -> Data:
    """A claimed row as the file holds it. Without a first day it holds from the day of the file."""
    checked = (claim.checked or table.as_of).isoformat()
    found: Data = {}
    for field, value in row.items():
        put(found, field, value, "prices")
    begin = found.get("from") or table.as_of.isoformat()
    stated = {"from": begin, "source": table.source_id, "url": claim.url, "checked": checked}
    for field, value in stated.items():
        if value is not None:
            put(found, field, value, "prices")
    return found


def _told(row: PriceRow | None) -> str:
    """The main rates in short: ``in 2.00, out 8.00``."""
    if row is None:
        return "no price"
    parts = {"in": row.input, "cached": row.cache_read, "out": row.output}
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)
