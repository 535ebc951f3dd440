"""``advisor catalog show``"""

from __future__ import annotations

import click

from advisor.cli.shared import catalog_option, deliver, format_option, told, unknown


@click.command("show")
@click.argument("model")
@format_option
@catalog_option
@told
def command(model: str, form: str, catalog: tuple[str, ...]) -> None:
    """One model: every fact with its source and date, its offers and prices, what is disputed."""
    from advisor import load_catalog
    from advisor.reporting import facts

    loaded = load_catalog(*catalog)
    if model not in loaded.models:
        raise unknown("model", model, loaded.models)
    found = loaded.models[model]
    deliver(facts.to_json(found, loaded) if form == "json" else facts.render(found, loaded), None)
