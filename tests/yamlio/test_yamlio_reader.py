"""Reading: what is refused and where, what comes through unchanged, and that it ends."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor.yamlio import InputError, Problem, read, read_text, reader
from advisor.yamlio.files import MAX_BYTES, read_bytes
from advisor.yamlio.scalars import ScalarError, resolve

ROOT = Path(__file__).resolve().parents[2]
HANG = 60
"""Seconds after which something that should end at once is taken to hang."""


@contextlib.contextmanager
def ending() -> Iterator[None]:
    """Fails, rather than waits for ever, where the body hangs."""

    def give_up(*_: object) -> None:
        pytest.fail(f"still reading after {HANG} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def problems(text: str | bytes) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_text(text, "f.yaml")
    return caught.value.problems


def only(text: str | bytes) -> Problem:
    found = problems(text)
    assert len(found) == 1, [each.render() for each in found]
    return found[0]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LOADER", getattr(yaml, request.param, yaml.SafeLoader))


def test_a_document() -> None:
    text = (
        "id: 012\nno: no\nprice: 3.10\nwhen: 1:30\nday: 2026-11-23\nlist: [1_000, ~, true]\n1: x\n"
    )
    document = read_text(text, "f.yaml")
    assert document.data == {
        "id": "012",
        "no": "no",
        "price": Decimal("3.10"),
        "when": "1:30",
        "day": "2026-11-23",
        "list": ["1_000", None, True],
        "1": "x",
    }
    assert document.sha256 == sha256(text.encode()).hexdigest()
    assert document.name == "f.yaml"


def test_quoted_scalars_are_text() -> None:
    document = read_text("a: '1'\nb: \"true\"\nc: |\n  5\nd: >-\n  null\ne: ''\n'<<': x", "f")
    assert document.data == {
        "a": "1",
        "b": "true",
        "c": "5\n",
        "d": "null",
        "e": "",
        "<<": "x",
    }


def test_keys_are_text() -> None:
    document = read_text("1: a\n~: b\ntrue: c\n.inf: d\n0.50: e\n2026-11-23: f\n? long\n: g", "f")
    assert list(document.data) == ["1", "~", "true", ".inf", "0.50", "2026-11-23", "long"]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("a: 1\nb: &x 2", 2, 4, "anchors"),
        ("a: 1\nb: *x", 2, 4, "aliases"),
        ("*x : 1", 1, 1, "aliases"),
        ("&x a: 1", 1, 1, "anchors"),
        ("&x\na: [*x]", 1, 1, "anchors"),
        ("a:\n  <<: {b: 1}", 2, 3, "merge keys"),
        ("a: !!str 1", 1, 4, "tags"),
        ("a: !!python/object/apply:os.system [x]", 1, 4, "tags"),
        ("a: !x {b: 1}", 1, 4, "tags"),
        ("a: !<tag:x> 1", 1, 4, "tags"),
        ("a: ! 1", 1, 4, "tags"),
        ("a: ! '1'", 1, 4, "tags"),
        ("!!map a: 1", 1, 1, "tags"),
        ("# c\n%YAML 1.2\n---\na: 1", 2, 1, "directives"),
        ("\n%TAG ! tag:x:\n---\na: 1", 2, 1, "directives"),
        ("a: 1\n---\nb: 2", 2, 1, "one document"),
        ("a: 1\n...\n%YAML 1.1\n---\nb: 2", 3, 1, "one document"),
        ("a: 1\nb: 2\na: 3", 3, 1, "the key 'a' stands on lines 1 and 3"),
        ("{a: 1, a: 2}", 1, 8, "the key 'a' stands twice on line 1"),
        ('x:\n  1: a\n  "1": b', 3, 3, "the key '1' stands on lines 2 and 3"),
        ("? [a]\n: 1", 1, 3, "a key must be plain text"),
        ("? {a: 1}\n: 1", 1, 3, "a key must be plain text"),
        ("? \n: 1", 1, 2, "the key before ':' is missing"),
        ("{: 1}", 1, 2, "a value is missing"),
        ("a: [1, .inf]", 1, 8, "'.inf': an infinite"),
        ("a: .NaN", 1, 4, "undefined number"),
        ("a: 1e999", 1, 4, "exponent"),
        ("a: " + "1" * 41, 1, 4, "more than 40 digits"),
        ("a:\n\tb: 1", 2, 1, "tab"),
        ("a:\n  b: 1\n\tc: 1", 3, 1, "tab"),
        ("a: @x", 1, 4, "cannot begin with '@'"),
        ("a: `x", 1, 4, "cannot begin with '`'"),
        ("a: b: c", 1, 5, "':' is not expected"),
        ("a: 1\n  b: 2", 2, 4, "':' is not expected"),
        ("a: {b: 1\n", 1, 9, "the mapping that opens on line 1 is not closed"),
        ("a:\n - [1, 2\n", 2, 9, "the list that opens on line 2 is not closed"),
        ('a: "x\nb: 2\n', 2, 5, "the quote that opens on line 1 is never closed"),
        ("a: 'x", 1, 6, "the quote that opens on line 1 is never closed"),
        ('a: "\\q"', 1, 6, "unknown escape"),
        ("a: 1\nb\n", 2, 2, "the ':' after this key is missing"),
        ("a: 1\n- b", 2, 1, "check the indentation"),
        ("a: -\n", 1, 4, "list entry"),
        ('a: "\\ud800"', 1, 4, ""),
        ("[" * 65, 1, 65, "64 levels"),
        ("{a: " * 65, 1, 64 * 4 + 1, "64 levels"),
        ("- " * 65, 1, 129, "64 levels"),
        ("a: '" + "x" * 200_001 + "'", 1, 4, "200000 characters"),
    ],
)
def test_refused_at_its_place(text: str, line: int, column: int, part: str) -> None:
    found = problems(text)[0]
    assert part in found.message
    assert found.line == line
    # The two parsers name the beginning or the end of a broken token.
    vague = part == "" or "escape" in part or "is missing" in part
    assert vague or found.column == column, found.render()


def test_limits_are_inclusive() -> None:
    assert read_text("[" * 64 + "]" * 64, "f").data
    assert len(read_text("x" * 200_000, "f").data) == 200_000


def test_all_problems_come_together() -> None:
    text = (
        "a: *x\nb: &y 1\nc: !t 2\nb: 3\nd: [.inf, 1e999]\n<<: {a: 1}\n? [k]\n: 1\ne: {f: 1, f: 2}\n"
    )
    places = [(each.line, each.column) for each in problems(text)]
    assert places == [(1, 4), (2, 4), (3, 4), (4, 1), (5, 5), (5, 11), (6, 1), (7, 3), (9, 11)]


def test_an_anchor_and_a_tag_have_their_own_places() -> None:
    assert [each.column for each in problems("a: !t &x 1")] == [4, 7]
    assert [each.column for each in problems("a: &x !t 1")] == [4, 7]


def test_a_syntax_error_comes_after_what_was_found_before() -> None:
    assert [each.line for each in problems("a: *x\nb: [\nc: 1\n")] == [1, 3]


def test_the_number_of_problems_is_bounded() -> None:
    found = problems("- *a\n" * 100_000)
    assert len(found) == reader.MAX_PROBLEMS + 1
    assert found[-1].line is None


def test_rendered_with_its_line() -> None:
    assert only("a: 1\nb: [1, *x]\n").render() == (
        "f.yaml:2:8: aliases ('*…') are not accepted; repeat the value\n"
        "  2 | b: [1, *x]\n"
        "    |        ^^"
    )


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a0: &a0 {k: 1}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 21)
)


@pytest.mark.parametrize("bomb", [ALIAS_BOMB, MERGE_BOMB, "&a [*a]", "a: &a {b: *a}"])
def test_bombs_are_refused_at_once(bomb: str) -> None:
    with ending():
        assert problems(bomb)


NESTED = """
import sys
from advisor.yamlio import InputError, read_text
try:
    read_text(eval(sys.argv[1]), "f")
except InputError as error:
    last = error.problems[-1]
    print(last.line, last.column, last.message)
"""


@pytest.mark.parametrize(
    ("expression", "column"),
    [
        ("'[' * 1_000_000 + '*a'", 65),
        ("'[' * 100_000 + ']' * 100_000", 65),
        ("'{a: ' * 1_000_000", 257),
        ("'- ' * 1_000_000", 129),
        ("'? ' * 1_000_000", 129),
    ],
)
def test_deep_nesting_does_not_kill_the_process(expression: str, column: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NESTED, expression],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"1 {column} nested more than 64 levels deep\n"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"%TAG !a{n}! b\n" for n in range(100_000)) + "---\na: 1",
        "a: 1\n...\n" + "".join(f"%TAG !a{n}! b\n" for n in range(100_000)) + "---\na: 1",
        "- a\n" * 600_000,
        "---\n" * 500_000,
        "\\" * 1_000_000,
        "a: '" + "x" * 4_000_000,
        ":" * 1_000_000,
    ],
    ids=["directives", "late-directives", "nodes", "documents", "backslash", "quote", "colons"],
)
def test_large_hostile_texts_end(text: str) -> None:
    with ending(), contextlib.suppress(InputError):
        read_text(text, "f")


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_NODES", 10)
    assert read_text("- a\n" * 9, "f").data
    found = only("- a\n" * 20)
    assert (found.line, found.column) == (10, 3)


# Encodings


def test_a_byte_order_mark_is_accepted() -> None:
    document = read_text(b"\xef\xbb\xbfa: \xc3\xa9\n", "f")
    assert document.data == {"a": "é"}
    assert document.sha256 == sha256(b"\xef\xbb\xbfa: \xc3\xa9\n").hexdigest()
    assert document.locate(["a"]).column == 4
    assert read_text("\ufeffa: é\n", "f").data == {"a": "é"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    text = ending.join(["a: 1", "", "b: |", "  x", "  y", "c: [1,", "  *z]"])
    found = only(text)
    assert (found.line, found.column, found.source_line) == (7, 3, "  *z]")
    assert read_text(text.replace("*z", "2"), "f").data == {"a": 1, "b": "x\ny\n", "c": [1, 2]}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_wide_encodings(encoding: str) -> None:
    found = only("name: é\nother: 1\n".encode(encoding))
    assert (found.line, found.column) == (1, 1)
    assert "UTF-8" in found.message
    assert encoding[:6].upper() in found.message


@pytest.mark.parametrize(
    ("data", "line", "column", "part"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, 7, "byte 0xe9"),
        ("é: 1\nb: ".encode() + b"\xff", 2, 4, "byte 0xff"),
        (b"a: \xed\xa0\x80", 1, 4, "surrogate"),
        (b"a: 1\nbcd: \0 and more", 2, 6, "NUL"),
        (b"a: \x1b[31m", 1, 4, "U+001B"),
        (b"a: 1\n\xef\xbb\xbfb: 2", 2, 1, "byte-order mark"),
        ("a: x\u2028y".encode(), 1, 5, "line separator"),
        ("a: x\x85y".encode(), 1, 5, "line separator"),
    ],
)
def test_bad_bytes(data: bytes, line: int, column: int, part: str) -> None:
    found = only(data)
    assert (found.line, found.column) == (line, column)
    assert part in found.message


def test_lone_surrogates_in_text() -> None:
    assert (only("a: x\ud800").column, only("a: x\ud800").line) == (5, 1)


def test_several_bad_characters_come_together() -> None:
    assert [each.column for each in problems("a: \x01b\x02")] == [4, 6]


@pytest.mark.parametrize("text", ["", "\n \n", "# only\n", "---\n", "---\n...\n", b"\xef\xbb\xbf"])
def test_no_data(text: str | bytes) -> None:
    assert only(text).message in ("the file is empty", "the file holds no data")


# Files


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\n")
    assert read(path).data == {"a": 1}
    assert read(str(path)).name == str(path)
    assert read(path, "shown").name == "shown"


def cannot_read(path: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(path, "f.yaml")
    (problem,) = caught.value.problems
    assert problem.line is None
    return problem.render()


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    opening = "f.yaml: cannot read the file: "
    assert cannot_read(tmp_path / "none") == opening + "there is no such file"
    assert cannot_read(tmp_path) == opening + "it is a directory"
    assert cannot_read(tmp_path / "fifo") == opening + "it is not a regular file"
    assert cannot_read("/dev/zero") == opening + "it is not a regular file"
    assert cannot_read(tmp_path / "loop") == opening + "its symbolic links go in a circle"
    assert cannot_read("a\0b") == opening + "this is not a file name"
    assert cannot_read("x" * 5000) == opening + "the name is too long"


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")

    def refuse(*_: Any) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert cannot_read(path) == "f.yaml: cannot read the file: permission denied"


def test_large_files_are_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: reading it all would take minutes
    assert cannot_read(path) == "f.yaml: the file is larger than 5 MB"
    with pytest.raises(InputError):
        read_text(b"#" * (MAX_BYTES + 1), "f")


def test_a_file_that_is_longer_than_it_says_is_read_whole() -> None:
    path = Path("/proc/self/status")  # says that it has 0 bytes
    if not path.exists():
        pytest.skip("only Linux has such files")
    assert b"\nThreads:" in read_bytes(path, "status")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"a: 1")))
    assert (read("-").data, "<stdin>") == ({"a": 1}, "<stdin>")
    monkeypatch.setattr(sys, "stdin", StringIO("a: *x"))
    with pytest.raises(InputError, match="<stdin>:1:4"):
        read("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="no standard input"):
        read("-")


# Places


def test_locate() -> None:
    document = read_text("a: 1\nlist:\n  - x: {y: hello}\n  - 2\nempty:\n'q r': z\n", "f")

    def at(*path: str | int, key: bool = False) -> tuple[int, int, int]:
        mark = document.locate(path, key=key)
        return mark.line, mark.column, mark.width

    assert at("a") == (1, 4, 1)
    assert at("a", key=True) == (1, 1, 1)
    assert at("list", 0, "x", "y") == (3, 12, 5)
    assert at("list", 0, "x", "y", "deeper", 3) == (3, 12, 5)
    assert at("list", 0, "x", "nothing", key=True) == (3, 5, 1)
    assert at("list", 0, "x") == (3, 8, 10)
    assert at("list", 1) == (4, 5, 1)
    assert at("list", 1, key=True) == (4, 5, 1)
    assert at("list", 9, key=True) == (2, 1, 4)
    assert at("empty")[:2] == (5, 7)
    assert at("q r", key=True) == (6, 1, 5)
    assert at() == (1, 1, 4)
    assert at("nothing") == (1, 1, 4)


def test_a_problem_of_a_document() -> None:
    document = read_text("a: 1\nb:\n  c: xyz\n", "f.yaml")
    assert document.problem(["b", "c"], "is wrong").render() == (
        "f.yaml:3:6: is wrong\n  3 |   c: xyz\n    |      ^^^"
    )
    problem = document.problem(["b"], "is wrong", key=True, suggestion="a")
    assert (problem.line, problem.column, problem.suggestion) == (2, 1, "a")


# Whatever comes in

YAML = """\
title: Customer support, EU roll-out
organization: {country: de, users: 2M, revenue: "50M EUR"}
task: {chat: 60, tool_use: 15.50}
workload:
  tokens: 1_800   # a comment
  text: |
    several
    lines
  folded: >-
    one
    line
require:
  - [tool_calling, 'it''s', "a\\tb"]
  - minimum: {swe-bench: 40}
"""
PIECES = [
    *"&*!|>'\"%@`{}[],:?-#\n\t \r\0~<",
    "<<: ",
    "- ",
    "? ",
    "---\n",
    "...\n",
    "\u2028",
    "!!x ",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = YAML
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 4))
        text = (
            text[:at]
            + draw(st.sampled_from([*PIECES, ""]) | st.text(max_size=2))
            + text[at + cut :]
        )
    return text


def check_any(text: str | bytes) -> None:
    found: list[Problem] = []
    with ending():
        try:
            found = [read_text(text, "f").problem(["title", 0], "is wrong")]
        except InputError as error:
            found = error.problems
    assert found
    assert str(InputError(found))
    check_places(text, found)


def check_places(text: str | bytes, found: list[Problem]) -> None:
    whole = text if isinstance(text, str) else text.decode("utf-8", "replace")
    lines = re.split(r"\r\n|\r|\n", whole)
    for problem in found:
        if problem.line is None:
            continue
        assert 1 <= problem.line <= len(lines)
        assert problem.column is not None
        assert problem.source_line is not None
        assert 1 <= problem.column <= len(problem.source_line) + 1
        assert 1 <= problem.width <= max(1, len(problem.source_line) - problem.column + 1)


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="ab:-[]{}&*!#'\"\n\t |>%?,<~1."))
@example("a: \ud800")
@example("? a\n? b")
@example("'a")
def test_any_text(text: str) -> None:
    check_any(text)


@settings(max_examples=200, deadline=None)
@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    check_any(data)


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_any_slip(text: str) -> None:
    check_any(text)


@settings(max_examples=100, deadline=None)
@given(mutated())
def test_any_slip_without_the_c_parser(text: str) -> None:
    loader, reader._LOADER = reader._LOADER, yaml.SafeLoader
    try:
        check_any(text)
    finally:
        reader._LOADER = loader


def is_same_in_both(text: str) -> bool:
    """Whether what YAML 1.1 takes for text (and leaves unquoted) is text in YAML 1.2, too."""
    try:
        return isinstance(resolve(text), str) or text != str(yaml.safe_dump(text)).split("\n")[0]
    except ScalarError:
        return False


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=30
).filter(is_same_in_both)
leaves = texts | st.integers(-(10**30), 10**30) | st.booleans() | st.none()
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(trees.filter(lambda tree: tree is not None), st.sampled_from([True, False, None]))
def test_what_was_dumped_reads_back(tree: Any, flow: bool | None) -> None:
    # Without references, because the same object twice would be dumped as an anchor.
    dumper = type("Plain", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    text = yaml.dump(tree, Dumper=dumper, default_flow_style=flow, allow_unicode=True)
    assert read_text(text, "f").data == tree
