"""``advisor catalog diff``"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.shared import catalog_option, deliver, format_option, told

if TYPE_CHECKING:
    from advisor.reporting.catalog.difference import Side

_KINDS = ("models", "offers", "licenses", "benchmarks")


@click.command("diff")
@click.argument("before")
@click.argument("after")
@click.option("--overlay", is_flag=True, help="Lay the folders over the shipped catalog.")
@click.option("--all", "everything", is_flag=True, help="Every change, however many.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is a difference.")
@format_option
@catalog_option
@told
def command(
    before: str,
    after: str,
    overlay: bool,
    everything: bool,
    exit_code: bool,
    form: str,
    catalog: tuple[str, ...],
) -> None:
    """What differs between two catalogs, or between two days of one.

    BEFORE and AFTER are each a folder, `shipped`, a day (of the shipped catalog), or FOLDER@DAY. On
    a day counts what is in force then: released models, offers that live, the price that holds,
    known scores. A folder that has not models, offers, licenses and benchmarks is laid over the
    shipped catalog.

    \b
    advisor catalog diff 2026-06-01 2026-12-31
    advisor catalog diff shipped my-prices
    """
    from advisor.catalog.difference import difference
    from advisor.catalog.view import view
    from advisor.reporting.catalog import difference as reporting

    old, new = (_side(text, overlay, catalog) for text in (before, after))
    if (old.day is None) != (new.day is None):
        raise click.UsageError("give a day to both or to neither: FOLDER@2026-11-23")
    changes = difference(view(old.catalog, old.day), view(new.catalog, new.day))
    if form == "json":
        deliver(reporting.to_json(old, new, changes), None)
    else:
        deliver(reporting.render(old, new, changes, everything), None)
    if exit_code and changes:
        sys.exit(1)


def _side(text: str, overlay: bool, catalog: tuple[str, ...]) -> Side:
    """The catalog that an argument names, and the day it is seen on."""
    from advisor import load_catalog
    from advisor.reporting.catalog.difference import Side

    day = _day(text)
    name = "shipped" if day else text
    if "@" in text and (day := _day(text.rpartition("@")[2])):
        name = text.rpartition("@")[0]
    if name == "shipped":
        return Side(name, load_catalog(*catalog), day)
    folder = Path(name)
    if not overlay and all((folder / kind).is_dir() for kind in _KINDS):
        return Side(name, load_catalog(*catalog, shipped=folder), day)
    return Side(f"shipped + {name}", load_catalog(*catalog, folder), day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
