"""A group of commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click


class LazyGroup(click.Group):
    """``told`` is what ``--help`` says of each command, so that help need not import it.

    The module of a command is its name below ``package``, with ``_`` after a word of Python's.
    """

    package: str
    told: dict[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.told)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.told:
            return None
        module = f"{cmd_name}_" if cmd_name in ("import", "list") else cmd_name
        command: click.Command = import_module(f"{self.package}.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.told and not name.startswith("-"):
            from advisor.yamlio.problems import did_you_mean

            close = did_you_mean(name, self.told)
            hint = f" Did you mean {close!r}?" if close else ""
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.told.items()))


def lazy(package: str, told: dict[str, str]) -> type[LazyGroup]:
    """The class of a group whose commands are the modules of ``package``."""
    return type("Commands", (LazyGroup,), {"package": package, "told": told})
