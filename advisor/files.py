"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, then rename. On any error the old file is as it was.

    Raises:
        OSError: the folder cannot be made or written, the disk is full, the target is a folder.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files: all of them beside their targets first, then they are renamed.

    A device or a pipe (``/dev/null``) is written to and stays what it is.

    Raises:
        OSError: as :func:`write_atomically`; while anything can still fail, no file has changed.
    """
    beside: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            if path.exists() and not path.is_file() and not path.is_dir():
                path.write_bytes(content)
            else:
                beside[path] = _written_beside(path, content)
        for path, new in list(beside.items()):
            new.replace(path)
            del beside[path]
    except BaseException:
        for new in beside.values():
            with contextlib.suppress(OSError):
                new.unlink()
        raise


def _written_beside(path: Path, content: bytes) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    return Path(name)
