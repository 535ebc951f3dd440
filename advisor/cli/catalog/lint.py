"""``advisor catalog lint``"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.shared import Day, deliver, format_option, told, unknown

if TYPE_CHECKING:
    from advisor.catalog.lint import Check, Placed, Report

STALE = 3
"""Exit code: nothing is wrong, and with ``--strict`` something should be looked at."""


@click.command("lint")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[FOLDER]…")
@click.option("--check", "only", multiple=True, metavar="ID", help="Only this check; repeatable.")
@click.option("--as-of", type=Day(), help="The day to check for (default: today).")
@click.option(
    "--max-days",
    type=click.IntRange(0),
    default=365,
    show_default=True,
    help="Older facts are stale.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if there are warnings.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also what is accepted; with FOLDERs, also what the catalog below has.",
)
@click.option("--list", "listing", is_flag=True, help="List the checks.")
@click.option("--explain", metavar="ID", help="One check: why, what to do, its cases.")
@format_option
@told
def command(
    folders: tuple[str, ...],
    only: tuple[str, ...],
    as_of: date | None,
    max_days: int,
    strict: bool,
    everything: bool,
    listing: bool,
    explain: str | None,
    form: str,
) -> None:
    """Check the catalog, with every FOLDER laid over it, and say what cannot be right.

    Exits with 2 on an error. With FOLDERs, what stands in their files is shown.
    """
    from advisor.catalog.lint import lint

    if listing:
        return deliver(_list(form), None)
    if explain:
        return deliver(_explain(_named(explain), form), None)
    day = as_of or date.today()
    report = lint(*folders, as_of=day, max_days=max_days, only=[_named(id) for id in only] or None)
    shown = [each for each in report.findings if everything or _counts(each, folders)]
    if form == "json":
        deliver(_json(report, shown, day), None)
    else:
        _print(report, shown)
    live = [each for each in shown if each.accepted is None]
    errors = any(each.level == "error" for each in live)
    if report.problems or errors:
        sys.exit(2)
    sys.exit(STALE if strict and live else 0)


def _named(id: str) -> Check:
    from advisor.catalog.lint import checks

    if id not in checks():
        raise unknown("check", id, checks())
    return checks()[id]


def _counts(finding: Placed, folders: tuple[str, ...]) -> bool:
    """Is it open, and in a file of the folders that were named?"""
    file = Path(finding.problem.file)
    return finding.accepted is None and (
        not folders or any(file.is_relative_to(f) for f in folders)
    )


def _print(report: Report, shown: list[Placed]) -> None:
    from advisor.yamlio.problems import neutralize

    for finding in shown:
        click.echo(finding.problem.render())
        if finding.accepted is not None:
            click.echo(f"  accepted: {neutralize(finding.accepted)}")
    for problem in report.problems:
        click.echo(problem.render(), err=True)
    if len(report.problems) > 1:
        click.echo(f"{len(report.problems)} problems", err=True)
    click.echo(_verdict(report, shown))


def _verdict(report: Report, shown: list[Placed]) -> str:
    """``ok: 4 models, …``, with the findings counted before it."""
    catalog = report.catalog
    found = [
        f"{len(each)} {name}{'s' if len(each) != 1 else ''}"
        for name, each in (
            ("error", [f for f in shown if f.level == "error" and f.accepted is None]),
            ("warning", [f for f in shown if f.level == "warning" and f.accepted is None]),
            ("accepted finding", [f for f in shown if f.accepted is not None]),
        )
        if each
    ]
    wrong = report.problems or any(f.level == "error" and f.accepted is None for f in shown)
    counted = (
        f"{len(catalog.models)} models, {catalog.offers} offers of {len(catalog.providers)} "
        f"providers, {len(catalog.licenses)} licenses, {len(catalog.benchmarks)} benchmarks"
    )
    lines = [", ".join(found)] if found else []
    return "\n".join([*lines, f"{'checked' if wrong else 'ok'}: {counted}"])


def _json(report: Report, shown: list[Placed], day: date) -> str:
    findings = [
        {
            "check": each.check,
            "level": each.level,
            "file": each.problem.file,
            "line": each.problem.line,
            "column": each.problem.column,
            "subject": each.owner,
            "field": each.field,
            "message": each.message,
            "suggestion": each.problem.suggestion,
            "accepted": each.accepted,
        }
        for each in shown
    ]
    problems = [
        {"file": each.file, "line": each.line, "column": each.column, "message": each.message}
        for each in report.problems
    ]
    data = {"as_of": day.isoformat(), "problems": problems, "findings": findings}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _list(form: str) -> str:
    from advisor.catalog.lint import checks
    from advisor.reporting.listing import Column, render

    rows = [(check.id, check.level, check.title) for check in checks().values()]
    if form == "json":
        told = [dict(zip(("id", "level", "title"), row, strict=True)) for row in rows]
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return render((Column("Check"), Column("Level"), Column("What it finds", 1)), rows)


def _explain(check: Check, form: str) -> str:
    if form == "json":
        told: dict[str, Any] = {
            "id": check.id,
            "level": check.level,
            "title": check.title,
            "why": check.why,
            "remedy": check.remedy,
            "cases": [
                {"about": each.about, "given": each.given, "over": each.over, "finds": each.finds}
                for each in check.cases
            ],
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    from advisor.reporting.outline import Line, Outline, Section, to_terminal

    cases = [
        Line(f"{each.about}: {'; '.join(each.finds) if each.finds else 'finds nothing'}")
        for each in check.cases
    ]
    sections = (
        Section("Why", [Line(check.why)]),
        Section("Remedy", [Line(check.remedy)]),
        Section("Cases", cases),
    )
    return to_terminal(Outline(check.id, [f"{check.level}: {check.title}"], sections), color=True)
