from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.cli import tokens
from tests.tokens.vocabularies import rank_file

ENGLISH = "The committee met on Tuesday and decided to wait for another week.\n" * 100
MODEL = """\
id: acme/{name}
name: Acme {name}
family: acme
openness: api_only
tokenizer: {{family: {family}, grade: {grade}}}
aliases: [{{name: acme-{name}-2026}}]
sources: [{{id: card, title: Card, url: "https://example.com", read: 2026-11-20}}]
"""


@pytest.fixture
def overlay(tmp_path: Path) -> str:
    folder = tmp_path / "overlay" / "models" / "acme"
    folder.mkdir(parents=True)
    for name, family, grade in (
        ("exact", "o200k-base", "exact"),
        ("older", "cl100k-base", "exact"),
        ("stand-in", "gemma-4", "exact"),
        ("new", "unheard-of", "exact"),
    ):
        text = MODEL.format(name=name, family=family, grade=grade)
        (folder / f"{name}.yaml").write_text(text)
    return str(tmp_path / "overlay")


@pytest.fixture
def prompt(tmp_path: Path) -> Path:
    path = tmp_path / "prompt.txt"
    path.write_text(ENGLISH)
    return path


@pytest.fixture
def told(run: Any, overlay: str) -> Any:
    def call(*arguments: Any, **more: Any) -> list[dict[str, Any]]:
        done = run("tokens", *arguments, "--catalog", overlay, "-f", "json", **more)
        items: list[dict[str, Any]] = json.loads(done.stdout)["items"]
        return items

    return call


def test_the_contract(told: Any, prompt: Path) -> None:
    exact, older, unknown = told(prompt, "-m", "acme/exact", "-m", "acme/older", "-m", "acme/small")
    assert (
        exact.items()
        >= {
            "file": str(prompt),
            "model": "acme/exact",
            "tokenizer": "o200k-base",
            "grade": "exact",
            "tokens": 1300,
            "low": 1300,
            "high": 1300,
            "bytes": len(ENGLISH),
        }.items()
    )
    assert (older["tokenizer"], older["grade"]) == ("cl100k-base", "exact")
    assert (unknown["tokenizer"], unknown["grade"]) == (None, "proxy")
    assert unknown["low"] < unknown["tokens"] < unknown["high"]
    assert "does not say" in unknown["notes"][0]


def test_models_come_as_asked_and_files_in_order(told: Any, prompt: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Hi")
    items = told(prompt, other, "-m", "acme/older", "-m", "acme-exact-2026")
    assert [(Path(item["file"]).name, item["model"]) for item in items] == [
        ("prompt.txt", "acme/older"),
        ("prompt.txt", "acme/exact"),
        ("other.txt", "acme/older"),
        ("other.txt", "acme/exact"),
    ]


def test_without_models_every_family_is_compared(told: Any, prompt: Path) -> None:
    items = told(prompt)
    assert len(items) > 10
    assert all(item["model"] is None and item["tokenizer"] for item in items)


def test_standard_input(told: Any) -> None:
    (item,) = told("-", "-m", "acme/exact", stdin="Hello, 세계!")
    assert (item["file"], item["tokens"], item["bytes"]) == ("-", 4, 14)


def test_a_file_of_the_user_for_a_model(told: Any, prompt: Path, tmp_path: Path) -> None:
    own = rank_file(tmp_path / "own.tiktoken")
    (item,) = told(prompt, "--tokenizer", f"acme/exact={own}")
    assert (item["model"], item["grade"], item["tokens"]) == ("acme/exact", "exact", len(ENGLISH))
    (item,) = told(prompt, "--tokenizer", f"acme/small={own}")
    assert item["grade"] == "reconstructed"


def test_messages(told: Any, tmp_path: Path) -> None:
    chat = tmp_path / "chat.jsonl"
    messages = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": None}]
    chat.write_text(json.dumps({"messages": messages, "tools": [{}]}) + "\n")
    (item,) = told(chat, "-m", "acme/exact", "--messages")
    assert item["tokens"] == 1
    assert item["overhead"] == {
        "low": 9,
        "mid": 11,
        "high": 13,
        "grade": "estimate",
        "messages": 2,
        "conversations": 1,
        "not_counted": {"tools": 1},
    }


def test_the_table(run: Any, overlay: str, prompt: Path) -> None:
    asked = ("-m", "acme/exact", "-m", "acme/stand-in", "-m", "acme/new")
    done = run("tokens", prompt, prompt.with_name("none") / "..", code=2)
    assert "is a folder" in done.stderr or "cannot be read" in done.stderr
    lines = run("tokens", prompt, *asked, "--catalog", overlay).stdout.splitlines()
    rows = {line.split()[0]: line for line in lines if line.startswith("  acme/")}
    assert rows["acme/exact"].split()[1:] == ["1,300", "1.00", "exact"]
    assert " to " in rows["acme/stand-in"]
    assert "proxy [" in rows["acme/stand-in"]
    assert any("no package carries it" in line for line in lines)
    assert any("nothing is known of the tokenizer unheard-of" in line for line in lines)


def test_several_files_are_added_up(run: Any, overlay: str, prompt: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Hi")
    shown = run("tokens", prompt, other, "-m", "acme/exact", "--catalog", overlay).stdout
    assert f"All 2 files: {len(ENGLISH) + 2:,} bytes" in shown
    assert "1,301" in shown


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("-m", "acme/smal"), "did you mean 'acme/small'?"),
        (("-m", "o200k"), "did you mean 'o200k-base'?"),
        (("--tokenizer", "acme/smal=x"), "did you mean 'acme/small'?"),
        (("--tokenizer", "acme/small"), "write MODEL=PATH"),
        (("--tokenizer", "acme/small=missing.json"), "cannot be read"),
    ],
)
def test_wrong_use(run: Any, prompt: Path, arguments: tuple[str, ...], hint: str) -> None:
    assert hint in run("tokens", prompt, *arguments, code=2).stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\x7fELF\0\0", "is a binary file"), (b"\xff\xfea\0", "is UTF-16"), (b"\xc0", "not UTF-8")],
)
def test_a_file_that_is_no_text(run: Any, tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert told in run("tokens", path, "-m", "o200k-base", code=2).stderr


def test_names_of_files_steer_no_terminal(run: Any, tmp_path: Path) -> None:
    hostile = tmp_path / "\x1b[2J\u202eevil\n.txt"
    hostile.write_text("Hi")
    shown = run("tokens", hostile, "-m", "o200k-base").stdout
    assert "evil" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    missing = run("tokens", tmp_path / "\x1b[2Jgone", "-m", "o200k-base", code=2).stderr
    assert "\x1b" not in missing


def test_standard_input_is_read_once(run: Any) -> None:
    assert "only once" in run("tokens", "-", "-", code=2, stdin="x").stderr


def test_long_files_tell_how_far_they_are(
    run: Any, prompt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens.Progress, "BY_LINES", 0.0)
    asked = ("tokens", prompt, "-m", "o200k-base")
    assert "MB counted" in run(*asked).stderr
    assert run(*asked, "--quiet").stderr == ""


def test_a_large_file_is_never_held_whole(tmp_path: Path) -> None:
    import subprocess

    path = tmp_path / "large.txt"
    with path.open("w") as file:
        for _ in range(60):
            file.write("A line of text, no longer than others.\n" * 26_000)
    code = (
        "import resource, sys\n"
        "from advisor.tokens.reading import opened, text_blocks\n"
        "from advisor.tokens import count_parts, method\n"
        "from advisor.tokens.cut import parts\n"
        "from pathlib import Path\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "def count(most):\n"
        "    with opened(Path(sys.argv[1])) as stream:\n"
        "        blocks = text_blocks(stream, 'large', lambda n: None)\n"
        "        some = (block for block, _ in zip(blocks, range(most)))\n"
        "        return count_parts(parts(some), [method(None, 'o200k-base')]).estimates[0].mid\n"
        "count(8)\n"
        "before = peak()\n"
        "assert count(60) > 8 * 10**6\n"
        "print((peak() - before) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 25, "MB more for 60 MB than for 8"


def test_a_long_name_breaks_behind_its_maker_where_there_is_little_room(
    run: Any, prompt: Path, overlay: str, tmp_path: Path
) -> None:
    path = tmp_path / "wide" / "models" / "acme" / "long.yaml"
    path.parent.mkdir(parents=True)
    name = f"a-name-that-is-{'quite-' * 5}long"
    path.write_text(MODEL.format(name=name, family="o200k-base", grade="exact"))
    asked = ("tokens", prompt, "-m", f"acme/{name}", "--catalog", tmp_path / "wide")
    told = run(*asked).stdout
    assert "\n  acme/  " in told and f"\n  {name}" in told
    assert "  acme/exact " in run("tokens", prompt, "-m", "acme/exact", "--catalog", overlay).stdout
