"""Write a proposal: first the whole catalog is checked as it would be, then every file goes out."""

from __future__ import annotations

from pathlib import Path

from advisor.catalog.assemble import assemble
from advisor.catalog.proposal.outcome import Proposal
from advisor.files import write_all
from advisor.yamlio.folders import yaml_files


def apply(proposal: Proposal, into: Path, shipped: Path) -> None:
    """Write the proposed texts.

    Raises:
        InputError: the catalog would not be sound; nothing was written.
        OSError: a file cannot be written; the others are as they were.
    """
    after = {path: text.encode() for path, (_, text) in proposal.texts.items()}
    roots = [shipped] if into.resolve() == shipped.resolve() else [shipped, into]
    assemble(roots, [_contents(root, after) for root in roots], "", ())
    write_all(after)


def _contents(root: Path, after: dict[Path, bytes]) -> list[tuple[str, bytes]]:
    found = dict(yaml_files(root, "catalog")) if root.is_dir() else {}
    for path, content in after.items():
        if path.is_relative_to(root):
            found[path.relative_to(root).as_posix()] = content
    return sorted(found.items())
