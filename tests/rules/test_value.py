"""Figures to worth: between 0 and 1, monotone, and a band that contains it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from advisor.rules.judge import worth, worth_band
from advisor.rules.rule import Value
from tests.worlds import shipped

D = Decimal
figures = st.decimals(-1000, 1000, places=3)
positive = st.decimals("0.001", 1000, places=3)


@st.composite
def values(draw: st.DrawFn) -> Value:
    """Ascending or descending anchors, linear or logarithmic."""
    scale = draw(st.sampled_from(("linear", "log")))
    at = draw(
        st.lists(positive if scale == "log" else figures, min_size=2, max_size=5, unique=True)
    )
    worths = sorted(draw(st.lists(st.decimals(0, 1, places=3), min_size=len(at), max_size=len(at))))
    if draw(st.booleans()):
        worths.reverse()
    anchors = {str(x): str(y) for x, y in zip(sorted(at), worths, strict=True)}
    return Value.model_validate({"scale": scale, "at": anchors})


@given(values(), st.lists(figures, min_size=2, max_size=8))
def test_worth_is_monotone_and_between_0_and_1(value: Value, raw: list[Decimal]) -> None:
    found = [worth(value, each) for each in sorted(raw)]
    assert all(each is not None and 0 <= each <= 1 for each in found)
    rising = value.anchors[0][1] <= value.anchors[-1][1]
    steps = [(after - before) * (1 if rising else -1) for before, after in pairwise(found)]  # type: ignore[operator]
    assert all(step >= -D("1e-25") for step in steps)


@given(values(), st.none() | figures, st.none() | figures, st.none() | figures)
def test_the_band_contains_the_worth(value: Value, raw: Any, low: Any, high: Any) -> None:
    worst, best = worth_band(value, raw, low, high)
    assert 0 <= worst <= best <= 1
    for each in (raw, low, high):
        if each is not None:
            found = worth(value, each)
            assert found is not None
            assert worst <= found <= best


@given(values())
def test_nothing_known_is_the_whole_band(value: Value) -> None:
    ends = [worth_at for _, worth_at in value.anchors]
    assert worth_band(value, None, None, None) == (min(ends), max(ends))
    assert worth(value, None) is None


@given(values())
def test_anchors_are_met_exactly(value: Value) -> None:
    for at, expected in value.anchors:
        assert abs((worth(value, at) or D(0)) - expected) < D("1e-25")


def test_hand_computed() -> None:
    linear = Value.model_validate({"at": {"0.2": 0, "0.6": "0.5", "0.8": 1}})
    for raw, expected in (("0.1", 0), ("0.4", "0.25"), ("0.7", "0.75"), ("0.9", 1)):
        assert worth(linear, D(raw)) == D(expected)
    log = Value.model_validate({"scale": "log", "at": {"0.01": 1, "100": 0}})
    for raw, expected in (("0.1", "0.75"), ("1", "0.5"), ("10", "0.25"), ("0", 1), ("1000", 0)):
        assert abs((worth(log, D(raw)) or D(0)) - D(expected)) < D("1e-20")
    words = Value.model_validate({"words": {"yes": 1, "no": 0}})
    assert (worth(words, "yes"), worth(words, "perhaps")) == (1, None)
    assert worth_band(words, "perhaps", None, None) == (0, 1)
    assert worth_band(words, "yes", None, None) == (1, 1)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"at": {"1": 0}},
        {"at": {"1": 0, "1.0": 1}},
        {"at": {"x": 0, "1": 1}},
        {"at": {"0": 0, "1": "1.1"}},
        {"at": {"0": 0, "1": 1}, "words": {"yes": 1}},
        {"scale": "log", "at": {"0": 0, "1": 1}},
        {"words": {"yes": -1}},
    ],
)
def test_values_that_make_no_sense_are_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Value.model_validate(value)


def test_every_shipped_scale_is_monotone() -> None:
    for loaded in shipped().of_kind("criterion"):
        assert loaded.rule.value
        worths = [at for _, at in loaded.rule.value.anchors]
        assert worths in (sorted(worths), sorted(worths, reverse=True)), loaded.id
