"""Named tasks: what matters how much in work that many people share. Only proportions count."""

from __future__ import annotations

from typing import NamedTuple


class Preset(NamedTuple):
    """A task by name, and the lengths (tokens) that ``advisor init`` starts from."""

    about: str
    task: dict[str, int]
    input_tokens: int
    output_tokens: int
    features: tuple[str, ...] = ()


PRESETS: dict[str, Preset] = {
    "support_chat": Preset(
        "answering customers in dialogue, with tools and a knowledge base",
        {"chat": 60, "knowledge": 25, "tool_use": 15},
        1800,
        350,
        ("tool_calling",),
    ),
    "coding_assistant": Preset(
        "writing, changing and reviewing code in an editor or an agent",
        {"coding": 65, "reasoning": 20, "tool_use": 15},
        6000,
        900,
        ("tool_calling",),
    ),
    "document_qa": Preset(
        "answering questions about long documents that are given",
        {"knowledge": 40, "reasoning": 30, "chat": 30},
        12000,
        500,
    ),
    "classification": Preset(
        "sorting many short texts into given classes",
        {"chat": 40, "knowledge": 40, "reasoning": 20},
        400,
        20,
        ("structured_output",),
    ),
    "agent": Preset(
        "carrying out tasks of many steps with tools",
        {"tool_use": 45, "reasoning": 30, "coding": 25},
        15000,
        1200,
        ("tool_calling", "structured_output"),
    ),
    "analysis": Preset(
        "hard questions of mathematics, science and planning",
        {"reasoning": 60, "knowledge": 30, "coding": 10},
        3000,
        2500,
    ),
    "translation": Preset(
        "carrying text from one language to another",
        {"multilingual": 75, "chat": 25},
        1200,
        1200,
    ),
}
