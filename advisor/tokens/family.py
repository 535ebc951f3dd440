"""Tokenizer families: what counts one, and what a count by another tokenizer is worth for it.

A family is a file of ``vocabularies/``; adding one touches no other file.
"""

# Without the annotations of the future: pydantic would turn every text back into a type.
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from advisor.catalog.schema import Day, Slug, Source, Strict
from advisor.resources import folder
from advisor.tokens.kinds import KINDS, Kind
from advisor.yamlio import check, read

Grade = Literal["exact", "reconstructed", "proxy"]
GRADES: tuple[Grade, ...] = ("exact", "reconstructed", "proxy")
"""Best first."""
REFERENCE = "o200k-base"
"""The family that counts where the right one cannot: it is always there."""

KIN = 2.5
"""How many times larger or smaller a vocabulary may be for its ratios to stand in for another's.

With it the range holds nine in ten of the ratios that were measured; those left out are of Korean
text for vocabularies made for Korean, and of East Asian text for the small ones of 2023.
"""

Number = Annotated[float, Field(gt=0, le=100)]


class Ratio(Strict):
    """Tokens of a family for one token of the reference: typical, and 95 in 100 texts within."""

    low: Number
    mid: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> "Ratio":
        if not self.low <= self.mid <= self.high:
            raise ValueError("low, mid and high stand in this order")
        return self


class Error(Strict):
    """The true count lies between ``low`` and ``high`` times the one that was counted."""

    low: Number = 1.0
    high: Number = 1.0
    why: str | None = None


class Vocabulary(Strict):
    """One way to count a family: where its vocabulary is, and how it is read."""

    format: Slug
    """The module of ``advisor.tokens.formats`` that reads it."""
    shipped: str | None = None
    """A file beside the family's own."""
    package: str | None = None
    """The distribution that carries ``file``; it is read, its code is never run."""
    file: str | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Of the uncompressed file. Another file is not used: the grade would not hold."""
    nfc: bool = False
    """Is text brought to Unicode form C first?"""
    version: str | None = None
    fast: str | None = None
    """What the counter of the extra ``[fast]`` calls it."""
    extra: Slug | None = None
    """The extra of this package that brings what is needed."""
    grade: Literal["exact", "reconstructed"] = "exact"
    error: Error = Error()


class Frame(Strict):
    """Tokens that a chat template adds: to a conversation, and to each message in it."""

    message: tuple[int, int, int] = (3, 5, 11)
    """Low, middle, high."""
    conversation: tuple[int, int, int] = (0, 3, 11)


class Measured(Strict):
    """How the ratios came about: the day (where others measured, that it was read), and on what."""

    on: Day
    with_: str = Field(alias="with")
    texts: str


class Family(Strict):
    """Models that split text into the same tokens."""

    id: Slug
    name: str
    vocabularies: tuple[Vocabulary, ...] = ()
    """The first that can be read here counts."""
    pattern: str | None = None
    """The regular expression that splits text, for formats that do not carry it."""
    size: Annotated[int, Field(ge=256)] | None = None
    """Tokens of the vocabulary, about: some sources count special ones and padding."""
    ratios: dict[Kind, Ratio] = Field(default_factory=dict)
    """By kind of text, where they were measured."""
    measured: Measured | None = None
    frame: Frame = Frame()
    note: str | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Families:
    """Every family by id, and what is known of a tokenizer of which nothing is known."""

    by_id: Mapping[str, Family]
    unknown: Mapping[Kind, Ratio]

    @property
    def measured(self) -> list[Family]:
        """Those whose ratios are known for every kind of text."""
        return [family for family in self.by_id.values() if set(family.ratios) == set(KINDS)]

    def kin(self, family: Family) -> list[Family]:
        """Measured families whose vocabularies are about as large; none if its size is unknown."""
        return [
            each
            for each in self.measured
            if each.size and family.size and 1 / KIN <= each.size / family.size <= KIN
        ]

    def ratio(self, family: Family | None, kind: Kind) -> Ratio | None:
        """Its own where measured, else the range of its kin; ``None`` if it has none."""
        if family is None:
            return None
        kin = [each.ratios[kind] for each in self.kin(family)]
        return family.ratios.get(kind) or (_range(kin) if kin else None)

    def ratios(self, family: Family | None) -> Mapping[Kind, Ratio]:
        """By kind of text; the widest where neither the family nor any kin of it was measured."""
        return {kind: self.ratio(family, kind) or self.unknown[kind] for kind in KINDS}


@cache
def families() -> Families:
    """Every shipped family.

    Raises:
        InputError: for a family file that does not say what it should.
    """
    files = sorted(folder("vocabularies").glob("*.yaml"))
    found = sorted((check(read(file), Family) for file in files), key=lambda family: family.id)
    return Families({family.id: family for family in found}, _widest(found))


def _widest(known: Iterable[Family]) -> dict[Kind, Ratio]:
    """A tokenizer of which nothing is known: the middle of all measured ones, and their range."""
    measured = [family.ratios for family in known if family.ratios]
    return {kind: _range([ratios[kind] for ratios in measured if kind in ratios]) for kind in KINDS}


def _range(ratios: list[Ratio]) -> Ratio:
    return Ratio(
        low=min(ratio.low for ratio in ratios),
        mid=median(ratio.mid for ratio in ratios),
        high=max(ratio.high for ratio in ratios),
    )
