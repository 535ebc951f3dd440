"""``advisor render DECISION``"""

from __future__ import annotations

import click

from advisor.cli.recommend import SUFFIXES, destinations, emit
from advisor.cli.shared import told

LARGEST = 200_000_000
"""Bytes. A decision over the whole catalog has some millions; nothing sensible has more."""


@click.command("render")
@click.argument("decision")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(list(SUFFIXES)),
    help="May be repeated.",
)
@click.option("-o", "--output", help="A file, or a folder for several formats; - is stdout.")
@click.option("--lang", default="en", show_default=True, help="Language of the report.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing beside the result.")
@told
def command(
    decision: str, formats: tuple[str, ...], output: str | None, lang: str, quiet: bool
) -> None:
    """Show a stored DECISION (`recommend -f json`) in any format; the catalog is not needed.

    \b
    advisor recommend profile.yaml -f json -o decision.json
    advisor render decision.json -f html -o report.html
    """
    from advisor.decision.decision import Decision
    from advisor.yamlio.files import read_bytes

    places = destinations(formats, output)
    name = "<stdin>" if decision == "-" else decision
    stored = read_bytes(decision, name, LARGEST)
    emit(Decision.from_json(stored, name), places, lang, quiet)
