"""``advisor catalog list``: models by what is asked for, one a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Feature, Lifecycle, Modality, Model, Offer, Provider
from advisor.measures.lifecycle import is_live
from advisor.pricing.rates import row_on
from advisor.reporting.catalog.words import counted
from advisor.reporting.listing import Column
from advisor.reporting.listing import render as render_list

Offers = Sequence[tuple[Provider, Offer]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; what is ``None`` or empty lets everything through.

    Offers count if they are live on ``day`` (of the provider, where one is named).
    """

    day: date
    maker: str | None = None
    family: str | None = None
    openness: str | None = None
    license: str | None = None
    provider: str | None = None
    live: bool = False
    text: str | None = None
    languages: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()
    modalities: tuple[Modality, ...] = ()
    min_window: int | None = None
    max_input_price: Decimal | None = None
    released_after: date | None = None


class Selection(NamedTuple):
    found: list[Model]
    unknown: list[Model]
    """No known fact rules them out, but one that was asked for is not known."""


def select(catalog: Catalog, wanted: Wanted) -> Selection:
    """The models of which everything that is asked for is known to hold, in order of their ids."""
    offers = offers_by_model(catalog)
    found, unknown = [], []
    for model in catalog.models.values():
        theirs = offers.get(model.id, [])
        answers = [*_named(model, theirs, wanted), *_able(model, theirs, wanted)]
        if all(answers):
            found.append(model)
        elif False not in answers:
            unknown.append(model)
    return Selection(found, unknown)


def offers_by_model(catalog: Catalog) -> dict[str, list[tuple[Provider, Offer]]]:
    found: dict[str, list[tuple[Provider, Offer]]] = {}
    for provider in catalog.providers.values():
        for offer in provider.offers:
            found.setdefault(offer.model, []).append((provider, offer))
    return found


Answer = bool | None
"""``None`` is not known."""


def _named(model: Model, offers: Offers, wanted: Wanted) -> Iterator[Answer]:
    """Is it of that maker, family, license, …, and does it mention the text?"""
    yield wanted.maker in (None, model.maker)
    yield wanted.family in (None, model.family)
    yield wanted.openness in (None, model.openness)
    if wanted.license is not None:
        yield model.license == wanted.license if model.license else None
    if wanted.provider is not None:
        yield any(provider.provider == wanted.provider for provider, _ in offers)
    if wanted.live:
        yield bool(_live(model, offers, wanted))
    if wanted.text is not None:
        names = (alias.name for alias in model.aliases)
        text = "\n".join((model.id, model.name, model.family, model.note or "", *names))
        yield wanted.text.casefold() in text.casefold()


def _able(model: Model, offers: Offers, wanted: Wanted) -> Iterator[Answer]:
    """Does it speak, do and cost what is asked for, at one of its live offers or by itself?"""
    live = _live(model, offers, wanted)
    for language in wanted.languages:  # silence about a language is unknown, never a no
        yield (model.languages is not None and language in model.languages.stated) or None
    for feature in wanted.features:
        stated = (model.features, *(offer.features for offer in live))
        yield _either(each.get(feature) for each in stated)
    for modality in wanted.modalities:
        kinds = (model.modalities.input, model.modalities.output)
        yield _either(None if kind is None else modality in kind for kind in kinds)
    if (least := wanted.min_window) is not None:
        windows = (model.limits.window, *(offer.limits.window for offer in live))
        yield _either(None if window is None else window >= least for window in windows)
    if (most := wanted.max_input_price) is not None:
        rows = [row_on(offer, wanted.day) for offer in live]
        prices = [row.input if row else None for row in rows]
        yield bool(live) and _either(None if p is None else p <= most for p in prices)
    if wanted.released_after is not None:
        yield model.released > wanted.released_after if model.released else None


def _either(answers: Iterable[Answer]) -> Answer:
    """Yes if any says so; no only if all do."""
    told = set(answers)
    return True if True in told else None if None in told else False


def _live(model: Model, offers: Offers, wanted: Wanted) -> list[Offer]:
    return [
        offer
        for provider, offer in offers
        if wanted.provider in (None, provider.provider) and _is_live(model, offer, wanted.day)
    ]


def _is_live(model: Model, offer: Offer, day: date) -> bool:
    """An offer that says nothing of its life lives as long as the version itself."""
    life = model.lifecycle if offer.lifecycle == Lifecycle() else offer.lifecycle
    return is_live(life, day)


# -- what is shown --------------------------------------------------------------------------------


def rows(models: Sequence[Model], catalog: Catalog, day: date) -> list[dict[str, Any]]:
    """One plain row a model, with the lowest prices of a live offer on the day."""
    offers = offers_by_model(catalog)
    return [_row(model, offers.get(model.id, []), day) for model in models]


def _row(model: Model, offers: Offers, day: date) -> dict[str, Any]:
    live = _live(model, offers, Wanted(day))
    priced = [row for offer in live if (row := row_on(offer, day))]
    return {
        "id": model.id,
        "name": model.name,
        "family": model.family,
        "released": model.released.isoformat() if model.released else None,
        "openness": model.openness,
        "license": model.license,
        "window": model.limits.window,
        "live_offers": len(live),
        "scores": len(model.scores),
        "input_from": _least(row.input for row in priced),
        "output_from": _least(row.output for row in priced),
    }


def _least(prices: Iterable[Decimal | None]) -> str | None:
    return str(min(known)) if (known := [price for price in prices if price is not None]) else None


def render(found: Sequence[dict[str, Any]], unknown: int) -> str:
    """The rows under headings; ``unknown`` models are told, so that nobody takes them for a no."""
    columns = (
        Column("Model", 5),
        Column("License", 3),
        Column("Window", number=True),
        Column("Offers", number=True),
        Column("In", number=True),
        Column("Out", number=True),
    )
    table = render_list(
        columns,
        [
            (
                row["id"],
                row["license"] or "unknown",
                f"{row['window']:,}" if row["window"] else "unknown",
                row["live_offers"],
                row["input_from"] or "-",
                row["output_from"] or "-",
            )
            for row in found
        ],
    )
    count = counted(len(found), "model")
    told = f"{table}\n{count}; USD per 1M tokens, the lowest of its live offers\n"
    if unknown:
        told += f"{counted(unknown, 'more model')} may fit: something asked for is not known\n"
    return told
