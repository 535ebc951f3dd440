"""``advisor compare PROFILE MODEL MODEL…``"""

from __future__ import annotations

from datetime import date

import click

from advisor.cli.shared import candidate_named, deliver, input_options, told


@click.command("compare")
@click.argument("profile")
@click.argument("models", nargs=-1, required=True, metavar="MODEL MODEL…")
@click.option("-f", "--format", "form", type=click.Choice(["table", "json", "md"]), default="table")
@click.option("-o", "--output", help="A file; - is stdout.")
@input_options
@told
def command(
    profile: str,
    models: tuple[str, ...],
    form: str,
    output: str | None,
    catalog: tuple[str, ...],
    rules: tuple[str, ...],
    plugins: tuple[str, ...],
    as_of: date | None,
) -> None:
    """Models or candidates side by side: points, costs, the requirements that differ, licenses.

    \b
    advisor compare profile.yaml openai/gpt-4.1 deepseek/deepseek-r1@self
    """
    from advisor.cli.recommend import decided
    from advisor.reporting import compare

    if len(models) < 2:
        raise click.UsageError("name at least two models to compare")
    decision = decided(profile, catalog, rules, plugins, as_of)
    found = {item["id"]: item for item in (candidate_named(decision, name) for name in models)}
    items = list(found.values())
    if len(items) < 2:
        raise click.UsageError(
            f"these are all the same candidate, {items[0]['id']}; name another one"
        )
    if form == "json":
        text = compare.to_json(decision.written, items)
    elif form == "md":
        text = compare.markdown(decision.written, items)
    else:
        text = compare.render(decision.written, items, color=output in (None, "-"))
    deliver(text, output)
