from __future__ import annotations

import json
from pathlib import Path
from typing import Any

AS_OF = ("--as-of", "2026-11-23")


def test_a_table_names_the_first_the_open_and_the_rejected(run: Any, profile: str) -> None:
    text = run("recommend", profile, *AS_OF).stdout
    assert "Recommended: Acme Large · Acme" in text
    assert "For review (1 model)" in text
    assert "Rejected (2 models)" in text
    assert "prices from 2028-01" in text
    assert "Today: Open Base 7B · Cumulus Cloud: rejected" in text
    assert "advisor explain profile.yaml acme/large@acme" in text


def test_output_is_the_same_bytes_twice(run: Any, profile: str) -> None:
    first = run("recommend", profile, *AS_OF, "-f", "json").stdout_bytes
    assert run("recommend", profile, *AS_OF, "-f", "json").stdout_bytes == first


def test_the_profile_may_come_from_standard_input(run: Any, profile: str) -> None:
    text = Path(profile).read_text()
    assert "Acme Large" in run("recommend", "-", *AS_OF, stdin=text).stdout


def test_the_format_follows_from_the_suffix(run: Any, profile: str, tmp_path: Path) -> None:
    target = tmp_path / "decision.json"
    run("recommend", profile, *AS_OF, "-o", str(target))
    assert json.loads(target.read_text())["recommendation"] == "acme/large@acme"


def test_nothing_qualifies_exits_with_1_and_says_what_would_help(run: Any, tmp_path: Path) -> None:
    strict = tmp_path / "strict.yaml"
    strict.write_text("task: {chat: 1}\nrequire: {window: 10M}\n")
    text = run("recommend", str(strict), *AS_OF, code=1).stdout
    assert "Nothing qualifies" in text
    assert "What would let a candidate in" in text
    assert "context window >= 10,000,000 tokens" in " ".join(text.split())


def test_an_overlay_is_named_and_its_price_counts(run: Any, profile: str, tmp_path: Path) -> None:
    overlay = tmp_path / "negotiated"
    overlay.mkdir()
    (overlay / "offer.yaml").write_text(
        "provider: cumulus\n"
        "offers:\n"
        "  - model: acme/large\n"
        "    endpoint: acme.large-v1\n"
        '    prices: [{input: "0.50", output: "1.00", source: survey, checked: 2026-11-20}]\n'
    )
    text = run("recommend", profile, *AS_OF, "--catalog", str(overlay)).stdout
    assert "+ negotiated" in text
    assert "Recommended: Acme Large · Cumulus Cloud" in text


def test_render_gives_the_table_again_without_the_catalog(
    run: Any, profile: str, tmp_path: Path
) -> None:
    stored = tmp_path / "decision.json"
    run("recommend", profile, *AS_OF, "-f", "json", "-o", str(stored))
    assert run("render", str(stored)).stdout == run("recommend", profile, *AS_OF).stdout
    assert run("render", str(stored), "-f", "json").stdout == stored.read_text()


def test_render_refuses_what_is_no_decision(run: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"schema_version": "9.0"}')
    assert "not a decision" in run("render", str(wrong), code=2).stderr
