"""``advisor catalog lint``"""

from __future__ import annotations

import click

from advisor.cli.shared import told


@click.command("lint")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[FOLDER]…")
@told
def command(folders: tuple[str, ...]) -> None:
    """Load and cross-check the catalog, with every FOLDER laid over it; 2 on an error."""
    from advisor import load_catalog

    found = load_catalog(*folders)
    click.echo(
        f"ok: {len(found.models)} models, {found.offers} offers of {len(found.providers)} "
        f"providers, {len(found.licenses)} licenses, {len(found.benchmarks)} benchmarks"
    )
