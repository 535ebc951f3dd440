"""``advisor catalog age``"""

from __future__ import annotations

import sys
from datetime import date

import click

from advisor.catalog.age import KINDS, ages
from advisor.cli.shared import Day, catalog_option, deliver, format_option, told

STALE = 3


@click.command("age")
@click.option("--max-days", required=True, type=click.IntRange(min=0), metavar="N")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="May be repeated."
)
@click.option("--all", "everything", is_flag=True, help="List every older fact, file by file.")
@click.option("--as-of", type=Day(), help="The day to count from (default: today).")
@format_option
@catalog_option
@told
def command(
    max_days: int,
    kinds: tuple[str, ...],
    everything: bool,
    as_of: date | None,
    form: str,
    catalog: tuple[str, ...],
) -> None:
    """What is older than N days, by kind; exit 3 if anything is.

    A fact is as old as the newest day of what supports it. Prices that no longer hold are history
    and have no age.
    """
    from advisor import load_catalog
    from advisor.reporting.catalog import age as reporting

    loaded = load_catalog(*catalog)
    day = as_of or date.today()
    found = [each for each in ages(loaded, day, max_days) if not kinds or each.kind in kinds]
    if form == "json":
        deliver(reporting.to_json(found, day, max_days), None)
    else:
        deliver(reporting.render(found, loaded, day, max_days, everything), None)
    if any(each.older for each in found):
        sys.exit(STALE)
