"""How the tokens of a model are had: counted, or estimated from what another tokenizer counts."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.catalog.schema import Model
from advisor.tokens.counter import Counter, UnavailableError
from advisor.tokens.family import GRADES, REFERENCE, Error, Families, Family, Grade, Ratio, families
from advisor.tokens.kinds import KINDS, Kind
from advisor.tokens.tally import Tally
from advisor.tokens.vocabulary import counter_of, counter_of_file, splits_are_known

NO_ERROR = Error()
MEASURED_TOKENS = 700
"""Of the passages that ratios were measured on. A shorter text strays further from the middle; a
longer one may be of one sort throughout, so its band is no narrower."""
WIDENING = 1 / 3
"""The power of how much shorter. It keeps 90 to 97 in 100 texts of 20 to 300 tokens within."""
LEAST = 0.1
"""No tokenizer has so few tokens for one of the reference."""


@dataclass(frozen=True)
class Estimate:
    """Tokens of a text for one model. For an exact count all of them are the same.

    ``counted``: by the tokenizer that counted, before any ratio. ``middle``: ``mid`` unrounded.
    """

    low: int
    mid: int
    high: int
    counted: int = 0
    middle: float = 0.0

    @property
    def ratio(self) -> float | None:
        """Tokens for each that was counted."""
        return self.middle / self.counted if self.counted else None

    def __add__(self, other: Estimate) -> Estimate:
        # Errors of one tokenizer go the same way in every text: they do not cancel out.
        return Estimate(
            self.low + other.low,
            self.mid + other.mid,
            self.high + other.high,
            self.counted + other.counted,
            self.middle + other.middle,
        )


@dataclass(frozen=True)
class Method:
    """``counter`` counts; ``ratios`` turn the reference's counts into what the model's may be.

    ``outer``, where there is one, are ratios whose band the estimate has to cover as well.
    """

    family: Family | None
    counter: Counter
    grade: Grade
    ratios: Mapping[Kind, Ratio] | None = None
    outer: Mapping[Kind, Ratio] | None = None
    error: Error = NO_ERROR
    notes: tuple[str, ...] = ()

    @property
    def needs_kinds(self) -> bool:
        return self.ratios is not None or self.outer is not None

    def estimate(self, tally: Tally) -> Estimate:
        """From a tally that has counted with this method."""
        if self.ratios is None:
            counted = tally.tokens[self.counter]
            low = mid = high = float(counted)
        else:
            counted = sum(tally.kinds.values())
            measured = self.family.ratios if self.family else {}
            low, mid, high = _applied(self.ratios, tally.kinds, measured)
        low, high = low * self.error.low, high * self.error.high
        if self.outer is not None:
            least, _, most = _applied(self.outer, tally.kinds, ())
            low, high = min(low, least), max(high, most)
        mid = min(high, max(low, mid))
        middle = round(mid)
        return Estimate(min(middle, _floor(low)), middle, max(middle, _ceil(high)), counted, mid)


def reference() -> Counter:
    """The counter that is always there."""
    return counter_of(REFERENCE, 0)


def method(model: Model | None, family: str | None = None, file: Path | None = None) -> Method:
    """How to count for ``model``, or for a family; by ``file`` where the user names one.

    Nothing that is missing here is an error: then another tokenizer stands in, and it is said.

    Raises:
        InputError: the user's file cannot be used, or the shipped data is damaged.
    """
    known = families()
    stated = model.tokenizer if model else None
    found = known.by_id.get(family or (stated.family if stated else ""))
    if file is not None:
        try:
            return _by_file(file, found)
        except UnavailableError as reason:
            return _stand_in(known, found, (f"{file}: {reason}",))
    if found is None:
        return _stand_in(known, None, (_not_known(model, family),))
    chosen = _by_family(known, found)
    return _as_sure_as(chosen, stated.grade if stated else "exact", known)


def _not_known(model: Model | None, family: str | None) -> str:
    if model and model.tokenizer:
        return f"nothing is known of the tokenizer {model.tokenizer.family}"
    return "the catalog does not say which tokenizer it has"


def _by_file(file: Path, family: Family | None) -> Method:
    counter = counter_of_file(file, family)
    if splits_are_known(file, family, counter):
        return Method(family, counter, "exact")
    note = "how the file's tokenizer splits text is not known: split as cl100k_base does"
    return Method(family, counter, "reconstructed", notes=(note,))


def _by_family(known: Families, family: Family) -> Method:
    reasons = []
    for index, vocabulary in enumerate(family.vocabularies):
        try:
            counter = counter_of(family.id, index)
        except UnavailableError as reason:
            reasons.append(str(reason))
            continue
        notes = (vocabulary.error.why,) if vocabulary.error.why else ()
        return Method(family, counter, vocabulary.grade, error=vocabulary.error, notes=notes)
    lacking = reasons[0] if reasons else "no package carries it"
    return _stand_in(known, family, (f"its own tokenizer is not here: {lacking}",))


def _stand_in(known: Families, family: Family | None, notes: tuple[str, ...]) -> Method:
    """By the reference and the ratio to it: the family's, or the widest there is."""
    # A ratio to a reconstruction has the reconstruction's error on top.
    error = family.vocabularies[0].error if family and family.vocabularies else NO_ERROR
    told = f"estimated from {REFERENCE}: {_rests_on(known, family)}"
    ratios = known.ratios(family)
    return Method(family, reference(), "proxy", ratios, None, error, (*notes, told))


def _rests_on(known: Families, family: Family | None) -> str:
    """What the ratio to the reference is taken from."""
    if family in known.measured:
        return "times the ratio that was measured for its family"
    others = "vocabularies about as large" if family and known.kin(family) else "all tokenizers"
    band = f"the band is that of {others}"
    if not (family and family.ratios):
        return f"its ratio was not measured; {band}"
    kinds = ", ".join(kind for kind in KINDS if kind in family.ratios)
    return f"its ratio was measured for {kinds} text; for other text {band}"


def _as_sure_as(chosen: Method, stated: Grade, known: Families) -> Method:
    """A model that only resembles its family gets no better grade than the catalog gives it."""
    grade = max(chosen.grade, stated, key=GRADES.index)
    if stated != "proxy":
        return Method(**{**vars(chosen), "grade": grade})
    note = "no source states its tokenizer: that of its nearest kin is taken, with the band of all"
    return Method(
        **{**vars(chosen), "grade": grade, "outer": known.unknown, "notes": (*chosen.notes, note)}
    )


def _applied(
    ratios: Mapping[Kind, Ratio], kinds: Mapping[Kind, int], measured: Collection[Kind]
) -> tuple[float, float, float]:
    """Low, middle and high. A range over several tokenizers needs no widening for short texts."""
    low = mid = high = 0.0
    for kind, count in kinds.items():
        ratio, wider = ratios[kind], _wider(count) if kind in measured else 1.0
        mid += count * ratio.mid
        low += count * max(LEAST, ratio.mid - wider * (ratio.mid - ratio.low))
        high += count * (ratio.mid + wider * (ratio.high - ratio.mid))
    return low, mid, high


def _wider(tokens: int) -> float:
    """How much wider the band of a text is than that of the passages that were measured."""
    return float(max(1.0, MEASURED_TOKENS / max(1, tokens)) ** WIDENING)


def _floor(value: float) -> int:
    # Sums of decimal ratios end a hair off a whole number.
    return math.floor(round(value, 6))


def _ceil(value: float) -> int:
    return math.ceil(round(value, 6))
