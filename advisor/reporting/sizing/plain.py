"""A sizing as JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import Any

from advisor.hosting.answer import Answer
from advisor.hosting.constants import HOURS, OVERHEAD_RANGE
from advisor.hosting.rent import Rent
from advisor.hosting.sizing import Sizing, Speed
from advisor.hosting.start import Start
from advisor.reporting.sizing.figures import DEFINITIONS, exact, on_demand


def to_json(answers: Sequence[Answer]) -> str:
    """One object for one accelerator, ``{"items": […]}`` for several."""
    items = [_plain(answer) for answer in answers]
    data = items[0] if len(items) == 1 else {"items": items}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(answer: Answer) -> dict[str, Any]:
    sizing = answer.sizing
    doubt, full = sizing.doubt(), sizing.full_speed()
    return {
        "model": sizing.blueprint.model.id,
        "gpu": sizing.accelerator.id,
        "precision": sizing.precision.id,
        "status": "unknown" if sizing.replica is None else "ok",
        "missing": list(sizing.missing),
        "demand": _demand(sizing),
        "gpus": sizing.gpus,
        "gpus_band": {"low": answer.fewest, "mid": sizing.gpus, "high": answer.most},
        "layout": _layout(sizing),
        "fits": sizing.fits,
        "tight": sizing.is_tight,
        "in_time": sizing.in_time,
        **_memory(sizing),
        "max_concurrency": sizing.max_concurrency,
        "capacity_requests_per_second": sizing.capacity,
        **_speed(sizing.speed()),
        "full_tokens_per_second_per_gpu": full.throughput._asdict() if full else None,
        "dimensions": sizing.blueprint.unsure or "confirmed",
        "doubts": list(doubt.reasons) if doubt else [],
        "definitions": DEFINITIONS,
        "monthly_cost": _cost(answer.rents),
        "start": _start(answer.start),
        "would_do": [remedy._asdict() for remedy in answer.remedies],
        "sources": [
            {"title": each.title, "url": each.url, "read": each.read.isoformat()}
            for each in (*answer.facts, *answer.prices.values())
        ],
    }


def _demand(sizing: Sizing) -> dict[str, Any]:
    demand = sizing.demand
    return {
        "input_tokens": demand.input_tokens,
        "output_tokens": demand.output_tokens,
        "context": demand.context,
        "concurrency": demand.concurrency,
        "requests_per_second": demand.requests_per_second or None,
        "max_tpot_ms": _milliseconds(demand.max_tpot),
        "max_ttft_ms": _milliseconds(demand.max_ttft),
        "spare": demand.spare,
        "kv_precision": demand.cache,
    }


def _layout(sizing: Sizing) -> dict[str, Any] | None:
    if sizing.replica is None:
        return None
    layout = sizing.replica.layout
    return {
        "tensor_parallel": layout.tensor_parallel,
        "data_parallel": layout.data_parallel,
        "expert_parallel": layout.data_parallel > 1,
        "replicas": sizing.replicas,
        "serving": sizing.serving,
        "spare": sizing.demand.spare,
    }


def _memory(sizing: Sizing) -> dict[str, Any]:
    """Exact integers, but for bytes per token where one entry stands for several tokens."""
    replica, shape, weights = sizing.replica, sizing.blueprint.dimensions, sizing.weights
    cache = shape.caches[sizing.demand.cache] if shape else None
    context = sizing.demand.context
    return {
        "memory_bytes_per_gpu": sizing.accelerator.memory,
        "usable_bytes_per_gpu": replica and replica.budget,
        "weights_bytes_per_gpu": replica and replica.weights,
        "weights_basis": weights and weights.basis,
        "weights_attention_kept_bytes": weights and weights.attention_kept,
        "weights_error": sizing.precision.error,
        "overhead_bytes_per_gpu": replica and replica.overhead,
        "overhead_range_bytes": list(OVERHEAD_RANGE),
        "kv_bytes_per_token": cache and exact(cache.per_token),
        "window_kv_bytes_per_token": cache and exact(cache.window_per_token),
        "state_bytes_per_sequence": cache and cache.state,
        "kv_bytes_at_context": cache
        and {"ideal": cache.bytes(context), "reserved": cache.bytes(context, reserved=True)},
        "kv_pool_bytes_per_gpu": replica and max(replica.pool, 0),
        "short_bytes_per_gpu": replica and replica.short,
    }


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def _speed(speed: Speed | None) -> dict[str, Any]:
    if speed is None:
        return dict.fromkeys(("tpot_ms", "tokens_per_second_per_gpu", "ttft_ms"))
    return {
        "tpot_ms": speed.tpot.times(1000)._asdict(),
        "tokens_per_second_per_gpu": speed.throughput._asdict(),
        "ttft_ms": speed.ttft.times(1000)._asdict(),
    }


def _cost(rents: Sequence[Rent]) -> dict[str, Any] | None:
    """The range is that of prices on demand; ``None`` where no price is known."""
    if not rents:
        return None
    low, high = on_demand(rents)
    return {
        "currency": "USD",
        "hours": HOURS,
        "low": low and format(low, "f"),
        "high": high and format(high, "f"),
        "offers": [_rent(rent) for rent in rents],
    }


def _rent(rent: Rent) -> dict[str, Any]:
    price = rent.price
    return {
        "cloud": price.cloud,
        "region": price.region,
        "sku": price.sku,
        "commitment": price.commitment,
        "machines": rent.machines,
        "gpus_in_machine": price.count,
        "by_the_gpu": rent.is_partial,
        "hourly": format(price.hourly, "f"),
        "monthly": format(rent.monthly, "f"),
        "as_of": price.as_of.isoformat() if price.as_of else None,
        "source": price.source,
    }


def _start(start: Start | None) -> dict[str, Any] | None:
    if start is None:
        return None
    expected = start.expected
    return {
        "engine": start.engine,
        "command": shlex.join(start.command),
        "reports": {
            "weights_bytes": expected.weights,
            "kv_cache_bytes": expected.pool,
            "kv_cache_tokens": {"low": expected.low_tokens, "high": expected.high_tokens},
            "concurrency_at_context": {
                "low": expected.low_concurrency,
                "high": expected.high_concurrency,
            },
        },
        "notes": list(start.notes),
    }
