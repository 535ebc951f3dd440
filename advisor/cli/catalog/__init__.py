"""``advisor catalog``: look into the catalog, check it, keep it."""

from __future__ import annotations

import click

from advisor.cli.lazy import lazy

COMMANDS = {
    "list": "Every model, one a line, with filters.",
    "show": "One model: every fact, offer and price, with sources.",
    "lint": "Load and check the catalog and overlays.",
}


@click.group("catalog", cls=lazy("advisor.cli.catalog", COMMANDS))
def command() -> None:
    """Look into the catalog of models, offers, licenses and benchmarks; check it; keep it."""
