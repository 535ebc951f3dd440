"""A path in the merged catalog leads to the file, and the line, that states it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor.catalog.assemble import Entry, merged
from advisor.catalog.lint.places import place, stated
from advisor.yamlio.reader import read_text

SCORES = st.lists(
    st.fixed_dictionaries(
        {"benchmark": st.sampled_from("ab"), "value": st.integers(0, 3)},
        optional={"note": st.sampled_from(["x", "y"])},
    ),
    max_size=3,
    unique_by=lambda score: score["benchmark"],
)
LAYER = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["A", "B"]),
        "limits": st.dictionaries(st.sampled_from(["window", "output"]), st.integers(0, 3)),
        "scores": SCORES,
        "tags": st.lists(st.integers(0, 3), max_size=2),
    },
)


def entry(layers: list[dict[str, Any]]) -> Entry:
    documents = tuple(read_text(json.dumps(each), f"{n}.yaml") for n, each in enumerate(layers))
    return Entry("models", "acme/a", documents[-1], documents)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in inner:
        if isinstance(item, (dict, list)):
            yield from leaves(item, (*path, step))
        else:
            yield (*path, step), item


@given(st.lists(LAYER, min_size=1, max_size=3))
def test_what_counts_is_what_the_place_says(layers: list[dict[str, Any]]) -> None:
    whole = layers[0]
    for above in layers[1:]:
        whole = merged(whole, above)
    found = entry(layers)
    for path, value in leaves(whole):
        said = stated(found, path)
        assert said[0].value == value
        document, there = place(found, path)
        inside = document.data
        for step in there:
            inside = inside[step]
        assert inside == value


def test_what_no_file_states_is_shown_at_the_block_around_it() -> None:
    found = entry([{"limits": {"window": 1}}, {"name": "A"}])
    document, there = place(found, ("limits", "output"))
    assert (document.name, there) == ("0.yaml", ("limits",))
    assert place(found, ("lifecycle",)) == (found.layers[-1], ())
