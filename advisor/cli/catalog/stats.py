"""``advisor catalog stats``"""

from __future__ import annotations

from datetime import date

import click

from advisor.cli.shared import Day, catalog_option, deliver, format_option, told


@click.command("stats")
@click.option("--unsourced", is_flag=True, help="List the facts that name no source instead.")
@click.option("--as-of", type=Day(), help="The day after which prices lie ahead (default: today).")
@format_option
@catalog_option
@told
def command(unsourced: bool, as_of: date | None, form: str, catalog: tuple[str, ...]) -> None:
    """The catalog in numbers: how much it holds, and how much of that is supported by whom.

    A fact is one value of a field, one rate of a price row, one score, or one clause of a license.
    Names, notes, addresses and disputed claims are none.
    """
    from advisor import load_catalog
    from advisor.catalog.stats import stats
    from advisor.reporting.catalog import stats as reporting

    loaded = load_catalog(*catalog)
    found = stats(loaded, as_of or date.today())
    if unsourced:
        facts = found["facts"]["unsourced"]
        as_text = reporting.unsourced_json if form == "json" else reporting.unsourced
        deliver(as_text(facts), None)
    else:
        deliver(
            reporting.to_json(found) if form == "json" else reporting.render(found, loaded), None
        )
