"""``advisor tokens FILE…``"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from advisor.cli.shared import catalog_option, deliver, format_option, told, unknown

if TYPE_CHECKING:
    from advisor.catalog.catalog import Catalog
    from advisor.reporting.tokens import Item
    from advisor.tokens import Method

    Asked = dict[str, Method]
    """What stands in the first column: a model, or a family of tokenizers."""


@click.command("tokens")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "-m",
    "--model",
    "models",
    multiple=True,
    help="A model, or a tokenizer family; may be repeated (default: every measured family).",
)
@click.option(
    "--tokenizer",
    "tokenizers",
    multiple=True,
    metavar="MODEL=PATH",
    help="Count MODEL by this tokenizer.json, tekken.json or rank file.",
)
@click.option("--messages", is_flag=True, help="The files are chats, one JSON a line.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing beside the result.")
@click.option("-o", "--output", help="A file; - is stdout.")
@format_option
@catalog_option
@told
def command(
    files: tuple[str, ...],
    models: tuple[str, ...],
    tokenizers: tuple[str, ...],
    messages: bool,
    quiet: bool,
    output: str | None,
    form: str,
    catalog: tuple[str, ...],
) -> None:
    """Count the tokens of FILEs for several models, and compare. - is standard input.

    What cannot be counted here is estimated from another tokenizer, with a band, and marked
    `proxy`.

    \b
    advisor tokens prompt.txt -m openai/gpt-4.1 -m anthropic/claude-opus-4.6
    advisor tokens chats.jsonl --messages -m qwen-3.5
    advisor tokens prompt.txt --tokenizer moonshot/kimi-k2=tokenizer.json
    """
    from advisor import load_catalog
    from advisor.reporting import tokens

    if files.count("-") > 1:
        raise click.UsageError("standard input can be read only once")
    loaded = load_catalog(*catalog)
    by_name = _methods(loaded, models, _own(loaded, tokenizers))
    items: list[Item] = []
    for file in dict.fromkeys(files):
        with _source(file) as stream, _progress(file, quiet) as progress:
            items += _items(file, stream, by_name, loaded, messages, progress)
    if form == "json":
        deliver(tokens.to_json(items), output)
    else:
        deliver(tokens.render(items, color=output in (None, "-")), output)


def _own(catalog: Catalog, stated: tuple[str, ...]) -> dict[str, Path]:
    own = {}
    for each in stated:
        name, equals, path = each.partition("=")
        if not (name and equals and path):
            raise click.UsageError(f"--tokenizer {each!r}: write MODEL=PATH")
        own[_resolved(name, catalog)] = Path(path)
    return own


def _methods(catalog: Catalog, models: tuple[str, ...], own: Mapping[str, Path]) -> Asked:
    from advisor.tokens import method
    from advisor.tokens.family import families

    asked = [_resolved(name, catalog) for name in models] or [*own]
    asked = asked or [family.id for family in families().measured]
    asked += [name for name in own if name not in asked]
    return {
        name: method(catalog.models.get(name), _family(name, catalog), own.get(name))
        for name in asked
    }


def _family(name: str, catalog: Catalog) -> str | None:
    return None if name in catalog.models else name


def _resolved(name: str, catalog: Catalog) -> str:
    """The id of a model or of a tokenizer family; a usage error with a hint if it is neither."""
    from advisor.catalog.identity import NOT_IN_CATALOG, Identities, RefusedError
    from advisor.tokens.family import families
    from advisor.yamlio.problems import quote

    if name in families().by_id:
        return name
    try:
        return Identities(catalog).resolve(name, None, date.today())
    except RefusedError as reason:
        if str(reason) != NOT_IN_CATALOG:
            raise click.UsageError(f"{quote(name)}: {reason}") from None
    raise unknown("model or tokenizer", name, [*catalog.models, *families().by_id])


@contextmanager
def _source(file: str) -> Iterator[BinaryIO]:
    from advisor.tokens.reading import opened

    if file == "-":
        yield sys.stdin.buffer
    else:
        with opened(Path(file)) as stream:
            yield stream


def _items(
    file: str,
    stream: BinaryIO,
    by_name: Asked,
    catalog: Catalog,
    messages: bool,
    progress: Progress,
) -> list[Item]:
    from advisor.reporting.tokens import Item, Overhead
    from advisor.tokens import count_parts
    from advisor.tokens.cut import parts
    from advisor.tokens.family import Frame
    from advisor.tokens.messages import Chat, chat_parts
    from advisor.tokens.reading import text_blocks

    chat = Chat()
    if messages:
        pieces = chat_parts(stream, file, chat, progress.advance)
    else:
        pieces = parts(text_blocks(stream, file, progress.advance))
    methods = list(by_name.values())
    estimates, torn = count_parts(pieces, methods)
    left = sorted(chat.left_out.items())
    items = []
    for name, method, estimate in zip(by_name, methods, estimates, strict=True):
        frame = chat.frame(method.family.frame if method.family else Frame())
        overhead = Overhead(frame, chat.messages, chat.conversations, left) if messages else None
        model = name if name in catalog.models else None
        items.append(Item(file, model, method, estimate, progress.done, torn, overhead))
    return items


class Progress:
    """Tells on stderr how far a long file is read: in place on a terminal, else now and then."""

    FIRST, IN_PLACE, BY_LINES = 1.0, 0.2, 10.0
    """Seconds: before the first word, and between two."""

    def __init__(self, name: str, quiet: bool) -> None:
        from advisor.yamlio.problems import neutralize

        self.name, self.quiet = neutralize(name), quiet
        self.in_place = sys.stderr.isatty()
        self.done = 0
        self.shown = False
        self._next = time.monotonic() + (self.FIRST if self.in_place else self.BY_LINES)

    def advance(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if self.quiet or now < self._next:
            return
        self._next = now + (self.IN_PLACE if self.in_place else self.BY_LINES)
        self.shown = True
        text = f"{self.name}: {self.done / 1e6:,.0f} MB counted"
        click.echo(f"\r{text}" if self.in_place else text, nl=not self.in_place, err=True)

    def end(self) -> None:
        if self.shown and self.in_place:
            click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def _progress(file: str, quiet: bool) -> Iterator[Progress]:
    progress = Progress(file, quiet)
    try:
        yield progress
    finally:
        progress.end()
