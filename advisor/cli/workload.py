"""``advisor workload LOG…``"""

from __future__ import annotations

import click

from advisor.cli.shared import catalog_option, deliver, told


@click.command("workload")
@click.argument("logs", nargs=-1, required=True, metavar="LOG…")
@click.option("--preset", help="Whose usage records they are, where that is not clear.")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="What a column is.")
@click.option(
    "--cached",
    type=click.Choice(["inside", "beside"]),
    help="Whether input tokens hold the cached ones, or these stand beside them.",
)
@click.option("--zone", help="Of times that name none, and of the months and hours in the result.")
@click.option("--model", "models", multiple=True, metavar="NAME=MODEL", help="What a name is.")
@click.option(
    "--engine", metavar="URL", help="An Ibis connection where the log is; not DuckDB here."
)
@catalog_option
@click.option("-f", "--format", "form", type=click.Choice(["yaml", "json"]), default="yaml")
@click.option("-o", "--output", help="A file; - is stdout.")
@told
def command(
    logs: tuple[str, ...],
    preset: str | None,
    columns: tuple[str, ...],
    cached: str | None,
    zone: str | None,
    models: tuple[str, ...],
    engine: str | None,
    catalog: tuple[str, ...],
    form: str,
    output: str | None,
) -> None:
    """Measure the workload that LOG tells: Parquet, CSV or JSON lines (- is standard input).

    \b
    advisor workload 'usage/*.parquet' -o usage.workload.yaml
    advisor workload calls.csv --map at=when --map model=model --map input=in \\
        --map output=out --map cached=hits --cached inside --zone Asia/Seoul
    """
    _refuse_without_engine()
    from advisor import load_catalog
    from advisor.catalog.identity import Identities
    from advisor.workload.mapping import Choices
    from advisor.workload.reading import read
    from advisor.workload.summary import summarized, to_json, to_yaml

    choices = Choices(preset, _pairs("--map", columns), cached, zone)  # type: ignore[arg-type]
    loaded = load_catalog(*catalog)
    offers = [offer for provider in loaded.providers.values() for offer in provider.offers]
    names = Identities(loaded, _pairs("--model", models))
    reading = read(logs, offers, names, choices, engine=engine)
    file = summarized(reading)
    for each in file.set_aside:
        times = "" if each.rows is None else f", {each.rows:,}x"
        click.echo(f"set aside: {each.why}{times} ({each.example})", err=True)
    deliver(to_json(file) if form == "json" else to_yaml(file), output)


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    found = dict(pair.partition("=")[::2] for pair in given)
    for name, value in found.items():
        if not name or not value:
            raise click.UsageError(f"{option} takes two names, as in {option} a=b")
    return found


def _refuse_without_engine() -> None:
    try:
        import ibis  # noqa: F401
    except ImportError:
        told = "logs are read by DuckDB through Ibis: pip install 'advisor[logs]'"
        raise click.UsageError(told) from None
