"""Profiles that name samples or a log: what is told of the workload, and by which files."""

from __future__ import annotations

import hashlib
import json
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.decision import Decision
from advisor.pipeline import recommend
from advisor.pricing.tokens import TokenRatios
from advisor.profile.load import LoadedProfile, parse_profile
from advisor.profile.schema import Workload
from advisor.tokens import count, method
from advisor.tokens.family import families
from advisor.workload.logged import workload_file
from advisor.workload.measurement import Measurement, measured
from advisor.workload.summary import to_json, to_yaml
from advisor.yamlio.problems import InputError, Problem
from tests.workload.usage import records, write
from tests.worlds import TODAY, Data, shipped, small

D = Decimal
ENGLISH = "Please tell me where my parcel is; it should have come on Monday. "
KOREAN = "제 소포가 어디에 있는지 알려 주세요. 월요일에 도착했어야 합니다. "


def loaded(folder: Path, **workload: Any) -> LoadedProfile:
    """Of the small world; the file that it says it is does not have to be there."""
    profile = {**small().profile, "workload": workload}
    return parse_profile(json.dumps(profile, indent=1), str(folder / "profile.yaml"))


def told(folder: Path, catalog: Catalog | None = None, **workload: Any) -> Measurement:
    return measured(loaded(folder, **workload), catalog or small().catalog())


def workload_of(found: Measurement) -> Workload:
    assert found.profile.profile.workload
    return found.profile.profile.workload


def prompts(folder: Path, *texts: str) -> str:
    for n, text in enumerate(texts):
        (folder / f"{n:02}.txt").write_text(text)
    return "*.txt"


def refused(folder: Path, **workload: Any) -> Problem:
    with pytest.raises(InputError) as caught:
        told(folder, **workload)
    (problem,) = caught.value.problems
    return problem


def tokens(text: str, family: str = "o200k-base") -> int:
    return count([text], [method(None, family)])[0].mid


def catalog_with(**tokenizers: Data) -> Catalog:
    """The small world with other tokenizers: ``beta={"family": …, "grade": …}``."""
    world = small()
    for model in world.models:
        name = model["id"].partition("/")[2]
        model["tokenizer"] = tokenizers.get(name, model["tokenizer"])
    return world.catalog()


STATED = {"requests_per_month": 1000, "output_tokens": 100}


@cache
def _workload_file(sent: int = 1000) -> str:
    """What ``advisor workload`` writes of a log of five weeks."""
    with TemporaryDirectory() as folder:
        log = write(Path(folder) / "usage.jsonl", records(sent=(sent,)))
        return to_yaml(workload_file([log], ["usage.jsonl"], small().catalog()))


def usage(folder: Path, sent: int = 1000) -> str:
    """The name of such a file in the folder: it is read faster than its log."""
    (folder / "usage.yaml").write_text(_workload_file(sent))
    return "usage.yaml"


# -- samples ----------------------------------------------------------------------------------


def test_samples_tell_the_input_with_their_error(tmp_path: Path) -> None:
    texts = [ENGLISH * n for n in (1, 2, 3, 6)]
    found = told(tmp_path, samples=prompts(tmp_path, *texts), **STATED)
    counts = [tokens(text) for text in texts]
    stated = workload_of(found).input_tokens
    # A conversation of one message has 7 tokens of its chat template, 6 to 8.
    assert stated.base == round(sum(counts) / 4 + 7)
    assert stated.low < min(counts) < max(counts) < stated.high
    (derived,) = (each for each in found.derived if each.field == "workload.input_tokens")
    assert "4 samples (4 english)" in derived.text and "an estimate" in derived.text
    assert workload_of(found).requests_per_month.base == 1000


def test_a_model_counts_as_its_own_tokenizer_counts_the_samples(tmp_path: Path) -> None:
    texts = [KOREAN * n for n in range(1, 9)]
    found = told(tmp_path, samples=prompts(tmp_path, *texts), **STATED)
    catalog = catalog_with(beta={"family": "cl100k-base", "grade": "exact"})
    ratio = TokenRatios(found.profile.profile, catalog.models).of(catalog.models["acme/beta"])
    here, there = (sum(tokens(t, f) for t in texts) for f in ("o200k-base", "cl100k-base"))
    assert ratio.counted and ratio.base == D(f"{there / here:.4f}")
    assert ratio.base - ratio.low < D("0.02"), "the texts are alike, whatever their length"


def test_the_kinds_of_text_are_those_of_the_samples(tmp_path: Path) -> None:
    found = told(tmp_path, samples=prompts(tmp_path, KOREAN * 9, ENGLISH), **STATED)
    text = workload_of(found).text
    assert text
    whole = tokens(KOREAN * 9) + tokens(ENGLISH)
    assert text.kinds == {
        "english": D(f"{tokens(ENGLISH) / whole:.4f}"),
        "korean": D(f"{tokens(KOREAN * 9) / whole:.4f}"),
    }
    # What cannot be counted here is estimated for that text, not for the profile's languages.
    catalog = catalog_with(beta={"family": "claude-4.8", "grade": "reconstructed"})
    without = workload_of(found).model_copy(update={"text": None})
    plain = found.profile.with_workload(without).profile
    of_samples, of_profile = (
        TokenRatios(profile, catalog.models).of(catalog.models["acme/beta"])
        for profile in (found.profile.profile, plain)
    )
    assert not of_samples.counted and of_samples.base > of_profile.base


def test_the_error_of_few_samples_is_in_the_cost(tmp_path: Path) -> None:
    def spread(folder: str, *texts: str) -> float:
        place = tmp_path / folder
        place.mkdir()
        profile = loaded(place, samples=prompts(place, *texts), uncertainty="0%", **STATED)
        decision = recommend(profile, small().catalog(), shipped(), TODAY)
        cost = decision.candidate("acme/alpha")["cost"]
        assert cost and "input_tokens" in {e["input"] for e in cost["simulation"]["drivers"]}
        total = cost["simulation"]["total"]
        return (total["p90"] - total["p10"]) / total["p50"]

    few = [ENGLISH * n for n in (20, 60)]
    assert spread("many", *few * 10) < spread("few", *few * 2) / 2


def test_one_sample_is_told_to_be_one(tmp_path: Path) -> None:
    found = told(tmp_path, samples=prompts(tmp_path, ENGLISH), **STATED)
    (warning,) = found.warnings
    assert "it is one sample" in warning
    assert not (text := workload_of(found).text) or not text.tokens


def test_two_samples_of_two_languages_prove_little_but_not_everything(tmp_path: Path) -> None:
    found = told(tmp_path, samples=prompts(tmp_path, ENGLISH, KOREAN), **STATED)
    text = workload_of(found).text
    assert text
    measured = families().by_id["cl100k-base"].ratios.values()
    ratio = text.tokens["cl100k-base"]
    # No text strays further than any kind of text that was measured.
    assert (ratio.low, ratio.high) == (
        D(f"{min(each.low for each in measured):.4f}"),
        D(f"{max(each.high for each in measured):.4f}"),
    )


def test_what_costs_tokens_and_is_no_text_is_told(tmp_path: Path) -> None:
    image = {"type": "image_url", "image_url": {"url": "x"}}
    line = {"messages": [{"role": "user", "content": [image, {"type": "text", "text": ENGLISH}]}]}
    write(tmp_path / "chats.jsonl", [line, line])
    found = told(tmp_path, samples="chats.jsonl", **STATED)
    assert found.warnings == ("chats.jsonl: these cost tokens and are not counted: image_url (2).",)


# -- logs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["usage.parquet", "usage.csv", "usage.jsonl"])
def test_a_log_tells_all_that_a_cost_needs(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, records())
    found = told(tmp_path, log=name)
    assert workload_of(found).model_dump(exclude_unset=True, mode="json") == {
        "log": [name],
        "requests_per_month": {"low": 730, "base": 730, "high": 731},
        "input_tokens": {"low": 1000, "base": 1000, "high": 1000},
        "output_tokens": {"low": 200, "base": 200, "high": 200},
        "tokens_of": "o200k-base",
        "cached_share": "0.4",
        "batch_share": "0",
        "peak_to_mean": {"low": "1.00", "base": "1.00", "high": "1.00"},
        "growth_per_month": "0",
        "growth_between": {"low": "0", "high": "0"},
    }
    assert all(each.used and each.source == name for each in found.derived)
    assert found.inputs == ((name, hashlib.sha256((tmp_path / name).read_bytes()).hexdigest(), 1),)


def test_a_workload_file_is_as_good_as_its_log(tmp_path: Path) -> None:
    log = write(tmp_path / "usage.jsonl", records(days=50))
    file = workload_file([log], ["usage.jsonl"], small().catalog())
    (tmp_path / "usage.yaml").write_text(to_yaml(file))
    (tmp_path / "usage.json").write_text(to_json(file))
    names = ("usage.jsonl", "usage.yaml", "usage.json")
    first, *others = (workload_of(told(tmp_path, log=name)) for name in names)
    for other in others:
        assert other.model_copy(update={"log": first.log}) == first


def test_the_profile_wins_and_that_is_told(tmp_path: Path) -> None:
    usage(tmp_path)
    found = told(tmp_path, log="usage.yaml", input_tokens=1800, cached_share="60%")
    workload = workload_of(found)
    assert (workload.input_tokens.base, workload.cached_share) == (1800, D("0.6"))
    assert workload.output_tokens.base == 200
    by = {each.field: each for each in found.derived}
    assert not by["workload.input_tokens"].used and by["workload.input_tokens"].value.base == 1000
    assert not by["workload.cached_share"].used and by["workload.output_tokens"].used


def test_a_stated_uncertainty_stands_in_place_of_the_measured_interval(tmp_path: Path) -> None:
    usage(tmp_path)
    plain = workload_of(told(tmp_path, log="usage.yaml", uncertainty="30%"))
    assert plain.requests_per_month.low == plain.requests_per_month.high
    steady = workload_of(told(tmp_path, log="usage.yaml", growth_uncertainty="30%"))
    assert steady.growth_between is None
    grown = workload_of(told(tmp_path, log="usage.yaml", growth_per_month="4%"))
    assert (grown.growth_per_month, grown.growth_between) == (D("0.04"), None)


def test_tokens_of_other_tokenizers_are_carried_over(tmp_path: Path) -> None:
    catalog = catalog_with(beta={"family": "cl100k-base", "grade": "exact"})
    both = [*records(model="acme/alpha"), *records(model="acme/beta", days=20)]
    write(tmp_path / "usage.jsonl", both)
    found = told(tmp_path, catalog, log="usage.jsonl")
    workload = workload_of(found)
    ratio = TokenRatios(small().loaded().profile, catalog.models).of(catalog.models["acme/beta"])
    mean = (35 * 1000 + 20 * 1000 / float(ratio.base)) / 55
    assert workload.tokens_of == "o200k-base"
    assert workload.input_tokens.base == pytest.approx(mean, abs=1)
    assert workload.input_tokens.low < workload.input_tokens.base < workload.input_tokens.high
    assert "tokens of cl100k-base are carried over to o200k-base" in found.derived[0].text
    other = workload_of(told(tmp_path, catalog, log="usage.jsonl", tokens_of="cl100k-base"))
    assert other.tokens_of == "cl100k-base"
    assert other.input_tokens.base == pytest.approx(mean * float(ratio.base), rel=0.01)


def test_a_tokenizer_that_nobody_knows_stays_unknown(tmp_path: Path) -> None:
    world = small()
    del world.models[0]["tokenizer"]
    usage(tmp_path)
    found = told(tmp_path, world.catalog(), log="usage.yaml")
    assert workload_of(found).tokens_of == "acme/alpha"
    assert TokenRatios(found.profile.profile, world.catalog().models).reference is None


def test_samples_say_what_text_a_log_is_of(tmp_path: Path) -> None:
    usage(tmp_path)
    samples = prompts(tmp_path, KOREAN, KOREAN * 2)
    found = told(tmp_path, log="usage.yaml", samples=samples)
    workload = workload_of(found)
    assert workload.input_tokens.base == 1000
    assert workload.text and set(workload.text.kinds) == {"korean"}
    assert [each.name for each in found.inputs] == ["*.txt", "usage.yaml"]


def test_rows_in_no_figure_and_long_requests_are_warned_of(tmp_path: Path) -> None:
    world = small()
    world.providers[0]["offers"][0]["prices"][0]["tiers"] = [{"above": 5000, "factor": "2"}]
    odd = {**records(1)[0], "prompt_tokens": -5}
    write(tmp_path / "usage.jsonl", [*records(sent=(500, 500, 500, 9000)), odd, odd])
    warnings = told(tmp_path, world.catalog(), log="usage.jsonl").warnings
    assert warnings == (
        "usage.jsonl: 2 of 842 rows are in no figure: input tokens are negative (2).",
        "usage.jsonl: 85.7 % of the input tokens are in requests of more than 5,000 tokens, where "
        "some price is another one; here every request counts as the mean one.",
    )


def test_a_file_that_is_not_whole_is_warned_of(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.parquet", records())
    (tmp_path / "b.parquet").write_bytes(whole.read_bytes()[:-900])
    found = told(tmp_path, log="*.parquet")
    assert found.warnings == (
        "*.parquet: something is in no figure: the Parquet file is not complete.",
    )
    assert found.inputs[0].files == 2


def test_growth_of_a_short_log_over_a_long_horizon_is_warned_of(tmp_path: Path) -> None:
    rising = [row for n, row in enumerate(records(days=58)) for _ in range(1 + n // 400)]
    write(tmp_path / "usage.jsonl", rising)
    found = told(tmp_path, log="usage.jsonl")
    growth, ends = workload_of(found).growth_per_month, workload_of(found).growth_between
    assert ends and ends.low < growth < ends.high
    assert "was measured over 58 days and is carried over 12 months" in found.warnings[0]
    assert not told(tmp_path, log="usage.jsonl", horizon_months=1).warnings


def test_thinking_is_not_to_be_added_to_what_a_log_tells(tmp_path: Path) -> None:
    usage(tmp_path)
    (warning,) = told(tmp_path, log="usage.yaml", thinking="added").warnings
    assert "added twice" in warning


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("base: 730", "base: 900", "low <= base <= high"),
        ("cached_share: 0.4", "cached_share: 1.4", "cached_share"),
        ("cached_tokens: 336000", "cached_tokens: 999999", "are more than the input"),
        ("models:", "modells:", "did you mean 'models'"),
    ],
)
def test_a_workload_file_that_was_edited_is_checked(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    file = tmp_path / usage(tmp_path)
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(InputError, match=message):
        told(tmp_path, log="usage.yaml")


# -- files ------------------------------------------------------------------------------------


def test_paths_are_relative_to_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a [b]" / "prompts"
    place.mkdir(parents=True)
    prompts(place, ENGLISH, ENGLISH * 2)
    found = told(place.parent, samples="prompts/*.txt", **STATED)
    assert found.inputs[0].files == 2
    # Its hash is of what is in the files and their names, not of where they lie.
    monkeypatch.chdir(place.parent)
    profile = loaded(place.parent, samples="prompts/*.txt", **STATED)
    there = parse_profile(profile.document.text, "<stdin>")
    assert measured(there, small().catalog()).inputs == found.inputs
    (place / "01.txt").write_text(ENGLISH * 3)
    assert measured(there, small().catalog()).inputs != found.inputs


@pytest.mark.parametrize(
    ("workload", "message", "suggestion"),
    [
        ({"samples": "prompt/*.txt"}, "prompt/*.txt: no file matches", "prompts/*.txt"),
        ({"samples": "prompts/*.md"}, "prompts/*.md: no file matches", "prompts/*.txt"),
        ({"samples": ["prompts/a.txt", "prompts/b.txt"]}, "there is no such file", "prompts/a.txt"),
        ({"samples": "prompts"}, "is a folder; name the files in it", None),
        ({"samples": "empty.txt"}, "empty.txt: is empty", None),
        ({"samples": "binary.txt"}, "is not UTF-8 text", None),
        ({"samples": "broken.jsonl"}, "broken.jsonl:2: is no JSON", None),
        ({"samples": "nothing.jsonl"}, "holds no sample", None),
        ({"log": "usage.parqet"}, "there is no such file", "usage.parquet"),
        ({"log": "usage.parquet"}, "is no complete Parquet file", None),
        ({"log": "notes.txt"}, "ends with none of", None),
        ({"log": ["old.yaml", "prompts/a.txt"]}, "it stands alone", None),
        ({"log": "old.yaml"}, "old.yaml:1: unknown field 'workload'", None),
    ],
)
def test_a_file_that_cannot_be_used_is_told_where_it_is_named(
    workload: dict[str, Any], message: str, suggestion: str | None, tmp_path: Path
) -> None:
    (tmp_path / "prompts").mkdir()
    for name, content in {
        "prompts/a.txt": ENGLISH.encode(),
        "empty.txt": b" \n",
        "binary.txt": b"\xff\xfe",
        "broken.jsonl": b'{"role": "user", "content": "x"}\noops\n',
        "nothing.jsonl": b"\n",
        "usage.parquet": b"PAR1 and no more",
        "notes.txt": b"",
        "old.yaml": b"workload: {}\n",
    }.items():
        (tmp_path / name).write_bytes(content)
    if "old.yaml" in str(workload.get("log")):
        with pytest.raises(InputError) as caught:
            told(tmp_path, **workload)
        assert any(message in each.message for each in caught.value.problems)
        return
    problem = refused(tmp_path, **workload, **STATED)
    assert message in problem.message and problem.suggestion == suggestion
    field = next(iter(workload))
    assert problem.source_line and problem.line and problem.column
    where = (problem.file, field in problem.source_line or "prompts/b.txt" in problem.source_line)
    assert where == (str(tmp_path / "profile.yaml"), True)


def test_what_samples_or_a_short_log_do_not_tell_has_to_be_stated(tmp_path: Path) -> None:
    samples = prompts(tmp_path, ENGLISH)
    with pytest.raises(InputError) as caught:
        told(tmp_path, samples=samples)
    assert [each.message for each in caught.value.problems] == [
        "requests_per_month is needed: samples do not tell how many requests there are; state it",
        "output_tokens is needed: samples do not tell what comes back; state it",
    ]
    assert all(each.source_line == ' "workload": {' for each in caught.value.problems)
    write(tmp_path / "usage.jsonl", records(days=6))
    problem = refused(tmp_path, log="usage.jsonl")
    assert "the log holds less than a whole week" in problem.message
    told(tmp_path, log="usage.jsonl", requests_per_month=1000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"timestamp": "2026-09-07 10:00", "created": None}, "--zone"),
        ({"prompt_tokens": None}, "is no usage record"),
        ({"startTime": "2026-09-07T10:00:00Z", "spend": 1.0}, "State --cached inside"),
    ],
)
def test_a_log_that_needs_options_is_to_be_measured_first(
    change: dict[str, Any], message: str, tmp_path: Path
) -> None:
    rows = [
        {k: v for k, v in {**row, **change}.items() if v is not None} for row in records(days=9)
    ]
    if "spend" in change:
        usage = {"usage_object": {"cache_read_input_tokens": 5}}
        rows = [{**row, "metadata": usage} for row in rows]
    write(tmp_path / "my log.jsonl", rows)
    problem = refused(tmp_path, log="my log.jsonl")
    assert message in problem.message
    assert "`advisor workload 'my log.jsonl' … -o usage.workload.yaml`" in problem.message


def test_without_the_engine_of_logs_a_workload_file_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "usage.jsonl", records(days=1))
    usage(tmp_path)
    monkeypatch.setitem(sys.modules, "ibis", None)
    assert "pip install 'advisor[logs]'" in refused(tmp_path, log="usage.jsonl").message
    assert workload_of(told(tmp_path, log="usage.yaml")).input_tokens.base == 1000


# -- the decision -----------------------------------------------------------------------------


def decided(folder: Path, **workload: Any) -> Decision:
    return recommend(loaded(folder, **workload), small().catalog(), shipped(), TODAY)


def test_the_decision_names_the_files_and_what_they_told(tmp_path: Path) -> None:
    usage(tmp_path)
    decision = decided(tmp_path, log="usage.yaml", input_tokens=1800)
    record = decision.record
    (file,) = record["inputs"]["workload"]
    assert file["name"] == "usage.yaml" and len(file["sha256"]) == 64
    by = {each["field"]: each for each in record["measured"]}
    assert by["workload.output_tokens"]["value"] == {"low": 200, "base": 200, "high": 200}
    assert by["workload.output_tokens"]["used"] and not by["workload.input_tokens"]["used"]
    assumed = {each["field"] for each in record["assumptions"]}
    assert not assumed & {"workload.cached_share", "workload.growth_per_month"}
    assert "workload.horizon_months" in assumed


def test_the_same_files_give_the_same_bytes_and_others_another_decision(tmp_path: Path) -> None:
    usage(tmp_path)
    first, second = (decided(tmp_path, log="usage.yaml").to_json() for _ in range(2))
    assert first == second
    usage(tmp_path, 1001)
    other = json.loads(decided(tmp_path, log="usage.yaml").to_json())
    assert other["id"] != json.loads(first)["id"]


def test_reports_tell_it_and_a_stored_decision_needs_no_file(tmp_path: Path) -> None:
    log = tmp_path / usage(tmp_path)
    stored = decided(tmp_path, log="usage.yaml", input_tokens=1800).to_json()
    log.unlink()
    again = Decision.from_json(stored)
    digest = json.loads(stored)["inputs"]["workload"][0]["sha256"]
    for text in (again.to_html(), again.to_markdown()):
        assert "usage.yaml" in text and digest in text
        assert "The profile states another figure, which counts." in text
        assert "The mean of 840 logged requests" in text
