"""Every check's own cases, run by one runner; and what every check must have."""

from __future__ import annotations

import pytest

from advisor.catalog.lint import Case, Check, checks
from advisor.catalog.lint.cases import outcome

ALL = checks().values()


@pytest.mark.parametrize(
    ("check", "case"),
    [
        pytest.param(check, case, id=f"{check.id}: {case.about}")
        for check in ALL
        for case in check.cases
    ],
)
def test_a_case_comes_out(check: Check, case: Case) -> None:
    came = outcome(check, case)
    assert len(came) == len(case.finds), came
    for words, message in zip(case.finds, came, strict=True):
        assert words in message


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_a_check_shows_what_it_finds_and_what_it_lets_pass(check: Check) -> None:
    assert any(case.finds for case in check.cases)
    assert any(not case.finds for case in check.cases)


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_a_check_is_named_by_its_file_and_says_why(check: Check) -> None:
    module = check.run.__module__.rpartition(".")[2]
    assert module == check.id.replace(".", "_").replace("-", "_")
    assert check.title
    assert check.why.endswith(".")
    assert check.remedy.endswith(".")
