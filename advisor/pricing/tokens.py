"""A workload's tokens, counted by one tokenizer -> what they are for another model.

A profile states tokens of one tokenizer. The same text is more or fewer tokens for another: the
ratios that were measured for each family, by kind of text, carry the counts over, with their band.
Where samples of the text were counted, they tell the kinds, and the ratio of every family that can
be counted here. Of a model whose tokenizer is not known, the policy for missing facts picks the
ratio.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from advisor.catalog.schema import Model
from advisor.profile.schema import Policy, Profile, StatedWorkload
from advisor.tokens.family import REFERENCE, Error, Families, Family, Grade, Ratio, families
from advisor.tokens.kinds import Kind

EUROPEAN = (
    *("ca", "cs", "cy", "da", "de", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "is"),
    *("it", "lt", "lv", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv"),
    *("tr", "vi"),
)
"""Languages in Latin letters with accents. What is in no list here is of the kind ``other``."""
LANGUAGES: Mapping[str, Kind] = {
    "en": "english",
    "ko": "korean",
    "ja": "japanese",
    "zh": "chinese",
    **dict.fromkeys(EUROPEAN, "european"),
}
Mix = Mapping[Kind, float]
"""Shares of the text by kind; they add up to 1."""
NO_ERROR = Error()
DIGITS = 4
"""Decimals of a ratio: more than its measurement bears."""


Levels = tuple[float, float, float]
"""Low, middle, high."""


class TokenRatio(NamedTuple):
    """Tokens of a model for each one that the profile states, at three levels.

    ``family`` is its tokenizer's, ``None`` where that is not known; ``grade`` says how well the
    tokenizer itself is known, ``measured`` whether ratios of its family are, ``counted`` whether
    they were counted on samples of this very text, and ``akin`` whether, not measured, they are
    those of vocabularies about as large.
    """

    low: Decimal
    base: Decimal
    high: Decimal
    family: str | None = None
    grade: Grade = "proxy"
    measured: bool = True
    counted: bool = False
    akin: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high


ONE = Decimal(1)
SAME = TokenRatio(ONE, ONE, ONE)


def reference_of(workload: StatedWorkload, models: Mapping[str, Model]) -> str | None:
    """The family that the workload's tokens are counted by; ``None`` where it is not known."""
    named = workload.tokens_of
    if named is None:
        return REFERENCE
    model = models.get(named)
    found = model.tokenizer.family if model and model.tokenizer else named
    return found if found in families().by_id else None


def mix_of(profile: Profile, workload: StatedWorkload | None) -> Mix:
    """The kinds of text: as stated, else code by its share of the task, the rest by languages."""
    if workload and workload.text and (kinds := workload.text.kinds):
        total = sum(kinds.values())
        return {kind: float(share / total) for kind, share in sorted(kinds.items()) if share}
    tasks = profile.task
    code = float(tasks.get("coding", 0) / sum(tasks.values())) if tasks else 0.0
    spoken = profile.languages or {"en": ONE}
    whole = sum(spoken.values())
    found: dict[Kind, float] = {"code": code} if code else {}
    for language, weight in sorted(spoken.items()):
        kind = LANGUAGES.get(language, "other")
        found[kind] = found.get(kind, 0.0) + (1 - code) * float(weight / whole)
    return {kind: share for kind, share in found.items() if share}


class TokenRatios:
    """The ratio of every model to the tokens of one profile; each family is worked out once.

    ``workload`` stands in place of the profile's where that is not complete.
    """

    def __init__(
        self,
        profile: Profile,
        models: Mapping[str, Model],
        workload: StatedWorkload | None = None,
    ) -> None:
        workload = workload or profile.workload
        self._known = families()
        self.mix = mix_of(profile, workload)
        self._counted = _counted(workload)
        self._typical = _TYPICAL[profile.policy.missing]
        self.reference = reference_of(workload, models) if workload else REFERENCE
        self._to = self._of(self.reference, "exact")
        self._kept: dict[tuple[str | None, Grade], TokenRatio] = {}

    def of(self, model: Model | None) -> TokenRatio:
        """``None`` is a model of which nothing is known."""
        stated = model.tokenizer if model else None
        family = stated.family if stated and stated.family in self._known.by_id else None
        key = (family, stated.grade if stated else "proxy")
        if key not in self._kept:
            self._kept[key] = self._ratio(*key)
        return self._kept[key]

    def _ratio(self, family: str | None, grade: Grade) -> TokenRatio:
        """Errors of the two tokenizers' ratios are independent: as shares they add in squares."""
        if family is not None and family == self.reference and grade != "proxy":
            return TokenRatio(ONE, ONE, ONE, family, grade)
        (few, typical, many), to = self._of(family, grade), self._to
        base = typical / to[1]
        below = math.hypot(1 - few / typical, 1 - to[1] / to[2])
        above = math.hypot(many / typical - 1, to[1] / to[0] - 1)
        least = base / (1 + below) if below >= 1 else base * (1 - below)
        counted = family in self._counted and grade != "proxy"
        found = self._known.by_id.get(family or "")
        measured = counted or bool(found and self.mix.keys() <= found.ratios.keys())
        akin = bool(found and not measured and self._known.kin(found))
        low, mid, high = map(_rounded, (least, base, base * (1 + above)))
        return TokenRatio(low, mid, high, family, grade, measured, counted, akin)

    def _of(self, family: str | None, grade: Grade) -> Levels:
        """Tokens for one of the reference tokenizer, over this text."""
        found = self._known.by_id.get(family or "")
        low, mid, high = self._counted.get(family or "") or self._estimated(found)
        if found and grade == "proxy":  # It resembles its family: any measured one may be right.
            least, _, most = _mixed(self.mix, self._known.unknown.__getitem__)
            low, high = min(low, least), max(high, most)
        return min(low, mid), mid, max(high, mid)

    def _estimated(self, family: Family | None) -> Levels:
        low, mid, high = _mixed(self.mix, self._ratio_of(family))
        # A ratio to a reconstruction has the reconstruction's error on top.
        error = family.vocabularies[0].error if family and family.vocabularies else NO_ERROR
        return low * error.low, mid, high * error.high

    def _ratio_of(self, family: Family | None) -> Callable[[Kind], Ratio]:
        known, typical = self._known, self._typical
        return lambda kind: known.ratio(family, kind) or _widest(known, kind, typical)


def _counted(workload: StatedWorkload | None) -> Mapping[str, Levels]:
    counted = workload.text.tokens if workload and workload.text else {}
    return {
        family: (float(each.low), float(each.base), float(each.high))
        for family, each in counted.items()
    }


_TYPICAL: Mapping[str, Callable[[Iterable[float]], float]] = {
    "pessimistic": max,
    "midpoint": median,
    "optimistic": min,
}
"""Which of the measured families stands for one that is not known, by ``policy.missing``."""


def _widest(known: Families, kind: Kind, typical: Callable[[Iterable[float]], float]) -> Ratio:
    """A tokenizer of which nothing is known: the range of all that were measured."""
    whole = known.unknown[kind]
    middles = [each.ratios[kind].mid for each in known.by_id.values() if kind in each.ratios]
    return Ratio(low=whole.low, mid=typical(middles), high=whole.high)


def _mixed(mix: Mix, of: Callable[[Kind], Ratio]) -> Levels:
    ratios = [(share, of(kind)) for kind, share in mix.items()]
    return (
        math.fsum(share * ratio.low for share, ratio in ratios),
        math.fsum(share * ratio.mid for share, ratio in ratios),
        math.fsum(share * ratio.high for share, ratio in ratios),
    )


def _rounded(value: float) -> Decimal:
    return Decimal(f"{value:.{DIGITS}f}")


def token_note(ratio: TokenRatio, policy: Policy) -> str | None:
    """What a projection says of it; nothing where the counts hold as they are stated."""
    if ratio.exact and ratio.base == 1:
        return None
    band = f"{ratio.base.normalize():f} ({ratio.low.normalize():f} to {ratio.high.normalize():f})"
    if ratio.family is None:
        return f"The tokenizer is not known: {_standing_in(ratio, policy, band)}"
    its = f"Its tokenizer {ratio.family}{' (inferred)' if ratio.grade == 'proxy' else ''}"
    if ratio.measured:
        how = ", counted on the samples" if ratio.counted else ""
        return f"{its} makes the stated tokens times {band}{how}."
    return f"{its} was not measured on such text: {_standing_in(ratio, policy, band)}"


def _standing_in(ratio: TokenRatio, policy: Policy, band: str) -> str:
    others = f"{_END[policy.missing]} of all that were measured"
    return f"tokens count times {band}, {_AKIN if ratio.akin else others}."


_AKIN = "as for vocabularies about as large"
_END = {"pessimistic": "the most", "midpoint": "the middle", "optimistic": "the fewest"}
