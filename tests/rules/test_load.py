"""A user's own folder of rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.rules.load import load_rules
from advisor.yamlio.problems import InputError, Problem
from tests.worlds import shipped, small, write_files

GATE = """\
id: own.cheap-input
kind: gate
pass: Input costs less than two dollars
fail: Input costs two dollars or more
require: price.input < 2
why: The house rule.
cases:
  - {given: {price.input: 1.99}, expect: pass}
  - {given: {price.input: 2}, expect: fail}
  - {given: {}, expect: unknown}
"""
CRITERION = """\
id: own.window
kind: criterion
pass: A large window
measure: limits.window
value: {at: {"8000": 0, "128000": 1}}
group: room
why: The house rule.
cases:
  - {given: {limits.window: 68000}, expect: 0.5}
"""


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load_rules(folder)
    return caught.value.problems


def one_problem(tmp_path: Path, text: str) -> Problem:
    found = problems(write_files(tmp_path / "own", {"rule.yaml": text}))
    assert len(found) == 1, [each.render() for each in found]
    return found[0]


def test_own_rules_judge_beside_the_shipped_ones(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "own", {"deep/cheap.yaml": GATE, "window.yaml": CRITERION})
    rules = load_rules(folder)
    world = small()
    world.profile["prefer"] = {"room": 1}
    found = world.judged(rules)
    assert found["acme/alpha@acme"].outcomes["own.cheap-input"] == "fail"
    assert found["acme/alpha@acme"].status == "rejected"
    assert found["acme/beta@acme"].status == "ranked"
    assert found["acme/beta@acme"].value == 1
    assert rules.folders[0][0] == "own"
    assert len(rules.rules) == len(shipped().rules) + 2
    assert rules.sha256 != shipped().sha256


def test_a_misspelled_name_gets_its_place_and_a_suggestion(tmp_path: Path) -> None:
    found = one_problem(tmp_path, GATE.replace("require: price.input", "require: price.imput"))
    assert found.file.endswith("rule.yaml")
    assert (found.line, found.column) == (5, 10)
    assert found.message == "unknown measure 'price.imput'"
    assert found.suggestion == "price.input"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("require: price.input < 2", "require: price.input <", 5, "not an expression"),
        ("require: price.input < 2", 'require: price.input == "two"', 5, "price.input is a number"),
        ("why: The", "applies: price.input > 1\nwhy: The", 6, "reads the profile alone"),
        ("why: The", "applies: profile.requires\nwhy: The", 6, "unknown profile field"),
        ("why: The", "show: price.inputs\nwhy: The", 6, "unknown measure"),
        ("{given: {price.input: 2}", "{given: {price.inptu: 2}", 9, "unknown measure"),
        ("expect: fail}", "expect: pass}", 9, "case 2 expects pass and gets fail"),
        ("why: The", "whi: x\nwhy: The", 6, "whi"),
        ("kind: gate", "kind: gait", 2, "gait"),
    ],
)
def test_mistakes_are_told_at_their_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    found = one_problem(tmp_path, GATE.replace(old, new, 1))
    assert found.line == line
    assert message in found.message


def test_anchors_need_a_number(tmp_path: Path) -> None:
    text = CRITERION.replace("measure: limits.window", "measure: license.name")
    text = text.replace("limits.window: 68000", "limits.window: 1")
    assert (
        "license.name is no number" in problems(write_files(tmp_path, {"a.yaml": text}))[0].message
    )


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    bad = GATE.replace("price.input < 2", "price.imput < 2")
    other = bad.replace("own.cheap-input", "own.other").replace("kind: gate", "kind: gait")
    found = problems(write_files(tmp_path, {"a.yaml": bad, "b.yaml": other}))
    assert {Path(each.file).name for each in found} == {"a.yaml", "b.yaml"}


def test_a_second_rule_of_the_same_id_in_a_folder(tmp_path: Path) -> None:
    found = problems(write_files(tmp_path, {"a.yaml": GATE, "b.yaml": GATE}))
    assert [each.message for each in found] == ["a second rule 'own.cheap-input' in this folder"]
    assert Path(found[0].file).name == "b.yaml"


def test_a_replaced_rule_is_told(tmp_path: Path) -> None:
    text = GATE.replace("own.cheap-input", "limits.window")
    rules = load_rules(write_files(tmp_path / "own", {"a.yaml": text}))
    assert rules.replaced == ("limits.window",)
    assert len(rules.rules) == len(shipped().rules)
    record = small().decide(rules).record
    assert record["rules"]["limits.window"]["origin"] == "own"
    assert any("limits.window is replaced" in warning for warning in record["warnings"])
    assert not any("replaced" in warning for warning in small().decide().record["warnings"])


def test_a_missing_folder(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere")[0].message == "there is no such rules folder"


@pytest.mark.parametrize(
    "require",
    ["features", "scores.independent", "len(evidence.disputed)", "profile.title > 3",
     "1 / 0 > 1", "license.name", "profile.require"],
)  # fmt: skip
def test_a_rule_that_gives_no_answer_is_an_error_and_no_pass(tmp_path: Path, require: str) -> None:
    cases = "cases:\n  - {given: {}, expect: %s}\n"
    text = GATE.partition("cases:")[0].replace("price.input < 2", require)
    for expect in ("error", "unknown"):
        try:
            rules = load_rules(write_files(tmp_path / expect, {"a.yaml": text + cases % expect}))
            break
        except InputError:
            continue
    else:
        pytest.fail("a case without figures is neither an error nor unknown")
    judged = small().judged(rules)["globex/open-7b@initech"]
    assert judged.outcomes["own.cheap-input"] in ("error", "unknown")
    assert judged.status == "review"
    finding: Any = small().decide(rules).candidate("globex/open-7b@initech")["gates"]
    told = next(each for each in finding if each["rule"] == "own.cheap-input")
    assert told["outcome"] == judged.outcomes["own.cheap-input"]
    assert told["reason"]
