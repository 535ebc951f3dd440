"""``advisor schema NAME``"""

from __future__ import annotations

import json

import click

from advisor.cli.shared import deliver, told
from advisor.schemas import NAMES


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES))
@click.option(
    "--dialect",
    type=click.Choice(["2020-12", "draft-07"]),
    default="2020-12",
    show_default=True,
    help="Editors of YAML mostly read draft-07.",
)
@click.option("-o", "--output", help="A file; - is stdout.")
@told
def command(name: str, dialect: str, output: str | None) -> None:
    """Print the JSON Schema of a kind of file.

    \b
    advisor schema profile --dialect draft-07 -o profile.schema.json
    then in profile.yaml: # yaml-language-server: $schema=profile.schema.json
    """
    from advisor.schemas import schema

    found = schema(name, dialect)  # type: ignore[arg-type]
    deliver(json.dumps(found, ensure_ascii=False, indent=2) + "\n", output)
