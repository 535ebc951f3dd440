"""``advisor init``"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.shared import told, unknown, write

if TYPE_CHECKING:
    from advisor.profile.template import Answers


@click.command("init")
@click.option(
    "--preset", help="The task: support_chat, coding_assistant, … (all are listed on an error)."
)
@click.option(
    "-o", "--output", default="profile.yaml", show_default=True, help="The file; - is stdout."
)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@told
def command(preset: str | None, output: str, force: bool) -> None:
    """Write a commented profile to start from: by preset, or by questions on a terminal.

    \b
    advisor init
    advisor init --preset support_chat -o support.yaml
    """
    from advisor.profile.load import parse_profile
    from advisor.profile.presets import PRESETS
    from advisor.profile.template import Answers, profile_text

    if preset is not None and preset not in PRESETS:
        fault = unknown("preset", preset, PRESETS)
        raise click.UsageError(f"{fault.message}\n\n{_presets()}")
    if output != "-" and Path(output).exists() and not force:
        raise click.UsageError(f"{output} exists already; choose another name with -o, or --force")
    if preset is None and not sys.stdin.isatty():
        raise click.UsageError(f"there is no terminal to ask on; name a preset:\n\n{_presets()}")
    text = profile_text(Answers(preset) if preset else _asked())
    parse_profile(text, "the profile from your answers")
    if output == "-":
        click.echo(text, nl=False)
        return
    write(Path(output), text)
    click.echo(f"Wrote {output}. Next: advisor recommend {output}", err=True)


def _presets() -> str:
    from advisor.profile.presets import PRESETS

    width = max(map(len, PRESETS))
    return "\n".join(f"  {name:{width}}  {preset.about}" for name, preset in PRESETS.items())


def _asked() -> Answers:
    """The few questions without which no recommendation can be made, and those that decide most."""
    from advisor.profile.presets import PRESETS
    from advisor.profile.quantities import count
    from advisor.profile.template import Answers

    click.echo(f"What is the model for?\n{_presets()}", err=True)
    preset = click.prompt("Task", type=click.Choice(list(PRESETS)), show_choices=False, err=True)
    title = click.prompt(
        "Title of the decision", default=preset.replace("_", " ").capitalize(), err=True
    )
    requests = click.prompt(
        "Requests per month", default="100_000", value_proc=_checked(count), err=True
    )
    languages = click.prompt("Languages, most used first (codes)", default="en", err=True)
    country = click.prompt(
        "Country of the organization (code, empty: not stated)", default="", err=True
    )
    regions = click.prompt(
        "Data must stay in (eu or country codes, empty: anywhere)", default="", err=True
    )
    budget = click.prompt(
        "Budget a month, e.g. 5000 USD (empty: none)",
        default="",
        value_proc=_checked(_dollars),
        err=True,
    )
    own = click.confirm("May it also run on your own machines?", default=True, err=True)
    return Answers(
        preset,
        title,
        requests,
        _codes(languages) or ("en",),
        country.strip().lower() or None,
        _codes(regions),
        budget or None,
        own,
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.lower().replace(",", " ").split()))


def _dollars(text: str) -> None:
    from pydantic import ValidationError

    from advisor.profile.quantities import Money

    if not text.strip():
        return
    try:
        money = Money.model_validate(text)
    except ValidationError as fault:
        raise ValueError(str(fault.errors()[0]["ctx"]["error"])) from None
    if money.currency != "USD":
        raise ValueError(
            f"write it in USD for now; for {money.currency} add exchange_rates to the file later"
        )


def _checked(parse: Callable[[str], object]) -> Callable[[str], str]:
    """Ask again until the quantity can be read; it is kept as it was written."""

    def checked(text: str) -> str:
        try:
            parse(text)
        except ValueError as fault:
            raise click.UsageError(str(fault)) from None
        return text.strip()

    return checked
