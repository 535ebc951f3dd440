"""``advisor catalog schema``"""

from __future__ import annotations

import click

from advisor.cli.schema import command as any_schema
from advisor.schemas import CATALOG_NAMES


@click.command("schema")
@click.argument("kind", required=False, type=click.Choice(CATALOG_NAMES))
@click.option("--dialect", type=click.Choice(["2020-12", "draft-07"]), default="2020-12")
@click.option("-o", "--output", help="A file; - is stdout.")
@click.pass_context
def command(ctx: click.Context, kind: str | None, dialect: str, output: str | None) -> None:
    """Print the JSON Schema of a kind of catalog file; without a KIND, list the kinds.

    \b
    advisor catalog schema model --dialect draft-07 -o model.schema.json
    then in a model's file: # yaml-language-server: $schema=model.schema.json
    """
    if kind is None:
        click.echo("\n".join(CATALOG_NAMES))
    else:
        ctx.invoke(any_schema, name=kind, dialect=dialect, output=output)
