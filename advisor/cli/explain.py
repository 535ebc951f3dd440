"""``advisor explain PROFILE MODEL``"""

from __future__ import annotations

from datetime import date

import click

from advisor.cli.shared import candidate_named, deliver, input_options, told


@click.command("explain")
@click.argument("profile")
@click.argument("model")
@click.option("-f", "--format", "form", type=click.Choice(["table", "json", "md"]), default="table")
@click.option("-o", "--output", help="A file; - is stdout.")
@input_options
@told
def command(
    profile: str,
    model: str,
    form: str,
    output: str | None,
    catalog: tuple[str, ...],
    rules: tuple[str, ...],
    plugins: tuple[str, ...],
    as_of: date | None,
) -> None:
    """Why MODEL stands where it stands for PROFILE: every gate and point, with sources and dates.

    MODEL is a model (its best candidate is told) or one candidate; maker/model@self is the best on
    own machines.

    \b
    advisor explain profile.yaml openai/gpt-4.1
    advisor explain profile.yaml openai/gpt-4.1@openai -f md
    """
    from advisor.cli.recommend import decided
    from advisor.reporting import explain

    decision = decided(profile, catalog, rules, plugins, as_of)
    item = candidate_named(decision, model)
    if form == "json":
        text = explain.to_json(decision.written, item)
    elif form == "md":
        text = explain.markdown(decision.written, item)
    else:
        text = explain.render(decision.written, item, color=output in (None, "-"))
    deliver(text, output)
