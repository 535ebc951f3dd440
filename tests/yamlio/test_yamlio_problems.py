"""Problems read well, and nothing in them can steer a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.yamlio import InputError, Problem, did_you_mean, read_text
from advisor.yamlio.problems import MAX_EXCERPT, MAX_MESSAGE, neutralize, quote

HOSTILE = (
    "\x1b[31m\x1b]8;;http://x\x07\u202e\u2066\u200b\u00ad\ufeff\x9b\x00\r\ud800\U000e0041\u3164"
)


def is_safe(text: str) -> bool:
    kinds = {unicodedata.category(char) for char in text if char not in " \n"}
    return not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"} and "\u3164" not in text


def test_rendering() -> None:
    problem = Problem(
        "profile.yaml", 3, 3, "unknown field 'langauges'", "languages", "  langauges: {en: 50}", 9
    )
    assert problem.render() == (
        "profile.yaml:3:3: unknown field 'langauges' — did you mean 'languages'?\n"
        "  3 |   langauges: {en: 50}\n"
        "    |   ^^^^^^^^^"
    )


def test_rendering_without_a_place() -> None:
    assert Problem("a.yaml", None, None, "the file is empty").render() == (
        "a.yaml: the file is empty"
    )


def test_error_renders_all() -> None:
    error = InputError([Problem("a", None, None, "x"), Problem("b", None, None, "y")])
    assert str(error) == "a: x\nb: y"


def test_hostile_characters_are_shown() -> None:
    problem = Problem(HOSTILE, 1, 3, HOSTILE, HOSTILE, "ab" + HOSTILE + "cd", 2)
    shown = problem.render()
    assert is_safe(shown)
    assert "\\x1b[31m" in shown
    assert "\\u202e" in shown
    assert "\\ud800" in shown
    assert shown.count("\n") == 2
    assert is_safe(problem.message)
    assert is_safe(problem.file)
    assert is_safe(quote(HOSTILE))


def test_hostile_characters_of_a_file() -> None:
    with pytest.raises(InputError) as caught:
        read_text("k\u202e: \u202eab\u200b\nk\u202e: *\u2067\n", "x\x1b.yaml")
    assert is_safe(str(caught.value))
    assert "x\\x1b.yaml:2:1: the key 'k\\u202e' stands on lines 1 and 2" in str(caught.value)


def test_caret_stands_under_escapes_and_wide_letters() -> None:
    shown = Problem("f", 1, 4, "m", None, "\u200b한e\u0301x", 1).render().split("\n")
    assert shown[1] == "  1 | \\u200b한e\u0301x"
    assert shown[2] == "    | " + " " * (6 + 2 + 1) + "^"


def test_long_lines_are_cut_around_the_column() -> None:
    line = "a" * 3000 + "HERE" + "b" * 3000
    shown = Problem("f", 7, 3001, "m", None, line, 4).render().split("\n")
    at = shown[2].index("^")
    assert shown[1][at : at + 4] == "HERE"
    assert shown[2].count("^") == 4
    assert len(shown[1]) < MAX_EXCERPT + 20
    assert shown[1].count("…") == 2


def test_long_messages_are_cut() -> None:
    assert len(Problem("f", None, None, "x" * 10**6).message) <= MAX_MESSAGE
    assert len(quote("x" * 10**6)) < 130
    assert quote({"a": 1}) == "a mapping"
    assert quote([]) == "a list"
    assert quote(None) == "nothing"


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(1, 300), st.integers(1, 300))
def test_rendering_is_always_safe(text: str, column: int, width: int) -> None:
    shown = Problem(text, 1, column, text, text, text, width).render()
    assert is_safe(shown.replace("\n", ""))
    assert shown.count("\n") == 2


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert neutralize(text) == text


@pytest.mark.parametrize(
    ("word", "candidates", "meant"),
    [
        ("langauges", ["languages", "limits"], "languages"),
        ("context_windw", ["context_window"], "context_window"),
        ("Tool-Calling", ["tool_calling"], "tool_calling"),
        ("api", ["open_weights", "api_only"], "api_only"),
        ("form", ["from", "until"], "from"),
        ("price", ["languages", "limits"], None),
        ("x", ["y"], None),
        ("same", ["same", "sane"], None),
        ("", ["a"], None),
        ("a" * 10_000, ["a" * 9_999], None),
    ],
)
def test_did_you_mean(word: str, candidates: list[str], meant: str | None) -> None:
    assert did_you_mean(word, candidates) == meant


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8), st.randoms())
def test_suggestions_do_not_depend_on_order(word: str, words: list[str], random: object) -> None:
    shuffled = list(words)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert did_you_mean(word, words) == did_you_mean(word, shuffled)
