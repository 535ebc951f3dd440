"""Sample prompts -> input tokens of a request, by tokenizer family and language, with their error.

A text file is one prompt; a line of a JSONL file is one conversation. Three errors are kept apart,
because more samples mend only the first: that of having few samples, that of counting with another
tokenizer, and that of what a chat template and tools add.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from advisor.tokens.counting import count_parts
from advisor.tokens.cut import Part, parts
from advisor.tokens.family import Frame, Grade
from advisor.tokens.kinds import Kind, kind_of
from advisor.tokens.messages import Chat, chat_parts
from advisor.tokens.methods import Estimate, Method
from advisor.tokens.methods import method as method_of
from advisor.tokens.reading import opened, unusable
from advisor.workload.globs import matched
from advisor.workload.traffic import Interval, mean

TOOLS = ("tools", "functions")
AS_JSON = (0.5, 1.0, 1.3)
"""Tokens of a tool's schema for one of its compact JSON: vendors rewrite it, each its own way."""
ALL = "all"


class Band(NamedTuple):
    """Tokens of a request."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Sampled:
    """``text`` is the mean of the samples with its standard error and 95 % interval; ``counting``
    what the tokenizer leaves open, ``frame`` and ``tools`` what is estimated on top.

    ``language`` is the kind of text, or ``all``.
    """

    family: str
    grade: Grade
    language: Kind | str
    samples: int
    text: Interval
    counting: Band
    frame: Band
    tools: Band
    notes: tuple[str, ...]

    @property
    def total(self) -> Band:
        """The input tokens of a request. Every error is taken at its worst; none cancels another.

        From one sample nothing is known of its fellows: then the ends are those of the sample.
        """
        mid = self.text.value + self.frame.mid + self.tools.mid
        low = self.text.low * _ratio(self.counting.low, self.counting.mid)
        high = self.text.high * _ratio(self.counting.high, self.counting.mid)
        return Band(
            low + self.frame.low + self.tools.low, mid, high + self.frame.high + self.tools.high
        )


@dataclass(frozen=True)
class _Sample:
    texts: tuple[str, ...]
    chat: Chat
    tools: str
    kind: Kind


def from_samples(patterns: Sequence[str], families: Iterable[str]) -> list[Sampled]:
    """Input tokens of a request, for every family over all samples, then by language.

    Args:
        patterns: text files, JSONL files of conversations, or globs of them.
        families: tokenizer families, as the catalog names them.

    Raises:
        InputError: no file, or a line that is no conversation.
    """
    samples = [sample for path in _paths(patterns) for sample in _read(path)]
    if not samples:
        raise unusable(", ".join(patterns), "holds no sample")
    by_language: dict[str, list[int]] = defaultdict(list)
    for n, sample in enumerate(samples):
        by_language[sample.kind].append(n)
    languages: Mapping[str, Sequence[int]] = {
        ALL: range(len(samples)),
        **{name: by_language[name] for name in sorted(by_language)},
    }
    found = []
    for family in dict.fromkeys(families):
        chosen = method_of(None, family)
        counted = [_counted(sample, chosen) for sample in samples]
        for language, of in languages.items():
            found.append(_sampled(family, chosen, language, [counted[n] for n in of]))
    return found


class _Counted(NamedTuple):
    text: Estimate
    frame: Estimate
    tools: Estimate


def _counted(sample: _Sample, method: Method) -> _Counted:
    frame = method.family.frame if method.family else Frame()
    text = _count(parts(sample.texts), method)
    tools = _count(parts([sample.tools]), method) if sample.tools else Estimate(0, 0, 0)
    return _Counted(text, sample.chat.frame(frame), tools)


def _count(pieces: Iterable[Part], method: Method) -> Estimate:
    return count_parts(pieces, [method]).estimates[0]


def _sampled(family: str, method: Method, language: str, counted: Sequence[_Counted]) -> Sampled:
    tools = _band([each.tools for each in counted])
    return Sampled(
        family,
        method.grade,
        language,
        len(counted),
        mean([float(each.text.mid) for each in counted]),
        _band([each.text for each in counted]),
        _band([each.frame for each in counted]),
        Band(*(value * factor for value, factor in zip(tools, AS_JSON, strict=True))),
        method.notes,
    )


def _band(each: Sequence[Estimate]) -> Band:
    n = len(each)
    return Band(
        sum(one.low for one in each) / n,
        sum(one.mid for one in each) / n,
        sum(one.high for one in each) / n,
    )


def _ratio(end: float, middle: float) -> float:
    return end / middle if middle else 1.0


def _paths(patterns: Sequence[str]) -> list[Path]:
    return list(dict.fromkeys(path for pattern in patterns for path in matched(pattern)))


def _read(path: Path) -> Iterator[_Sample]:
    with opened(path) as stream:
        if path.suffix.lower() not in (".jsonl", ".ndjson"):
            yield _sample([_decoded(stream.read(), str(path))], Chat(messages=1, conversations=1))
            return
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _conversation(line, f"{path}:{number}")


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unusable(name, "is not UTF-8 text") from None


def _conversation(line: bytes, name: str) -> _Sample:
    chat = Chat()
    texts = [part.text for part in chat_parts(io.BytesIO(line), name, chat, lambda _: None)]
    return _sample(texts, chat, _tools(json.loads(line)))


def _sample(texts: Sequence[str], chat: Chat, tools: str = "") -> _Sample:
    return _Sample(tuple(texts), chat, tools, kind_of("\n".join(texts)))


def _tools(record: Any) -> str:
    """The schemas of the tools of a conversation, as compact JSON."""
    if not isinstance(record, dict):
        return ""
    around = record["body"] if isinstance(record.get("body"), dict) else record
    found = [around[name] for name in TOOLS if around.get(name)]
    return "".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in found)
