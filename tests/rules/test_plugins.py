"""Rules written in Python: run only when named, and contained whatever they do."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from advisor.rules.load import load_rules
from advisor.rules.plugins import PythonRule
from advisor.yamlio.problems import InputError
from tests.worlds import shipped, small


class Own(PythonRule):
    id = "own.rule"
    passes = "It holds"
    fails = "It does not hold"
    why = "The house rule."
    cases = ({"given": {}, "expect": "unknown"},)

    def __init__(self, answer: Any = True) -> None:
        self.answer = answer

    def judge(self, figures: Mapping[str, Any]) -> bool | None:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer(figures) if callable(self.answer) else self.answer  # type: ignore[no-any-return]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pretend that a package with an entry point ``house`` is installed."""
    loaded: list[str] = []

    def install(given: Any) -> list[str]:
        def load() -> Any:
            loaded.append("house")
            if isinstance(given, Exception):
                raise given
            return given

        dist = SimpleNamespace(version="1.2.3")
        point = SimpleNamespace(name="house", module=__name__, load=load, dist=dist)
        monkeypatch.setattr(
            importlib.metadata,
            "entry_points",
            lambda group: [point] if group == "advisor.rules" else [],
        )
        return loaded

    return install


def test_it_runs_only_when_it_is_named(install: Any) -> None:
    loaded = install([Own()])
    assert "own.rule" not in {rule.id for rule in load_rules().rules}
    assert loaded == []
    assert "own.rule" in {rule.id for rule in load_rules(plugins=("house",)).rules}
    assert loaded == ["house"]


def test_the_profile_can_name_it(install: Any) -> None:
    from advisor.pipeline import run

    install([Own(False)])
    world = small()
    world.profile["plugins"] = ["house"]
    found = run(world.loaded(), world.catalog())
    assert {judged.outcomes["own.rule"] for judged in found.judged} == {"fail"}


@pytest.mark.parametrize(
    ("answer", "outcome", "status"),
    [
        (True, "pass", "ranked"),
        (False, "fail", "rejected"),
        (None, "unknown", "review"),
        (1, "error", "review"),
        ("yes", "error", "review"),
        ({}, "error", "review"),
        (ValueError("boom"), "error", "review"),
        (RecursionError(), "error", "review"),
    ],
)
def test_what_it_does_becomes_an_outcome(
    install: Any, answer: Any, outcome: str, status: str
) -> None:
    install(lambda: [Own(answer)])
    rules = load_rules(plugins=("house",))
    judged = small().judged(rules)["acme/alpha@acme"]
    assert (judged.outcomes["own.rule"], judged.status) == (outcome, status)
    gates = small().decide(rules).candidate("acme/alpha@acme")["gates"]
    told = next(finding for finding in gates if finding["rule"] == "own.rule")
    assert told["outcome"] == outcome
    if outcome == "error":
        assert told["reason"].startswith("The rule could not be carried out: ")


def test_it_is_named_with_version_and_hash_in_the_record(install: Any) -> None:
    install([Own()])
    rules = load_rules(plugins=("house",))
    record = small().decide(rules).record
    source = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    assert record["inputs"]["rules"]["plugins"] == [
        {"name": "house", "version": "1.2.3", "sha256": source}
    ]
    assert record["rules"]["own.rule"]["origin"] == "house"
    assert rules.sha256 != shipped().sha256


def test_every_candidate_has_its_own_finding(install: Any) -> None:
    """It may read more than it declares: findings are not shared by what it declares."""
    install([Own(lambda figures: figures["candidate.maker"] == "acme")])
    rules = load_rules(plugins=("house",))
    for item in small().decide(rules).record["candidates"]:
        told = next(finding for finding in item["gates"] if finding["rule"] == "own.rule")
        assert told["outcome"] == ("pass" if item["maker"] == "acme" else "fail")


def test_it_reads_figures_and_profile(install: Any) -> None:
    seen: dict[str, Any] = {}
    install([Own(lambda figures: seen.update(figures))])
    small().judged(load_rules(plugins=("house",)))
    assert seen["profile.workload.horizon_months"] == 3
    assert seen["candidate.kind"] in ("api", "self_hosted")


def test_a_shipped_rule_that_it_replaces_is_told(install: Any) -> None:
    rule = Own()
    rule.id = "limits.window"
    install([rule])
    rules = load_rules(plugins=("house",))
    assert rules.replaced == ("limits.window",)
    warnings = small().decide(rules).record["warnings"]
    assert "The rule limits.window is replaced by one from a plug-in of the user's." in warnings


def broken(**more: Any) -> PythonRule:
    rule = Own()
    for name, value in more.items():
        setattr(rule, name, value)
    return rule


@pytest.mark.parametrize(
    "given",
    [ImportError("no"), 5, [object()], lambda: 1 / 0, [broken(id="No Id")], [broken(cases=())]],
)
def test_one_that_cannot_be_loaded_is_one_clear_message(install: Any, given: Any) -> None:
    install(given)
    with pytest.raises(InputError) as caught:
        load_rules(plugins=("house",))
    assert "plug-in 'house' cannot be loaded" in str(caught.value)


def test_an_unknown_one_is_refused_with_a_suggestion(install: Any) -> None:
    install([Own()])
    with pytest.raises(InputError) as caught:
        load_rules(plugins=("hose",))
    assert caught.value.problems[0].suggestion == "house"
