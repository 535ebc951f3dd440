"""``advisor cost MODEL…``"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fnmatch import fnmatchcase
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.shared import Moment, ParamType, Quantity, catalog_option, deliver, told, unknown

if TYPE_CHECKING:
    from advisor.candidates import Candidate
    from advisor.catalog.catalog import Catalog
    from advisor.catalog.identity import Identities
    from advisor.catalog.schema import Exchange
    from advisor.pricing.usage import Asked, Usage
    from advisor.profile.schema import StatedWorkload

LIFETIMES = ("five_minutes", "one_hour", "any")


class Written(ParamType):
    """``20k``, or with the lifetime of the cache ``one_hour=20k``."""

    name = "[lifetime=]count"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        lifetime, _, count = value.rpartition("=")
        if (lifetime or "any") not in LIFETIMES:
            self.fail(f"{lifetime!r} is none of {', '.join(LIFETIMES)}", param, ctx)
        return lifetime or "any", Quantity().convert(count, param, ctx)


class Worth(ParamType):
    """``EUR=1.08@2026-11-20``: what one unit of a currency is worth in USD, and on which day."""

    name = "code=usd@day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Exchange:
        from advisor.catalog.schema import Exchange
        from advisor.profile.quantities import CURRENCIES

        match = re.fullmatch(r"([A-Z]{3})=(\d+(?:\.\d+)?)@(\d{4}-\d\d-\d\d)", value, re.ASCII)
        if not match or match[1] not in CURRENCIES or not Decimal(match[2]):
            self.fail(f"{value!r} is no rate with its day such as EUR=1.08@2026-11-20", param, ctx)
        try:
            day = date.fromisoformat(match[3])
        except ValueError:
            self.fail(f"{match[3]!r} is not a day such as 2026-11-20", param, ctx)
        return Exchange(code=match[1], usd=Decimal(match[2]), as_of=day, source="the user")


@click.command("cost")
@click.argument("models", nargs=-1, required=True, metavar="MODEL…")
@click.option("--input-tokens", type=Quantity(), help="Per request, cached and written included.")
@click.option("--output-tokens", type=Quantity(), help="Per request.")
@click.option("--cached-tokens", type=Quantity(), help="Of the input, answered by a cache.")
@click.option(
    "--cache-writes",
    type=Written(),
    multiple=True,
    help="Of the input, written to a cache; one_hour=20k says for how long.",
)
@click.option("--images", type=Quantity(), help="Per request.")
@click.option("--searches", type=Quantity(), help="Per request.")
@click.option("--requests", type=Quantity(), help="So many of them.  [default: 1]")
@click.option("--batch", is_flag=True, help="At the price of a batch.")
@click.option("--service", type=click.Choice(["standard", "batch", "flex", "priority"]))
@click.option("--region", help="With the surcharge for data that stays there: eu.")
@click.option(
    "--thinking",
    type=click.Choice(["included", "added"]),
    help="Is what a reasoning model thinks in the output tokens, or added to them?",
)
@click.option(
    "--workload",
    type=click.Path(),
    help="A profile: its first month. A log, or what `advisor workload` made of one: a month.",
)
@click.option(
    "--samples",
    multiple=True,
    metavar="FILE",
    help="Prompts that are sent: they tell the input tokens, and what text it is.",
)
@click.option("--tokens-of", help="The model or tokenizer whose tokens the figures are.")
@click.option(
    "--at", type=Moment(), help="A day (noon UTC) or time, e.g. 2026-11-23T17:30 (default: today)."
)
@click.option("--exchange", type=Worth(), help="Totals in another currency: EUR=1.08@2026-11-20.")
@catalog_option
@click.option(
    "-f", "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table"
)
@click.option("-o", "--output", help="A file; - is stdout.")
@told
def command(
    models: tuple[str, ...],
    workload: str | None,
    samples: tuple[str, ...],
    tokens_of: str | None,
    at: datetime | None,
    exchange: Exchange | None,
    catalog: tuple[str, ...],
    form: str,
    output: str | None,
    **quantities: Any,
) -> None:
    """Price one workload at MODEL: all its offers, cheapest first, or one offer by its id.

    MODEL may be a pattern ('openai/*') or the name that a provider uses; one that moves from
    version to version counts for what it meant on the day.

    \b
    advisor cost openai/gpt-4.1 --input-tokens 2000 --output-tokens 500
    advisor cost openai/gpt-4.1@openai --input-tokens 32k --cached-tokens 20k
    advisor cost 'openai/*' --workload profile.yaml --at 2027-01-01
    advisor cost 'anthropic/*' 'google/*' --workload usage.parquet
    advisor cost '*/*' --samples 'prompts/*.txt' --output-tokens 350 --requests 250k
    """
    from advisor import load_catalog
    from advisor.reporting import quotes
    from advisor.yamlio.problems import neutralize

    given = {name: value for name, value in quantities.items() if value}
    at = at or datetime.combine(datetime.now(UTC).date(), time(12), UTC)
    loaded = load_catalog(*catalog)
    wanted = quotes.offered(loaded, _meant(loaded, models, at.astimezone(UTC).date()))
    stated = _stated(samples, tokens_of, loaded)
    if workload is None:
        asked = _by_figures(_usage(given, samples), stated, loaded)
    else:
        asked = _by_file(workload, given, stated, loaded, list(chain(*wanted.values())))
    for warning in asked.warnings:
        click.echo(neutralize(warning), err=True)
    told = quotes.quoted(loaded, wanted, asked.usages, at, exchange, asked.ratios)
    if form == "json":
        deliver(quotes.to_json(told), output)
    elif form == "csv":
        deliver(quotes.to_csv(told), output)
    else:
        deliver(quotes.render(told, color=output in (None, "-")), output)


def _by_figures(usage: Usage, stated: StatedWorkload, catalog: Catalog) -> Asked:
    """The workload as the options state it; samples tell its input where they do not."""
    from advisor.pricing.usage import Asked, exactly

    if not stated.model_fields_set:
        return Asked(exactly(usage))
    from advisor.workload.asked import by_figures

    asked = by_figures(usage, stated, catalog)
    if any(each.fresh_tokens < 0 for each in asked.usages.low):
        raise _more_than_all()
    return asked


def _by_file(
    workload: str,
    given: dict[str, Any],
    stated: StatedWorkload,
    catalog: Catalog,
    priced: Sequence[Candidate],
) -> Asked:
    from advisor.workload.asked import by_file

    requests = given.pop("requests", None)
    if given:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"--workload states it all; leave out {names}")
    return by_file(workload, requests, stated, catalog, priced)


def _stated(samples: tuple[str, ...], tokens_of: str | None, catalog: Catalog) -> StatedWorkload:
    from advisor.profile.schema import StatedWorkload
    from advisor.tokens.family import families

    known = {*catalog.models, *families().by_id}
    if tokens_of is not None and tokens_of not in known:
        raise unknown("model or tokenizer family", tokens_of, known)
    stated = {"samples": tuple(filter(None, samples)), "tokens_of": tokens_of}
    return StatedWorkload.model_validate({name: value for name, value in stated.items() if value})


def _usage(given: dict[str, Any], samples: Sequence[str]) -> Usage:
    from advisor.pricing.usage import Usage

    needed = {"input_tokens", "output_tokens", "images", "searches"}
    if not samples and not given.keys() & needed:
        raise click.UsageError(
            "state the workload, for instance --input-tokens 2000 --output-tokens 500"
        )
    if given.pop("batch", False):
        if given.get("service", "batch") != "batch":
            raise click.UsageError("--batch and another --service exclude each other")
        given["service"] = "batch"
    writes: dict[Any, int] = {}
    for lifetime, tokens in given.pop("cache_writes", ()):
        writes[lifetime] = writes.get(lifetime, 0) + tokens
    usage = Usage(**given, cache_writes=writes)
    if usage.fresh_tokens < 0 and (usage.input_tokens or not samples):
        raise _more_than_all()
    return usage


def _more_than_all() -> click.UsageError:
    return click.UsageError(
        "--cached-tokens and --cache-writes are part of the input: at most --input-tokens"
    )


def _meant(catalog: Catalog, names: Sequence[str], day: date) -> list[str]:
    """Ids of models and offers, each once, for names, patterns and aliases."""
    from advisor.catalog.identity import Identities
    from advisor.reporting import quotes

    known, identities = quotes.names(catalog), Identities(catalog)
    found: dict[str, None] = {}
    for name in names:
        if name in known:
            found[name] = None
        elif set(name) & set("*?["):
            found.update(dict.fromkeys(_matching(name, known)))
        else:
            found[_resolved(identities, name, known, day)] = None
    return list(found)


def _matching(pattern: str, known: set[str]) -> list[str]:
    """Models; with an ``@`` in the pattern offers."""
    is_offer = "@" in pattern
    found = [each for each in known if ("@" in each) == is_offer and fnmatchcase(each, pattern)]
    if not found:
        raise click.UsageError(f"no {'offer' if is_offer else 'model'} matches {pattern!r}")
    return sorted(found)


def _resolved(identities: Identities, name: str, known: set[str], day: date) -> str:
    from advisor.catalog.identity import NOT_IN_CATALOG, RefusedError
    from advisor.yamlio.problems import neutralize, quote

    called, at, provider = name.partition("@")
    try:
        meant = identities.resolve(called, None, day) + at + provider
    except RefusedError as fault:
        if str(fault) == NOT_IN_CATALOG:
            raise unknown("model or offer", name, known) from None
        raise click.UsageError(f"{quote(called)}: {neutralize(str(fault))}") from None
    if meant not in known:
        raise unknown("model or offer", meant, known)
    return meant
