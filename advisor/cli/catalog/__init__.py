"""``advisor catalog``: look into the catalog, check it, keep it."""

from __future__ import annotations

import click

from advisor.cli.lazy import lazy

COMMANDS = {
    "list": "Every model, one a line, with filters.",
    "show": "One model: every fact, offer and price, with sources and age.",
    "diff": "What differs between two catalogs, or between two days of one.",
    "age": "What is older than some days, by kind.",
    "stats": "The catalog in numbers: how much it holds, and who supports it.",
    "schema": "The JSON Schema of a kind of catalog file.",
    "attribution": "Credit and notices for every source of the catalog.",
    "import": "Propose what a published file of prices or scores would change.",
    "agreement": "Hold prices and limits against other price lists.",
    "lint": "Load and check the catalog and overlays.",
}


@click.group("catalog", cls=lazy("advisor.cli.catalog", COMMANDS))
def command() -> None:
    """Look into the catalog of models, offers, licenses and benchmarks; check it; keep it."""
