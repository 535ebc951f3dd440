"""The simulation of costs: how its error falls with the points, and what it adds to a run.

python -m benchmarks.simulation            # errors and times
python -m benchmarks.simulation generator  # finds the lattice's generator anew (needs numpy)
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from advisor.catalog.schema import Offer
from advisor.decision.build import build
from advisor.decision.written import Parts
from advisor.pipeline import run
from advisor.pricing.lattice import GENERATOR, position
from advisor.pricing.projection import calendar_months, periods_of, project
from advisor.pricing.simulation import Simulation, simulate, spread
from advisor.pricing.thinking import USUAL
from advisor.pricing.tokens import TokenRatio
from advisor.pricing.uncertain import INPUTS, POINTS, Draws, Traffic
from advisor.profile.schema import Workload
from benchmarks.measure import Line

DAY = date(2026, 11, 23)
WORKLOAD = Workload.model_validate(
    {
        "requests_per_month": {"low": 600_000, "base": 1_000_000, "high": 1_800_000},
        "input_tokens": {"low": 600, "base": 1000, "high": 2600},
        "output_tokens": {"low": 50, "base": 100, "high": 300},
        "growth_per_month": "0.04",
        "cached_share": "0.6",
        "batch_share": "0.2",
        "horizon_months": 24,
        "thinking": "added",
    }
)
"""Everything uncertain at once, and widely."""
OFFER = Offer.model_validate(
    {
        "model": "acme/alpha",
        "endpoint": "alpha",
        "prices": [
            {
                **{"input": "2", "output": "8", "cache_read": "0.5", "source": "page"},
                **{"cache_write": {"five_minutes": "2.5"}, "batch": {"factor": "0.5"}},
                "tiers": [{"above": 2000, "factor": "2"}],
                "windows": [{"hours": "22:00-06:00", "factor": "0.5"}],
                "checked": "2026-11-01",
            }
        ],
    }
)
RATIO = TokenRatio(Decimal("0.9"), Decimal("1.1"), Decimal("1.6"), "some", "exact")
SEEDS = 16


def measure() -> Iterator[Line]:
    yield from _errors()
    yield from _times()


def _simulated(draws: Draws) -> Simulation:
    done = project(OFFER, WORKLOAD, DAY, (), thinking=USUAL, tokens=RATIO)
    periods = periods_of(OFFER, None, calendar_months(DAY, WORKLOAD.horizon_months))
    return simulate(done, periods, Traffic(WORKLOAD, draws), thinking=USUAL, tokens=RATIO)


def _dice(seed: int, count: int) -> Draws:
    """Independent random points, to compare with."""
    dice = random.Random(seed)
    columns = {name: [position(dice.random()) for _ in range(count)] for name in INPUTS}
    return Draws(columns, seed)


def _errors() -> Iterator[Line]:
    """Standard deviation over seeds, in percent of the figure."""
    for count in (128, 256, 512, 1024, 2048):
        told = {}
        for kind, draw in (("lattice", Draws.of), ("random", _dice)):
            found = [_simulated(draw(seed, count)) for seed in range(SEEDS)]
            spreads = [spread(each.totals) for each in found]
            told[kind] = [_deviation(values) for values in zip(*spreads, strict=True)]
        detail = "; ".join(
            f"{kind}: P10 {p10:.2f}, P50 {p50:.2f}, P90 {p90:.2f}"
            for kind, (p10, p50, p90, _) in told.items()
        )
        bound = 0.5 if count == POINTS else None
        yield Line(f"error of the mean at {count:,} points", told["lattice"][3], "%", bound, detail)
        against = told["lattice"][3] / told["random"][3]
        yield Line("  as a multiple of that of random points", against, "")


def _deviation(values: tuple[float, ...]) -> float:
    return 100 * statistics.pstdev(values) / statistics.mean(values)


def _times() -> Iterator[Line]:
    """One offer, and all that a whole record simulates, against the rest of that record."""
    draws, taken = Draws.of(), []
    for _ in range(9):
        start = time.perf_counter()
        found = _simulated(draws)
        _ = spread(found.totals), found.drivers, [spread(month) for month in found.months]
        taken.append(time.perf_counter() - start)
    yield Line("one offer of 24 months, everything uncertain", 1000 * min(taken), "ms")
    ratios = []
    gc.collect()
    gc.disable()  # as the command line does: what other benchmarks left behind is not its matter
    for _ in range(7):
        without = _record(simulated=False)
        ratios.append(_record(simulated=True) / without)
    gc.enable()
    ratio = statistics.median(ratios)
    yield Line("a whole decision, as a multiple of one without simulation", ratio, "", 1.05)


def _record(*, simulated: bool) -> float:
    """Seconds to judge the demo's profile and write the whole record."""
    from advisor import load_catalog, load_profile
    from benchmarks.startup import PROFILE

    profile, catalog = load_profile(PROFILE), load_catalog()
    start = time.perf_counter()
    record = build(run(profile, catalog, as_of=DAY))
    for item in record["candidates"]:
        for part in ("gates", "criteria", "advisories"):
            for finding in item[part]:
                finding.whole()  # type: ignore[union-attr]
        cost = item["cost"]
        if isinstance(cost, Parts):
            for part in ("monthly", "prices", "tokens", *(("simulation",) if simulated else ())):
                cost.get(part)
    return time.perf_counter() - start


def generator() -> tuple[int, ...]:
    """The generator, component by component (see :data:`advisor.pricing.lattice.GENERATOR`)."""
    import numpy as np

    weight, sizes, found = 0.03, [2**m for m in range(7, 13)], []
    errors = {size: np.ones(size) for size in sizes}

    def factor(step: int, size: int) -> np.ndarray:
        place = (np.arange(size) * step % size) / size
        return 1 + weight * 2 * np.pi**2 * (place**2 - place + 1 / 6)

    for dimension in range(len(INPUTS)):
        steps = range(1, sizes[-1] // 2, 2) if dimension else (1,)
        worst = np.array(
            [[np.mean(errors[size] * factor(step, size)) - 1 for size in sizes] for step in steps]
        )
        found.append(list(steps)[int((worst / worst.min(axis=0)).max(axis=1).argmin())])
        errors = {size: each * factor(found[-1], size) for size, each in errors.items()}
    return tuple(found)


def main() -> int:
    if sys.argv[1:] == ["generator"]:
        found = generator()
        print(found)
        return 0 if found == GENERATOR else 1
    lines = list(measure())
    for line in lines:
        print(line.text())
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
