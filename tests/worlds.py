"""Small worlds to test in: a few models, offers, licenses and benchmarks, and a profile.

Everything is plain data as a catalog file holds it, so that a test can change one field and judge
again. ``World.catalog`` checks it in memory; ``World.write`` makes files of it (JSON is YAML).
``worlds()`` draws random ones in which any optional fact may be absent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import (
    Benchmark,
    Gpu,
    GpuPrice,
    HostingCost,
    License,
    Model,
    OwnedMachine,
    Provider,
    Source,
)
from advisor.decision.build import Run
from advisor.decision.decision import Decision
from advisor.pipeline import recommend, run
from advisor.profile.load import LoadedProfile, parse_profile
from advisor.ranking.rank import Judged
from advisor.rules.load import RuleSet, load_rules

Data = dict[str, Any]
T = TypeVar("T")
TODAY = date(2026, 11, 23)
PAGE = {"id": "page", "title": "A page", "url": "https://example.org/page", "read": "2026-11-01"}


# -- one thing each ---------------------------------------------------------------------------


def model(id: str = "acme/alpha", **more: Any) -> Data:
    """An API-only model of which little is known but that it counts tokens as the profile does."""
    return bare(id, **{"tokenizer": {"family": "o200k-base", "grade": "exact"}, **more})


def bare(id: str = "acme/alpha", **more: Any) -> Data:
    """A model of which nothing is known but that an API serves it."""
    name = id.partition("/")[2]
    return {"id": id, "name": name.title(), "family": name, "openness": "api_only", **more}


def score(benchmark: str, value: str | int, by: str = "independent", **more: Any) -> Data:
    given = {"benchmark": benchmark, "value": str(value), "by": by}
    return {**given, "source": "page", "as_of": "2026-10-01", **more}


def price(input: str | None = "2", output: str | None = "8", **more: Any) -> Data:
    """A price row; ``None`` leaves a price out. ``since`` becomes ``from``."""
    row = {"input": input, "output": output, "source": "page", "checked": "2026-11-01", **more}
    if "since" in row:
        row["from"] = row.pop("since")
    return {key: value for key, value in row.items() if value is not None}


def offer(model: str = "acme/alpha", *prices: Data, **more: Any) -> Data:
    endpoint = model.partition("/")[2] + "-endpoint"
    return {"model": model, "endpoint": endpoint, "prices": list(prices), **more}


def provider(id: str, *offers: Data, **more: Any) -> Data:
    return {"provider": id, "name": id.title(), "offers": list(offers), "sources": [PAGE], **more}


def clause(value: Any, text: str = "told in our words", **more: Any) -> Data:
    return {"value": value, "text": text, **more}


def a_license(
    id: str = "mit", commercial_use: str = "yes", kind: str = "permissive", **more: Any
) -> Data:
    """A license; further clauses are given by their plain values."""
    plain = ("inherits_from", "url", "name", "sources")
    rest = {key: value if key in plain else clause(value) for key, value in more.items()}
    return {
        "id": id,
        "name": id.upper(),
        "kind": kind,
        "commercial_use": clause(commercial_use),
        **rest,
    }


def benchmark(
    id: str = "arena-text", at: Data | None = None, task: str = "chat", **more: Any
) -> Data:
    """A benchmark that speaks for one task, by default 1000..1500 -> 0..1."""
    anchors = at if at is not None else {"1000": "0", "1500": "1"}
    given = {"id": id, "name": id, "unit": "index", "measures": "What it measures."}
    return {**given, "chance": "0", "top": "100", "tasks": {task: {"at": anchors}}, **more}


def gpu(id: str = "h100", **more: Any) -> Data:
    """An accelerator for servers, by the sheet of an H100."""
    return {
        "id": id,
        "name": id.upper(),
        "kind": "data_center",
        "vendor": "nvidia",
        "memory_gib": "80",
        "bandwidth_gb_per_second": "3350",
        "tflops": {"bf16": "989", "fp8": "1979"},
        "interconnect": {"name": "NVLink 4", "gb_per_second": "900"},
        "source": "page",
        **more,
    }


def gpu_price(hourly: str = "2", gpu: str = "h100", count: int = 1, **more: Any) -> Data:
    """A machine that is rented by the hour."""
    given = {"cloud": "nimbus", "region": "us-1", "country": "us", "sku": f"{gpu}-{count}"}
    row = {**given, "gpu": gpu, "count": count, "hourly": hourly, "source": "page", **more}
    return {key: value for key, value in row.items() if value is not None}


def owned_machine(capital: str = "300000", count: int = 8, **more: Any) -> Data:
    """A machine of the buyer's, or one that can be bought, with eight accelerators and 10 kW."""
    given = {"id": "rack", "gpu": "h100", "count": count, "capital": capital, "source": "page"}
    row = {**given, "kilowatts": "10", "as_of": "2026-09-01", **more}
    return {key: value for key, value in row.items() if value is not None}


def hosting_costs(**levels: tuple[str, str, str] | str | None) -> list[Data]:
    """Defaults of the cost of ownership; ``None`` leaves one out, one value stands for all ends."""
    stated = {name.replace("_", "-"): value for name, value in levels.items()}
    given: Data = {**HOSTING_COSTS, **stated}
    found = []
    for id, value in given.items():
        if value is not None:
            low, base, high = (value,) * 3 if isinstance(value, str) else value
            ends = {"low": low, "base": base, "high": high}
            found.append({"id": id, "name": id, "unit": "units", "source": "page", **ends})
    return found


HOSTING_COSTS: dict[str, tuple[str, str, str]] = {
    "peak-to-mean": ("2", "3", "5"),
    "target-load": ("0.6", "0.75", "0.8"),
    "spot-lost": ("0", "0.1", "0.2"),
    "price-change-yearly": ("-0.4", "0", "0.3"),
    "amortization-months": ("36", "48", "72"),
    "residual-share": ("0", "0.2", "0.35"),
    "capital-cost-yearly": ("0.05", "0.08", "0.1"),
    "power-price": ("0.05", "0.1", "0.3"),
    "pue": ("1.1", "1.5", "1.8"),
    "colocation": ("150", "200", "250"),
    "maintenance-yearly": ("0.03", "0.06", "0.1"),
    "engineer-share": ("0.1", "0.25", "1"),
    "engineer-cost": ("120000", "192000", "300000"),
    "evaluation-days": ("3", "10", "30"),
    "migration-days": ("5", "20", "60"),
    "security-review-days": ("2", "5", "20"),
    "working-days": ("200", "220", "240"),
    "storage-price": ("0.01", "0.02", "0.03"),
    "egress-price": ("0.01", "0.1", "0.12"),
    "bytes-per-token": ("3", "4", "6"),
}
"""Low, base and high of every default."""

ARCHITECTURE: Data = {
    "attention": "gqa",
    "layers": 32,
    "hidden_size": 4096,
    "attention_heads": 32,
    "kv_heads": 8,
    "head_dim": 128,
    "intermediate_size": 14336,
    "vocab_size": 128256,
    "max_positions": 131072,
    "tied_embeddings": False,
}
"""Of eight billion parameters: 16 GB of weights, and 131,072 bytes of cache for each token."""


# -- a whole ------------------------------------------------------------------------------------


@dataclass(repr=False)
class World:
    """A catalog and a profile as plain data."""

    models: list[Data] = field(default_factory=list)
    providers: list[Data] = field(default_factory=list)
    licenses: list[Data] = field(default_factory=list)
    benchmarks: list[Data] = field(default_factory=list)
    profile: Data = field(default_factory=lambda: {"task": {"chat": 1}})
    sources: list[Data] = field(default_factory=lambda: [PAGE])
    gpus: list[Data] = field(default_factory=list)
    gpu_prices: list[Data] = field(default_factory=list)
    hosting_costs: list[Data] = field(default_factory=list)
    owned_machines: list[Data] = field(default_factory=list)

    def __repr__(self) -> str:
        """What a failing test prints: the benchmarks are mostly the same everywhere."""
        shown = (self.models, self.providers, self.profile)
        return "World " + " ".join(json.dumps(part) for part in shown)

    def copy(self) -> World:
        return deepcopy(self)

    def files(self) -> dict[str, Data]:
        """Relative name -> content, as a catalog folder holds it."""
        return {
            "sources.yaml": {"sources": self.sources},
            **{f"models/{item['id']}.yaml": item for item in self.models},
            **{f"offers/{item['provider']}.yaml": item for item in self.providers},
            **{f"licenses/{item['id']}.yaml": item for item in self.licenses},
            **{f"benchmarks/{item['id']}.yaml": item for item in self.benchmarks},
            **{
                f"{name}.yaml": {name: listed}
                for name in ("gpus", "gpu_prices", "hosting_costs", "owned_machines")
                if (listed := getattr(self, name))
            },
        }

    def write(self, folder: Path) -> Path:
        """The files below ``folder``, which is given back."""
        return write_files(folder, self.files())

    def catalog(self) -> Catalog:
        """The same in memory, in the order in which it stands here."""
        return Catalog(
            sha256="0" * 64,
            models={item["id"]: Model.model_validate(item) for item in self.models},
            providers={item["provider"]: Provider.model_validate(item) for item in self.providers},
            licenses={item["id"]: License.model_validate(item) for item in self.licenses},
            benchmarks={item["id"]: Benchmark.model_validate(item) for item in self.benchmarks},
            shared_sources={item["id"]: Source.model_validate(item) for item in self.sources},
            gpus={item["id"]: Gpu.model_validate(item) for item in self.gpus},
            gpu_prices=tuple(map(GpuPrice.model_validate, self.gpu_prices)),
            hosting_costs={
                item["id"]: HostingCost.model_validate(item) for item in self.hosting_costs
            },
            owned_machines=tuple(map(OwnedMachine.model_validate, self.owned_machines)),
        )

    def loaded(self) -> LoadedProfile:
        return loaded(self.profile)

    def run(self, rules: RuleSet | None = None, as_of: date = TODAY) -> Run:
        return run(self.loaded(), self.catalog(), rules or shipped(), as_of)

    def decide(self, rules: RuleSet | None = None, as_of: date = TODAY) -> Decision:
        return recommend(self.loaded(), self.catalog(), rules or shipped(), as_of)

    def judged(self, rules: RuleSet | None = None, as_of: date = TODAY) -> dict[str, Judged]:
        """Every candidate by id, in report order."""
        return {item.id: item for item in self.run(rules, as_of).judged}


def write_files(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=2)
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(profile: Data) -> LoadedProfile:
    return parse_profile(json.dumps(profile))


@cache
def shipped() -> RuleSet:
    """The shipped rules, read once."""
    return load_rules()


def small() -> World:
    """Three models with everything known: a good dear one, a fair cheap one, an open one."""
    supports = [{**PAGE, "supports": ["limits", "features", "license", "openness"]}]
    common = {"limits": {"window": 128000}, "released": "2025-06-01", "sources": supports}
    return World(
        models=[
            model("acme/alpha", **common, scores=[score("arena-text", 1450)]),
            model("acme/beta", **common, scores=[score("arena-text", 1300)]),
            model(
                "globex/open-7b",
                **{**common, "openness": "open_weights"},
                license="mit",
                scores=[score("arena-text", 1200)],
            ),
        ],
        providers=[
            provider(
                "acme",
                offer("acme/alpha", price("10", "30")),
                offer("acme/beta", price("1", "4")),
            ),
            provider("initech", offer("globex/open-7b", price("0.2", "0.6"))),
        ],
        licenses=[a_license("mit", attribution="yes")],
        benchmarks=[benchmark("arena-text")],
        profile={
            "title": "A small world",
            "task": {"chat": 1},
            "workload": {
                "requests_per_month": 100_000,
                "input_tokens": 1000,
                "output_tokens": 200,
                "horizon_months": 3,
            },
            "hosting": {"allow": ["api"]},
            "prefer": {"quality": 60, "cost": 40},
        },
    )


def hosting() -> World:
    """The small world where its open model can also be run on rented machines of one H100 each."""
    world = small()
    world.models[2] |= {
        "architecture": ARCHITECTURE,
        "weights": {"parameters": 8_030_000_000, "precision": "bf16"},
    }
    world.gpus = [gpu()]
    world.gpu_prices = [gpu_price()]
    world.hosting_costs = hosting_costs()
    world.profile["hosting"] = {"allow": ["api", "self_hosted"]}
    return world


# -- random worlds ------------------------------------------------------------------------------

IDS = (
    "acme/alpha",
    "acme/alpha-mini",
    "globex/glow-70b",
    "globex/glow-7b",
    "initech/staple-2",
    "umbrella/hive-1",
)
PROVIDERS = ("acme", "globex", "initech", "hooli")
TOKENIZERS = ("o200k-base", "o200k-base", "claude-4.8", "gemma-4", "nobody-knows")
FEATURES = ("tool_calling", "structured_output", "reasoning")
TASKS = ("chat", "coding", "knowledge", "multilingual")

BENCHMARKS: tuple[Data, ...] = (
    benchmark("arena-text", task="chat", unit="elo"),
    benchmark("arena-coding", task="coding", unit="elo"),
    benchmark("swe-bench-verified", {"0": "0", "100": "1"}, "coding", preferred={"attempts": [1]}),
    benchmark("gpqa-diamond", {"25": "0", "90": "0.8"}, "knowledge"),
    benchmark("kmmlu", {"25": "0", "80": "0.9"}, "multilingual", language="ko"),
)
"""Ability rises with the score on each."""

LICENSES: tuple[Data, ...] = (
    a_license("mit"),
    a_license("llama-community", "conditional", "community", mau_limit=1_000_000),
    a_license("research-only", "no", "research"),
    a_license("unread", "unknown", "community"),
    a_license("revenue-capped", "conditional", "community", revenue_limit=5_000_000),
    a_license("acme-terms", "yes", "proprietary_api"),
)


class Dice(Random):
    """Draws facts. One world is drawn from one number: that is many times faster than drawing each
    fact by hypothesis, which still shrinks the number of models."""

    def maybe(self, chance: float = 0.5) -> bool:
        return self.random() < chance

    def one(self, *options: T) -> T:
        return self.choice(options)

    def stated(self, **options: Sequence[Any]) -> Data:
        """Each fact with one of its options, or not at all."""
        return {name: self.choice(given) for name, given in options.items() if self.maybe()}

    def price(self, **more: Any) -> Data:
        """A price row. As in the market a cached token never costs more than a fresh one, and a
        batch never more than the mean of the hours: not stated, they count at the plain price.
        """
        into, out = self.randrange(0, 3000), self.randrange(0, 3000)
        fee = {"per_request": "0.001"} if self.maybe(0.15) else {}
        # Beside a fee token prices stand together or not at all: alone it is a whole price.
        told = (
            self.one((True, True), (False, False)) if fee else (self.maybe(0.85), self.maybe(0.85))
        )
        row = price(
            usd(into) if told[0] else None,
            usd(out) if told[1] else None,
            checked=self.one("2026-11-01", "2026-02-01"),
            **fee,
            **more,
        )
        if "input" in row and self.maybe():
            row["cache_read"] = usd(into // self.one(1, 2, 10))
        if self.maybe():
            row["batch"] = {"factor": self.one("0.5", "0.75")}
        if self.maybe(0.25):
            row["tiers"] = [{"above": 2000, "factor": "2"}]
        if self.maybe(0.25):
            row["windows"] = [{"hours": "22:00-06:00", "factor": "0.5", "days": ["mon", "sun"]}]
        return row

    def prices(self) -> list[Data]:
        if self.maybe(0.1):
            return []
        later = [self.price(since="2027-01-15")] if self.maybe(0.3) else []
        return [self.price(**self.stated(since=("2025-01-01",))), *later]

    def scores(self) -> list[Data]:
        found = []
        for item in BENCHMARKS:
            elo = item["id"].startswith("arena")
            who = self.one((), ("independent",), ("vendor",), ("vendor", "independent"))
            for by in who:
                value = self.randrange(900, 1600) if elo else self.randrange(0, 100)
                near = {"low": str(value - 5), "high": str(value + 7)} if self.maybe(0.3) else {}
                found.append(score(item["id"], value, by, **near))
        return found

    def model(self, id: str) -> Data:
        return model(
            id,
            openness=self.one("api_only", "open_weights"),
            scores=self.scores(),
            limits=self.stated(
                window=(4096, 32768, 131072), input=(4000, 100000), output=(1024, 8192)
            ),
            modalities=self.stated(input=(["text"], ["text", "image"])),
            features=self.stated(**dict.fromkeys(FEATURES, (True, True, False))),
            tokenizer={"family": self.one(*TOKENIZERS), "grade": self.one("exact", "proxy")},
            **self.stated(
                released=("2024-01-01", "2026-09-01", "2026-11-20"),
                license=[item["id"] for item in LICENSES],
                languages=({"stated": ["en"]}, {"stated": ["en", "ko"]}),
            ),
        )

    def offer(self, of: str) -> Data:
        own = {"limits": {"window": 65536}} if self.maybe(0.2) else {}
        features = self.stated(**dict.fromkeys(FEATURES, (True, False))) if self.maybe(0.2) else {}
        return offer(of, *self.prices(), features=features, **own)

    def provider(self, id: str, models: Iterable[str]) -> Data:
        terms = self.stated(
            training_on_inputs=(False, False, True),
            retention_days=(0, 30, 90),
            regions=(["us"], ["us", "eu"], ["de"]),
            certifications=([], ["soc2"]),
        )
        return provider(id, *map(self.offer, models), terms=terms)

    def weights(self, names: Sequence[str]) -> Data:
        drawn = {name: self.randrange(0, 10) for name in names}
        return drawn if any(drawn.values()) else {**drawn, self.choice(names): 1}

    def profile(self) -> Data:
        required = self.stated(
            commercial_use=(True,),
            window=(8000, 32000),
            features=(["tool_calling"], ["tool_calling", "reasoning"]),
            data_regions=(["eu"],),
            training_on_inputs=(False,),
            monthly_budget=("500 USD", "9000 USD"),
            minimum=({"arena-text": 1100}, {"gpqa-diamond": 50}),
            languages=(["ko"],),
            retention_days=(30,),
        )
        # Most profiles require little, so that ranked candidates are common.
        kept = self.sample(sorted(required), min(len(required), self.one(0, 0, 1, 2, 9)))
        found = {
            "task": self.weights(TASKS),
            "languages": {"en": 50, "ko": 50},
            "prefer": self.weights(("quality", "cost", "openness", "vendor_risk")),
            "organization": self.stated(
                country=("de",),
                monthly_active_users=(10, 2_000_000),
                annual_revenue=("1M USD", "50M USD"),
            ),
            "require": {name: required[name] for name in kept},
        }
        return {**found, "workload": self.workload()} if self.maybe(0.8) else found

    def workload(self) -> Data:
        return {
            "requests_per_month": self.one(1000, 250_000),
            "input_tokens": self.one(500, 1800, 3000),
            "output_tokens": self.one(50, 700),
            "cached_share": self.one("0", "0.6"),
            "batch_share": self.one("0", "0.25"),
            "growth_per_month": self.one("0", "0.04", "-0.02"),
            "horizon_months": self.one(1, 4),
        }

    def world(self, models: int) -> World:
        ids = self.sample(IDS, models)
        given = [self.model(one) for one in ids]
        if len(ids) > 1 and self.maybe():
            given[-1]["base_model"] = ids[0]
        sold: dict[str, list[str]] = {}
        for one in ids:
            for by in self.sample(PROVIDERS, self.one(0, 1, 1, 2)):
                sold.setdefault(by, []).append(one)
        return World(
            models=given,
            providers=[self.provider(by, sold[by]) for by in sorted(sold)],
            licenses=deepcopy(list(LICENSES)),
            benchmarks=deepcopy(list(BENCHMARKS)),
            profile=self.profile(),
        )


def usd(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def worlds(least: int = 1) -> st.SearchStrategy[World]:
    """1 to 6 models, each with 0 to 2 offers; the same benchmarks and licenses in all."""
    return st.builds(
        lambda seed, models: Dice(seed).world(models), st.integers(0, 2**32), st.integers(least, 6)
    )
