"""Checked inputs, kept compiled in the user's cache folder by the hash of what they came from.

A file there is used only if its own checksum holds and its content passes the schema again;
anything else is built anew. Without a writable folder everything works, only slower.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
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
    place = cache_folder() / f"{kind}-{key[:32]}.json"
    stored = _stored(place)
    if stored is not None:
        with contextlib.suppress(ValueError):
            return load(stored)
    made = build()
    with contextlib.suppress(OSError):
        content = dump(made)
        write_atomically(place, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        _forget_older(place, kind)
    return made


def _stored(place: Path) -> bytes | None:
    try:
        checksum, _, content = place.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest().encode() == checksum else None


def _forget_older(newest: Path, kind: str, keep: int = 8) -> None:
    files = sorted(newest.parent.glob(f"{kind}-*.json"), key=os.path.getmtime, reverse=True)
    for file in files[keep:]:
        file.unlink(missing_ok=True)
