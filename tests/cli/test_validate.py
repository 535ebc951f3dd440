from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.resources import folder

RULE = """\
id: own.country
kind: gate
pass: The provider is at home in Germany
fail: The provider is not at home in Germany
require: candidate.country == "de"
why: We want it so.
cases:
  - {given: {candidate.country: de}, expect: pass}
"""


def test_every_kind_is_told_by_its_content(
    run: Any, profile: str, fixtures: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.yaml"
    rule.write_text(RULE)
    catalog = fixtures / "catalog"
    text = run(
        "validate",
        profile,
        str(rule),
        str(catalog),
        str(catalog / "offers/acme.yaml"),
        str(folder("rules")),
    ).stdout
    assert f"{profile}: ok (profile)" in text
    assert f"{rule}: ok (rule)" in text
    assert f"{catalog}: ok (catalog)" in text
    assert "acme.yaml: ok (catalog file)" in text
    assert "rules: ok (rules)" in text


def test_all_errors_of_all_files_come_out_at_once(run: Any, tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("task: {chta: 1}\nrequire: {windw: 32k, monthly_budget: 5 USX}\n")
    two.write_text("task: {chat: 0}\nworkload: {requests_per_month: many}\n")
    fault = run("validate", str(one), str(two), code=2).stderr
    for text in (
        "chta",
        "did you mean 'chat'",
        "windw",
        "did you mean 'window'",
        "'USX'",
        "did you mean USD",
    ):
        assert text in fault
    assert "one.yaml:2:11:" in fault
    assert "all weights are zero" in fault
    assert "not a count" in fault


def test_references_are_checked(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("task: {chat: 1}\ncurrent: acme/larg\nrequire: {minimum: {test-cht: 5}}\n")
    fault = run("validate", str(file), code=2).stderr
    assert "did you mean 'acme/large'" in fault
    assert "did you mean 'test-chat'" in fault


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\xff\xfet\x00a\x00s\x00k\x00", "UTF-16"),
        (b"task: {chat: 1}\ntitle: caf\xe9\n", "not UTF-8"),
        (b"task: {chat: .inf}\n", "infinite"),
        (b"task: {chat: -1}\n", "not a weight"),
        (b"task: {chat: 1}\nprefer: {quality: 0, cost: 0}\n", "all weights are zero"),
        (b"task: {chat: 1}\nprefer: {qualty: 1}\n", "did you mean 'quality'"),
        (
            b"task: {chat: 1}\nprefer: {cost: 1, quality: 0}\nrequire: {monthly_budget: 1 XXX}\n",
            "XXX",
        ),
        (b"task: {chat: 1}\nrequire: {monthly_budget: 5 EUR}\n", "exchange_rates"),
        (b"- a\n- b\n", "mapping"),
        (b"task: [\n", ""),
    ],
)
def test_a_bad_profile(run: Any, tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    assert message in run("validate", str(file), code=2).stderr
    assert message in run("recommend", str(file), code=2).stderr


@pytest.mark.parametrize("price", ['"-1"', ".inf", '"inf"', '"nan"', "1e999", "true", '"１"'])
def test_a_price_that_is_none(run: Any, tmp_path: Path, profile: str, price: str) -> None:
    file = tmp_path / "overlay" / "offer.yaml"
    file.parent.mkdir()
    file.write_text(
        "provider: acme\noffers:\n  - model: acme/large\n    endpoint: x\n"
        f"    prices: [{{input: {price}, output: 1, source: pricing, checked: 2026-11-01}}]\n"
    )
    assert "offer.yaml:5:" in run("validate", str(file), code=2).stderr
    assert (
        "offer.yaml:5:" in run("recommend", profile, "--catalog", str(file.parent), code=2).stderr
    )


@pytest.mark.parametrize(
    ("windows", "message"),
    [('{hours: "29:00-30:00"}', "hours"), ('{hours: "01:00-02:00", zone: Mars/Base}', "time zone")],
)
def test_hours_that_are_none(run: Any, tmp_path: Path, windows: str, message: str) -> None:
    file = tmp_path / "offer.yaml"
    file.write_text(
        "provider: acme\noffers:\n  - model: acme/large\n    endpoint: x\n"
        f"    prices: [{{input: 1, windows: [{windows}], source: pricing, checked: 2026-11-01}}]\n"
    )
    assert message in run("validate", str(file), code=2).stderr


def test_a_rule_with_a_typo(run: Any, tmp_path: Path, profile: str) -> None:
    rule = tmp_path / "pack" / "rule.yaml"
    rule.parent.mkdir()
    rule.write_text(RULE.replace("candidate.country ==", "candidate.contry =="))
    assert "did you mean 'candidate.country'" in run("validate", str(rule), code=2).stderr
    fault = run("recommend", profile, "--rules", str(rule.parent), code=2).stderr
    assert "did you mean 'candidate.country'" in fault


def test_a_rule_pack_whose_case_fails(run: Any, tmp_path: Path, profile: str) -> None:
    rule = tmp_path / "pack" / "rule.yaml"
    rule.parent.mkdir()
    rule.write_text(RULE.replace("expect: pass", "expect: fail"))
    for command in (
        ("validate", str(rule)),
        ("validate", str(rule.parent)),
        ("recommend", profile, "--rules", str(rule.parent)),
    ):
        assert "case 1 expects fail and gets pass" in run(*command, code=2).stderr


def test_machines_can_read_it(run: Any, tmp_path: Path, profile: str) -> None:
    bad = tmp_path / "100%,a:b.yaml"
    bad.write_text("task: {chta: 1}\n")
    told = json.loads(run("validate", profile, str(bad), "-f", "json", code=2).stdout)
    assert [file["ok"] for file in told["files"]] == [True, False]
    assert told["files"][1]["problems"][0]["line"] == 1
    line = next(
        text
        for text in run("validate", str(bad), "-f", "github", code=2).stdout.splitlines()
        if text.startswith("::error")
    )
    assert "100%25%2Ca%3Ab.yaml,line=1,col=8::unknown key 'chta'" in line


def test_standard_input(run: Any, profile: str) -> None:
    assert "-: ok (profile)" in run("validate", "-", stdin=Path(profile).read_text()).stdout
    assert "<stdin>:1:" in run("validate", "-", code=2, stdin="task: {chta: 1}\n").stderr


def test_files_that_cannot_be_read(run: Any, tmp_path: Path) -> None:
    assert "no such file" in run("validate", str(tmp_path / "no.yaml"), code=2).stderr
    assert "no .yaml file" in run("validate", str(tmp_path), code=2).stderr
    assert "no such file" in run("recommend", str(tmp_path / "no.yaml"), code=2).stderr
    assert "directory" in run("recommend", str(tmp_path), code=2).stderr
