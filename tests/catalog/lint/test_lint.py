"""Linting folders: where findings stand, what is accepted, what happens to broken files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from advisor.catalog.lint import Placed, Report, checks, lint
from tests.worlds import (
    TODAY,
    World,
    model,
    offer,
    price,
    provider,
    score,
    small,
    write_files,
)


def report(tmp_path: Path, *overlays: dict[str, Any], base: World | None = None) -> Report:
    root = (base or small()).write(tmp_path / "base")
    folders = [write_files(tmp_path / f"over{n}", files) for n, files in enumerate(overlays)]
    return lint(*folders, shipped=root, as_of=TODAY)


def found(report: Report, check: str) -> list[Placed]:
    return [each for each in report.findings if each.check == check]


FREE = {
    "provider": "acme",
    "offers": [{"model": "acme/alpha", "prices": [price("0", "15")]}],
}


def test_a_finding_points_at_the_line_that_says_it(tmp_path: Path) -> None:
    row = "  - {input: 0, output: 15, source: page, checked: 2026-11-01}\n"
    mine = "provider: acme\noffers:\n- model: acme/alpha\n  prices:\n" + row
    [free] = found(report(tmp_path, {"mine.yaml": mine}), "prices.free")
    assert free.problem.file.endswith("over0/mine.yaml")
    assert (free.problem.line, free.problem.column) == (5, 13)
    assert free.owner == "acme"
    assert free.field == "offers.acme/alpha.prices.input"
    assert free.problem.render().splitlines()[-1].endswith("             ^")


def test_what_a_lower_layer_says_is_shown_there(tmp_path: Path) -> None:
    world = small()
    world.providers[0]["offers"][0]["prices"] = [price("0", "15")]
    over = {"provider": "acme", "offers": [{"model": "acme/beta", "prices": [price("1", "4")]}]}
    [free] = found(report(tmp_path, {"mine.yaml": over}, base=world), "prices.free")
    assert free.problem.file.endswith("base/offers/acme.yaml")


def test_an_accepted_finding_keeps_its_reason(tmp_path: Path) -> None:
    accepted = {"check": "prices.free", "field": "offers.acme/alpha.prices", "why": "A preview."}
    said = report(tmp_path, {"mine.yaml": {**FREE, "accepted": [accepted]}})
    assert [each.accepted for each in found(said, "prices.free")] == ["A preview."]
    assert said.count("warning") == sum(f.level == "warning" for f in said.findings) - 1


def test_another_field_is_not_accepted_with_it(tmp_path: Path) -> None:
    accepted = {"check": "prices.free", "field": "offers.acme/beta", "why": "A preview."}
    said = report(tmp_path, {"mine.yaml": {**FREE, "accepted": [accepted]}})
    assert [each.accepted for each in found(said, "prices.free")] == [None]
    assert len(found(said, "accepted.unused")) == 1


def test_an_overlay_cannot_hide_behind_what_the_catalog_accepts(tmp_path: Path) -> None:
    world = small()
    accepted = {"check": "prices.free", "field": "offers.acme/alpha", "why": "A preview."}
    world.providers[0]["accepted"] = [accepted]
    said = report(tmp_path, {"mine.yaml": FREE}, base=world)
    assert [each.accepted for each in found(said, "prices.free")] == [None]


def test_checks_run_on_what_could_be_read(tmp_path: Path) -> None:
    broken = {"broken.yaml": "id: acme/beta\nlimits: {windw: 5}\n", "mine.yaml": FREE}
    said = report(tmp_path, broken)
    assert ["unknown field 'windw'" in each.message for each in said.problems] == [True]
    assert len(found(said, "prices.free")) == 1


def test_a_reference_that_leads_nowhere_stops_no_check(tmp_path: Path) -> None:
    lost = model(
        "acme/lost",
        license="none",
        base_model="acme/none",
        scores=[score("none", 5)],
        lifecycle={"replacement": "acme/none", "source": "nobody"},
        languages={"stated": ["en"], "source": "nobody"},
    )
    world = small()
    world.models.append(lost)
    world.providers.append(provider("hooli", offer("acme/none", price("0", "0"))))
    said = report(tmp_path, base=world)
    assert len(said.problems) == 7
    assert len(found(said, "prices.free")) == 2


def test_findings_come_in_the_order_of_the_files_and_the_same_every_time(tmp_path: Path) -> None:
    files = {"b.yaml": FREE, "a.yaml": {"id": "acme/beta", "openness": "open_weights"}}
    one, two = report(tmp_path, files), report(tmp_path, files)
    assert one.findings == two.findings
    names = [each.problem.file for each in one.findings]
    assert names == sorted(names)


def test_age_is_counted_on_the_day_that_is_named(tmp_path: Path) -> None:
    root = small().write(tmp_path / "base")
    later = lint(shipped=root, as_of=date(2028, 1, 1))
    assert found(later, "facts.stale")
    assert not found(lint(shipped=root, as_of=TODAY), "facts.stale")
    assert not found(lint(shipped=root, as_of=date(2028, 1, 1), max_days=999), "facts.stale")


def test_one_check_can_be_asked_alone(tmp_path: Path) -> None:
    root = small().write(tmp_path / "base")
    said = lint(shipped=root, as_of=TODAY, only=[checks()["prices.undated"]])
    assert {each.check for each in said.findings} == {"prices.undated"}


def test_numbers_of_a_file_cannot_stop_the_checks(tmp_path: Path) -> None:
    world = small()
    world.models[0]["scores"] = [score("arena-text", "1e999999"), score("arena-text", "1e-999999")]
    world.benchmarks[0]["unit"] = "percent"
    for n, odd in enumerate(("1e-999999", "1e-400", "1000000")):
        world.providers.append(provider(f"odd{n}", offer("acme/alpha", price(odd, odd))))
    said = report(tmp_path, base=world)
    assert not said.problems
    assert len(found(said, "prices.unit-slip")) == 6
    [off] = [each for each in found(said, "scores.off-scale") if each.owner == "acme/alpha"]
    assert "1E+999999 is outside the scale" in off.message


def test_texts_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    evil = "\u001b[31mred\u202e"
    over = {"m.yaml": {"id": "acme/alpha", "aliases": [{"name": evil}]}}
    more = {"n.yaml": {"id": "acme/beta", "aliases": [{"name": evil}]}}
    [twice] = found(report(tmp_path, {**over, **more}), "aliases.claimed-twice")
    assert "\u001b" not in twice.problem.render()
    assert "\u202e" not in twice.problem.render()
