"""The usage records of the vendors: by which names they call what we count.

What is not certain is not stated: ``cached`` is ``None`` where cached tokens may be inside or
beside the input tokens, and the user is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["inside", "beside"]

FIELDS = (
    *("at", "model", "input", "output", "cached", "five_minutes", "one_hour", "thought"),
    *("service", "answered"),
)
"""What a row may tell. ``five_minutes`` and ``one_hour`` are tokens written to a cache that lives
so long, ``thought`` what a reasoning model thinks, ``service`` the service tier, ``answered`` that
a proxy answered by itself."""
NEEDED = ("at", "model", "input", "output")
TOKENS = ("input", "output", "cached", "five_minutes", "one_hour", "thought")

_USAGE = ("", "usage.", "response.usage.", "response.body.usage.", "body.usage.")
_GEMINI = ("", "usageMetadata.", "usage_metadata.", "response.usageMetadata.")
_AT = ("at", "created", "created_at", "createTime", "startTime", "timestamp", "time", "ts")
_MODEL = ("model", "modelVersion", "model_version")
_AROUND = ("", "response.", "response.body.", "body.")


@dataclass(frozen=True)
class Preset:
    """One vendor's record. ``fields``: ours -> names that it may have below one of ``below``."""

    name: str
    signs: tuple[str, ...]
    """Names that tell it from the others: all stand in the record."""
    fields: Mapping[str, tuple[str, ...]]
    below: tuple[str, ...] = _USAGE
    cached: Side | None = None
    thought: Side = "inside"

    def found(self, has: Callable[[str], bool]) -> str | None:
        """Below what the record stands in a log that has these names; ``None``: nowhere."""
        for prefix in self.below:
            if all(has(prefix + sign) for sign in self.signs):
                return prefix
        return None

    def places(self, prefix: str) -> dict[str, tuple[str, ...]]:
        """Our fields -> full names, the likeliest first."""
        found = {f: tuple(prefix + n for n in names) for f, names in self.fields.items()}
        around = {"at": _AT, "model": _MODEL, "service": ("service_tier",)}
        for name, names in around.items():
            each = tuple(before + n for before in _AROUND for n in names)
            found[name] = (*found.get(name, ()), *each)
        return found


def _details(of: str, name: str) -> tuple[str, ...]:
    """A detail as a record nests it, and as exports flatten it."""
    return (f"{of}.{name}", f"{of}_{name}", name)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "openai-chat",
        ("prompt_tokens", "completion_tokens"),
        {
            "input": ("prompt_tokens",),
            "output": ("completion_tokens",),
            "cached": _details("prompt_tokens_details", "cached_tokens"),
            "thought": _details("completion_tokens_details", "reasoning_tokens"),
        },
        cached="inside",
    ),
    Preset(
        "openai-responses",
        ("input_tokens", "output_tokens", "input_tokens_details.cached_tokens"),
        {
            "input": ("input_tokens",),
            "output": ("output_tokens",),
            "cached": _details("input_tokens_details", "cached_tokens"),
            "thought": _details("output_tokens_details", "reasoning_tokens"),
        },
        cached="inside",
    ),
    Preset(
        "anthropic",
        ("input_tokens", "output_tokens", "cache_read_input_tokens"),
        {
            "input": ("input_tokens",),
            "output": ("output_tokens",),
            "cached": ("cache_read_input_tokens",),
            "five_minutes": (
                *_details("cache_creation", "ephemeral_5m_input_tokens"),
                "cache_creation_input_tokens",
            ),
            "one_hour": _details("cache_creation", "ephemeral_1h_input_tokens"),
            "service": ("service_tier",),
        },
        cached="beside",
    ),
    Preset(
        "gemini",
        ("promptTokenCount",),
        {
            "input": ("promptTokenCount",),
            "output": ("candidatesTokenCount",),
            "cached": ("cachedContentTokenCount",),
            "thought": ("thoughtsTokenCount",),
        },
        _GEMINI,
        cached="inside",
        thought="beside",
    ),
    Preset(
        "gemini-python",
        ("prompt_token_count",),
        {
            "input": ("prompt_token_count",),
            "output": ("candidates_token_count",),
            "cached": ("cached_content_token_count",),
            "thought": ("thoughts_token_count",),
        },
        _GEMINI,
        cached="inside",
        thought="beside",
    ),
    Preset(
        # Whether its prompt tokens hold the cached ones depends on the release and the call type.
        "litellm",
        ("prompt_tokens", "completion_tokens", "startTime", "spend"),
        {
            "at": ("startTime",),
            "input": ("prompt_tokens",),
            "output": ("completion_tokens",),
            "cached": (
                "metadata.usage_object.cache_read_input_tokens",
                "metadata.usage_object.prompt_tokens_details.cached_tokens",
            ),
            "five_minutes": ("metadata.usage_object.cache_creation_input_tokens",),
            "service": ("metadata.usage_object.service_tier",),
            "answered": ("cache_hit",),
        },
        ("",),
    ),
)


def matching(has: Callable[[str], bool]) -> list[tuple[Preset, str]]:
    """The presets whose signs all stand in a log, without those that another one holds whole."""
    found = [(p, below) for p in PRESETS if (below := p.found(has)) is not None]
    signs = [frozenset(below + sign for sign in preset.signs) for preset, below in found]
    return [
        one for one, mine in zip(found, signs, strict=True) if not any(mine < of for of in signs)
    ]
