"""``advisor catalog agreement``"""

from __future__ import annotations

import sys
from datetime import date

import click

from advisor.cli.shared import Day, catalog_option, deliver, format_option, told, unknown

UNSETTLED = 1


def _named(
    ctx: click.Context, param: click.Parameter, stated: tuple[str, ...]
) -> list[tuple[str, date | None, str]]:
    """``models-dev@2026-07-01=api.json`` as source, day, path."""
    found = []
    for text in stated:
        name, _, path = text.partition("=")
        source, _, day = name.partition("@")
        if not source or not path:
            raise click.BadParameter(f"{text!r} is not SOURCE=FILE", ctx, param)
        found.append((source, Day().convert(day, param, ctx) if day else None, path))
    return found


@click.command("agreement")
@click.argument("files", nargs=-1, required=True, callback=_named, metavar="SOURCE[@DAY]=FILE...")
@click.option("--as-of", type=Day(), help="The day whose prices are compared (default: today).")
@click.option("--summary", is_flag=True, help="The sums alone, without the list.")
@catalog_option
@format_option
@told
def command(
    files: list[tuple[str, date | None, str]],
    as_of: date | None,
    summary: bool,
    catalog: tuple[str, ...],
    form: str,
) -> None:
    """Hold prices and limits against other price lists, and explain every difference.

    FILE is what `advisor catalog import` reads of that source; DAY is when it was published, if not
    on the day that is compared. Exit 1 if a difference is unexplained, or ours is the wrong one.

    \b
    advisor catalog agreement litellm=model_prices_and_context_window.json models-dev=api.json
    """
    from advisor import load_catalog
    from advisor.catalog.agreement import Upstreams, agreement
    from advisor.catalog.importers import importers
    from advisor.reporting.catalog import agreement as reporting

    day = as_of or date.today()
    for source, _, _ in files:
        if source not in importers():
            raise unknown("source", source, importers())
    upstreams = [Upstreams(source, path, when or day) for source, when, path in files]
    loaded = load_catalog(*catalog)
    found = agreement(loaded, upstreams, day)
    if form == "json":
        deliver(reporting.to_json(found), None)
    else:
        deliver(reporting.render(found, loaded, summary), None)
    if found.unsettled:
        sys.exit(UNSETTLED)
