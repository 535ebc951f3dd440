"""``advisor catalog list``"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, get_args

import click

from advisor.cli.shared import (
    Day,
    ParamType,
    Quantity,
    catalog_option,
    deliver,
    format_option,
    told,
    unknown,
)

if TYPE_CHECKING:
    from advisor.catalog.catalog import Catalog
    from advisor.reporting.catalog.listing import Wanted


class Usd(ParamType):
    """An exact amount of USD."""

    name = "usd"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0:
            self.fail(f"{value!r} is not a price such as 0.50", param, ctx)
        return amount


@click.command("list")
@click.option("--maker", help="Models that it trained, e.g. openai.")
@click.option("--family", help="Models of a family, e.g. llama-3.1.")
@click.option("--openness", type=click.Choice(["open_weights", "api_only"]))
@click.option("--license", help="Models under it, e.g. mit.")
@click.option("--provider", help="Models that it serves, e.g. azure.")
@click.option("--live", is_flag=True, help="Only what some provider (or the one named) serves.")
@click.option("--language", "languages", multiple=True, help="That the maker states, e.g. ko.")
@click.option("--feature", "features", multiple=True, help="E.g. tool_calling.")
@click.option("--modality", "modalities", multiple=True, help="That goes in or out, e.g. image.")
@click.option("--min-window", type=Quantity(), help="Tokens of the context window, e.g. 128k.")
@click.option("--max-input-price", type=Usd(), help="USD per 1M tokens, of some live offer.")
@click.option("--released-after", type=Day(), help="Released later than that day.")
@click.option("--text", metavar="SEARCH", help="Found in its id, name, aliases or note.")
@click.option("--as-of", type=Day(), help="The day for prices and --live (default: today).")
@format_option
@catalog_option
@told
def command(as_of: date | None, form: str, catalog: tuple[str, ...], **filters: Any) -> None:
    """Every model, one a line.

    Filters hold together; --language, --feature and --modality may be repeated. A model is listed
    if all of it is known to hold.
    """
    from advisor import load_catalog
    from advisor.reporting.catalog import listing

    loaded = load_catalog(*catalog)
    wanted = listing.Wanted(day=as_of or date.today(), **filters)
    _check(wanted, loaded)
    selection = listing.select(loaded, wanted)
    rows = listing.rows(selection.found, loaded, wanted.day)
    if form == "json":
        deliver(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", None)
    else:
        deliver(listing.render(rows, len(selection.unknown)), None)


def _check(wanted: Wanted, catalog: Catalog) -> None:
    """A name that nothing in the catalog has is a slip, not an empty list."""
    from advisor.catalog.schema import Feature, Modality

    models = catalog.models.values()
    stated = (model.languages.stated for model in models if model.languages)
    known: tuple[tuple[str, Iterable[str | None], Iterable[str]], ...] = (
        ("maker", [wanted.maker], {model.maker for model in models}),
        ("family", [wanted.family], {model.family for model in models}),
        ("license", [wanted.license], catalog.licenses),
        ("provider", [wanted.provider], catalog.providers),
        ("language", wanted.languages, {each for languages in stated for each in languages}),
        ("feature", wanted.features, get_args(Feature)),
        ("modality", wanted.modalities, get_args(Modality)),
    )
    for what, names, there in known:
        for name in names:
            if name is not None and name not in there:
                raise unknown(what, name, sorted(there))
