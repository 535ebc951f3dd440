"""Checked inputs, kept compiled in the user's cache folder by the hash of what they came from.

A file there is used only if its own checksum holds and its content passes the schema again;
anything else is built anew. Without a writable folder everything works, only slower.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from advisor.files import write_atomically
from advisor.resources import cache_folder

T = TypeVar("T")


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over names and contents, in the order given."""
    whole = hashlib.sha256()
    for name, content in parts:
        whole.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return whole.hexdigest()


def compiled(
    kind: str,
    key: str,
    build: Callable[[], T],
    dump: Callable[[T], bytes],
    load: Callable[[bytes], T],
) -> T:
    """What ``build`` gives for ``key``, from the cache where a sound copy lies there."""
    name = f"{kind}-{key[:32]}.json"
    stored = recall(name)
    if stored is not None:
        with contextlib.suppress(ValueError):
            return load(stored)
    with without_collecting():
        content = dump(build())
    keep(name, content)
    _forget_older(cache_folder() / name, kind)
    # Not what was built: the first run sees just what every later one will.
    return load(content)


def recall(name: str) -> bytes | None:
    """What was kept under a name, if it is there and its checksum holds."""
    try:
        checksum, _, content = (cache_folder() / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest().encode() == checksum else None


def keep(name: str, content: bytes) -> None:
    """Keep something under a name, with its checksum; where that cannot be done, do nothing."""
    checksum = hashlib.sha256(content).hexdigest().encode()
    with contextlib.suppress(OSError):
        write_atomically(cache_folder() / name, checksum + b"\n" + content)


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """For reading what stays: going through it for garbage again and again doubles the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _forget_older(newest: Path, kind: str, most: int = 8) -> None:
    with contextlib.suppress(OSError):
        files = sorted(newest.parent.glob(f"{kind}-*.json"), key=os.path.getmtime, reverse=True)
        for file in files[most:]:
            file.unlink(missing_ok=True)
