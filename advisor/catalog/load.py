"""Folders of YAML -> one checked :class:`Catalog`.

The shipped folder comes first, then every overlay in the order given. All files are read, merged
and cross-checked before anything is returned, so that all errors come out together.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from advisor.catalog.catalog import Catalog, Overlay
from advisor.compiled import compiled, digest
from advisor.resources import folder
from advisor.yamlio.files import read_bytes
from advisor.yamlio.problems import InputError, Problem


def load_catalog(*overlays: str | Path, shipped: Path | None = None) -> Catalog:
    """The shipped catalog with ``overlays`` laid over it.

    Args:
        overlays: folders whose files state only what differs, or add.
        shipped: another base folder, in place of the one that travels with the package.

    Raises:
        InputError: every problem of every file, with file, line and column.
    """
    roots = [shipped or folder("catalog"), *map(Path, overlays)]
    contents = [contents_of(root) for root in roots]
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
        lambda catalog: catalog.model_dump_json(by_alias=True, exclude_defaults=True).encode(),
        Catalog.model_validate_json,
    )


def contents_of(root: Path) -> Sequence[tuple[str, bytes]]:
    """Relative name and bytes of every YAML file below a folder, in order of the names.

    Raises:
        InputError: there is no such folder, or a file in it cannot be read.
    """
    if not root.is_dir():
        raise InputError([Problem(str(root), None, None, "there is no such catalog folder")])
    found = []
    for path in sorted(root.rglob("*.yaml"), key=lambda path: path.relative_to(root).as_posix()):
        if path.is_file():
            found.append((path.relative_to(root).as_posix(), read_bytes(path, str(path))))
    return found


def _schema_bytes() -> bytes:
    here = Path(__file__).parent
    names = ("schema.py", "catalog.py", "assemble.py")
    return b"".join((here / name).read_bytes() for name in names)
