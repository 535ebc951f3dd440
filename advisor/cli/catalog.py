"""``advisor catalog list|show|lint``"""

from __future__ import annotations

import json
from datetime import date

import click

from advisor.cli.shared import Day, deliver, told, unknown

_format = click.option(
    "-f", "--format", "form", type=click.Choice(["table", "json"]), default="table"
)
_overlays = click.option(
    "--catalog", multiple=True, type=click.Path(), help="A folder laid over the catalog."
)


@click.group("catalog")
def command() -> None:
    """Look into the catalog of models, offers, licenses and benchmarks."""


@command.command("list")
@click.option("--maker", help="Models that it trained, e.g. openai.")
@click.option("--openness", type=click.Choice(["open_weights", "api_only"]))
@click.option("--license", help="Models under it, e.g. mit.")
@click.option("--provider", help="Models that it serves, e.g. azure.")
@click.option("--live", is_flag=True, help="Only what some provider (or the one named) serves.")
@click.option("--as-of", type=Day(), help="The day for prices and --live (default: today).")
@_format
@_overlays
@told
def listed(
    maker: str | None,
    openness: str | None,
    license: str | None,
    provider: str | None,
    live: bool,
    as_of: date | None,
    form: str,
    catalog: tuple[str, ...],
) -> None:
    """Every model, one a line."""
    from advisor import load_catalog
    from advisor.reporting import facts

    loaded = load_catalog(*catalog)
    makers = {model.maker for model in loaded.models.values()}
    for what, name, known in (
        ("maker", maker, makers),
        ("license", license, set(loaded.licenses)),
        ("provider", provider, set(loaded.providers)),
    ):
        if name is not None and name not in known:
            raise unknown(what, name, known)
    day = as_of or date.today()
    wanted = facts.Wanted(day, maker, openness, license, provider, live)
    found = facts.rows(facts.select(loaded, wanted), loaded, day)
    if form == "json":
        deliver(json.dumps(found, ensure_ascii=False, indent=2) + "\n", None)
    else:
        deliver(facts.list_table(found), None)


@command.command("show", short_help="One model: every fact, offer and price, with sources.")
@click.argument("model")
@_format
@_overlays
@told
def show(model: str, form: str, catalog: tuple[str, ...]) -> None:
    """One model: every fact with its source and date, its offers and prices, what is disputed."""
    from advisor import load_catalog
    from advisor.reporting import facts

    loaded = load_catalog(*catalog)
    if model not in loaded.models:
        raise unknown("model", model, loaded.models)
    found = loaded.models[model]
    deliver(facts.to_json(found, loaded) if form == "json" else facts.render(found, loaded), None)


@command.command("lint", short_help="Load and cross-check the catalog and overlays.")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[FOLDER]…")
@told
def lint(folders: tuple[str, ...]) -> None:
    """Load and cross-check the catalog, with every FOLDER laid over it; 2 on an error."""
    from advisor import load_catalog

    found = load_catalog(*folders)
    click.echo(
        f"ok: {len(found.models)} models, {found.offers} offers of {len(found.providers)} "
        f"providers, {len(found.licenses)} licenses, {len(found.benchmarks)} benchmarks"
    )
