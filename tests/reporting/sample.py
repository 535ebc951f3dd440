# ruff: noqa: E501
"""Synthetic decision records: plain, without a winner, large, and hostile in every text field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast

from advisor.decision.record import DecisionRecord

GATES = (
    (
        "license.commercial-use",
        "The license permits commercial use",
        "license.commercial_use",
        "commercial use",
        None,
    ),
    (
        "license.users",
        "The organization stays below the limit of users",
        "license.mau_within",
        "users within the limit",
        None,
    ),
    (
        "limits.window",
        "The context window is long enough",
        "limits.window",
        "context window",
        "tokens",
    ),
    (
        "limits.output",
        "The longest answer is long enough",
        "limits.output",
        "longest answer",
        "tokens",
    ),
    (
        "features.tool-calling",
        "The model can call tools",
        "features.tool_calling",
        "tool calling",
        None,
    ),
    (
        "features.structured-output",
        "The model can answer in a given structure",
        "features.structured_output",
        "structured output",
        None,
    ),
    ("data.region", "Data can be processed in a required region", "data.regions", "regions", None),
    (
        "data.training",
        "The provider does not train on what is sent",
        "data.training_on_inputs",
        "training on what is sent",
        None,
    ),
    (
        "cost.budget",
        "The dearest month stays within the budget",
        "cost.peak_high",
        "dearest month",
        "USD per month",
    ),
    (
        "quality.minimum",
        "The model reaches the least scores",
        "quality.minimum",
        "least scores",
        None,
    ),
    ("lifecycle.active", "The model outlives the horizon", "lifecycle.retires", "retires", None),
    ("access.provider", "The provider is not excluded", "access.provider", "provider", None),
)
IDLE = tuple(
    (f"idle.{n}", f"Requirement {n} that nobody asked for", f"idle.m{n}", f"idle measure {n}", None)
    for n in range(12)
)
CRITERIA = (
    ("quality.chat", "Dialogue", "quality", 0.24),
    ("quality.knowledge", "Knowledge", "quality", 0.12),
    ("quality.tools", "Use of tools", "quality", 0.10),
    ("quality.korean", "Korean", "quality", 0.04),
    ("cost.total", "Cost over the horizon", "cost", 0.30),
    ("openness.weights", "Openness of the weights", "openness", 0.10),
    ("vendor.lifecycle", "Notice before an end of life", "vendor_risk", 0.05),
    ("vendor.second-source", "A second source", "vendor_risk", 0.05),
)
ADVISORIES = (
    ("facts.stale", "All facts are recent", "The price was checked more than 120 days ago"),
    (
        "facts.vendor-claims",
        "Quality rests on independent scores",
        "Most of its quality scores are the maker's own",
    ),
    ("lifecycle.successor", "No successor is announced", "A successor is announced"),
    ("license.attribution", "No attribution is due", "The license asks for attribution"),
)
NAMES = (
    "GPT-4.1", "Claude Sonnet 4.5", "DeepSeek R1 0528", "Mistral Large 3", "Gemini 2.5 Pro", "Qwen3 235B A22B",
    "Llama 3.3 70B", "EXAONE 4.0 32B", "Kimi K2", "GLM-4.6", "Grok 4", "HyperCLOVA X SEED 14B",
)  # fmt: skip
SOURCES = {
    "prices": ("Price pages, read together", "https://example.org/prices?a=1&b=2"),
    "arena": ("Arena leaderboard", "https://example.org/arena"),
    "card": ("Model card", "https://example.org/card"),
    "terms": ("Terms of service", "https://example.org/terms"),
    "spare": ("A source that only the stored decision uses", None),
}


def sample_record(
    models: int = 12,
    winner: bool = True,
    hostile: str | None = None,
    ranked: int | None = None,
    measured: bool = False,
    hosted: bool = False,
) -> DecisionRecord:
    """``models`` models: about two fifths ranked, a fifth for review, the rest rejected.

    ``hostile`` is put into every free text of the record, with the text itself behind it;
    ``measured`` adds what files told of the workload; with ``hosted`` the winner runs on one's own
    machines.
    """
    ranked = (models * 2 + 4) // 5 if ranked is None else ranked
    review = models // 5
    best = [
        _model(
            n,
            "ranked"
            if n < ranked and winner
            else "review"
            if ranked <= n < ranked + review
            else "rejected",
        )
        for n in range(models)
    ]
    extra = [_way(best[n], n) for n in range(0, models, 3)]
    order = {"ranked": 0, "review": 1, "rejected": 2}
    candidates = sorted(best + extra, key=lambda c: (order[c["status"]], -c["value"], c["id"]))
    ranking = [c["id"] for c in candidates if c["status"] == "ranked" and c["best"]]
    for place, id in enumerate(ranking, 1):
        next(c for c in candidates if c["id"] == id)["rank"] = place
    record: dict[str, Any] = {
        "schema_version": "1.0", "advisor_version": "0.1.0", "id": _sha("decision"), "as_of": "2026-11-23",
        "title": "Customer support assistant, EU roll-out",
        "inputs": {
            "profile": {"name": "profile.yaml", "sha256": _sha("profile")},
            "catalog": {"sha256": _sha("catalog"), "models": models, "offers": 3 * models, "overlays": [{"name": "negotiated", "sha256": _sha("overlay")}]},
            "rules": {"sha256": _sha("rules"), "count": 37, "folders": [], "plugins": [{"name": "house-rules", "version": "1.2", "sha256": _sha("plugin")}]},
        },
        "profile": _profile(), "assumptions": [
            {"field": "workload.uncertainty", "value": "0.2", "text": "The number of requests may lie a fifth below or above."},
            {"field": "policy.stale_days", "value": 120, "text": "Facts older than 120 days are told."},
        ],
        "policy": {"unknown_gate": "review", "missing": "pessimistic", "vendor_claims": "bound"},
        "weights": {id: weight for id, _, _, weight in CRITERIA}, "rules": _rules(), "candidates": candidates, "ranking": ranking,
        "recommendation": ranking[0] if ranking else None, "runner_up": ranking[1] if len(ranking) > 1 else None,
        "baseline": {"candidate": candidates[-1]["id"], "status": "rejected", "value": 0.4, "cost_total": {"low": 161_000.0, "base": 201_234.5, "high": 242_000.0}},
        "switches": [{"group": "cost", "weight": 0.3, "switch_at": 0.412, "winner": ranking[1]}] if len(ranking) > 1 else [],
        "cheapest_by_volume": {"since": 25_000, "until": 2_500_000, "stretches": [{"since": 25_000, "until": 31_250.5, "candidate": ranking[0]}, {"since": 31_250.5, "until": 2_500_000, "candidate": ranking[1]}]} if len(ranking) > 1 else None,
        "relaxations": [] if ranking else [
            {"gates": [{"rule": "limits.window", "outcome": "fail", "needed": ["a context window of 32,000 tokens (now 16,384)"]}], "candidates": [candidates[0]["id"]]},
            {"gates": [{"rule": g, "outcome": "unknown", "needed": []} for g in ("data.region", "cost.budget")], "candidates": [c["id"] for c in candidates[:2]]},
        ],
        "models": {f"maker-{n}/model-{n}": _model_record(n) for n in range(models)},
        "sources": {key: {"number": number, "title": title, "url": url, "publisher": "Publisher of facts", "version": "2026-11", "license": "CC-BY-4.0", "read": "2026-11-23"} for number, (key, (title, url)) in enumerate(SOURCES.items(), 1)},
        "warnings": ["3 prices were checked more than 120 days ago."],
        "method": {"aggregation": "Weighted sum of values", "ties": "By lower cost, then by name"},
    }  # fmt: skip
    if measured:
        _add_files(record)
    if hosted and ranking:
        _add_machines(record)
    if hostile is not None:
        record = _poison(record, lambda text: hostile + text)
    return cast(DecisionRecord, record)


def _add_files(record: dict[str, Any]) -> None:
    ratio = {"low": "1.07", "base": "1.08", "high": "1.09"}
    record["inputs"]["workload"] = [
        {"name": "prompts/*.txt", "sha256": _sha("prompts"), "files": 3},
        {"name": "usage.parquet", "sha256": _sha("log"), "files": 1},
    ]
    text = {"kinds": {"english": "0.6", "korean": "0.4"}, "tokens": {"cl100k-base": ratio}}
    record["profile"]["workload"] |= {
        "samples": ["prompts/*.txt"],
        "log": ["usage.parquet"],
        "text": text,
        "growth_between": {"low": "0.01", "high": "0.07"},
    }
    record["measured"] = [
        {"field": "workload.text", "value": text, "source": "prompts/*.txt", "text": "By the samples.", "used": True},
        {"field": "workload.input_tokens", "value": {"low": 1, "base": 2, "high": 3}, "source": "usage.parquet", "text": "The mean.", "used": False},
        {"field": "workload.growth_between", "value": {"low": 0.01, "high": 0.07}, "source": "usage.parquet", "text": "The interval.", "used": True},
    ]  # fmt: skip


def _add_machines(record: dict[str, Any]) -> None:
    winner = next(c for c in record["candidates"] if c["id"] == record["recommendation"])
    other = record["runner_up"]
    total = winner["cost"]["total"]
    winner["kind"] = "self_hosted"
    winner["cost"]["hosting"] = {
        "gpu": "h100-sxm", "gpu_name": "Acme H100 80GB", "precision": "fp8", "quantized": True, "layout": {"tensor_parallel": 2, "data_parallel": 1},
        "replicas": {"first": 3, "last": 5, "spare": 1}, "machines": [2] * 23 + [3], "context": 32_000, "requests_per_second": 1.5, "in_flight": 40,
        "machine": {"name": "Box of four", "gpus": 4, "cloud": "acme", "region": "eu-1", "country": "de", "commitment": "one_year", "hourly": 9.75, "capital": None, "source": "prices", "as_of": None},
        "weights_bytes": 75_161_927_680, "tight": True, "tpot_ms": {"low": 12.5, "base": 20.5, "high": 31}, "ttft_ms": {"low": 150, "base": 301.5, "high": 640},
        "dimensions": "secondary (heads counted by hand)", "doubts": ["long inputs"],
        "components": {"people": {level: total[level] * 0.25 for level in total}, "machines": {level: total[level] * 0.75 for level in total}},
        "assumptions": [
            {"id": "peak-to-mean", "name": "Busiest hour over the mean", "unit": "times the mean", "low": 2, "base": 3, "high": 5, "source": "card", "as_of": "2026-02-03", "note": "An office alone makes about 3."},
            {"id": "engineer-share", "name": "Engineers who run it", "unit": "engineers", "low": 0.125, "base": 0.25, "high": 1, "source": "judged", "as_of": None, "note": None},
            {"id": "engineer-cost", "name": "An engineer", "unit": "USD a year", "low": 90_001, "base": 90_001, "high": 90_001, "source": None, "as_of": None, "note": None},
        ],
        "start": {"engine": "vllm", "command": ["vllm", "serve", "maker/model", "--tensor-parallel-size", "2", "--enable-expert-parallel", "--gpu-memory-utilization", "0.90"], "weights_bytes_per_gpu": 37_580_963_840, "cache_bytes_per_gpu": 26_843_545_600, "notes": ["quantized while it is loaded"]},
    }  # fmt: skip
    winner["cost"]["prices"] = [{"what": "Box of four", "unit_price": 9.75, "unit": "USD per hour", "since": None, "until": None, "source": "prices", "url": None, "checked": None}]  # fmt: skip
    record["sources"]["judged"] = {"number": 6, "title": "A judgment", "url": None, "publisher": None, "version": None, "license": None, "read": "2026-11-23", "judgment": True}  # fmt: skip
    if other is None:
        return
    stairs = [[25_000, 900.0], [60_000, 900.0], [60_000, 1800.0], [2_500_000, 30_000.0]]
    found = record["cheapest_by_volume"]
    found["stretches"] = [
        {"since": 25_000, "until": 31_250.5, "candidate": other},
        {"since": 31_250.5, "until": 2_500_000, "candidate": winner["id"], "replicas": 7, "machines": 4},
    ]  # fmt: skip
    found["curves"] = [
        {"candidate": other, "points": [[25_000, 720.0], [2_500_000, 72_000.0]]},
        {"candidate": winner["id"], "points": stairs},
    ]
    record["flips"] = {
        "hosted": winner["id"], "service": other, "ahead": winner["id"],
        "flips": [
            {"assumption": "gpu-price", "unit": "USD per machine and hour", "base": 9.75, "at": 14.2461},
            {"assumption": "speed", "unit": "times the estimate", "base": 1, "at": None},
        ],
    }  # fmt: skip


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _profile() -> dict[str, Any]:
    return {
        "title": "Customer support assistant, EU roll-out",
        "organization": {"country": "de", "monthly_active_users": 2_000_000, "annual_revenue": {"amount": "50000000", "currency": "EUR"}, "groups": []},
        "current": "maker-0/model-0@provider-0", "task": {"chat": "60", "knowledge": "25", "tool_use": "15"}, "languages": {"en": "50", "ko": "50"},
        "workload": {"requests_per_month": {"low": 200_000, "base": 250_000, "high": 300_000}, "input_tokens": {"low": 1800, "base": 1800, "high": 1800}, "output_tokens": 350, "cached_share": "0.6", "growth_per_month": "0.04", "horizon_months": 24, "uncertainty": "0.2"},
        "require": {"commercial_use": True, "window": 32_000, "features": ["tool_calling", "structured_output"], "data_regions": ["eu"], "training_on_inputs": False, "monthly_budget": {"amount": "12000", "currency": "USD"}, "minimum": {"swe-bench-verified": "40"}},
        "hosting": {"allow": ["api", "self_hosted"], "gpus": ["h100-sxm"]}, "prefer": {"quality": "50", "cost": "30", "openness": "10", "vendor_risk": "10"},
        "policy": {"unknown_gate": "review", "missing": "pessimistic", "vendor_claims": "bound", "stale_days": 120},
    }  # fmt: skip


def _rules() -> dict[str, Any]:
    def rule(kind: str, group: str | None, title: str, fail: str) -> dict[str, Any]:
        return {
            "kind": kind, "group": group, "pass_title": title, "fail_title": fail, "remedy": "Choose another model, or ask for other terms.",
            "why": "A requirement that is not held against evidence is a wish, and a wish does not survive a review.", "references": ["https://example.org/why"], "origin": "shipped",
        }  # fmt: skip

    found = {
        id: rule("gate", None, title, f"It does not hold: {title.lower()}")
        for id, title, *_ in GATES + IDLE
    }
    found |= {id: rule("criterion", group, title, title) for id, title, group, _ in CRITERIA}
    found |= {id: rule("advisory", None, title, fail) for id, title, fail in ADVISORIES}
    return {id: {"id": id, **found[id]} for id in found}


def _fact(
    name: str,
    label: str,
    value: Any,
    unit: str | None,
    source: str,
    by: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "value": value,
        "unit": unit,
        "sources": [source] if source else [],
        "by": by,
        "as_of": more.get("as_of"),
        "note": more.get("note"),
        "url": more.get("url"),
    }


def _gate(n: int, gate: tuple[str, str, str, str, str | None], outcome: str) -> dict[str, Any]:
    id, title, name, label, unit = gate
    value: Any = {
        "limits.window": 131_072,
        "limits.output": 8192,
        "data.regions": ["eu", "us"],
        "cost.peak_high": 9123.4,
    }.get(name, outcome == "pass")
    facts = [
        _fact(
            name,
            label,
            None if outcome == "unknown" else value,
            unit,
            "" if outcome == "unknown" else ("terms" if id.startswith("data") else "card"),
        )
    ]
    if id == "limits.window":
        facts[0]["disputed"] = [
            {
                "field": "limits.window",
                "value": "1M",
                "source": "arena",
                "why": "it adds input and output",
            }
        ]
        facts[0]["stale"] = 401
    if id == "license.users":
        facts[0]["note"] = "2,000,000 monthly users, limit 700,000,000"
        facts[0]["clause"] = {
            "license": "Community License",
            "section": "2.a",
            "text": "Above this many users another license is needed.",
            "url": "https://example.org/license#2",
            "read": "2026-11-20",
            "through": "maker-1/base",
        }
    if id.startswith("limits"):
        facts.append(_fact("profile.require.window", "required window", 32_000, "tokens", ""))
    return {
        "rule": id, "outcome": outcome, "reason": f"It does not hold: {title.lower()}" if outcome == "fail" else f"It is not known whether this holds: {title.lower()}" if outcome == "unknown" else title,
        "facts": [] if outcome == "not_applicable" else facts, "missing": [name] if outcome == "unknown" else [],
        "needed": [f"another {label}"] if outcome in ("fail", "unknown") else [],
    }  # fmt: skip


def _cost(n: int) -> dict[str, Any]:
    start, months = 900.0 + 613 * (n % 11), 24
    monthly: list[dict[str, Any]] = []
    for m in range(months):
        base = round(start * 1.04**m, 6)
        monthly.append(
            {
                "month": f"{2026 + (11 + m) // 12}-{(11 + m) % 12 + 1:02}",
                "low": round(base * 0.8, 6),
                "base": base,
                "high": round(base * 1.2, 6),
            }
        )
    total = {key: round(sum(m[key] for m in monthly), 6) for key in ("low", "base", "high")}
    line = {
        "unit": "USD per 1M tokens",
        "since": "2026-04-14",
        "until": None,
        "source": "prices",
        "url": "https://example.org/price",
        "checked": "2026-10-14",
    }
    prices = [
        {"what": what, "unit_price": price, **line}
        for what, price in (("input", 2.0), ("cached input", 0.075), ("output", 8.0))
    ]
    prices[0]["stale"] = 130
    return {
        "currency": "USD",
        "monthly": monthly,
        "total": total,
        "prices": prices,
        "notes": ["The cache price is taken as stated for all regions."],
        "tokens": {
            "reference": "o200k-base", "family": None if n % 3 == 1 else "family-a", "grade": "exact", "measured": n % 3 != 1,
            "ratio": {"low": 0.95, "base": 1.01, "high": 1.2}, "input": {"low": 1710, "base": 1818, "high": 2160}, "output": {"low": 332.5, "base": 353.5, "high": 420},
        },
        "simulation": _simulation(monthly, total),
    }  # fmt: skip


def _simulation(monthly: list[dict[str, Any]], total: dict[str, float]) -> dict[str, Any]:
    def spread(band: dict[str, Any]) -> dict[str, float]:
        low, high = (round((band["base"] + band[end]) / 2, 6) for end in ("low", "high"))
        return {"p10": low, "p50": band["base"], "p90": high, "mean": band["base"]}

    return {
        "seed": 2026, "points": 1024, "together": 0.02, "total": spread(total),
        "monthly": [{"month": month["month"], **spread(month)} for month in monthly],
        "drivers": [{"input": name, "share": share} for name, share in (("requests", 0.6), ("tokenizer", 0.376), ("growth", 0.004))],
        "budget": {"amount": 12000, "monthly": [0] * 12 + [0.6] * 12, "ever": 0.6, "earliest": monthly[12]["month"], "likely": monthly[12]["month"]},
        "present_value": {"rate": 0.05, "base": total["base"], **spread(total)},
        "against": {"candidate": "maker-0/model-0@provider-0", "cheaper": 1, "saving": spread(total)},
    }  # fmt: skip


def _model(n: int, status: str) -> dict[str, Any]:
    quality = [0.9, 0.7, 0.8, 0.3, 0.55, 0.6, 0.2, 0.4]
    own = n % 4 == 2
    lost = {"ranked": {}, "review": {6: "unknown"}, "rejected": {2: "fail", 8: "fail"}}[status]
    gates = [_gate(n, gate, lost.get(i, "pass")) for i, gate in enumerate(GATES)] + [
        _gate(n, gate, "not_applicable") for gate in IDLE
    ]
    criteria: list[dict[str, Any]] = []
    for i, (id, title, group, weight) in enumerate(CRITERIA):
        missing = (i + n) % 9 == 3
        value = 0.0 if missing else round(max(0.02, quality[i] - 0.031 * ((n * (i + 3)) % 17)), 6)
        raw = None if missing else {"cost": 80_000.0 + n}.get(group, round(30 + 60 * value, 1))
        criteria.append({
            "rule": id, "group": group, "outcome": "unknown" if missing else "pass", "raw": raw, "unit": "USD" if group == "cost" else "percent",
            "value": value, "band": [0.0, 0.8] if missing else [value, value], "weight": weight, "contribution": round(weight * value, 6),
            "reason": f"{title} stands at this figure", "missing": ["scores"] if missing else [],
            "facts": [_fact(id, title.lower(), raw, "USD" if group == "cost" else "percent", "" if missing else "arena", None if missing else "vendor" if i == 1 else "independent", **({} if missing else {"as_of": "2026-10-20", "note": "benchmark chosen: arena-text", "url": "https://example.org/score"}))],
        })  # fmt: skip
    advisories: list[dict[str, Any]] = []
    for i, (id, title, fail) in enumerate(ADVISORIES):
        outcome = ("pass", "fail", "unknown", "pass")[(n + i) % 4]
        advisories.append(
            {
                "rule": id,
                "outcome": outcome,
                "reason": fail if outcome == "fail" else title,
                "facts": [
                    _fact("facts.age", "oldest fact", 140, "days", "spare" if n > 9 else "card")
                ],
                "missing": ["lifecycle.retires"] if outcome == "unknown" else [],
                "needed": [],
            }
        )
    total = round(sum(item["contribution"] for item in criteria), 6)
    high = round(sum(item["weight"] * item["band"][1] for item in criteria), 6)
    name = NAMES[n % len(NAMES)] + ("" if n < len(NAMES) else f" v{n // len(NAMES) + 1}")
    provider = "self" if own else f"provider-{n % 7}"
    cost = None if n % 12 in (3, 7) else _cost(n)
    return {
        "id": f"maker-{n}/model-{n}@{'self:2xh100-sxm-fp8' if own else provider}", "model": f"maker-{n}/model-{n}", "name": name, "maker": f"maker-{n}",
        "kind": "self_hosted" if own else "api", "provider": provider, "provider_name": "Own machines" if own else f"Provider {n % 7}", "endpoint": None if own else f"endpoint-{n}",
        "status": status, "rank": None, "best": True, "value": total, "band": [total, high], "gates": gates, "criteria": criteria, "advisories": advisories,
        "cost": cost, "cost_missing": [] if cost else ["prices.output"],
        "start": {"api": None if own else "openai_compatible", "base_url": None if own else "https://api.example.org/v1", "endpoint": None if own else f"endpoint-{n}", "repository": f"maker-{n}/model-{n}" if own else None},
    }  # fmt: skip


def _way(best: dict[str, Any], n: int) -> dict[str, Any]:
    return {**best, "id": f"{best['model']}@reseller", "provider": "reseller", "provider_name": "Reseller", "status": "rejected", "best": False, "value": round(best["value"] * 0.9, 6),
            "gates": [_gate(n, GATES[7], "fail"), *best["gates"][:7]]}  # fmt: skip


def _model_record(n: int) -> dict[str, Any]:
    clause = {"url": "https://example.org/license#3", "read": "2026-11-20", "section": "§ 3"}
    clauses = [
        {
            "clause": "commercial_use",
            "value": "conditional",
            "text": "Commercial use is allowed below the limit of users.",
            **clause,
        },
        {
            "clause": "mau_limit",
            "value": 700_000_000,
            "text": "Above this many users another license is needed.",
            **clause,
        },
        {
            "clause": "attribution",
            "value": "yes",
            "text": "Name the model where users see it.",
            **clause,
        },
    ]
    return {
        "id": f"maker-{n}/model-{n}", "name": NAMES[n % len(NAMES)], "maker": f"maker-{n}", "openness": "open_weights" if n % 2 else "api_only", "released": "2026-01-20", "parameters": None, "window": 131_072,
        "licenses": [{"id": "community", "name": "Community License", "url": "https://example.org/license", "clauses": clauses}],
        "disputed": [{"field": "license", "value": "apache-2.0", "source": "card", "why": "the repository says otherwise"}], "note": None,
    }  # fmt: skip


KEYWORDS = frozenset(
    ["pass", "fail", "unknown", "not_applicable", "error", "ranked", "review", "rejected", "api", "self_hosted", "gate", "criterion", "advisory", "open_weights", "api_only", "vendor", "independent", "own", "quality", "cost", "openness", "vendor_risk", "openai_compatible", "percent", "tokens", "days", "USD", "conditional", "yes", "no", "pessimistic", "bound"]
) | {"USD per 1M tokens", "USD per month"}  # fmt: skip
_NAMED = frozenset(("provider_name", "clauses", "commitment", "base"))
"""A name beside one of these is a free text."""
_FIXED = frozenset(
    [
        "id",
        "rule",
        "name",
        "model",
        "recommendation",
        "runner_up",
        "hosted",
        "service",
        "ahead",
        "candidate",
        "winner",
        "candidates",
        "ranking",
        "source",
        "sources",
        "month",
        "earliest",
        "likely",
        "input",
        "grade",
        "field",
        "currency",
        "sha256",
        "since",
        "until",
        "checked",
        "read",
        "as_of",
        "amount",
        "kind",
        "clause",
    ]
)
"""Keys whose texts other parts of the record refer to, or that have a checked form."""


def _poison(value: Any, spoil: Callable[[str], str], key: str = "") -> Any:
    """Every free text spoiled; references, dates and keywords kept, so that the record still holds together."""
    if isinstance(value, dict):
        return {
            k: _poison(
                v,
                spoil,
                "" if k == "name" and _NAMED & value.keys() else k,
            )
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_poison(item, spoil, key) for item in value]
    if isinstance(value, str) and value not in KEYWORDS and key not in _FIXED:
        return spoil(value)
    return value
