"""How judging and ranking grow with the number of candidates."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from datetime import date

from advisor import load_catalog, load_profile, load_rules
from advisor.candidates import Candidate, candidates
from advisor.measures import Context, figures
from advisor.pipeline import Panel
from advisor.profile.names import profile_values
from advisor.ranking.rank import ranked
from advisor.ranking.weights import weights
from advisor.rules.judge import bind, judge
from benchmarks.measure import Line
from benchmarks.startup import PROFILE

DAY = date(2026, 11, 23)
RULES = 40


def measure() -> Iterator[Line]:
    profile, rules, catalog = load_profile(PROFILE), load_rules(), load_catalog()
    bound = bind(rules, profile_values(profile.profile))
    context = Context(catalog, profile.profile, DAY)
    several = candidates(catalog)
    judged_rules = [b for b in bound if b.rule.kind != "criterion"][:RULES]
    values = [
        {name: figure.value for name, figure in figures(several[n % len(several)], context).items()}
        for n in range(10_000)
    ]
    start = time.perf_counter()
    for one in values:
        judge(judged_rules, one)
    took = time.perf_counter() - start
    yield Line(f"judging 10,000 candidates by {len(judged_rules)} rules", took, "s", 1.0)
    share = weights([b for b in bound if b.rule.kind == "criterion"], profile.profile.prefer)
    points = []
    for count in (100, 1_000, 10_000, 100_000):
        context = Context(catalog, profile.profile, DAY)
        many = [_copy(several[n % len(several)], n) for n in range(count)]
        start = time.perf_counter()
        panel = Panel(context, bound, share)
        ranked([panel.judge(item) for item in many])
        took = time.perf_counter() - start
        points.append((math.log(count), math.log(took)))
        yield Line(
            f"measure, judge and rank {count:,} candidates",
            took,
            "s",
            detail=f"{took / count * 1e6:.0f} us each",
        )
    yield Line(
        "slope of log time over log candidates, 1,000 to 100,000", _slope(points[1:]), "", 1.15
    )


def _copy(candidate: Candidate, n: int) -> Candidate:
    """The same offer under another id, so that its projection is worked out anew."""
    return Candidate(
        f"{candidate.id}#{n}", candidate.kind, candidate.model, candidate.provider, candidate.offer
    )


def _slope(points: list[tuple[float, float]]) -> float:
    """Least squares through the points."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return over / sum((x - mean_x) ** 2 for x, _ in points)
