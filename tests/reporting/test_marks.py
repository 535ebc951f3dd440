"""A fact in doubt is seen at its place, in every format, without color."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.decision import Decision
from advisor.reporting import explain, table
from advisor.reporting.doubts import doubts
from tests.reporting.pages import Page
from tests.worlds import (
    PAGE,
    World,
    a_license,
    benchmark,
    model,
    offer,
    price,
    provider,
    score,
    small,
)

WHY = "it adds input and output"


def doubted() -> World:
    """The recommended model's window is disputed; the price of the runner-up is old."""
    world = small()
    world.sources.append({**PAGE, "id": "rumor", "title": "A rumor"})
    world.profile["require"] = {"window": 32_000}
    world.models[0]["disputed"] = [
        {"field": "limits.window", "value": 1_000_000, "source": "rumor", "why": WHY}
    ]
    world.providers[0]["offers"][1]["prices"][0]["checked"] = "2026-01-01"
    return world


@pytest.fixture
def decision() -> Decision:
    found = doubted().decide()
    assert found.record["ranking"][:2] == ["acme/alpha@acme", "acme/beta@acme"]
    return found


def explained(decision: Decision, id: str) -> str:
    return " ".join(explain.render(decision.record, decision.candidate(id), False).split())


def test_html_marks_the_fact_with_a_word(decision: Decision) -> None:
    text = Page(decision.to_html()).text
    assert "disputed" in text
    assert f"A rumor says 1,000,000 tokens ({WHY})" in text
    assert "last supported 326 days ago" in text
    assert "A source contradicts facts that it rests on: context window." in text


def test_markdown_lists_the_facts_in_doubt(decision: Decision) -> None:
    text = decision.to_markdown()
    said = f"context window: 128,000 tokens; disputed: A rumor says 1,000,000 tokens ({WHY})"
    assert f"Alpha · Acme, {said} [2]" in text
    assert "stale: last supported 326 days ago" in text


def test_explain_marks_the_fact(decision: Decision) -> None:
    text = explained(decision, "acme/alpha@acme")
    assert f"≠ disputed: A rumor says 1,000,000 tokens ({WHY}) [2]" in text
    assert "† stale: last supported 326 days ago" in explained(decision, "acme/beta@acme")


def test_the_table_has_signs_and_their_legend(decision: Decision) -> None:
    lines = table.render(decision.record, False).splitlines()
    assert any(line.startswith(" 1  Alpha ≠ ") for line in lines)
    assert any(line.startswith(" 2  Beta † ") for line in lines)
    text = " ".join(" ".join(lines).split())
    assert "≠ a source contradicts a fact that it rests on; † a fact that it rests on is" in text
    assert f"≠ context window: disputed: A rumor says 1,000,000 tokens ({WHY})" in text


def test_without_a_doubt_there_is_no_sign_and_no_legend() -> None:
    decision = small().decide()
    for text in (
        table.render(decision.record, False),
        decision.to_markdown(),
        explained(decision, "acme/beta@acme"),
    ):
        assert "≠" not in text
        assert "disputed:" not in text
    assert 'class="mark' not in decision.to_html()


def test_doubts_are_the_marks_and_the_makers_word() -> None:
    assert not doubts(small().decide().record, small().decide().candidate("acme/beta@acme"))
    world = doubted()
    world.profile["policy"] = {"vendor_claims": "accept"}
    world.models[0]["scores"] = [score("arena-text", 1450, "vendor")]
    decision = world.decide()
    found = doubts(decision.record, decision.candidate("acme/alpha@acme"))
    assert [doubt.sign for doubt in found] == ["≠", "!"]
    assert found[1].text == "shown ability in dialogue: claimed by the maker alone"


def test_what_one_source_says_for_one_reason_is_told_together() -> None:
    world = doubted()
    world.providers[0]["disputed"] = [
        {"field": f"offers[beta].prices.{name}", "value": "9", "source": "rumor", "why": WHY}
        for name in ("input", "output")
    ]
    text = explained(world.decide(), "acme/beta@acme")
    assert f"A rumor says 9 of prices.input, 9 of prices.output ({WHY})" in text


def close() -> World:
    """Two models whose Arena ratings lie within each other's intervals."""
    arena = benchmark("arena-text", unit="elo", name="Arena")
    return World(
        models=[
            model(f"acme/{name}", scores=[rating(value, half)])
            for name, value, half in (("alpha", 1441, 5), ("beta", 1438, 6), ("gamma", 1300, 4))
        ],
        providers=[
            provider("acme", *(offer(f"acme/{n}", price()) for n in ("alpha", "beta", "gamma")))
        ],
        benchmarks=[arena],
        profile={"task": {"chat": 1}, "prefer": {"quality": 1}},
    )


def rating(value: int, half: int) -> Any:
    return score(
        "arena-text",
        value,
        low=str(value - half),
        high=str(value + half),
        samples=23_181,
        setting={"board": "overall"},
        as_of="2026-10-20",
    )


def test_a_rating_enters_with_its_interval_and_is_told_with_it() -> None:
    decision = close().decide()
    told = "Arena 1441 (1436-1446), 23,181 votes, board overall, 2026-10-20"
    first = decision.candidate("acme/alpha@acme")
    quality = next(item for item in first["criteria"] if item["weight"])
    assert told in quality["reason"]
    assert quality["band"][0] < quality["value"] < quality["band"][1]
    assert first["band"] == quality["band"]
    assert told in Page(decision.to_html()).text
    assert told in explained(decision, "acme/alpha@acme")


def test_an_order_inside_the_intervals_is_told_as_within_the_margin() -> None:
    decision = close().decide()
    for text in (decision.to_markdown(), Page(decision.to_html()).text):
        assert "behind, within the margin: their bands overlap." in text
    said = " ".join(table.render(decision.record, False).split())
    assert "The intervals of scores and makers' claims could turn the order." in said
    apart = close()
    del apart.models[1], apart.providers[0]["offers"][1]
    text = apart.decide().to_markdown()
    assert "within the margin" not in text


def bound() -> World:
    """A model whose base model's license binds at a million users; the profile has two."""
    world = small()
    world.profile["organization"] = {"monthly_active_users": 2_000_000}
    world.profile["require"] = {"commercial_use": True}
    world.profile["hosting"] = {"allow": ["api"]}
    capped = a_license("capped", "conditional", "community", mau_limit=1_000_000, name="Capped")
    capped["mau_limit"] |= {
        "text": "Above a million users ask the maker.",
        "section": "2.b",
        "url": "https://example.org/capped",
        "read": "2026-11-02",
    }
    world.licenses.append(capped)
    world.models.append(model("globex/base", openness="open_weights", license="capped"))
    world.models[2]["base_model"] = "globex/base"
    return world


CITED = "2,000,000 monthly users, limit 1,000,000 (Capped, section 2.b, through its base model"


def test_the_clause_that_binds_is_in_the_record_with_its_place() -> None:
    record = bound().decide().candidate("globex/open-7b@initech")
    gate = next(gate for gate in record["gates"] if gate["rule"] == "license.user-limit")
    assert gate["outcome"] == "fail"
    assert f"{CITED} globex/base)" in gate["reason"]
    fact = gate["facts"][0]
    assert fact["note"] == "2,000,000 monthly users, limit 1,000,000"
    assert fact["clause"] == {
        "license": "Capped",
        "section": "2.b",
        "text": "Above a million users ask the maker.",
        "url": "https://example.org/capped",
        "read": "2026-11-02",
        "through": "globex/base",
    }


def test_the_clause_that_binds_is_quoted_in_every_report() -> None:
    decision = bound().decide()
    html = decision.to_html()
    said = Page(html).text
    markdown = decision.to_markdown()
    told = explained(decision, "globex/open-7b@initech")
    for text in (said, markdown, told):
        assert CITED in text
        assert "Above a million users ask the maker." in text
        assert "read 2026-11-02" in text
    assert 'href="https://example.org/capped"' in html
    assert "<https://example.org/capped>" in markdown
    assert "https://example.org/capped" in told


def test_a_clause_that_does_not_bind_is_told_with_the_numbers() -> None:
    world = bound()
    world.profile["organization"] = {"monthly_active_users": 999_999}
    world.profile["prefer"] = {"openness": 1}
    decision = world.decide()
    assert decision.record["recommendation"] == "globex/open-7b@initech"
    text = decision.to_markdown()
    assert "999,999 monthly users, limit 1,000,000. Capped, section 2.b" in text
    assert "999,999 monthly users, limit 1,000,000" in Page(decision.to_html()).text


EVIL = "\x1b[31m\u202e<script>alert(1)</script> | [x](javascript:1) `"


def test_hostile_claims_and_clauses_stay_text() -> None:
    world = bound()
    world.sources.append({**PAGE, "id": "rumor", "title": EVIL})
    world.models[0]["disputed"] = [
        {"field": "limits.window", "value": EVIL, "source": "rumor", "why": EVIL},
        {"field": f"limits{EVIL}", "value": 1, "source": "rumor", "why": EVIL},
    ]
    world.profile["require"]["window"] = 32_000
    world.licenses[-1]["mau_limit"] |= {"text": EVIL, "section": EVIL}
    world.licenses[-1]["name"] = EVIL
    decision = world.decide()
    record, item = decision.record, decision.candidate("acme/alpha@acme")
    texts = [
        table.render(record, False, 300),
        explain.render(record, item, False, 300),
        explain.render(record, decision.candidate("globex/open-7b@initech"), False, 300),
        decision.to_markdown(),
        decision.to_html(),
        explain.markdown(record, item),
    ]
    for text in texts:
        assert not {"\x1b", "\u202e"} & set(text)
    for text in texts[3:]:
        assert "<script>alert" not in text
    assert "](javascript" not in texts[3].replace("\\]", "")
    assert not [a for a in Page(texts[4]).all("a") if "javascript" in str(a.get("href"))]
