"""What a report says of uncertain costs, in HTML, Markdown and on a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.decision import Decision
from advisor.reporting import html, markdown, table
from advisor.reporting.outlook import chance, volumes
from advisor.reporting.words import Words
from tests.reporting.pages import Page
from tests.reporting.sample import sample_record
from tests.worlds import small

WORDS = Words("en")


def cost_section(record: Any) -> str:
    text = html.render(record)
    start = text.index('<section id="cost"')
    return Page(text[start : text.index("</section>", start)]).text


def old(record: Any) -> Any:
    """The same as an earlier version wrote it."""
    record.pop("cheapest_by_volume")
    for item in record["candidates"]:
        if item["cost"]:
            item["cost"].pop("simulation", None)
            item["cost"].pop("tokens", None)
    return record


def test_the_page_tells_the_spread_its_drivers_the_risk_the_tokens_and_the_volumes() -> None:
    said = cost_section(sample_record())
    for part in (
        "in one case of ten below P10",
        "What drives the cost",
        "number of requests",
        "60%",
        "below 1%",
        "several together",
        "First month likely above it",
        "2027-12",
        "Present value",
        "Saving",
        "family-a",
        "not measured",
        "1.01 (0.95–1.20)",
        "1,818 (1,710–2,160)",
        "changes at 31,250",
        "budget USD 12,000",
    ):
        assert part in said, part


def test_markdown_tells_the_same_in_short() -> None:
    said = markdown.render(sample_record())
    for part in ("| P10 | P50 | P90 | A month above the budget |", "| 60% |", "changes at 31,250"):
        assert part in said, part


def test_a_terminal_has_one_line_of_it() -> None:
    said = " ".join(table.render(sample_record(), color=False).split())
    assert "In 8 of 10 cases USD" in said
    assert "A month above the budget: 60% likely." in said


def test_a_decision_of_an_earlier_version_is_shown_as_it_was_made() -> None:
    record = old(sample_record())
    said = cost_section(record)
    assert "between the low and the high estimate" in said
    assert "P10" not in said and "drives" not in said and "Tokenizer" not in said
    assert "P10" not in markdown.render(record)
    assert "8 of 10" not in table.render(record, color=False)


def test_one_that_asks_for_nothing_more_has_no_empty_columns() -> None:
    record = sample_record()
    for item in record["candidates"]:
        if item["cost"]:
            for name in ("budget", "present_value", "against"):
                item["cost"]["simulation"].pop(name, None)  # type: ignore[misc]
    said = cost_section(record)
    assert "P90" in said
    assert "above the budget" not in said and "Present value" not in said
    assert "Saving" not in said


@pytest.mark.parametrize(
    ("likelihood", "said"),
    [(0, "below 1%"), (0.004, "below 1%"), (0.126, "13%"), (0.996, "above 99%"), (1, "above 99%")],
)
def test_what_no_point_has_seen_is_not_called_impossible(likelihood: float, said: str) -> None:
    assert chance(likelihood, WORDS) == said


def test_one_cheapest_for_all_volumes_is_said_so() -> None:
    record = sample_record()
    found = record["cheapest_by_volume"]
    assert found
    found["stretches"] = found["stretches"][:1]
    told = volumes(record, WORDS)
    assert told and "stays the cheapest" in told.conclusion.say()


def test_a_stored_decision_is_shown_alike() -> None:
    decision = small().decide()
    assert Decision.from_json(decision.to_json()).to_html() == decision.to_html()
