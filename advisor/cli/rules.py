"""``advisor rules list|show|test|facts``"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.shared import deliver, told, unknown

if TYPE_CHECKING:
    from advisor.rules.load import LoadedRule
    from advisor.rules.rule import Case

_format = click.option(
    "-f", "--format", "form", type=click.Choice(["table", "json"]), default="table"
)
_folders = click.option("--rules", multiple=True, type=click.Path(), help="A folder of own rules.")
_plugins = click.option("--plugin", "plugins", multiple=True, help="An installed plug-in.")


@click.group("rules")
def command() -> None:
    """List, show and test rules; list the figures they can read."""


@command.command("list")
@click.option("--kind", type=click.Choice(["gate", "criterion", "advisory"]))
@_format
@_folders
@_plugins
@told
def listed(kind: str | None, form: str, rules: tuple[str, ...], plugins: tuple[str, ...]) -> None:
    """Every rule: its id, what it is, what it says."""
    from advisor import load_rules
    from advisor.reporting.listing import Column, render

    found = [
        {
            "id": loaded.id,
            "kind": loaded.rule.kind,
            "group": loaded.rule.group,
            "pass": loaded.rule.passes,
            "fail": loaded.rule.fails,
            "origin": loaded.origin,
        }
        for loaded in load_rules(*rules, plugins=plugins).rules
        if kind in (None, loaded.rule.kind)
    ]
    if form == "json":
        deliver(_json(found), None)
    else:
        rows = [(item["id"], item["kind"], item["pass"], item["origin"]) for item in found]
        columns = (Column("Rule"), Column("Kind"), Column("What it says", 1), Column("From"))
        deliver(render(columns, rows), None)


@command.command("show", short_help="One rule in full, with its reason and its cases.")
@click.argument("id")
@_format
@_folders
@_plugins
@told
def show(id: str, form: str, rules: tuple[str, ...], plugins: tuple[str, ...]) -> None:
    """One rule in full: what it reads, why it exists, how to mend it, its cases."""
    from advisor import load_rules
    from advisor.reporting.outline import to_terminal

    found = {loaded.id: loaded for loaded in load_rules(*rules, plugins=plugins).rules}
    if id not in found:
        raise unknown("rule", id, found)
    loaded = found[id]
    if form == "json":
        told = loaded.rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        deliver(_json({**told, "origin": loaded.origin, "reads": list(loaded.reads())}), None)
    else:
        deliver(to_terminal(_outline(loaded), color=True), None)


def _outline(loaded: LoadedRule) -> Any:
    from advisor.decision.plain import plain
    from advisor.reporting.outline import Line, Outline, Section

    rule = loaded.rule
    texts = {
        "pass": rule.passes,
        "fail": rule.fails,
        "applies": rule.applies,
        "require": None if loaded.python else rule.require,
        "measure": rule.measure,
        "value": json.dumps(plain(rule.value.model_dump(exclude_defaults=True)))
        if rule.value
        else None,
        "group": rule.group,
        "share": rule.share,
    }
    cases = [Line(_case(case)) for case in rule.cases]
    return Outline(
        loaded.id,
        [f"{rule.kind}, {loaded.origin}"],
        (
            Section(
                "What it says", [Line(f"{key}: {text}") for key, text in texts.items() if text]
            ),
            Section("Why", [Line(" ".join(rule.why.split()))]),
            Section("Remedy", [Line(" ".join(rule.remedy.split()))] if rule.remedy else []),
            Section("Reads", [Line(name) for name in loaded.reads()]),
            Section("References", [Line(url) for url in rule.references]),
            Section("Cases", cases),
        ),
    )


def _case(case: Case) -> str:
    from advisor.decision.plain import plain

    given = json.dumps(plain(case.given), ensure_ascii=False)
    return f"{given} -> {plain(case.expect)}{f' ({case.why})' if case.why else ''}"


@command.command("test")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[FOLDER]…")
@_plugins
@click.option("-q", "--quiet", is_flag=True, help="Only failures and the last line.")
@told
def test(folders: tuple[str, ...], plugins: tuple[str, ...], quiet: bool) -> None:
    """Run the test cases of the shipped rules and of every FOLDER. Exits with 1 on a failure."""
    from advisor.resources import folder
    from advisor.rules.trial import trials

    passed = failed = 0
    for trial in trials([folder("rules"), *map(Path, folders)], plugins):
        bad = len(trial.failures)
        passed, failed = passed + trial.cases - bad, failed + bad
        if bad or not quiet:
            click.echo(f"{trial.rule} {'.' * (trial.cases - bad)}{'F' * bad}")
        for problem in trial.failures:
            click.echo(problem.render())
    click.echo(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


@command.command("facts")
@_format
@told
def facts(form: str) -> None:
    """Every figure and profile field that a rule can read."""
    from advisor.measures import measures
    from advisor.profile.names import profile_names
    from advisor.reporting.listing import Column, render

    found = [
        {"name": m.name, "type": m.type, "unit": m.unit, "label": m.label, "about": m.about or None}
        for m in sorted(measures().values(), key=lambda m: m.name)
    ]
    fields = sorted(profile_names())
    if form == "json":
        deliver(_json({"measures": found, "profile": fields}), None)
        return
    rows = [
        (item["name"], item["type"], item["unit"] or "", item["about"] or item["label"])
        for item in found
    ]
    columns = (Column("Figure"), Column("Type"), Column("Unit", 2), Column("What it is", 3))
    deliver(
        render(columns, rows)
        + "\nFields of the profile\n"
        + "".join(f"  {name}\n" for name in fields),
        None,
    )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
