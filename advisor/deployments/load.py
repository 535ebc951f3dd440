"""The traffic of a profile as a deployment feels it: its peak, in the tokens of one model."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from advisor.deployments.assumptions import PEAK, TARGET, Assumptions
from advisor.hosting import Blueprint, Demand
from advisor.hosting.constants import HOURS
from advisor.pricing.projection import LEVELS, Band, Level, growth_factors, requests_of
from advisor.pricing.thinking import ThinkingRatio
from advisor.pricing.tokens import TokenRatio
from advisor.profile.schema import Profile, Workload

SECONDS = Decimal(HOURS * 3600)
"""Of a month."""


class Load(NamedTuple):
    """``demand`` is the month with the most requests, at its peak, with everything at its base.

    ``input`` and ``output`` are tokens of a request at three levels, those that are thought
    included; ``longest`` is what they are together at their highest.
    """

    demand: Demand
    input: Band
    output: Band
    tokens: TokenRatio

    @property
    def at_base(self) -> tuple[int, int]:
        return self.demand.input_tokens, self.demand.output_tokens


def load(
    profile: Profile,
    workload: Workload,
    blueprint: Blueprint,
    tokens: TokenRatio,
    thinking: ThinkingRatio,
    assumed: Assumptions,
) -> Load | None:
    """The load; ``None`` where no request of it fits into the model's window."""
    hosting = profile.hosting
    sent, received = workload.input_tokens, workload.output_tokens
    input = Band(*(getattr(sent, level) * getattr(tokens, level) for level in LEVELS))
    output = Band(
        *(
            getattr(received, level) * getattr(tokens, level) * getattr(thinking, level)
            for level in LEVELS
        )
    )
    base = whole(input.base), whole(output.base)
    window = blueprint.window
    if window is not None and sum(base) > window:
        return None
    context = _context(profile, sum(base), whole(input.high) + whole(output.high), window)
    growth = max(growth_factors(workload.growth_per_month, workload.horizon_months))
    peak = requests_of(workload).base * growth * busy(workload, assumed, "base") / SECONDS
    demand = Demand(
        *base,
        context,
        requests_per_second=float(peak / assumed[TARGET].base),
        max_tpot=_seconds(hosting.max_tpot_ms),
        max_ttft=_seconds(hosting.max_ttft_ms),
        spare=hosting.spare_replicas,
        cache=hosting.cache_precision,
    )
    return Load(demand, input, output, tokens)


def whole(tokens: Decimal) -> int:
    """Tokens of a request: at least one, and none that is only half there."""
    return max(ceil(tokens), 1)


def _context(profile: Profile, base: int, most: int, window: int | None) -> int:
    """The longest request that is served: as stated, else twice a mean one, and at least the
    longest that the workload names."""
    asked = profile.hosting.context or profile.require.window
    context = asked or Demand.stated(base - 1, 1, None, window).context
    context = max(context, most)
    return max(min(context, window), base) if window else context


def busy(workload: Workload, assumed: Assumptions, level: Level) -> Decimal:
    """The request rate at the peak over that of the mean hour. What can wait has no peak."""
    peak: Decimal = getattr(assumed[PEAK], level)
    return peak * (1 - workload.batch_share) + workload.batch_share


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def with_tokens(demand: Demand, input: Decimal, output: Decimal) -> Demand:
    """The same load with requests of another length, and whatever latency they get.

    What is longer than the context is cut: it could not be sent.
    """
    received = min(whole(output), demand.context - 1)
    sent = min(whole(input), demand.context - received)
    return replace(demand, input_tokens=sent, output_tokens=received, max_tpot=None, max_ttft=None)
