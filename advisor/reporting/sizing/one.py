"""A sizing on one accelerator, in full."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from advisor.catalog.schema import Source
from advisor.hosting.answer import Answer
from advisor.hosting.constants import GIB, HOURS, OVERHEAD_RANGE, UTILIZATION, Band
from advisor.hosting.remedies import Remedy
from advisor.hosting.rent import Rent
from advisor.hosting.sizing import Sizing
from advisor.hosting.start import Start
from advisor.reporting.sizing.figures import DEFINITIONS, Row, exact, gib, group, peak, print_rows
from advisor.reporting.terminal import drawn, styled

if TYPE_CHECKING:
    from rich.console import Console

_PRICES_SHOWN = 5


def render(answer: Answer, color: bool, width: int | None = None) -> str:
    """In full, for a person."""

    def draw(console: Console) -> None:
        for text, style in _head(answer):
            console.print(styled((text, style)))
        for title, rows in _sections(answer):
            if rows:
                console.print()
                console.print(styled((title, "bold")))
                print_rows(console, rows)
        if answer.start:
            _print_start(console, answer.start)
        sources = _sources(answer)
        if sources:
            console.print()
            for source in sources:
                console.print(styled((f"{source.title}, read {source.read}", "dim")))

    return drawn(color, width, draw)


def _sources(answer: Answer) -> list[Source]:
    """Of the facts, and of those prices that are shown."""
    shown = dict.fromkeys(rent.price.source for rent in answer.rents[:_PRICES_SHOWN])
    return [*answer.facts, *(answer.prices[id] for id in shown if id in answer.prices)]


def _head(answer: Answer) -> Iterator[tuple[str, str]]:
    sizing = answer.sizing
    name, gpu = sizing.blueprint.model.name, sizing.accelerator.name
    count = f"{sizing.gpus} x " if sizing.gpus else ""
    yield f"{name} on {count}{gpu}, {sizing.precision.id}", "bold"
    yield _verdict(answer), "" if sizing.serving else "yellow"
    yield peak(sizing), "dim"


def _verdict(answer: Answer) -> str:
    sizing = answer.sizing
    replica = sizing.replica
    if replica is None:
        return f"unknown: {', '.join(sizing.missing)}"
    if not replica.in_memory:
        return (
            f"does not fit: {gib(replica.short)} GiB short on each GPU"
            f" of {group(sizing)}{_would_do(answer.remedies)}"
        )
    if sizing.serving is None:
        assert replica.speed
        return (
            f"too slow: alone, a request has {replica.speed.tpot(1) * 1000:.1f} ms a token and"
            f" {replica.speed.ttft(1) * 1000:.0f} ms to the first on {group(sizing)}"
            f"{_would_do(answer.remedies)}"
        )
    each = f"{sizing.serving} replica{'s' * (sizing.serving > 1)} of {group(sizing)}"
    spare = f", {sizing.demand.spare} spare" if sizing.demand.spare else ""
    ends = f"{answer.fewest or 'none'} to {answer.most or 'none'}"
    same = answer.fewest == answer.most
    band = "" if same else f"; within the band of the speed {ends} GPUs"
    return f"{each}{spare}{band}"


_WORDS = {"precision": "in {}", "cache": "caches in {}", "context": "a context of {}", "gpu": "{}"}


def _would_do(remedies: Sequence[Remedy]) -> str:
    if not remedies:
        return "; nothing here makes it do"
    told = [f"{_WORDS[each.what].format(each.value)} ({each.gpus} GPUs)" for each in remedies]
    return f"; would do: {', '.join(told)}"


def _sections(answer: Answer) -> Iterator[tuple[str, list[Row]]]:
    sizing = answer.sizing
    yield "Memory of a GPU, GiB", list(_memory_rows(sizing))
    yield "Requests", list(_request_rows(sizing))
    yield "Speed at the peak: low, mid, high", list(_speed_rows(sizing))
    yield f"Cost of {HOURS} hours, USD", list(_cost_rows(answer.rents))


def _memory_rows(sizing: Sizing) -> Iterator[Row]:
    replica, weights = sizing.replica, sizing.weights
    if replica is None or weights is None:
        return
    basis = "size of the files" if weights.basis == "file" else sizing.precision.error
    low, high = OVERHEAD_RANGE
    yield "weights", gib(replica.weights), basis
    if weights.attention_kept and sizing.precision is not sizing.blueprint.native:
        more = weights.attention_kept // replica.layout.tensor_parallel
        yield "", f"+{gib(more)}", "in a checkpoint that keeps attention in 16 bits"
    beside = f"activations and buffers: {low // GIB} to {high // GIB} seen"
    if unsure := sizing.blueprint.unsure:
        yield "", "", f"dimensions: {unsure}"
    yield "overhead", gib(replica.overhead), beside
    yield "caches", gib(max(replica.pool, 0)), f"{gib(replica.longest)} for a full context"
    if sizing.is_tight:
        yield "", "", "tight: the largest overhead and weights seen would leave no room"
    share = f"{UTILIZATION.value:.0%} of {gib(sizing.accelerator.memory)}"
    yield "usable", gib(replica.budget), share


def _request_rows(sizing: Sizing) -> Iterator[Row]:
    replica, shape = sizing.replica, sizing.blueprint.dimensions
    if replica is None or shape is None:
        return
    cache = shape.caches[sizing.demand.cache]
    yield "bytes a token", f"{exact(cache.per_token):,}", DEFINITIONS["kv_bytes_per_token"]
    if cache.window_per_token:
        yield "in windows", f"{exact(cache.window_per_token):,}", "a token, until they are full"
    if cache.state:
        yield "state, bytes", f"{cache.state:,}", "a request, however long it gets"
    if sizing.serving and sizing.max_concurrency and sizing.in_flight:
        yield "at most", f"{sizing.max_concurrency:,}", DEFINITIONS["max_concurrency"]
        yield "at the peak", f"{sizing.in_flight:,}", "in each serving replica"
    if sizing.capacity:
        yield "a second", f"{sizing.capacity:,.2f}", DEFINITIONS["capacity_requests_per_second"]


def _speed_rows(sizing: Sizing) -> Iterator[Row]:
    speed, doubt = sizing.speed(), sizing.doubt()
    if speed is None or doubt is None:
        if sizing.serving and sizing.missing:
            yield f"unknown: {', '.join(sizing.missing)}", ""
        return
    yield "TPOT, ms", *_three(speed.tpot.times(1000), 1), DEFINITIONS["tpot_ms"]
    yield "TTFT, ms", *_three(speed.ttft.times(1000), 0), DEFINITIONS["ttft_ms"]
    yield "tokens/s", *_three(speed.throughput, 0), DEFINITIONS["tokens_per_second_per_gpu"]
    if doubt.reasons:
        yield "band", "", "", "", f"wider than usual: {'; '.join(doubt.reasons)}"


def _three(band: Band, digits: int) -> tuple[str, str, str]:
    low, mid, high = (f"{value:,.{digits}f}" for value in band)
    return low, mid, high


def _cost_rows(rents: Sequence[Rent]) -> Iterator[Row]:
    for rent in rents[:_PRICES_SHOWN]:
        price = rent.price
        by = " by the GPU" if rent.is_partial else ""
        place = price.cloud if price.region == "any" else f"{price.cloud} {price.region}"
        how = price.commitment.replace("_", " ")
        day = f", {price.as_of}" if price.as_of else ""
        told = f"{rent.machines} x {price.sku}{by}, {how}{day}"
        yield place, f"{rent.monthly:,.0f}", told
    if len(rents) > _PRICES_SHOWN:
        rest = len(rents) - _PRICES_SHOWN
        yield f"{rest} more", f"up to {rents[-1].monthly:,.0f}", ""


def _print_start(console: Console, start: Start) -> None:
    console.print()
    console.print(styled(("Start a replica", "bold")))
    words = [shlex.quote(word) for word in start.command]
    lines, rest = [" ".join(words[:3])], words[3:]
    for word in rest:
        if word.startswith("--"):
            lines.append(f"  {word}")
        else:
            lines[-1] += f" {word}"
    for line in lines[:-1]:
        console.print(styled(f"  {line} \\"), soft_wrap=True)
    console.print(styled(f"  {lines[-1]}"), soft_wrap=True)
    expected = start.expected
    console.print(styled(("It should report, on each GPU", "bold")))
    tokens = _between(expected.low_tokens, expected.high_tokens, 0)
    at_once = _between(expected.low_concurrency, expected.high_concurrency, 2)
    print_rows(
        console,
        [
            ("Model loading took", f"{gib(expected.weights)} GiB"),
            ("Available KV cache memory", f"{gib(expected.pool)} GiB"),
            ("GPU KV cache size", f"{tokens} tokens"),
            ("Maximum concurrency at this context", f"{at_once}x"),
        ],
    )
    for note in start.notes:
        console.print(styled((f"  {note}", "dim")))


def _between(low: float, high: float, digits: int) -> str:
    ends = [f"{low:,.{digits}f}", f"{high:,.{digits}f}"]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
