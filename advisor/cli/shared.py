"""What commands share: options, input errors as exit code 2, where results go."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.files import write_atomically
from advisor.yamlio.problems import InputError

if TYPE_CHECKING:
    from advisor.decision.decision import Decision
    from advisor.decision.record import CandidateRecord

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # older releases of click have no generic one

F = TypeVar("F", bound=Callable[..., Any])


class Day(ParamType):
    """An ISO day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-11-23", param, ctx)


class Moment(ParamType):
    """An ISO day (its noon, UTC) or an ISO time; a time without a zone is UTC."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            if len(value) <= len("2026-11-23"):
                return datetime.combine(date.fromisoformat(value), time(12), UTC)
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is neither a day nor a time such as 2026-11-23T17:30", param, ctx)


class Quantity(ParamType):
    """A count as profiles write it: ``250_000``, ``32k``, ``2M``."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from advisor.profile.quantities import count

        try:
            return count(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)


SUFFIXES = {"table": "txt", "json": "json", "md": "md", "html": "html"}
"""The formats of a decision, and how their files end."""


format_option = click.option(
    "-f", "--format", "form", type=click.Choice(["table", "json"]), default="table"
)
catalog_option = click.option(
    "--catalog", multiple=True, type=click.Path(), help="A folder laid over the catalog."
)


def output_options(command: F) -> F:
    """``--format``, ``--output``, ``--lang``, ``--quiet``."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Say nothing beside the result."),
        click.option("--lang", default="en", show_default=True, help="Language of the report."),
        click.option(
            "-o", "--output", help="A file, or a folder for several formats; - is stdout."
        ),
        click.option(
            "-f",
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(list(SUFFIXES)),
            help="May be repeated.",
        ),
    ):
        command = option(command)
    return command


def input_options(command: F) -> F:
    """``--catalog``, ``--rules``, ``--plugin``, ``--as-of``."""
    for option in (
        click.option("--as-of", type=Day(), help="The day to decide for (default: today)."),
        click.option(
            "--plugin", "plugins", multiple=True, help="Run an installed plug-in's rules."
        ),
        click.option(
            "--rules", "rules", multiple=True, type=click.Path(), help="A folder of own rules."
        ),
        catalog_option,
    ):
        command = option(command)
    return command


def told(command: F) -> F:
    """Turn an :class:`InputError` into its messages on stderr and exit code 2."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except InputError as fault:
            for problem in fault.problems:
                click.echo(problem.render(), err=True)
            count = len(fault.problems)
            if count > 1:
                click.echo(f"{count} problems", err=True)
            sys.exit(2)

    return run  # type: ignore[return-value]


def unwritable(path: Path, fault: OSError) -> click.ClickException:
    """A message for an output that cannot be written; click exits with 2 for usage errors."""
    reason = fault.strerror or str(fault)
    return click.UsageError(f"cannot write {path}: {reason}")


def write(path: Path, text: str) -> None:
    """Write a result beside its target and rename it; nothing half-written."""
    if path.is_dir():
        raise click.UsageError(f"cannot write {path}: it is a folder")
    try:
        write_atomically(path, text.encode())
    except OSError as fault:
        raise unwritable(path, fault) from None


def deliver(text: str, output: str | None) -> None:
    """Print a finished text (colors in it are meant), or write it where ``--output`` says."""
    if output is None or output == "-":
        click.echo(text, nl=not text.endswith("\n"), color=True)
    else:
        write(Path(output), text)
        click.echo(f"Wrote {output}", err=True)


def candidate_named(decision: Decision, name: str) -> CandidateRecord:
    """The candidate of that id, or the best one of that model; else a usage error with a hint."""
    try:
        return decision.candidate(name)
    except KeyError:
        pass
    candidates = decision.written["candidates"]
    models = dict.fromkeys(item["model"] for item in candidates)
    ids = models if "@" not in name else [item["id"] for item in candidates]
    raise unknown("model or candidate", name, ids)


def unknown(what: str, name: str, known: Iterable[str]) -> click.UsageError:
    """``unknown model 'gpt-4.1'; did you mean 'openai/gpt-4.1'?``"""
    from advisor.yamlio.problems import did_you_mean, quote

    known = list(known)
    # People leave out the maker: a name that is one behind it is surely meant.
    behind = {each.rpartition("/")[2]: each for each in known}
    close = behind.get(name) or did_you_mean(name, known)
    if close is None and (part := did_you_mean(name, behind)):
        close = behind[part]
    return click.UsageError(
        f"unknown {what} {quote(name)}" + (f"; did you mean {close!r}?" if close else "")
    )
