"""What holds for every importer: an excerpt of its real file is read, a broken one is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.catalog.importers import file as upstream_file
from advisor.catalog.importers import importers
from advisor.catalog.importers.claims import Claim, ModelFact, OfferFact, PriceClaim, ScoreClaim
from advisor.catalog.importers.file import UpstreamFile
from advisor.catalog.schema import PriceRow
from advisor.yamlio.problems import InputError

DATA = Path(__file__).parent / "data"
DAY = date(2026, 11, 23)
NAMES = sorted(importers())


def excerpt(name: str) -> Path:
    """The excerpt of the upstream's own file: ``data/NAME`` with any suffix."""
    found = sorted(path for path in DATA.glob(f"{name}.*"))
    assert found, f"tests/catalog/importers/data has no excerpt for {name}"
    return found[0]


def claims(name: str, content: bytes | None = None) -> list[Claim]:
    path = excerpt(name)
    given = path.read_bytes() if content is None else content
    return list(importers()[name].claims(UpstreamFile(path.name, given), DAY))


def refused(name: str, content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        claims(name, content)
    return "\n".join(problem.render() for problem in caught.value.problems)


@pytest.mark.parametrize("name", NAMES)
def test_an_excerpt_of_the_real_file_is_read(name: str) -> None:
    found = claims(name)
    assert found
    assert claims(name) == found, "the same file gives the same claims"
    for claim in found:
        check(claim)


def check(claim: Claim) -> None:
    """Every claim is in the catalog's own fields and units."""
    match claim:
        case PriceClaim():
            assert claim.rows
            for row in claim.rows:
                PriceRow.model_validate({**row, "source": "x", "checked": "2026-11-23"})
        case ScoreClaim():
            assert float(claim.value) >= 0
            assert claim.as_of <= DAY
        case OfferFact() | ModelFact():
            assert claim.value is not None
            assert isinstance(claim.value, bool) or claim.value not in (0, "")
            assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", claim.field)


@pytest.mark.parametrize("name", NAMES)
def test_every_importer_says_whom_it_reads_and_under_which_license(name: str) -> None:
    upstream = importers()[name].upstream
    assert upstream.url.startswith("https://")
    assert upstream.title
    assert upstream.reads
    assert upstream.own or upstream.license


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", ""),
        (b"\x00\x01\x02", ""),
        (b"[[[[", ""),
        (b'"just a text"', ""),
        (b"\xff\xfe\x00", ""),
    ],
)
def test_what_is_no_such_file_is_refused(name: str, content: bytes, said: str) -> None:
    message = refused(name, content)
    assert excerpt(name).name in message
    assert said in message


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_cut_off_is_refused_or_gives_no_wrong_claim(name: str) -> None:
    whole = excerpt(name).read_bytes()
    if excerpt(name).suffix == ".json":
        assert re.search(r":\d+:\d+: not JSON", refused(name, whole[: len(whole) * 2 // 3]))
        return
    known = {repr(claim) for claim in claims(name)}
    try:
        left = claims(name, whole[: len(whole) // 2].rpartition(b"\n")[0])
    except InputError:
        return
    assert len(left) < len(known)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_too_large_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream_file, "MAX_BYTES", 100)
    assert "larger than" in refused(name, b" " * 101)


JSON_NAMES = [name for name in NAMES if excerpt(name).suffix == ".json"]


@pytest.mark.parametrize("name", JSON_NAMES)
@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_are_none_are_refused(name: str, word: str) -> None:
    text = excerpt(name).read_text()
    broken = re.sub(r"(?<=[:\s] )\d+(\.\d+)?(?=[,\n}])", word, text, count=1)
    assert broken != text
    assert re.search("not a number|beyond", refused(name, broken.encode()))


@pytest.mark.parametrize("name", JSON_NAMES)
def test_a_doubled_key_is_refused(name: str) -> None:
    text = excerpt(name).read_text()
    doubled = re.sub(r'("[a-z_]+"): ("[^"]*"|\d+)', r"\1: \2, \1: \2", text, count=1)
    assert "stands twice" in refused(name, doubled.encode())


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in plain data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    return [
        place
        for key, value in inner
        for place in (
            [(*path, key)] + (places(value, (*path, key)) if isinstance(value, dict | list) else [])
        )
    ]


def put(data: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value


BAD: list[Any] = [
    -1,
    10**17,
    "text",
    "",
    None,
    True,
    [],
    {},
    [1],
    {"unknown": 1},
    0.5,
    "2026-99-99",
]


@pytest.mark.parametrize("name", JSON_NAMES)
@settings(max_examples=40)
@given(st.data())
def test_any_single_wrong_value_is_refused_or_left_out(name: str, data: st.DataObject) -> None:
    """Whatever a field holds, it never becomes a claim outside our fields, and nothing crashes."""
    content = json.loads(excerpt(name).read_text())
    path = data.draw(st.sampled_from(places(content)))
    put(content, path, data.draw(st.sampled_from(BAD)))
    found: list[Claim] = []
    messages = ["nothing is wrong"]
    try:
        found = claims(name, json.dumps(content).encode())
    except InputError as fault:
        messages = [problem.message for problem in fault.problems]
    assert messages
    assert all(messages)
    for claim in found:
        check(claim)


Change = Callable[[Any], None]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "genai-prices",
            lambda d: d[0]["models"][0].update(input_mtokk=1),
            "/0/models/0/input_mtokk: an unknown field",
        ),
        (
            "model-prices",
            lambda d: d["prices"]["openai"]["gpt-4.1"]["standard"][0]["rates"].update(inputt=1),
            "/prices/openai/gpt-4.1/standard/0/rates/inputt: an unknown field",
        ),
        (
            "llmdb",
            lambda d: d["openai"]["models"]["gpt-4.1"]["limits"].update(window=1),
            "/openai/models/gpt-4.1/limits/window: an unknown field",
        ),
        (
            "arena",
            lambda d: d["tasks"]["overall"][0].__setitem__(2, "high"),
            "/tasks/overall/0/2: ",
        ),
        ("llm-stats", lambda d: d["gpt-4.1-2025-04-14"][0].update(score=-1), "/score: "),
        ("helm", lambda d: d[0].update(access="free"), "/0/access: "),
        ("inspect-log", lambda d: d.update(status="error"), "the run ended as 'error'"),
        ("lm-eval", lambda d: d["results"]["mmlu"].update({"acc,none": 65}), "0 to 1 is needed"),
        ("promptfoo", lambda d: d["config"].clear(), "/config/description: "),
    ],
)
def test_an_error_names_its_place(name: str, change: Change, said: str) -> None:
    content = json.loads(excerpt(name).read_text())
    change(content)
    assert said in refused(name, json.dumps(content).encode())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("epoch", " 2025 ", " 20255 ", "is not a day and time"),
        ("epoch", ",GPQA diamond,", ",", "columns are needed here"),
        ("lmsys-2023", ",8.99,", ",89.9,", "no possible score"),
        ("lmsys-2023", "mt_bench", "mtbench", "the column 'mt_bench' is missing"),
        ("aider", "pass_rate_2: ", "pass_rate_2: -", "greater than or equal to 0"),
        ("aider", "  model: ", "  modell: ", "an unknown field"),
        ("metergraph", "input_per_mtok: ", "input_per_mtok: .nan #", "not a finite number"),
        ("metergraph", "region: global", "region: global\n    surcharge: 2", "an unknown field"),
    ],
)
def test_an_error_in_other_formats_names_its_place(
    name: str, old: str, new: str, said: str
) -> None:
    text = excerpt(name).read_text()
    assert old in text
    assert said in refused(name, text.replace(old, new, 1).encode())


def test_yaml_that_unfolds_without_end_is_refused() -> None:
    bomb = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for name, before in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"{name}: &{name} [" + ", ".join([f"*{before}"] * 9) + "]\n"
    assert "unfolds to more than is accepted" in refused("metergraph", bomb.encode())
