"""``advisor validate FILE…``"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from advisor.cli.shared import told

if TYPE_CHECKING:
    from advisor.checking import Checked
    from advisor.yamlio.problems import Problem


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "github"]), default="text"
)
@click.option("--rules", multiple=True, type=click.Path(), help="Rules that profiles may name.")
@click.option(
    "--catalog", multiple=True, type=click.Path(), help="Overlays that profiles may refer to."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of files that are right.")
@told
def command(
    files: tuple[str, ...], form: str, rules: tuple[str, ...], catalog: tuple[str, ...], quiet: bool
) -> None:
    """Check profiles, catalog files and rules (files or folders): all errors at once.

    \b
    advisor validate profile.yaml my-catalog/ my-rules/
    advisor validate profile.yaml --format github

    Exits with 2 when anything is wrong.
    """
    from advisor.checking import Against, check_paths

    found = check_paths(files, Against(catalog, rules))
    if form == "json":
        click.echo(_json(found))
    else:
        for checked in found:
            _tell(checked, form, quiet)
    sys.exit(2 if any(checked.problems for checked in found) else 0)


def _tell(checked: Checked, form: str, quiet: bool) -> None:
    """What is wrong goes to stderr as everywhere; GitHub reads its annotations from stdout."""
    from advisor.yamlio.problems import neutralize

    for problem in checked.problems:
        if form == "github":
            click.echo(_annotation(problem))
        else:
            click.echo(problem.render(), err=True)
    count = len(checked.problems)
    if count:
        click.echo(
            f"{neutralize(checked.name)}: {count} problem{'' if count == 1 else 's'}", err=True
        )
    elif not quiet:
        click.echo(f"{neutralize(checked.name)}: ok ({checked.kind})")


def _json(found: list[Checked]) -> str:
    files = [
        {
            "file": checked.name,
            "kind": checked.kind,
            "ok": not checked.problems,
            "problems": [
                {
                    "file": problem.file,
                    "line": problem.line,
                    "column": problem.column,
                    "message": problem.message,
                    "suggestion": problem.suggestion,
                }
                for problem in checked.problems
            ],
        }
        for checked in found
    ]
    whole = {"ok": all(not checked.problems for checked in found), "files": files}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _annotation(problem: Problem) -> str:
    """A workflow command; what would end a field or the line is percent-encoded."""
    fields = [f"file={_property(problem.file)}"]
    if problem.line is not None:
        fields.append(f"line={problem.line}")
    if problem.column is not None:
        fields.append(f"col={problem.column}")
    hint = f" — did you mean '{problem.suggestion}'?" if problem.suggestion else ""
    return f"::error {','.join(fields)}::{_data(problem.message + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
