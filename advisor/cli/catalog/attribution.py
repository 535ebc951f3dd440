"""``advisor catalog attribution``"""

from __future__ import annotations

import click

from advisor.cli.shared import catalog_option, deliver, told


@click.command("attribution")
@click.option("-f", "--format", "form", type=click.Choice(["md", "json"]), default="md")
@click.option("-o", "--output", help="A file; - is stdout.")
@catalog_option
@told
def command(form: str, output: str | None, catalog: tuple[str, ...]) -> None:
    """Credit and notices for every source of the catalog, and what was used of each.

    The shipped catalog carries this file as SOURCES.md. As JSON it counts the facts that rest on
    each source.
    """
    from advisor import load_catalog
    from advisor.catalog.attribution import credited
    from advisor.reporting.catalog import attribution as reporting

    found = credited(load_catalog(*catalog))
    deliver(reporting.to_json(found) if form == "json" else reporting.render(found), output)
