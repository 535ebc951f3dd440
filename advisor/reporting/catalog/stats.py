"""``advisor catalog stats``: the catalog in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import Fact
from advisor.catalog.stats import Stats, Step
from advisor.reporting.catalog.words import as_json, counted, exact, layers, share
from advisor.reporting.outline import Line, Outline, Section, to_terminal
from advisor.reporting.terminal import drawn, styled

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Row = tuple[str, str, str]
"""What is counted, how much there is of it, and of which parts that consists."""


def to_json(found: Stats) -> str:
    numbers = found["facts"]
    oldest = numbers["oldest"]
    facts = {
        **numbers,
        "unsourced": len(numbers["unsourced"]),
        "oldest": _fact(oldest) if oldest else None,
    }
    return as_json({**found, "facts": facts})


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind,
        "owner": fact.owner,
        "place": fact.place,
        "value": fact.value,
        "sources": fact.sources,
        "dated": fact.dated,
        "file": fact.file,
    }


def render(found: Stats, catalog: Catalog) -> str:
    def draw(console: Console) -> None:
        from rich.table import Table

        console.print(styled((f"The {layers(catalog)}", "bold")))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(ratio=1)
        for name, count, parts in (*_things(found), *_facts(found)):
            table.add_row(styled(name), styled((count, "bold")), styled(parts))
        console.print(table)
        if found["future_steps"]:
            told = counted(len(found["future_steps"]), "price step")
            console.print()
            console.print(styled((f"{told} known to come after {found['as_of']}", "bold")))
            console.print(_steps(found["future_steps"]))

    return drawn(True, None, draw)


def _things(found: Stats) -> Iterator[Row]:
    models, prices, scores = found["models"], found["prices"], found["scores"]
    yield "Models", f"{models['total']:,}", f"of {counted(found['makers'], 'maker')}"
    sized = models["with_parameters_architecture_precision"]
    yield (
        "  open weights",
        f"{models['open_weights']:,}",
        f"{sized:,} with parameters, architecture and precision",
    )
    yield "  API only", f"{models['api_only']:,}", ""
    offers = found["offers"]
    yield "Offers", f"{offers['total']:,}", f"of {counted(offers['providers'], 'provider')}"
    yield "Price rows", f"{prices['rows']:,}", _parts(prices, "with_")
    licenses = found["licenses"]
    yield "Licenses", f"{licenses['total']:,}", f"as {counted(licenses['clauses'], 'clause')}"
    yield "Benchmarks", f"{found['benchmarks']:,}", ""
    yield "Scores", f"{scores['total']:,}", _claimants(scores)
    yield "", "", f"{scores['with_condition']:,} with their condition"
    yield "", "", f"{scores['with_interval']:,} with an interval"
    owned = found["owned_machines"]
    machines = f"and {counted(found['gpu_prices'], 'price')} of machines"
    machines += f", {counted(owned, 'machine')} of one's own" if owned else ""
    yield "GPUs", f"{found['gpus']:,}", machines
    yield "Hosting costs", f"{found['hosting_costs']:,}", "each with the ends it lies between"
    aliases = found["aliases"]
    yield "Upstream names", f"{aliases['total']:,}", f"{aliases['moving']:,} of them move"
    kinds = found["sources"]
    told = f"{kinds.get('document', 0):,} documents, {kinds.get('data_set', 0):,} data sets"
    if judgments := kinds.get("judgment"):
        told += f", {counted(judgments, 'judgment')} of one's own"
    yield "Sources", f"{kinds['total']:,}", told
    yield "Disputed claims", f"{found['disputes']:,}", "kept beside what won, with the reason"


def _facts(found: Stats) -> Iterator[Row]:
    numbers = found["facts"]
    total, oldest = numbers["total"], numbers["oldest"]
    yield "Facts", f"{total:,}", ""
    yield "  with a source", share(numbers["sourced"], total), f"{numbers['sourced']:,}"
    hand = numbers["hand_checked"]
    yield "  hand-checked", share(hand, total), f"{hand:,} rest on a document that a person read"
    if oldest and oldest.dated:
        yield "  oldest", oldest.dated.isoformat(), f"{oldest.place} of {oldest.owner}"


def _parts(numbers: dict[str, int], begins: str) -> str:
    told = (
        f"{count:,} {name.removeprefix(begins)}"
        for name, count in numbers.items()
        if name.startswith(begins)
    )
    return "with " + ", ".join(told)


def _claimants(scores: dict[str, int]) -> str:
    told = {"independent": "independent", "vendor": "by makers", "own": "of one's own"}
    return ", ".join(f"{scores[by]:,} {words}" for by, words in told.items() if by in scores)


def _steps(steps: Sequence[Step]) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for step in steps:
        now, then = step["now"], step["then"]
        rates = (
            f"{name} {now.get(name, 'not known')} -> {rate}"
            for name, rate in then.items()
            if now.get(name) != rate
        )
        table.add_row(styled(step["begins"]), styled(f"{step['offer']}: {', '.join(rates)}"))
    return table


def unsourced(facts: Sequence[Fact]) -> str:
    """Facts that nobody is named for, file by file."""
    files: dict[str, list[Fact]] = {}
    for fact in facts:
        files.setdefault(fact.file, []).append(fact)
    sections = [
        Section(file, [Line(f"{fact.place}: {exact(fact.value)}") for fact in found])
        for file, found in sorted(files.items())
    ]
    title = f"{counted(len(facts), 'fact')} without a source"
    return to_terminal(Outline(title, (), sections), color=True)


def unsourced_json(facts: Sequence[Fact]) -> str:
    return as_json([_fact(fact) for fact in facts])
