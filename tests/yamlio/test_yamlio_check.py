"""Model errors in plain English, at the place in the file that they speak of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from advisor.catalog.schema import License, Model, Provider
from advisor.profile.schema import StatedProfile
from advisor.yamlio import InputError, check, read_text

ROOT = Path(__file__).resolve().parents[2]
JARGON = ("Input should", "_parsing", "_type", "valid", "Decimal", "dictionary", "Value error")


def told(text: str, model: Any) -> list[str]:
    """The first lines of all problems, without the file's name."""
    with pytest.raises(InputError) as caught:
        check(read_text(text, "f"), model)
    shown = [each.render().split("\n")[0].removeprefix("f:") for each in caught.value.problems]
    assert not [line for line in shown if any(word in line for word in JARGON)]
    return shown


def test_a_right_document() -> None:
    text = "id: a/b\nname: B\nfamily: b\nopenness: api_only\nreleased: 2026-11-23\n"
    model = check(read_text(text, "f"), Model)
    assert isinstance(model, Model)
    assert str(model.released) == "2026-11-23"


def test_a_model_with_many_errors() -> None:
    text = """\
id: openai/gpt
nam: x
family: f
openness: api
limits: {window: 32k, ouput: 3}
features: {tool_caling: true, reasoning: maybe}
scores:
  - benchmark: mmlu
    value: abc
    by: vendors
    setting: {a: [1], b: x}
    sorce: x
    as_of: tomorrow
    note: 5
sources: {a: 1}
"""
    assert told(text, Model) == [
        "1:1: the required field 'name' is missing",
        "2:1: unknown field 'nam' — did you mean 'name'?",
        "4:11: expected 'open_weights' or 'api_only', found 'api' — did you mean 'api_only'?",
        "5:18: expected a whole number, found '32k'",
        "5:23: unknown field 'ouput' — did you mean 'output'?",
        "6:12: unknown key 'tool_caling' — did you mean 'tool_calling'?",
        "6:42: expected true or false, found 'maybe'",
        "8:5: the required field 'source' is missing",
        "9:12: expected a number, found 'abc'",
        "10:9: expected one of 'vendor', 'independent' or 'own', found 'vendors'"
        " — did you mean 'vendor'?",
        "11:18: expected text, a whole number or true or false, found a list",
        "12:5: unknown field 'sorce' — did you mean 'source'?",
        "13:12: expected a date like 2026-11-23, found 'tomorrow'",
        "14:11: expected text, found 5 (put it in quotes)",
        "15:10: expected a list, found a mapping",
    ]


def test_a_provider_with_aliases_and_wrapped_fields() -> None:
    text = """\
provider: x
offers:
- model: a/b
  endpoint: e
  prices:
  - form: 2026-01-01
    source: s
    checked: 2026-01-01
    input: true
    output: -1
    cache_write: {any: x, fiv_minutes: 3}
    tiers: [{above: 1, facter: 2}]
    region: {eu: {inptu: 3}, EU: {}}
"""
    lines = told(text, Provider)
    assert lines[:6] == [
        "6:5: unknown field 'form' — did you mean 'from'?",
        "9:12: a number is needed, not true or false",
        "10:13: -1 must be at least 0",
        "11:24: expected a number, found 'x'",
        "11:27: unknown field 'fiv_minutes' — did you mean 'five_minutes'?",
        "12:24: unknown field 'facter' — did you mean 'factor'?",
    ]
    assert lines[6] == "13:19: unknown field 'inptu' — did you mean 'input'?"
    assert lines[7].startswith("13:30: 'EU' does not have the expected form")


def test_a_license_with_generic_clauses() -> None:
    text = """\
id: mit
name: MIT
kind: permisive
commercial_use: {value: maybe, txt: 3}
mau_limit:
  value: 1.5
  text: x
"""
    lines = told(text, License)
    assert lines[0].startswith("3:7: expected one of 'permissive', 'copyleft'")
    assert lines[0].endswith("found 'permisive' — did you mean 'permissive'?")
    assert lines[1:] == [
        "4:1: the required field 'text' is missing",
        "4:25: expected one of 'yes', 'no', 'conditional' or 'unknown', found 'maybe'",
        "4:32: unknown field 'txt' — did you mean 'text'?",
        "6:10: expected a whole number, found 1.5",
    ]


class Shares(BaseModel):
    model_config = ConfigDict(extra="forbid")
    chat: int = 0
    coding: int = 0


class Profile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    task: Shares | Literal["support_chat"] = "support_chat"
    window: int | str | None = None
    by_team: dict[str, Shares] = {}
    since: str | None = Field(default=None, validation_alias="from")

    @model_validator(mode="after")
    def _no_coding(self) -> Profile:
        if isinstance(self.task, Shares) and self.task.coding == 13:
            raise ValueError("coding must not be 13")
        return self


def test_unions() -> None:
    text = "task: {chta: 1, coding: x}\nwindow: [1]\nby_team: {Shares: {codin: 1}}\nform: x\n"
    assert told(text, Profile) == [
        "1:8: unknown field 'chta' — did you mean 'chat'?",
        "1:25: expected a whole number, found 'x'",
        "2:9: expected a whole number or text, found a list",
        "3:20: unknown field 'codin' — did you mean 'coding'?",
        "4:1: unknown field 'form' — did you mean 'from'?",
    ]
    assert told("task: suport_chat", Profile) == [
        "1:7: expected a mapping (key: value) or 'support_chat', found 'suport_chat'"
        " — did you mean 'support_chat'?"
    ]


def test_a_validator_of_the_whole() -> None:
    assert told("task: {coding: 13}", Profile) == ["1:1: coding must not be 13"]


def test_other_types_than_models() -> None:
    adapter = TypeAdapter(list[Shares])
    assert check(read_text("- {chat: 1}", "f"), adapter) == [Shares(chat=1)]
    assert told("- {chat: 1}\n- {caht: 1}", adapter) == [
        "2:4: unknown field 'caht' — did you mean 'chat'?"
    ]
    assert check(read_text("[1, 2]", "f"), list[int]) == [1, 2]
    assert told("a: 1", list[int]) == ["1:1: expected a list, found a mapping"]
    assert told("just text", Model) == ["1:1: expected a mapping (key: value), found 'just text'"]


def test_hostile_values_are_neutralized_and_cut() -> None:
    (line,) = told('window: [1]\n"\\e[31m\\u202e": 1', Profile)[1:]
    assert line == "2:1: unknown field '\\x1b[31m\\u202e'"
    (line,) = told(f"- {{chat: {'x' * 10_000}}}", TypeAdapter(list[Shares]))
    assert len(line) < 200


def test_the_number_of_problems_is_bounded() -> None:
    lines = told("[" + "{x: 1}, " * 5_000 + "]", TypeAdapter(list[Shares]))
    assert len(lines) == 101
    assert lines[-1].startswith(" there are more")


def test_reading_does_not_import_pydantic() -> None:
    code = "import sys, advisor.yamlio; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_a_list_is_too_short_only_if_nothing_stands_in_it() -> None:
    text = "task: {{chat: 1}}\nhosting: {{commitments: [{}]}}\n"
    assert told(text.format("two_years"), StatedProfile) == [
        "2:25: expected one of 'on_demand', 'one_year' or 'three_years', found 'two_years'"
    ]
    assert told(text.format(""), StatedProfile) == ["2:24: expected at least 1 entry, found none"]
