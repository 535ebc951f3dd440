"""Bytes from files and standard input, and text from bytes; refused early, with a clear reason."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import sys
from functools import cache
from itertools import islice
from pathlib import Path

from advisor.yamlio.problems import InputError, Problem
from advisor.yamlio.source import Source

MAX_BYTES = 5_000_000
MAX_BAD_CHARACTERS = 20
"""More are not reported: the file is not text."""

_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EISDIR: "it is a directory",
    errno.ELOOP: "its symbolic links go in a circle",
    errno.ENAMETOOLONG: "the name is too long",
}
# Longest first: the mark of UTF-16 is the beginning of the one of UTF-32.
_FOREIGN_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# Beyond YAML's own list this refuses the line breaks of YAML 1.1 (NEL, LS, PS), which YAML 1.2 and
# editors do not take for line breaks, and byte-order marks inside the text, which nobody sees.
_ALL_BUT = "[^\t\n\r -~{}]"
_BAD_IN_ASCII = re.compile(_ALL_BUT.format(""))


@cache
def refused_characters() -> re.Pattern[str]:
    """Characters that no file may hold unescaped; only text beyond ASCII pays for compiling it."""
    others = "\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
    return re.compile(_ALL_BUT.format(others))


def read_bytes(path: str | os.PathLike[str], name: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, or of standard input for ``-``: at most ``limit`` of them.

    Raises InputError.
    """
    if path == "-":
        return _read_standard_input(name, limit)
    try:
        # Before opening: opening a device may already do something.
        _check_kind(Path(path).stat(), name, limit)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            _check_kind(status, name, limit)
            # Room for the whole limit would be made for every small file; a growing one asks twice.
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:
                data += file.read(limit - status.st_size)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or (error.strerror or "unknown error").lower()
        raise _cannot_read(name, reason) from None
    except ValueError:
        raise _cannot_read(name, "this is not a file name") from None
    return check_size(data, name, limit)


def _read_standard_input(name: str, limit: int) -> bytes:
    stream = getattr(sys.stdin, "buffer", sys.stdin)
    if stream is None:
        raise _cannot_read(name, "there is no standard input")
    try:
        data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _cannot_read(name, str(error).lower()) from None
    return check_size(data if isinstance(data, bytes) else encode(data), name, limit)


def _check_kind(status: os.stat_result, name: str, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _cannot_read(name, "it is a directory")
    if not stat.S_ISREG(status.st_mode):
        raise _cannot_read(name, "it is not a regular file")
    if status.st_size > limit:
        raise _too_large(name, limit)


def check_size(data: bytes, name: str, limit: int = MAX_BYTES) -> bytes:
    """The data themselves. Raises InputError when there are more than ``limit``."""
    if len(data) > limit:
        raise _too_large(name, limit)
    return data


def _too_large(name: str, limit: int) -> InputError:
    message = f"the file is larger than {limit // 1_000_000} MB"
    return InputError([Problem(name, None, None, message)])


def _cannot_read(name: str, reason: str) -> InputError:
    return InputError([Problem(name, None, None, f"cannot read the file: {reason}")])


def encode(text: str) -> bytes:
    """UTF-8, also for text with lone surrogates, which ``decode`` then refuses with their place."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes, name: str) -> Source:
    """UTF-8 text, with or without a byte-order mark, of characters that YAML permits.

    Raises InputError with the place of what is not.
    """
    for mark, encoding in _FOREIGN_MARKS:
        if data.startswith(mark):
            raise _foreign(data, name, encoding)
    if _is_half_null(data):
        raise _foreign(data, name, "UTF-16 or UTF-32")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        source = Source(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _not_utf8(data, name, error.start) from None
    pattern = _BAD_IN_ASCII if source.text.isascii() else refused_characters()
    bad = islice(pattern.finditer(source.text), MAX_BAD_CHARACTERS)
    problems = [source.problem(found.start(), _bad_character(found[0])) for found in bad]
    if problems:
        raise InputError(problems)
    return source


def _is_half_null(data: bytes) -> bool:
    head = data[:1_000]
    return len(head) >= 4 and 5 * head.count(0) >= 2 * len(head)


def _foreign(data: bytes, name: str, encoding: str) -> InputError:
    message = f"the file is in {encoding}; save it as UTF-8"
    return InputError([Source(name, data[:100].decode("latin-1")).problem(0, message)])


def _not_utf8(data: bytes, name: str, at: int) -> InputError:
    source = Source(name, data.decode("utf-8", "replace"))
    message = f"the file is not UTF-8 (byte 0x{data[at]:02x}); save it as UTF-8"
    if data[at] == 0xED and data[at + 1 : at + 2] >= b"\xa0":
        message = "half of a surrogate pair is not a character; save the file as UTF-8"
    return InputError([source.problem(len(data[:at].decode("utf-8")), message)])


def _bad_character(char: str) -> str:
    if char == "\0":
        return "a NUL byte is not accepted in a text file"
    if char == "\ufeff":
        return "a byte-order mark (U+FEFF) is only accepted at the start of the file; remove it"
    if char in "\x85\u2028\u2029":
        return f"the line separator U+{ord(char):04X} is not accepted; use an ordinary line break"
    return f"the character U+{ord(char):04X} is not accepted; in double quotes it can be escaped"
