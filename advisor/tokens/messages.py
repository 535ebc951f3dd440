"""Chats as JSON lines: the text of their messages, and how many there are.

A line is a conversation (``messages``, with ``system`` beside it where that is the vendor's way;
or both within ``body``), a list of messages, or one message (``role`` and ``content``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from advisor.tokens.cut import Part, parts
from advisor.tokens.family import Frame
from advisor.tokens.methods import Estimate
from advisor.tokens.reading import Advance, unusable

LONGEST_LINE = 64 * 1024 * 1024

SAID = frozenset({"role", "content", "name", "id", "type", "status"})
"""Keys of a message that are its text, or that the frame of a message stands for."""
BESIDE = frozenset({"tools", "functions", "response_format", "tool_choice"})
"""Keys of a conversation that cost tokens as well."""


@dataclass
class Chat:
    """What was met while a file was read. ``left_out``: what costs tokens and has no text here."""

    messages: int = 0
    conversations: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def frame(self, frame: Frame) -> Estimate:
        """About what the chat template adds to the text."""
        low, mid, high = (
            self.messages * each + self.conversations * once
            for each, once in zip(frame.message, frame.conversation, strict=True)
        )
        return Estimate(low, mid, high)


def chat_parts(stream: BinaryIO, name: str, chat: Chat, advance: Advance) -> Iterator[Part]:
    """The text of every message, while ``chat`` takes note of the rest.

    Raises:
        InputError: a line that is no JSON or no chat, with its number.
    """
    number, alone = 0, False
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise unusable(name, f"has more than {LONGEST_LINE // 2**20} MB", number)
        if line.strip():
            found = _conversation(_parsed(line, name, number))
            if found is None:
                told = "has neither `messages` nor `role` and `content`"
                raise unusable(name, told, number)
            alone = alone or found.alone
            chat.conversations += not found.alone
            for text in _texts(found, chat):
                yield from parts([_encodable(text)])
        advance(len(line))
    chat.conversations += alone


@dataclass(frozen=True)
class _Conversation:
    messages: list[dict[str, Any]]
    around: dict[str, Any]
    alone: bool = False
    """One message of a conversation that other lines continue."""


def _parsed(line: bytes, name: str, number: int) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        raise unusable(name, "is not UTF-8 text", number) from None
    except json.JSONDecodeError as fault:
        told = f"is no JSON: {fault.msg} at character {fault.pos + 1}"
        raise unusable(name, told, number) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise unusable(name, "is no JSON that can be read", number) from None


def _conversation(data: Any) -> _Conversation | None:
    if isinstance(data, dict) and isinstance(data.get("body"), dict):
        data = data["body"]
    around = data if isinstance(data, dict) else {}
    alone = "messages" not in around and "role" in around
    messages = [around] if alone else around.get("messages", data)
    if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
        return None
    return _Conversation(messages, {} if alone else around, alone)


def _texts(found: _Conversation, chat: Chat) -> Iterator[str]:
    chat.left_out.update(key for key in found.around if key in BESIDE)
    if found.around.get("system"):
        chat.messages += 1
        yield from _content(found.around["system"], chat)
    for message in found.messages:
        chat.messages += 1
        chat.left_out.update(key for key, value in message.items() if key not in SAID and value)
        yield from _content(message.get("content"), chat)


def _content(content: Any, chat: Chat) -> Iterator[str]:
    for piece in content if isinstance(content, list) else [content]:
        text = piece.get("text") if isinstance(piece, dict) else piece
        if isinstance(text, str):
            yield text
        elif piece is not None:
            kind = piece.get("type") if isinstance(piece, dict) else None
            chat.left_out[kind if isinstance(kind, str) else "content of no known form"] += 1


def _encodable(text: str) -> str:
    """Halves of characters, which JSON can hold and UTF-8 cannot, as what stands in for them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
