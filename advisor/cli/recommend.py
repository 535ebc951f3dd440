"""``advisor recommend PROFILE``"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.shared import SUFFIXES, input_options, output_options, told, write

if TYPE_CHECKING:
    from advisor.decision.decision import Decision


@click.command("recommend")
@click.argument("profile")
@output_options
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 3 where the recommendation rests on stale, disputed or unconfirmed facts.",
)
@input_options
@told
def command(
    profile: str,
    formats: tuple[str, ...],
    output: str | None,
    lang: str,
    strict: bool,
    quiet: bool,
    catalog: tuple[str, ...],
    rules: tuple[str, ...],
    plugins: tuple[str, ...],
    as_of: date | None,
) -> None:
    """Judge and rank every model for PROFILE; `-` reads it from standard input.

    \b
    advisor recommend profile.yaml                       a table
    advisor recommend profile.yaml -f html -o report.html
    advisor recommend profile.yaml -f json -f html -o reports/

    Exits with 1 when nothing qualifies, after writing the report.
    """
    places = destinations(formats, output)
    decision = decided(profile, catalog, rules, plugins, as_of)
    emit(decision, places, lang, quiet)
    sys.exit(_exit_code(decision, strict, quiet))


def decided(
    profile: str,
    catalog: tuple[str, ...],
    rules: tuple[str, ...],
    plugins: tuple[str, ...],
    as_of: date | None,
) -> Decision:
    """Load everything and decide; plug-ins that the profile names come first."""
    from advisor import load_catalog, load_profile, load_rules, recommend

    loaded = load_profile(profile)
    named = (*loaded.profile.plugins, *plugins)
    return recommend(loaded, load_catalog(*catalog), load_rules(*rules, plugins=named), as_of)


def destinations(formats: tuple[str, ...], output: str | None) -> list[tuple[str, Path | None]]:
    """Each format with its file; ``None`` is stdout.

    Where none is stated, the format follows from the output's suffix; else it is a table.
    """
    formats = tuple(dict.fromkeys(formats)) or (_by_suffix(output),)
    if output is None or output == "-":
        if len(formats) > 1:
            raise click.UsageError("several formats need a folder: -o FOLDER")
        return [(formats[0], None)]
    path = Path(output)
    if len(formats) == 1 and not (path.is_dir() or output.endswith("/")):
        return [(formats[0], path)]
    return [(name, path / f"recommendation.{SUFFIXES[name]}") for name in formats]


def _by_suffix(output: str | None) -> str:
    suffix = Path(output or "").suffix.lower()
    return next((name for name, usual in SUFFIXES.items() if suffix == f".{usual}"), "table")


def emit(decision: Decision, places: list[tuple[str, Path | None]], lang: str, quiet: bool) -> None:
    """Render and write; all formats are rendered before the first file is touched."""
    _check_language(lang)
    texts = [(text(decision, name, lang, place), place) for name, place in places]
    for content, place in texts:
        if place is None:
            click.echo(content, nl=not content.endswith("\n"), color=True)
        else:
            write(place, content)
            if not quiet:
                click.echo(f"Wrote {place}", err=True)


def _check_language(lang: str) -> None:
    from advisor.reporting.words import translator

    try:
        translator(lang)
    except ValueError as fault:
        raise click.UsageError(f"{fault}") from None


def text(decision: Decision, name: str, lang: str, place: Path | None) -> str:
    """One format of a decision."""
    if name == "json":
        return decision.to_json()
    if name == "html":
        return decision.to_html(lang)
    if name == "md":
        return decision.to_markdown(lang)
    from advisor.reporting import table

    return table.render(decision.written, color=place is None)


def _exit_code(decision: Decision, strict: bool, quiet: bool) -> int:
    best = decision.recommendation
    if best is None:
        return 1
    if not strict:
        return 0
    from advisor.reporting.doubts import doubts
    from advisor.reporting.terminal import plain

    found = doubts(decision.written, best)
    for doubt in found if not quiet else ():
        click.echo(f"--strict: {plain(doubt.text)}", err=True)
    return 3 if found else 0
