"""The shipped families: what they say is whole, in order, and covers what the catalog names."""

from __future__ import annotations

from statistics import median

import pytest

from advisor import load_catalog
from advisor.resources import folder
from advisor.tokens.family import Family, families
from advisor.tokens.formats import formats
from advisor.tokens.kinds import KINDS
from advisor.yamlio import InputError, check, read_text

KNOWN = families().by_id


def test_every_family_of_the_catalog_is_known() -> None:
    named = {m.tokenizer.family for m in load_catalog().models.values() if m.tokenizer}
    assert len(named) > 10
    assert named <= set(KNOWN)


@pytest.mark.parametrize("family", KNOWN.values(), ids=KNOWN)
def test_a_family_is_whole(family: Family) -> None:
    path = folder("vocabularies") / f"{family.id}.yaml"
    assert path.exists(), "a family's file has its name"
    assert family.sources
    assert not family.ratios or set(family.ratios) == set(KINDS)
    assert bool(family.ratios) == bool(family.measured) or family.id == "o200k-base"
    for vocabulary in family.vocabularies:
        assert vocabulary.format in formats()
        assert vocabulary.sha256 or not (vocabulary.shipped or vocabulary.file)
        if vocabulary.format == "ranks":
            assert family.pattern


def test_nothing_known_is_the_middle_and_the_whole_range_of_what_was_measured() -> None:
    measured = [family.ratios for family in KNOWN.values() if family.ratios]
    for kind, widest in families().unknown.items():
        assert widest.low == min(ratios[kind].low for ratios in measured)
        assert widest.high == max(ratios[kind].high for ratios in measured)
        assert widest.mid == median(ratios[kind].mid for ratios in measured)
    assert set(families().unknown) == set(KINDS)


def test_bands_are_in_order() -> None:
    text = "id: x\nname: X\nratios:\n  korean: {low: 1.2, mid: 1.1, high: 1.3}\n"
    with pytest.raises(InputError, match="in this order"):
        check(read_text(text, "x.yaml"), Family)


def test_the_license_travels_with_the_ranks() -> None:
    license = (folder("vocabularies") / "openai" / "LICENSE").read_text()
    assert "MIT License" in license
    assert "OpenAI" in license
