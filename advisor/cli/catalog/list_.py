"""``advisor catalog list``"""

from __future__ import annotations

import json
from datetime import date

import click

from advisor.cli.shared import Day, catalog_option, deliver, format_option, told, unknown


@click.command("list")
@click.option("--maker", help="Models that it trained, e.g. openai.")
@click.option("--openness", type=click.Choice(["open_weights", "api_only"]))
@click.option("--license", help="Models under it, e.g. mit.")
@click.option("--provider", help="Models that it serves, e.g. azure.")
@click.option("--live", is_flag=True, help="Only what some provider (or the one named) serves.")
@click.option("--as-of", type=Day(), help="The day for prices and --live (default: today).")
@format_option
@catalog_option
@told
def command(
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
