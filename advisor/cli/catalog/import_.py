"""``advisor catalog import``"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from advisor.cli.shared import Day, catalog_option, deliver, format_option, told, unknown


def _mapping(ctx: click.Context, param: click.Parameter, stated: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.rpartition("=") for text in stated]
    for text, (name, _, model) in zip(stated, pairs, strict=True):
        if not name or not model:
            raise click.BadParameter(f"{text!r} is not NAME=MAKER/MODEL", ctx, param)
    return {name: model for name, _, model in pairs}


@click.command("import")
@click.argument("source", required=False)
@click.argument("file", required=False)
@click.option("--into", type=click.Path(file_okay=False), help="The folder to write into.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option(
    "--as-of", type=Day(), help="The day on which the file was published (default: today)."
)
@click.option("--map", "mapped", multiple=True, callback=_mapping, metavar="NAME=MAKER/MODEL",
              help="What a name of the file stands for. May be repeated.")  # fmt: skip
@click.option("--new-offers", is_flag=True, help="Propose offers that the catalog does not have.")
@click.option("--patch", is_flag=True, help="Show the lines of the files instead of the changes.")
@click.option("--all", "everything", is_flag=True, help="Name everything that was left out.")
@catalog_option
@format_option
@told
def command(
    source: str | None,
    file: str | None,
    into: str | None,
    yes: bool,
    as_of: date | None,
    mapped: dict[str, str],
    new_offers: bool,
    patch: bool,
    everything: bool,
    catalog: tuple[str, ...],
    form: str,
) -> None:
    """Propose what an upstream's published FILE would change in the catalog; write it with --into.

    FILE is a path, - or an https address; nothing else is fetched. Without arguments: the sources.

    \b
    advisor catalog import litellm model_prices_and_context_window.json
    advisor catalog import litellm model_prices_and_context_window.json --into catalog
    """
    from advisor.catalog.importers import importers
    from advisor.catalog.importing import Import, import_file
    from advisor.reporting.catalog import proposal as told_proposal

    if into and not yes and not sys.stdin.isatty():
        raise click.UsageError("to write without a terminal to ask on, add --yes")
    if source is None:
        deliver(told_proposal.sources(importers()), None)
        return
    if source not in importers():
        raise unknown("source", source, importers())
    if file is None:
        raise click.UsageError(f"which file? {source} reads {importers()[source].upstream.reads}")
    layers, target = tuple(map(Path, catalog)), Path(into) if into else None
    asked = Import(source, file, as_of or date.today(), mapped, layers, target, new_offers)
    result = import_file(asked)
    if form == "json":
        deliver(told_proposal.to_json(result.proposal), None)
    elif patch:
        deliver(told_proposal.patch(result.proposal), None)
    else:
        deliver(told_proposal.render(result.proposal, everything), None)
    if into is None or not result.proposal.texts:
        return
    files = len(result.proposal.texts)
    if not yes and not click.confirm(f"Write {files} files into {into}?", err=True):
        click.echo("Nothing was written.", err=True)
        return
    result.write()
    click.echo(f"Wrote {files} files into {into}", err=True)
