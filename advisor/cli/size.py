"""``advisor size MODEL --gpu GPU``"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.shared import (
    Day,
    Quantity,
    catalog_option,
    deliver,
    format_option,
    told,
    unknown,
)

if TYPE_CHECKING:
    from advisor.catalog.catalog import Catalog
    from advisor.catalog.schema import Model
    from advisor.hosting import Blueprint, Demand, Precision

POSITIVE = click.FloatRange(min=0, min_open=True)


@click.command("size")
@click.argument("model")
@click.option(
    "--gpu", "gpus", multiple=True, required=True, help="Its id; may be repeated; all compares."
)
@click.option("--precision", help="Of the weights: fp8, int4, q4_k_m, …  [default: as released]")
@click.option(
    "--kv-precision",
    type=click.Choice(["bf16", "fp8"]),
    default="bf16",
    show_default=True,
    help="Of the caches.",
)
@click.option("--context", type=Quantity(), help="Tokens of the longest request.")
@click.option(
    "--concurrency",
    type=Quantity(),
    default="1",
    help="Requests at once at the peak.  [default: 1]",
)
@click.option("--requests-per-second", type=POSITIVE, help="At the peak.")
@click.option("--input-tokens", type=Quantity(), help="Of a mean request.")
@click.option("--output-tokens", type=Quantity(), help="Of a mean request.")
@click.option("--max-tpot", type=POSITIVE, help="Milliseconds from one output token to the next.")
@click.option("--max-ttft", type=POSITIVE, help="Milliseconds to the first output token.")
@click.option(
    "--spare", type=click.IntRange(0, 100), default=1, show_default=True, help="Replicas (N+1)."
)
@click.option("--as-of", type=Day(), help="The day that counts (default: today).")
@catalog_option
@format_option
@click.option("-o", "--output", help="A file; - is stdout.")
@told
def command(
    model: str,
    gpus: tuple[str, ...],
    precision: str | None,
    as_of: date | None,
    catalog: tuple[str, ...],
    form: str,
    output: str | None,
    **asked: Any,
) -> None:
    """How many of which GPU MODEL needs, how fast it is then, and how to start it.

    \b
    advisor size meta/llama-3.1-8b-instruct --gpu h100-sxm --concurrency 64
    advisor size openai/gpt-oss-120b --gpu all --requests-per-second 5 --max-tpot 50

    Ends with 1 where nothing that was asked about can serve it.
    """
    from advisor import load_catalog
    from advisor.hosting import Blueprint
    from advisor.hosting.answer import answer
    from advisor.reporting.sizing import one, plain, several

    loaded = load_catalog(*catalog)
    day = as_of or datetime.now(UTC).date()
    blueprint = Blueprint.of(_model(loaded, model, day), day)
    demand, weights = _demand(blueprint, asked), _precision(blueprint, precision)
    answers = [answer(loaded, blueprint, gpu, weights, demand) for gpu in _gpus(loaded, gpus)]
    color = output in (None, "-")
    if form == "json":
        deliver(plain.to_json(answers), output)
    elif len(answers) == 1:
        deliver(one.render(answers[0], color), output)
    else:
        deliver(several.render(answers, color), output)
    told = [each.sizing for each in answers if each.sizing.replica]
    if told and not any(sizing.serving for sizing in told):
        sys.exit(1)


def _model(catalog: Catalog, name: str, day: date) -> Model:
    """A model by its id or any name of it."""
    from advisor.catalog.identity import NOT_IN_CATALOG, Identities, RefusedError
    from advisor.yamlio.problems import neutralize, quote

    try:
        model = catalog.models[Identities(catalog).resolve(name, None, day)]
    except RefusedError as fault:
        if str(fault) == NOT_IN_CATALOG:
            raise unknown("model", name, catalog.models) from None
        raise click.UsageError(f"{quote(name)}: {neutralize(str(fault))}") from None
    if model.openness == "api_only":
        raise click.UsageError(f"{model.id} cannot be run: its weights are not published")
    return model


def _gpus(catalog: Catalog, names: tuple[str, ...]) -> list[str]:
    """Ids of accelerators, each once."""
    if "all" in names:
        return list(catalog.gpus)
    for name in names:
        if name not in catalog.gpus:
            raise unknown("GPU", name, catalog.gpus)
    return list(dict.fromkeys(names))


def _precision(blueprint: Blueprint, name: str | None) -> Precision:
    from advisor.hosting import PRECISIONS

    if name is None:
        return blueprint.native or PRECISIONS["bf16"]
    if name.lower() not in PRECISIONS:
        raise unknown("precision", name, PRECISIONS)
    return PRECISIONS[name.lower()]


def _demand(blueprint: Blueprint, asked: dict[str, Any]) -> Demand:
    from advisor.hosting import Demand

    limits = {name: asked[name] and asked[name] / 1000 for name in ("max_tpot", "max_ttft")}
    try:
        demand = Demand.stated(
            asked["input_tokens"],
            asked["output_tokens"],
            asked["context"],
            blueprint.window,
            concurrency=asked["concurrency"],
            requests_per_second=asked["requests_per_second"] or 0.0,
            spare=asked["spare"],
            cache=asked["kv_precision"],
            **limits,
        )
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None
    if blueprint.window and demand.context > blueprint.window:
        raise click.UsageError(
            f"{demand.context:,} tokens are above the window of {blueprint.model.id}:"
            f" {blueprint.window:,}"
        )
    return demand
