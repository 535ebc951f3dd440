"""catalog, rules, schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from advisor.resources import folder
from advisor.schemas import NAMES, schema
from advisor.yamlio import read


def ids(run: Any, *filters: str) -> list[str]:
    return [row["id"] for row in json.loads(run("catalog", "list", *filters, "-f", "json").stdout)]


def test_the_catalog_is_listed_and_filtered(run: Any) -> None:
    assert len(ids(run)) == 4
    assert ids(run, "--maker", "acme") == ["acme/large", "acme/small"]
    assert ids(run, "--openness", "open_weights", "--live") == ["open/base-7b"]
    assert ids(run, "--provider", "cumulus") == ["acme/large", "open/base-7b"]
    assert ids(run, "--license", "research-only") == ["open/nc-13b"]
    assert "4 models" in run("catalog", "list").stdout
    assert "did you mean 'acme'" in run("catalog", "list", "--maker", "acmee", code=2).stderr


def test_a_model_is_shown_with_sources_dates_and_disputes(run: Any) -> None:
    text = run("catalog", "show", "acme/large", "--as-of", "2026-11-23").stdout
    for part in (
        "window 200,000, output 16,000 [1]",
        "from 2026-09-01; in 3.00, cached 0.30, out 12.00",
        "2026-11-18, 5 days ago",
        "no price is stated",
        "1,000,000 [",
        "Acme Terms of Service",
    ):
        assert part in text
    told = json.loads(run("catalog", "show", "acme/large", "-f", "json").stdout)
    assert [offer["id"] for offer in told["offers"]] == ["acme/large@acme", "acme/large@cumulus"]
    assert "did you mean 'acme/large'" in run("catalog", "show", "large", code=2).stderr


def test_lint_says_what_there_is_or_what_is_wrong(run: Any, tmp_path: Path) -> None:
    assert "ok: 4 models, 4 offers" in run("catalog", "lint", "--as-of", "2026-11-23").stdout
    (tmp_path / "m.yaml").write_text("id: acme/large\nlicense: acme-trms\n")
    fault = run("catalog", "lint", str(tmp_path), code=2).stderr
    assert "unknown license 'acme-trms'" in fault
    assert "did you mean 'acme-terms'" in fault


def test_rules_are_listed_shown_and_tested(run: Any, tmp_path: Path) -> None:
    found = json.loads(run("rules", "list", "-f", "json", "--kind", "criterion").stdout)
    assert "cost.within-budget" in [rule["id"] for rule in found]
    assert (
        "cost.peak <= profile.require.monthly_budget" in run("rules", "show", "cost.budget").stdout
    )
    told = json.loads(run("rules", "show", "cost.budget", "-f", "json").stdout)
    assert told["reads"] == ["profile.require.monthly_budget", "cost.peak"]
    assert "did you mean 'cost.budget'" in run("rules", "show", "cost.bugdet", code=2).stderr


def test_rules_test_counts_and_exits_with_1(run: Any, tmp_path: Path) -> None:
    last = run("rules", "test").stdout.splitlines()[-1]
    passed = int(last.removesuffix(" passed, 0 failed"))
    (tmp_path / "own.yaml").write_text(
        "id: own.size\nkind: gate\npass: Large\nfail: Small\nrequire: limits.window >= 10\n"
        "why: so\ncases:\n  - {given: {limits.window: 5}, expect: pass}\n"
        "  - {given: {limits.window: 10}, expect: pass}\n"
    )
    text = run("rules", "test", str(tmp_path), code=1).stdout
    assert text.splitlines()[-1] == f"{passed + 1} passed, 1 failed"
    assert "own.yaml:8:41: case 1 expects pass and gets fail" in text
    assert "no such rules folder" in run("rules", "test", str(tmp_path / "no"), code=2).stderr


def test_facts_name_every_measure(run: Any) -> None:
    told = json.loads(run("rules", "facts", "-f", "json").stdout)
    names = {measure["name"]: measure for measure in told["measures"]}
    assert names["limits.window"]["unit"] == "tokens"
    assert "profile.require.window" in told["profile"]
    assert "limits.window" in run("rules", "facts").stdout


# -- schemas --------------------------------------------------------------------------------------


def as_editors_see(data: Any) -> Any:
    """Decimals as other readers of YAML give them."""
    return json.loads(json.dumps(data, default=float))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_in_both_dialects(run: Any, name: str) -> None:
    new = json.loads(run("schema", name).stdout)
    old = json.loads(run("schema", name, "--dialect", "draft-07").stdout)
    Draft202012Validator.check_schema(new)
    Draft7Validator.check_schema(old)
    assert new["$id"] == old["$id"]
    text = json.dumps(old)
    assert "$defs" not in text
    assert "prefixItems" not in text


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("profile", "examples/*.yaml"),
        ("rule", "rules/*/*.yaml"),
        ("model", "catalog/models/*/*.yaml"),
        ("offers", "catalog/offers/*.yaml"),
        ("license", "catalog/licenses/*.yaml"),
        ("benchmark", "catalog/benchmarks/*.yaml"),
    ],
)
def test_shipped_files_fit_their_schema(name: str, pattern: str) -> None:
    top, _, rest = pattern.partition("/")
    validators = (Draft7Validator(schema(name, "draft-07")), Draft202012Validator(schema(name)))
    files = sorted(folder(top).glob(rest))
    assert files
    for file in files:
        data = as_editors_see(read(file).data)
        for validator in validators:
            assert not list(validator.iter_errors(data)), file


@pytest.mark.parametrize(
    "part",
    [
        {"workload": {"requests_per_month": "many", "input_tokens": 1, "output_tokens": 1}},
        {"workload": {"requests_per_month": 1, "output_tokens": 1}},
        {"workload": {"samples": []}},
        {"workload": {"log": "usage.parquet", "sampels": "x"}},
        {"require": {"monthly_budget": 12000}},
        {"require": {"windw": 1}},
        {"task": "suport_chat"},
        {"hosting": {"allow": "cloud"}},
    ],
)
def test_the_schema_refuses_what_the_program_refuses(part: dict[str, Any]) -> None:
    validator = Draft7Validator(schema("profile", "draft-07"))
    whole = {"task": {"chat": 1}, "workload": {"log": "usage.parquet"}}
    assert not list(validator.iter_errors(whole))
    assert list(validator.iter_errors({**whole, **part}))


def test_a_decision_fits_its_schema(decision: Any) -> None:
    record = json.loads(decision.to_json())
    assert not list(Draft7Validator(schema("decision", "draft-07")).iter_errors(record))
