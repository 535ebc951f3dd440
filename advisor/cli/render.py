"""``advisor render DECISION``"""

from __future__ import annotations

import click

from advisor.cli.recommend import destinations, emit
from advisor.cli.shared import output_options, told

LARGEST = 200_000_000
"""Bytes. A decision over the whole catalog has some millions; nothing sensible has more."""


@click.command("render")
@click.argument("decision")
@output_options
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
