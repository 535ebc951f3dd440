"""``advisor catalog show``"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from advisor.cli.shared import Day, catalog_option, deliver, format_option, told, unknown

if TYPE_CHECKING:
    from advisor.catalog.catalog import Catalog


@click.command("show")
@click.argument("model")
@click.option("--as-of", type=Day(), help="The day that ages count to (default: today).")
@format_option
@catalog_option
@told
def command(model: str, as_of: date | None, form: str, catalog: tuple[str, ...]) -> None:
    """One model: every fact with sources and age, offers and prices, what is disputed.

    MODEL is an id, or an upstream name such as a repository. A name that moves is resolved for the
    day of --as-of.
    """
    from advisor import load_catalog
    from advisor.reporting.catalog import model as reporting

    loaded = load_catalog(*catalog)
    day = as_of or date.today()
    id = _resolved(model, loaded, day)
    found = loaded.models[id]
    if form == "json":
        deliver(reporting.to_json(found, loaded, day), None)
    else:
        head = [] if id == model else [f"On {day}, {model} is this model."]
        deliver(reporting.render(found, loaded, day, head), None)


def _resolved(name: str, catalog: Catalog, day: date) -> str:
    """The id of the model that is meant; a usage error with a hint if there is none."""
    from advisor.catalog.identity import NOT_IN_CATALOG, Identities, RefusedError
    from advisor.yamlio.problems import quote

    try:
        return Identities(catalog).resolve(name, None, day)
    except RefusedError as reason:
        hint = unknown("model", name, catalog.models)
        if str(reason) == NOT_IN_CATALOG:
            raise hint from None
        raise click.UsageError(f"{quote(name)}: {reason}") from None
