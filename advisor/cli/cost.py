"""``advisor cost MODEL…``"""

from __future__ import annotations

from datetime import UTC, datetime, time

import click

from advisor.cli.shared import Moment, Quantity, deliver, told, unknown


@click.command("cost")
@click.argument("models", nargs=-1, required=True, metavar="MODEL…")
@click.option("--input-tokens", type=Quantity(), help="Per request, cached ones included.")
@click.option("--output-tokens", type=Quantity(), help="Per request.")
@click.option(
    "--cached-tokens", type=Quantity(), default=0, help="Of the input, answered by a cache."
)
@click.option("--requests", type=Quantity(), default=1, show_default=True, help="So many of them.")
@click.option("--batch", is_flag=True, help="At the price of a batch.")
@click.option(
    "--at", type=Moment(), help="A day (noon UTC) or time, e.g. 2026-11-23T17:30 (default: today)."
)
@click.option("--catalog", multiple=True, type=click.Path(), help="A folder laid over the catalog.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table"
)
@click.option("-o", "--output", help="A file; - is stdout.")
@told
def command(
    models: tuple[str, ...],
    input_tokens: int | None,
    output_tokens: int | None,
    cached_tokens: int,
    requests: int,
    batch: bool,
    at: datetime | None,
    catalog: tuple[str, ...],
    form: str,
    output: str | None,
) -> None:
    """Price one workload at MODEL: all its offers, cheapest first, or one offer by its id.

    \b
    advisor cost openai/gpt-4.1 --input-tokens 2000 --output-tokens 500
    advisor cost openai/gpt-4.1@openai --input-tokens 32k --cached-tokens 20k
    """
    from advisor import load_catalog
    from advisor.pricing.quote import Usage
    from advisor.reporting import quotes

    if input_tokens is None and output_tokens is None:
        raise click.UsageError(
            "state the workload, for instance --input-tokens 2000 --output-tokens 500"
        )
    usage = Usage(input_tokens or 0, output_tokens or 0, cached_tokens, requests, batch)
    if usage.cached_tokens > usage.input_tokens:
        raise click.UsageError("--cached-tokens are part of the input: at most --input-tokens")
    at = at or datetime.combine(datetime.now(UTC).date(), time(12), UTC)
    loaded = load_catalog(*catalog)
    known = quotes.names(loaded)
    for name in models:
        if name not in known:
            raise unknown("model or offer", name, known)
    told = quotes.quoted(loaded, tuple(dict.fromkeys(models)), usage, at)
    if form == "json":
        deliver(quotes.to_json(told), output)
    elif form == "csv":
        deliver(quotes.to_csv(told), output)
    else:
        deliver(quotes.render(told, color=output in (None, "-")), output)
