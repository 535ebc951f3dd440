"""The decision report as one HTML file: no request to anywhere, readable without JavaScript."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from advisor.decision.record import DecisionRecord, RuleRecord
from advisor.reporting.bytecode import KeptBytecode
from advisor.reporting.charts import COLORS, DASHES
from advisor.reporting.costs import compared, costs, duties
from advisor.reporting.hosting import hosting, machines, report
from advisor.reporting.matrices import gates, rows, scores
from advisor.reporting.needs import needs
from advisor.reporting.start import snippets
from advisor.reporting.summary import summarize
from advisor.reporting.view import Place, Reader, candidate, entries, full_name, safe_url
from advisor.reporting.words import Name, Sentence, Words, visible
from advisor.resources import folder


class Register(NamedTuple):
    """A source, and every place that cites it."""

    number: int
    title: str
    publisher: str
    version: str
    license: str
    url: str
    link: str
    site: str
    read: str
    own: bool
    """An overlay of the user's states it."""
    places: tuple[tuple[str, tuple[Place, ...]], ...]


class Rule(NamedTuple):
    number: int
    id: str
    kind: str
    group: str
    title: str
    fail: str
    why: str
    remedy: str
    references: tuple[tuple[str, str], ...]
    """Each as text, and as a link where it is safe."""
    origin: str
    """Where it came from; empty for a shipped one."""
    weight: str
    share: str
    """The weight as a column shows it, with a fixed number of decimals."""


def render(record: DecisionRecord, lang: str = "en") -> str:
    """The report in ``lang``; ValueError if there is no such translation."""
    return page(record, Words(lang), _environment(lang))


def page(record: DecisionRecord, words: Words, environment: Environment) -> str:
    """The report with these words, from the templates of ``environment``."""
    reader = Reader(record, words)
    found = entries(record)
    first = candidate(record, record["recommendation"])
    own = hosting(first) if first else None
    style, script = _asset("style.css"), _asset("script.js")
    context: dict[str, Any] = {
        "record": record,
        "words": words,
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "style_hash": content_hash(style),
        "script_hash": content_hash(script),
        "summary": summarize(reader),
        "needs": needs(record, words),
        "ranked": rows(found, "ranked", reader),
        "review": rows(found, "review", reader),
        "rejected": rows(found, "rejected", reader),
        "gates": gates(found, reader),
        "scores": scores(found, reader),
        "costs": costs(found, reader),
        "machines": machines(compared(found, record), reader),
        "duties": duties(found, reader),
        "first": full_name(first) if first else "",
        "first_id": first["id"] if first else "",
        "snippets": snippets(first) if first else [],
        "reported": report(own["start"], words) if own else (),
        "rules": _rules(reader),
        "colors": COLORS,
        "dashes": DASHES,
    }
    context["register"] = _register(reader)
    return environment.get_template("html/page.html.jinja").render(context)


def content_hash(text: str) -> str:
    """The source expression that a content security policy needs for an inline text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"sha256-{digest}"


def environment(words: Words) -> Environment:
    """The template environment of one language: escaped, strict, invisible characters shown."""
    env = Environment(
        loader=FileSystemLoader(str(folder("reports"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=KeptBytecode(),
        extensions=["jinja2.ext.i18n"],
        finalize=_finalize,
    )
    env.policies["ext.i18n.trimmed"] = True
    install = env.install_gettext_translations  # type: ignore[attr-defined]
    install(words.translations, newstyle=True)
    env.filters["say"] = _say
    return env


@lru_cache(maxsize=4)
def _environment(lang: str) -> Environment:
    return environment(Words(lang))


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    """A style or script without the white space that only people need."""
    text = (folder("reports") / "html" / name).read_text(encoding="utf-8")
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return re.sub(r" *([{},;])\s*|(?<=[a-z]:) ", r"\1", lines) if name.endswith(".css") else lines


def _finalize(value: Any) -> Any:
    """What is printed: markup stays markup, and what cannot be seen is shown as a token."""
    if isinstance(value, Markup):
        return Markup(visible(value))  # noqa: S704 - stays markup
    return visible(value) if isinstance(value, str) else value


def _say(sentence: Sentence) -> Markup:
    """A sentence with its names isolated from the direction of the text around them."""
    text = str(escape(sentence.text))
    return Markup(text % {key: _mark(value) for key, value in sentence.values.items()})  # noqa: S704 - escaped above


def _mark(value: str) -> Markup:
    if isinstance(value, Name):
        return Markup("<bdi>%s</bdi>") % str(value)
    return escape(value)


def _register(reader: Reader) -> tuple[Register, ...]:
    words = reader.words
    found = []
    for key, source in sorted(reader.record["sources"].items(), key=lambda item: item[1]["number"]):
        by_label: dict[str, list[Place]] = {}
        for place in reader.citations.places.get(key, []):
            by_label.setdefault(place.label, []).append(place)
        found.append(
            Register(
                source["number"],
                source["title"],
                source["publisher"] or "",
                source["version"] or "",
                source["license"] or "",
                source["url"] or "",
                safe_url(source["url"]),
                _host(source["url"] or ""),
                words.date(source["read"]),
                source.get("own", False),
                tuple((label, tuple(places)) for label, places in by_label.items()),
            )
        )
    return tuple(found)


def _host(url: str) -> str:
    """The site of an address: print adds the rest."""
    link = safe_url(url)
    return urlsplit(link).hostname or url if link else url


def _rules(reader: Reader) -> tuple[Rule, ...]:
    return tuple(_rule(reader, id, rule) for id, rule in sorted(reader.record["rules"].items()))


def _rule(reader: Reader, id: str, rule: RuleRecord) -> Rule:
    words, weight = reader.words, reader.record["weights"].get(id)
    return Rule(
        reader.rule_numbers[id],
        id,
        words.kind(rule["kind"]),
        words.group(rule["group"]),
        words.text(rule["pass_title"]),
        words.text(rule["fail_title"]),
        words.text(rule["why"]),
        words.text(rule["remedy"]),
        tuple((_host(url), safe_url(url)) for url in rule["references"]),
        "" if rule["origin"] == "shipped" else words.text(rule["origin"]),
        "" if weight is None else words.percent(weight),
        "" if weight is None else words.percent(weight, 1),
    )
