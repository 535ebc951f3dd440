"""The command line. One file a command; a command parses, calls the API, prints."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

import click

from advisor._version import __version__
from advisor.cli.lazy import lazy

COMMANDS = {
    "recommend": "Judge and rank every model for a profile; write the report.",
    "explain": "Why one model stands where it stands: every gate, every point.",
    "compare": "Candidates side by side.",
    "cost": "Price one workload, no profile needed.",
    "size": "What it takes to run an open-weight model yourself: GPUs, speed, start.",
    "tokens": "Count the tokens of files for several models; no network.",
    "workload": "Measure the workload that logs tell: Parquet, CSV, JSON lines.",
    "validate": "Check profiles, catalog files and rules: all errors at once.",
    "init": "Start a profile, by preset or by questions.",
    "render": "Any format from a stored decision.",
    "catalog": "Look into the catalog of models, offers, licenses; check it; keep it.",
    "rules": "List, show and test rules; list the figures they can read.",
    "schema": "Print a JSON Schema: profile, decision, model, offers, …",
}
"""What ``--help`` lists, told here so that help need not import the commands."""


@click.group(
    cls=lazy("advisor.cli", COMMANDS), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="advisor")
def root() -> None:
    """Choose language models so that the choice can be defended.

    Start with `advisor init`, then `advisor recommend profile.yaml`.
    """


def main() -> None:
    """The entry point. Exit codes: 0 done, 1 nothing qualifies, 2 wrong use or input,
    3 stale facts under --strict, 4 our own fault."""
    # A command lives for less than a second: what it would collect, and pydantic plug-ins that
    # other packages bring along, cost more than the rest of its start.
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a narrow encoding shall not end a run
    try:
        root(prog_name="advisor")
    except SystemExit as done:
        _leave(done.code if isinstance(done.code, int) else int(done.code is not None))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(0)
    except Exception as fault:
        if os.environ.get("ADVISOR_DEBUG"):
            raise
        click.echo(
            f"advisor: our own fault, please report it: {type(fault).__name__}: {fault}", err=True
        )
        click.echo("Set ADVISOR_DEBUG=1 to see where it happened.", err=True)
        _leave(4)


def _leave(code: int) -> None:
    """End the process at once: taking a whole catalog apart object by object is wasted time."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 2
    os._exit(code)
