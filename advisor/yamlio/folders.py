"""A folder of YAML files -> their names and bytes, in an order that no file system decides."""

from __future__ import annotations

import os
from pathlib import Path

from advisor.yamlio.files import read_bytes
from advisor.yamlio.problems import InputError, Problem


def yaml_files(root: Path, what: str) -> list[tuple[str, bytes]]:
    """Relative name and bytes of every ``*.yaml`` below ``root``, in order of the names.

    ``what`` says in a message which folder is missing: ``catalog``, ``rules``.

    Raises:
        InputError: there is no such folder, or a file in it cannot be read.
    """
    if not root.is_dir():
        raise InputError([Problem(str(root), None, None, f"there is no such {what} folder")])
    names = []
    for folder, _, files in os.walk(root):
        below = Path(folder).relative_to(root).as_posix()
        prefix = "" if below == "." else f"{below}/"
        names += [prefix + file for file in files if file.endswith(".yaml")]
    base = str(root)
    return [(name, read_bytes(f"{base}/{name}", f"{base}/{name}")) for name in sorted(names)]
