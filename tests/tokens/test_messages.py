from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from advisor.tokens.family import Frame
from advisor.tokens.messages import Chat, chat_parts
from advisor.tokens.methods import Estimate
from advisor.yamlio import InputError


def read(*lines: Any) -> tuple[list[str], Chat]:
    content = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    chat, advanced = Chat(), 0

    def advance(count: int) -> None:
        nonlocal advanced
        advanced += count

    stream = BytesIO(content.encode("utf-8", "surrogatepass"))
    found = [part.text for part in chat_parts(stream, "chats.jsonl", chat, advance)]
    assert advanced == len(content.encode())
    return found, chat


USER = {"role": "user", "content": "Hi"}
SAYS = {"role": "assistant", "content": "Hello"}


@pytest.mark.parametrize(
    ("lines", "texts", "messages", "conversations"),
    [
        ([{"messages": [USER, SAYS]}], ["Hi", "Hello"], 2, 1),
        ([{"messages": [USER]}, {"messages": [USER]}], ["Hi", "Hi"], 2, 2),
        ([[USER, SAYS]], ["Hi", "Hello"], 2, 1),
        ([USER, "", SAYS], ["Hi", "Hello"], 2, 1),
        ([{"custom_id": "1", "body": {"messages": [USER]}}], ["Hi"], 1, 1),
        ([{"system": "Be kind.", "messages": [USER]}], ["Be kind.", "Hi"], 2, 1),
        ([{"messages": []}], [], 0, 1),
        ([], [], 0, 0),
    ],
)
def test_the_forms_of_a_line(
    lines: list[Any], texts: list[str], messages: int, conversations: int
) -> None:
    found, chat = read(*lines)
    assert found == texts
    assert (chat.messages, chat.conversations) == (messages, conversations)
    assert not chat.left_out


def test_what_has_no_text_is_named() -> None:
    parts = [{"type": "text", "text": "See"}, {"type": "image_url", "image_url": {}}, "this", 7]
    call = {"role": "assistant", "content": None, "tool_calls": [{"id": "x"}]}
    found, chat = read({"messages": [{"role": "user", "content": parts}, call], "tools": [{}]})
    assert found == ["See", "this"]
    assert chat.left_out == {
        "image_url": 1,
        "content of no known form": 1,
        "tool_calls": 1,
        "tools": 1,
    }


def test_halves_of_characters_are_counted_as_what_replaces_them() -> None:
    found, _ = read('{"role": "user", "content": "a\\ud800b"}')
    assert found == ["a\ufffdb"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no JSON"),
        ('{"prompt": "x"}', "has neither"),
        ('{"messages": ["x"]}', "has neither"),
        ('"text"', "has neither"),
        ("[" * 100_000, "is no JSON"),
        ("\udcff", "is not UTF-8"),
    ],
)
def test_a_line_that_is_no_chat_is_named(line: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read(USER, line)
    assert str(caught.value).startswith("chats.jsonl:2: ")
    assert told in str(caught.value)


def test_the_frame_grows_with_messages_and_conversations() -> None:
    chat = Chat(messages=10, conversations=2)
    assert chat.frame(Frame(message=(3, 4, 5), conversation=(0, 1, 2))) == Estimate(30, 42, 54)
