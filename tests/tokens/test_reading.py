from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.tokens import reading
from advisor.yamlio import InputError


def read(content: bytes) -> str:
    return "".join(reading.text_blocks(BytesIO(content), "file.txt", lambda count: None))


@given(st.text(st.characters(exclude_characters="\0"), max_size=40))
def test_blocks_never_break_a_character(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BLOCK", 3)
        assert read(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 \0 binary", "binary file: byte 5 is 0"),
        (b"caf\xe9 au lait", "not UTF-8"),
        (b"cut \xea\xb0", "not UTF-8"),
        ("text".encode("utf-16"), "is UTF-16 text; convert"),
    ],
)
def test_what_is_no_text(content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(content)


def test_line_ends_are_left_as_they_are() -> None:
    assert read(b"a\r\nb\rc") == "a\r\nb\rc"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / "nul\0name"):
        with pytest.raises(InputError), reading.opened(path):
            pass
