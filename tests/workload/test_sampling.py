"""Sample prompts: tokens by family and language, with the error of the sample."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from advisor.tokens import count, method
from advisor.workload import from_samples
from advisor.yamlio.problems import InputError

ENGLISH = "Please tell me where my parcel is; it should have come on Monday. "
KOREAN = "제 소포가 어디에 있는지 알려 주세요. 월요일에 도착했어야 합니다. "
FAMILY = "o200k-base"


def tokens(text: str) -> int:
    return count([text], [method(None, FAMILY)])[0].mid


def test_mean_error_and_interval_are_those_of_the_counts(tmp_path: Path) -> None:
    texts = [ENGLISH * n for n in (1, 2, 3, 6)]
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.txt").write_text(text)
    whole, english = from_samples([str(tmp_path / "*.txt")], [FAMILY])
    counts = [tokens(text) for text in texts]
    mean = sum(counts) / 4
    error = math.sqrt(sum((n - mean) ** 2 for n in counts) / 3 / 4)
    assert (whole.language, english.language, whole.samples) == ("all", "english", 4)
    assert whole.text.value == mean and whole.text.error == pytest.approx(error)
    assert whole.text.high - mean == pytest.approx(3.1824 * error, rel=1e-4)
    assert whole.grade == "exact" and whole.counting.low == whole.counting.high == mean


def test_each_language_has_its_own_figures(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"en{n}.txt").write_text(ENGLISH)
        (tmp_path / f"ko{n}.txt").write_text(KOREAN)
    found = from_samples([str(tmp_path / "*.txt")], [FAMILY, "cl100k-base"])
    by = {(each.family, each.language): each for each in found}
    assert len(by) == 6
    assert by[FAMILY, "korean"].text.value == tokens(KOREAN)
    # The older vocabulary needs many more tokens for Korean, and about as many for English.
    ratio = {
        name: by["cl100k-base", name].text.value / by[FAMILY, name].text.value
        for name in ("english", "korean")
    }
    assert ratio["korean"] > 1.3 > 1.1 > ratio["english"]


def test_chat_template_and_tools_are_estimated_on_top(tmp_path: Path) -> None:
    plain = {"messages": [{"role": "user", "content": ENGLISH}]}
    tool = {"type": "function", "function": {"name": "track", "parameters": {"type": "object"}}}
    (tmp_path / "plain.jsonl").write_text(f"{json.dumps(plain)}\n" * 2)
    (tmp_path / "tools.jsonl").write_text(f"{json.dumps({**plain, 'tools': [tool]})}\n" * 2)
    bare, with_tools = (
        from_samples([str(tmp_path / name)], [FAMILY])[0] for name in ("plain.jsonl", "tools.jsonl")
    )
    assert bare.text.value == with_tools.text.value == tokens(ENGLISH)
    assert bare.tools == (0, 0, 0) and 0 < bare.frame.low < bare.frame.high
    schema = tokens(json.dumps([tool], separators=(",", ":")))
    assert with_tools.tools == pytest.approx((schema * 0.5, schema, schema * 1.3))
    low, mid, high = with_tools.total
    assert low < mid < high
    assert mid == with_tools.text.value + with_tools.frame.mid + schema


def test_another_tokenizer_widens_the_band(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH * 20)
    exact, proxy = from_samples([str(tmp_path / "a.txt")], [FAMILY, "nobody-knows"])[::2]
    assert exact.grade == "exact" and proxy.grade == "proxy" and proxy.notes
    width = [(each.total.high - each.total.low) / each.total.mid for each in (exact, proxy)]
    assert width[1] > width[0] + 0.1


def test_of_one_sample_the_error_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    found = from_samples([str(tmp_path / "a.txt")], [FAMILY])[0]
    assert found.samples == 1 and math.isnan(found.text.error)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", b"oops\n", "a.jsonl:1"),
        ("a.jsonl", b'{"question": 5}\n', "neither `messages` nor"),
        ("a.txt", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("a.jsonl", b'{"role": "user", "content": "x"}\n\n[1]\n', "a.jsonl:3"),
        ("a.jsonl", b"\n", "holds no sample"),
        ("a.txt", b"\n \n", "is empty"),
    ],
)
def test_what_is_no_sample(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=told):
        from_samples([str(tmp_path / name)], [FAMILY])
    with pytest.raises(InputError, match="no file matches"):
        from_samples([str(tmp_path / "*.md")], [FAMILY])
