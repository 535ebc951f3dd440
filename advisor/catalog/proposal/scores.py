"""Claims of benchmark results: a new condition is a new score, a newer run of the same one wins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from advisor.catalog.importers.claims import ScoreClaim
from advisor.catalog.proposal.draft import Data, put
from advisor.catalog.proposal.outcome import Table, plain
from advisor.catalog.schema import Benchmark, Score


def weigh(claim: ScoreClaim, table: Table) -> None:
    """Hold one result against those of the model. Raises RefusedError for the name."""
    benchmark = table.catalog.benchmarks.get(claim.benchmark)
    if benchmark is None:
        table.leave(claim.benchmark, "no such benchmark in the catalog; describe it first")
        return
    id = table.model(claim.name, claim.as_of)
    if not _possible(claim, benchmark):
        table.leave(claim.name, f"{claim.value} is no possible value of {benchmark.name}")
        return
    known = [score for score in table.catalog.models[id].scores if score.benchmark == benchmark.id]
    if _lost(claim, table, id) or any(_says(score, claim) for score in known):
        table.confirm()
        return
    same = [score for score in known if _same_condition(score, claim, table)]
    if not same:
        _add(claim, table, id)
    elif max(score.as_of for score in same) <= claim.as_of:
        _renew(claim, same[-1], table, id)
    else:
        table.leave(claim.name, f"a newer result of {benchmark.name} is in the catalog")


def _possible(claim: ScoreClaim, benchmark: Benchmark) -> bool:
    value = Decimal(claim.value)
    if benchmark.unit == "percent":
        return 0 <= value <= 100
    return value > 0 and (benchmark.unit != "points_10" or value <= 10)


def _lost(claim: ScoreClaim, table: Table, id: str) -> bool:
    """Is the value on record as one that belongs elsewhere?"""
    return any(
        dispute.field == f"scores.{claim.benchmark}" and plain(dispute.value) == plain(claim.value)
        for dispute in table.catalog.models[id].disputed
    )


def _says(score: Score, claim: ScoreClaim) -> bool:
    """The same figure by the same side, however much of its condition is told."""
    return score.by == claim.by and score.value == Decimal(claim.value)


def _same_condition(score: Score, claim: ScoreClaim, table: Table) -> bool:
    told = set(claim.setting.items()) <= set(score.setting.items())
    return score.by == claim.by and score.source == table.source_id and told


def _add(claim: ScoreClaim, table: Table, id: str) -> None:
    file = table.draft.file("models", id)
    if "scores" not in file:
        put(file, "scores", [], "models")
    entry = _entry(claim, table)
    if not any(_same_entry(entry, other) for other in file["scores"]):
        file["scores"].append(entry)
        table.note("add", id, f"scores.{claim.benchmark}", None, _told(claim), claim.by)


def _same_entry(one: Data, other: Data) -> bool:
    names = ("benchmark", "by", "source", "setting")
    return all(one.get(name) == other.get(name) for name in names)


def _entry(claim: ScoreClaim, table: Table) -> Data:
    numbers = {"value": claim.value, "low": claim.low, "high": claim.high}
    stated: dict[str, Any] = {
        "benchmark": claim.benchmark,
        **{name: _number(value) for name, value in numbers.items()},
        "samples": claim.samples,
        "by": claim.by,
        "setting": dict(claim.setting) or None,
        "source": table.source_id,
        "url": claim.url,
        "as_of": claim.as_of.isoformat(),
        "note": claim.note,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _number(text: str | None) -> Decimal | int | None:
    if text is None:
        return None
    value = Decimal(text)
    return value if "." in text else int(value)


def _renew(claim: ScoreClaim, score: Score, table: Table, id: str) -> None:
    """Put a newer run of the same source in the place of the old one."""
    wanted = _entry(claim, table)
    whole = table.draft.whole("models", id)["scores"]
    old = next(each for each in whole if _is(each, score))
    entry = table.draft.entry("models", id, "scores", old)
    setting = old.get("setting")
    entry.update({**wanted, **({"setting": setting} if setting else {})})
    field = f"scores.{claim.benchmark}"
    table.note("update", id, field, f"{score.value} of {score.as_of}", _told(claim))


def _is(entry: Data, score: Score) -> bool:
    return (
        entry["benchmark"] == score.benchmark
        and entry["source"] == score.source
        and entry["as_of"] == score.as_of.isoformat()
        and Decimal(str(entry["value"])) == score.value
    )


def _told(claim: ScoreClaim) -> str:
    interval = f" ({claim.low} to {claim.high})" if claim.low and claim.high else ""
    return f"{claim.value}{interval} of {claim.as_of}"
