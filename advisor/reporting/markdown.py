"""The decision in short as Markdown: for a pull request, a wiki page, a ticket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.decision.record import DecisionRecord
from advisor.reporting.clauses import binding
from advisor.reporting.costs import compared, duties
from advisor.reporting.hosting import hosting, machines, report
from advisor.reporting.matrices import rows
from advisor.reporting.needs import measured
from advisor.reporting.outlook import drivers, outlooks, tokens, volumes
from advisor.reporting.start import snippets
from advisor.reporting.summary import summarize
from advisor.reporting.view import (
    Entry,
    Fact,
    Reader,
    candidate,
    entries,
    full_name,
    leaders,
    marked,
    safe_url,
)
from advisor.reporting.words import Words, visible
from advisor.resources import folder

_SPECIAL = re.compile(r"[\\`*_\[\]|~#$!]")
_START = re.compile(r"^(?:[-+=>]|\d+(?=[.)]))")


class Plain(str):
    """Text that is Markdown already, or an address that was checked: it is not escaped."""

    __slots__ = ()


class Cited(NamedTuple):
    number: int
    title: str
    own: bool
    publisher: str
    read: str
    url: str
    link: str


def render(record: DecisionRecord, lang: str = "en") -> str:
    """The report in ``lang``; ValueError if there is no such translation."""
    return page(record, Words(lang), _environment(lang))


def page(record: DecisionRecord, words: Words, environment: Environment) -> str:
    """The report with these words, from the template of ``environment``."""
    reader = Reader(record, words)
    found = entries(record)
    first = candidate(record, record["recommendation"])
    chosen = compared(found, record)
    own = hosting(first) if first else None
    text = environment.get_template("markdown/report.md.jinja").render(
        record=record,
        words=words,
        summary=summarize(reader),
        first=full_name(first) if first else "",
        first_id=first["id"] if first else "",
        ranked=rows(found, "ranked", reader),
        review=rows(found, "review", reader),
        rejected=rows(found, "rejected", reader),
        doubted=_doubted(found, reader),
        clauses=binding(found, reader),
        duties=duties(found, reader),
        outlooks=outlooks(chosen, words),
        drivers=drivers(chosen, words),
        tokens=tokens(chosen, words),
        volumes=volumes(record, words),
        machines=machines(chosen, reader),
        commands=[Plain(item.code.rstrip()) for item in snippets(first)] if first and own else [],
        reported=report(own["start"], words) if own else (),
        register=_register(record, words),
        measured=measured(record, words),
    )
    text = re.sub(r"\n{3,}", "\n\n", text)
    return re.sub(r"(?m)^((?:-|\d+\.) .*)\n\n(?=(?:-|\d+\.) )", r"\1\n", text).strip() + "\n"


def escape(text: str) -> str:
    """``text`` so that Markdown shows it as it is: no markup, no table cell, no link, no HTML."""
    text = re.sub(r"\s+", " ", visible(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = text.replace("://", "&#58;//").replace("www.", "www&#46;")
    return _START.sub(r"\\\g<0>", text) if not text[:1].isdigit() else _ordinal(text)


def _ordinal(text: str) -> str:
    """``1. item`` would open a list at the start of a line."""
    return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text)


def environment(words: Words) -> Environment:
    """The template environment of one language: everything that is printed is escaped."""
    env = Environment(
        loader=FileSystemLoader(str(folder("reports"))),
        autoescape=False,  # noqa: S701 - Markdown is escaped by ``finalize``
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        finalize=_finalize,
    )
    env.policies["ext.i18n.trimmed"] = True
    install = env.install_gettext_translations  # type: ignore[attr-defined]
    install(words.translations, newstyle=True)
    env.filters["address"] = Plain  # of a link, which is a checked address already
    return env


@lru_cache(maxsize=4)
def _environment(lang: str) -> Environment:
    return environment(Words(lang))


def _finalize(value: Any) -> Any:
    return escape(value) if isinstance(value, str) and not isinstance(value, Plain) else value


def _doubted(found: Sequence[Entry], reader: Reader) -> list[tuple[str, list[Fact]]]:
    """The facts of the first models that something speaks against."""
    result = []
    for entry in leaders(found):
        reader.block(entry.label, reader.words.gettext("facts in doubt"))
        facts = [reader.fact(fact) for fact in marked(entry.best)]
        if facts:
            result.append((entry.label, facts))
    return result


def _register(record: DecisionRecord, words: Words) -> tuple[Cited, ...]:
    ordered = sorted(record["sources"].values(), key=lambda source: source["number"])
    return tuple(
        Cited(
            source["number"],
            source["title"],
            source.get("own", False),
            source["publisher"] or "",
            words.date(source["read"]),
            source["url"] or "",
            safe_url(source["url"]),
        )
        for source in ordered
    )
