"""The requirements as a person reads them: every field in words, nothing that does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from advisor.profile.schema import Profile
from advisor.reporting.needs import needs
from advisor.reporting.words import Words
from tests.reporting.sample import sample_record

WORDS = Words("en")
WITHIN = ("exchange_rates", "hosting.costs", "require.minimum", "workload.text")
"""Maps: what stands in them has names of its own."""


def fields(model: type[BaseModel], at: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        path = f"{at}{name}"
        below = [field.annotation, *get_args(field.annotation)]
        nested = [each for each in below if isinstance(each, type) and issubclass(each, BaseModel)]
        if nested and path not in WITHIN and not {"low", "amount"} & set(nested[0].model_fields):
            yield from fields(nested[0], f"{path}.")
        else:
            yield path


def told(profile: dict[str, Any]) -> dict[str, str]:
    record = sample_record()
    record["profile"] = profile
    return {row.field: row.label for _, rows in needs(record, WORDS).parts for row in rows}


@pytest.mark.parametrize("path", [path for path in fields(Profile) if path not in WITHIN])
def test_every_field_of_a_profile_has_a_name_in_words(path: str) -> None:
    profile: Any = "x"
    for name in reversed(path.split(".")):
        profile = {name: profile}
    if path.startswith("hosting."):
        profile["hosting"]["allow"] = ["self_hosted"]
    found = told(profile)
    if path == "title":  # it stands above the report
        assert not found
        return
    assert found[path][0].isupper() and "_" not in found[path] and ": " not in found[path]


def test_how_own_machines_run_is_told_only_where_they_are_allowed() -> None:
    hosting = {"allow": ["api"], "spare_replicas": 1, "costs": {"pue": "1.2"}}
    assert told({"hosting": hosting}) == {"hosting.allow": "Ways to run it"}
    hosting["allow"] = ["api", "self_hosted"]
    assert told({"hosting": hosting}) == {
        "hosting.allow": "Ways to run it",
        "hosting.spare_replicas": "Replicas that stand by",
        "hosting.costs.pue": "Own figure: pue",
    }


def test_the_ends_of_a_share_are_shares() -> None:
    record = sample_record()
    change = {"low": "-0.4", "base": "-0.2", "high": "0"}
    record["profile"] = {"policy": {"price_change_yearly": change}}
    ((_, (row,)),) = needs(record, WORDS).parts
    assert row.value == "−20% (−40%–0%)"
