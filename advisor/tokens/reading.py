"""Files as text, a block at a time: strictly UTF-8, whatever their size."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from advisor.yamlio.problems import InputError, Problem

BLOCK = 1024 * 1024
BOMS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}

Advance = Callable[[int], None]
"""Told how many bytes were read."""


def unusable(name: str, message: str, line: int | None = None) -> InputError:
    return InputError([Problem(name, line, None, message)])


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file for reading.

    Raises:
        InputError: there is none, it is a folder, it may not be read.
    """
    try:
        with path.open("rb") as stream:
            yield stream
    except IsADirectoryError:
        raise unusable(str(path), "is a folder; name the files in it") from None
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise unusable(str(path), f"cannot be read: {reason}") from None


def text_blocks(stream: BinaryIO, name: str, advance: Advance) -> Iterator[str]:
    """The text of a file; a byte order mark at its start is not part of it.

    Raises:
        InputError: bytes that are no UTF-8, or a NUL: then it is no text.
    """
    decode = codecs.getincrementaldecoder("utf-8")().decode
    done = 0
    while block := stream.read(BLOCK):
        if not done:
            _refuse_other_encodings(block, name)
            block_of_text = block.removeprefix(codecs.BOM_UTF8)
        else:
            block_of_text = block
        yield _text(decode, block_of_text, name, done)
        done += len(block)
        advance(len(block))
    _text(lambda rest: decode(rest, True), b"", name, done)


def _text(decode: Callable[[bytes], str], block: bytes, name: str, before: int) -> str:
    at = block.find(b"\0")
    if at >= 0:
        raise unusable(name, f"is a binary file: byte {before + at:,} is 0; give its text")
    try:
        return decode(block)
    except UnicodeDecodeError as fault:
        where = f"near byte {before + fault.start:,}"
        raise unusable(
            name, f"is not UTF-8 text ({where}): a binary file, or in another encoding"
        ) from None


def _refuse_other_encodings(start: bytes, name: str) -> None:
    for mark, encoding in BOMS.items():
        if start.startswith(mark):
            raise unusable(name, f"is {encoding} text; convert it to UTF-8 first")
