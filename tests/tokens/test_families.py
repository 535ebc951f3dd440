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
    assert not family.vocabularies or set(family.ratios) == set(KINDS)
    assert bool(family.ratios) == bool(family.measured) or family.id == "o200k-base"
    for vocabulary in family.vocabularies:
        assert vocabulary.format in formats()
        assert vocabulary.sha256 or not (vocabulary.shipped or vocabulary.file)
        if vocabulary.format == "ranks":
            assert family.pattern


def test_nothing_known_is_the_middle_and_the_whole_range_of_what_was_measured() -> None:
    for kind, widest in families().unknown.items():
        measured = [family.ratios[kind] for family in KNOWN.values() if kind in family.ratios]
        assert widest.low == min(ratio.low for ratio in measured)
        assert widest.high == max(ratio.high for ratio in measured)
        assert widest.mid == median(ratio.mid for ratio in measured)
    assert set(families().unknown) == set(KINDS)


def test_what_was_not_measured_has_the_range_of_vocabularies_about_as_large() -> None:
    kin = families().kin(KNOWN["minimax"])
    assert {"o200k-base", "qwen", "kimi-k2"} <= {each.id for each in kin}
    assert not {"llama-2", "claude-3", "glm-4"} & {each.id for each in kin}
    for kind, ratio in families().ratios(KNOWN["minimax"]).items():
        assert ratio.low == min(each.ratios[kind].low for each in kin)
        assert ratio.high == max(each.ratios[kind].high for each in kin)


def test_what_was_measured_goes_before_the_range_of_others() -> None:
    partly = KNOWN["glm-4"]
    assert families().ratio(partly, "english") == partly.ratios["english"]
    assert families().ratio(partly, "korean") == families().ratio(KNOWN["seed"], "korean")


def test_without_a_size_nothing_stands_in_but_the_range_of_all() -> None:
    assert families().kin(KNOWN["nova"]) == []
    assert families().ratio(KNOWN["nova"], "korean") is None
    assert families().ratios(KNOWN["nova"]) == families().unknown


@pytest.mark.parametrize("family", [each for each in families().measured if each.size])
def test_vocabularies_about_as_large_would_have_told_nearly_every_ratio(family: Family) -> None:
    """Each left out in turn: what was measured lies in the range of the others of its size."""
    others = [each for each in families().kin(family) if each.id != family.id]
    told = [
        min(each.ratios[kind].low for each in others)
        <= ratio.mid
        <= max(each.ratios[kind].high for each in others)
        for kind, ratio in family.ratios.items()
    ]
    assert sum(told) >= (5 if family.id == "llama-2" else 7)


def test_bands_are_in_order() -> None:
    text = "id: x\nname: X\nratios:\n  korean: {low: 1.2, mid: 1.1, high: 1.3}\n"
    with pytest.raises(InputError, match="in this order"):
        check(read_text(text, "x.yaml"), Family)


def test_the_license_travels_with_the_ranks() -> None:
    license = (folder("vocabularies") / "openai" / "LICENSE").read_text()
    assert "MIT License" in license
    assert "OpenAI" in license
