"""Samples of prompts -> the fields of a profile's workload."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from advisor.pricing.tokens import DIGITS
from advisor.profile.quantities import Estimate
from advisor.profile.schema import Text
from advisor.tokens.family import families
from advisor.tokens.methods import LEAST
from advisor.workload.measurement import Value, whole
from advisor.workload.sampling import Band, Samples
from advisor.yamlio.problems import neutralize


def text(samples: Samples) -> Value:
    """The kinds of text, and the tokens of every family that can be counted here."""
    ratios = {}
    for family in families().by_id:
        found, error = samples.ratio(family), samples.methods[family].error
        # Of one sample it is not known how far others stray.
        if found and not math.isnan(found.error):
            least, most = _ends(family)
            ratios[family] = Estimate(
                low=_rounded(min(found.value, max(found.low * error.low, least))),
                base=_rounded(found.value),
                high=_rounded(max(found.value, min(found.high * error.high, most))),
            )
    kinds = {kind: _rounded(share) for kind, share in samples.mix.items()}
    told = "Kinds of text by their share of the tokens, and tokens for one of o200k-base by every "
    return Value(Text(kinds=kinds, tokens=ratios), f"{told}tokenizer that can count here.")


def _ends(family: str) -> tuple[float, float]:
    """Beyond what was measured of any kind of text, few samples prove nothing."""
    measured = families().by_id[family].ratios.values()
    return (
        min((ratio.low for ratio in measured), default=LEAST),
        max((ratio.high for ratio in measured), default=math.inf),
    )


def input_tokens(samples: Samples, family: str) -> Value:
    """The input of a request as a family counts it, with the error of having few samples."""
    found = samples.of(family)
    low, mid, high = (Decimal(f"{each:.6f}") for each in found.total)
    told = [f"The mean of {_many(samples)} with its 95 % interval"]
    if found.grade == "proxy":
        told.append(f"estimated for the tokenizer {family}")
    told.append(f"{_band(found.frame)} of it for the chat template, which is an estimate")
    if found.tools.high:
        told.append(f"{_band(found.tools)} for tools, which is one too")
    return Value(whole((low, mid, high)), f"{'; '.join(told)}.")


def warnings(samples: Samples, name: str) -> Iterator[str]:
    """What the samples do not tell."""
    if len(samples.each) == 1:
        yield f"{name}: it is one sample; how far other requests stray from it is not known."
    if samples.left_out:
        told = ", ".join(f"{what} ({count:,})" for what, count in sorted(samples.left_out.items()))
        yield f"{name}: these cost tokens and are not counted: {neutralize(told)}."


def _many(samples: Samples) -> str:
    count = len(samples.each)
    each = ", ".join(f"{len(of):,} {kind}" for kind, of in samples.by_language.items())
    return f"{count:,} sample{'' if count == 1 else 's'} ({each})"


def _band(band: Band) -> str:
    low, mid, high = (f"{each:,.0f}" for each in band)
    return mid if low == high else f"{mid} ({low} to {high})"


def _rounded(value: float) -> Decimal:
    return Decimal(f"{value:.{DIGITS}f}")
