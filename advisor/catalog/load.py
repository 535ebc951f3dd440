"""Folders of YAML -> one checked :class:`Catalog`.

The shipped folder comes first, then every overlay in the order given. All files are read, merged
and cross-checked before anything is returned, so that all errors come out together.
"""

from __future__ import annotations

from pathlib import Path

from advisor.catalog.catalog import Catalog, Overlay
from advisor.catalog.stored import dumped, restored
from advisor.compiled import compiled, digest
from advisor.resources import folder
from advisor.yamlio.folders import yaml_files


def load_catalog(*overlays: str | Path, shipped: Path | None = None) -> Catalog:
    """The shipped catalog with ``overlays`` laid over it.

    Args:
        overlays: folders whose files state only what differs, or add.
        shipped: another base folder, in place of the one that travels with the package.

    Raises:
        InputError: every problem of every file, with file, line and column.
    """
    roots = [shipped or folder("catalog"), *map(Path, overlays)]
    contents = [yaml_files(root, "catalog") for root in roots]
    hashes = [digest(found) for found in contents]
    stack = [
        Overlay(name=root.resolve().name, sha256=sha)
        for root, sha in zip(roots, hashes, strict=True)
    ]
    whole = hashes[0] if len(hashes) == 1 else digest((o.name, o.sha256.encode()) for o in stack)

    def build() -> Catalog:
        from advisor.catalog.assemble import assemble

        return assemble(roots, contents, whole, tuple(stack[1:]))

    return compiled(
        "catalog",
        digest([("inputs", whole.encode()), ("schema", _schema_bytes())]),
        build,
        dumped,
        lambda content: restored(content, whole, tuple(stack[1:]), build),
    )


def _schema_bytes() -> bytes:
    here = Path(__file__).parent
    names = ("schema.py", "catalog.py", "assemble.py", "stored.py")
    return b"".join((here / name).read_bytes() for name in names)
