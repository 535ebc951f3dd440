"""What a report says of own machines: sizes, speed, cost, assumptions, what would change it."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.reporting import compare, explain, html, markdown, table
from advisor.reporting.hosting import flips
from advisor.reporting.outlook import volumes
from advisor.reporting.start import snippets
from advisor.reporting.words import Words
from tests.reporting.pages import Page
from tests.reporting.sample import sample_record

WORDS = Words("en")
SAID = (
    "2 × Acme H100 80GB (tensor parallel 2, data parallel 1)",
    "Box of four, 4 GPUs, acme, eu-1, de, for one year",
    "3 replicas in the first month (2 machines), 5 in the last (3 machines), 1 to spare",
)


def winner(record: Any) -> Any:
    return next(item for item in record["candidates"] if item["id"] == record["recommendation"])


def section(record: Any, name: str) -> str:
    text = html.render(record)
    start = text.index(f'<section id="{name}"')
    return " ".join(Page(text[start : text.index("</section>", start)]).text.split())


def test_the_page_tells_what_runs_how_fast_and_at_which_price() -> None:
    said = section(sample_record(hosted=True), "machines")
    for part in (
        *SAID,
        "fp8, fewer bits than the weights that were measured",
        "memory is tight",
        "Dimensions secondary (heads counted by hand)",
        "long inputs",
        "USD 9.75 an hour, without a date [1] page",
        "from one output token of a request to its next, at the peak 12.5 20.5 31",
        "to its first output token, at the peak 150 301.5 640",
        "rent of the machines 21,105 26,381 31,657 people who run them",
        "together 28,139 35,174 42,209",
    ):
        assert part in said, part


def test_a_judgment_a_source_and_what_the_profile_states_are_told_apart() -> None:
    said = section(sample_record(hosted=True), "machines")
    assert "times the mean 2026-02-03 [3]" in said
    assert "engineers judgment [6]" in said
    assert "USD a year stated in the profile" in said


def test_a_source_without_a_day_is_told_by_the_day_it_was_read() -> None:
    record = sample_record(hosted=True)
    winner(record)["cost"]["hosting"]["assumptions"][0]["as_of"] = None
    assert "times the mean read 2026-11-23 [3]" in section(record, "machines")


def test_what_would_change_it_stands_on_the_page_and_in_the_summary() -> None:
    record = sample_record(hosted=True)
    told = "price of a machine about 14.2 USD per machine and hour (assumed: 9.75)"
    assert told in section(record, "machines")
    assert "times the estimate 1 none within reach" in section(record, "machines")
    assert told in section(record, "summary")
    record["recommendation"] = record["ranking"][2]
    assert told not in section(record, "summary")


def test_a_sentence_names_the_nearest_assumptions_and_the_table_all() -> None:
    record = sample_record(hosted=True)
    assert record["flips"]
    far = [("engineer-share", 1.0, 8.0), ("peak-to-mean", 3.0, 4.0), ("target-load", 0.7, 0.5)]
    record["flips"]["flips"] = [
        {"assumption": name, "unit": "units", "base": base, "at": at} for name, base, at in far
    ]
    told = flips(record, WORDS)
    assert told and len(told.rows) == 3
    said = told.conclusion.say()
    assert said.index("busiest hour over the mean about 4") < said.index("load that is planned for")
    assert "engineers" not in said


def test_nothing_within_reach_is_said_so() -> None:
    record = sample_record(hosted=True)
    assert record["flips"]
    record["flips"]["flips"] = record["flips"]["flips"][1:]
    told = flips(record, WORDS)
    assert told and "No single assumption" in told.conclusion.say()


def test_volumes_tell_the_machines_and_the_cost_at_each_place() -> None:
    told = volumes(sample_record(hosted=True), WORDS)
    assert told and told.chart
    assert [row.machines for row in told.rows] == [
        "",
        "7 replicas of 2 × Acme H100 80GB, 4 machines",
    ]
    assert told.places == ("25,000", "250,000", "2,500,000")
    assert dict(told.costs)["Claude Sonnet 4.5 · Provider 1"] == ("720", "7,200", "72,000")


def test_the_first_steps_hold_the_command_and_what_the_engine_should_report() -> None:
    said = section(sample_record(hosted=True), "start")
    for part in (
        "vllm serve maker/model \\ --tensor-parallel-size 2 \\ --enable-expert-parallel",
        "35.0 GiB of weights and 25.0 GiB for the cache",
        "quantized while it is loaded",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("ranks", "quantized", "kinds"),
    [(2, False, ["vllm"]), (1, True, ["vllm"]), (1, False, ["vllm", "transformers"])],
)
def test_a_notebook_is_no_way_to_several_gpus(
    ranks: int, quantized: bool, kinds: list[str]
) -> None:
    item = winner(sample_record(hosted=True))
    item["cost"]["hosting"]["layout"]["tensor_parallel"] = ranks
    item["cost"]["hosting"]["quantized"] = quantized
    assert [each.kind for each in snippets(item)] == kinds
    item["cost"]["hosting"]["start"] = None
    assert snippets(item) == []


def test_markdown_and_the_terminal_tell_it_in_short() -> None:
    record = sample_record(hosted=True)
    item, other = winner(record), record["candidates"][1]
    for text in (markdown.render(record), explain.render(record, item, False, 200)):
        for part in SAID[1:]:
            assert part in text, part
    said = markdown.render(record)
    assert "| Engineers who run it | 0.125 | 0.25 | 1 | engineers | **judgment** [6] |" in said
    assert "  --tensor-parallel-size 2 \\\n" in said
    assert "no day known" in explain.render(record, item, False)
    assert "own machines: paid for" in compare.render(record, [item, other], False, 200)
    assert "own machines" not in compare.render(record, [other], False, 200)
    assert "On own machines: 2 × Acme" in " ".join(table.render(record, False).split())


def test_without_own_machines_nothing_is_said_of_them() -> None:
    record = sample_record()
    assert 'id="machines"' not in html.render(record)
    assert "## Own machines" not in markdown.render(record)
    assert "On own machines" not in table.render(record, False)
