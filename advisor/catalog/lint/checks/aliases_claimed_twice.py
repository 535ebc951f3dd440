"""A name that two models claim at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.catalog.lint.base import Case, Check, Finding, Given
from advisor.catalog.schema import Alias, Model


def _run(given: Given) -> Iterator[Finding]:
    claims: dict[str, list[tuple[Model, int, Alias]]] = {}
    for model in given.catalog.models.values():
        for n, alias in enumerate(model.aliases):
            claims.setdefault(alias.name.casefold(), []).append((model, n, alias))
    for name, found in claims.items():
        for at, (model, n, alias) in enumerate(found):
            rival = next(
                (other for other, _, its in found[:at] if other is not model and _meet(alias, its)),
                None,
            )
            if rival:
                message = f"{name!r} stands for {rival.id} at the same time"
                yield Finding(model, ("aliases", n, "name"), message)


def _meet(one: Alias, other: Alias) -> bool:
    """Do both hold for one upstream on one day? A stated upstream goes before all."""
    shared = set(one.upstream) & set(other.upstream)
    if not shared and (one.upstream or other.upstream):
        return False
    begin = max(one.since or date.min, other.since or date.min)
    return begin < min(one.until or date.max, other.until or date.max)


CHECK = Check(
    id="aliases.claimed-twice",
    level="error",
    title="a name that two models claim for the same time",
    why="An importer cannot tell whose price or score it holds under such a name, and refuses "
    "both.",
    remedy="Give each its time (`since`, `until`) or its upstream.",
    run=_run,
    cases=(
        Case(
            "overlapping by a day",
            """
            models:
              - {id: acme/a, aliases: [{name: best, moving: true, until: 2026-02-02}]}
              - {id: acme/b, aliases: [{name: Best, moving: true, since: 2026-02-01}]}
            """,
            ("'best' stands for acme/a at the same time",),
        ),
        Case(
            "one after the other, and two upstreams",
            """
            models:
              - {id: acme/a, aliases: [{name: best, until: 2026-02-01}, {name: x, upstream: page}]}
              - {id: acme/b, aliases: [{name: best, since: 2026-02-01}, {name: x}]}
            """,
        ),
    ),
)
