"""``advisor catalog attribution``: credit and notices, as Markdown and as data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from advisor.catalog.attribution import Credit
from advisor.reporting.catalog.words import as_json
from advisor.reporting.markdown import Plain, environment, escape
from advisor.reporting.view import safe_url
from advisor.reporting.words import Words

_TEMPLATE = "markdown/attribution.md.jinja"


class Entry(NamedTuple):
    """What the template prints of one source. ``address`` is empty where there is none to link."""

    key: Plain
    by: str
    license: str
    read: str
    used: str
    address: Plain
    cited: Plain
    """Title, publisher, version and address."""


def to_json(credits: Sequence[Credit]) -> str:
    return as_json(
        [
            {"id": credit.key, **credit.source.model_dump(exclude={"id", "supports"})}
            | {"used": credit.used}
            for credit in credits
        ]
    )


def render(credits: Sequence[Credit]) -> str:
    """The attribution file. What was used is told by its kinds, not by counts: adding one model
    does not change it."""
    entries = [_entry(credit) for credit in credits]
    families = {"cc_by": "CC-BY-4.0", "mit": "MIT", "apache": "Apache-2.0"}
    template = environment(Words("en")).get_template(_TEMPLATE)
    text = template.render(
        shared=[entry for entry in entries if "#" not in entry.key],
        single=[entry for entry in entries if "#" in entry.key],
        other=[e for e in entries if e.license and e.license not in families.values()],
        **{
            name: [entry for entry in entries if entry.license == license]
            for name, license in families.items()
        },
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _entry(credit: Credit) -> Entry:
    source = credit.source
    address = safe_url(source.url)
    version = f"version {source.version}" if source.version else None
    told = [escape(text) for text in (source.title, source.publisher, version) if text]
    return Entry(
        key=Plain(credit.key),
        by=source.publisher or source.title.partition(":")[0],
        license=source.license or "",
        read=source.read.isoformat(),
        used=", ".join(credit.used) or "nothing by itself; read beside others",
        address=Plain(address),
        cited=Plain(", ".join([*told, f"<{address}>"] if address else told)),
    )
