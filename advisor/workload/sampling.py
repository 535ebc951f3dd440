"""Sample prompts -> input tokens of a request, by tokenizer family and language, with their error.

A text file is one prompt; a line of a JSONL file is one conversation. Three errors are kept apart,
because more samples mend only the first: that of having few samples, that of counting with another
tokenizer, and that of what a chat template and tools add.
"""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from advisor.tokens.cut import Part, parts
from advisor.tokens.family import REFERENCE, Frame, Grade
from advisor.tokens.kinds import KINDS, Kind, kind_of
from advisor.tokens.messages import Chat, chat_parts
from advisor.tokens.methods import Estimate, Method, reference
from advisor.tokens.methods import method as method_of
from advisor.tokens.reading import opened, unusable
from advisor.tokens.tally import Tally, tally
from advisor.workload.globs import matched
from advisor.workload.intervals import Interval, mean, ratio
from advisor.yamlio.problems import InputError

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
        low = self.text.low * _share(self.counting.low, self.counting.mid)
        high = self.text.high * _share(self.counting.high, self.counting.mid)
        return Band(
            low + self.frame.low + self.tools.low, mid, high + self.frame.high + self.tools.high
        )


class _Sample(NamedTuple):
    """A sample as it was counted. Its text is not kept: there may be gigabytes of it."""

    kind: Kind
    chat: Chat
    text: Tally
    tools: Tally


@dataclass(frozen=True, eq=False)
class Samples:
    """Every sample, counted by the methods of all families at once."""

    each: Sequence[_Sample]
    methods: Mapping[str, Method]

    @cached_property
    def by_language(self) -> Mapping[str, Sequence[_Sample]]:
        found: dict[str, list[_Sample]] = defaultdict(list)
        for sample in self.each:
            found[sample.kind].append(sample)
        return {name: found[name] for name in sorted(found)}

    @cached_property
    def mix(self) -> dict[Kind, float]:
        """The kinds of text with their shares of the reference tokenizer's tokens."""
        found: Counter[Kind] = Counter()
        for sample in self.each:
            found.update(sample.text.kinds)
        whole = found.total()
        return {kind: found[kind] / whole for kind in KINDS if found[kind]}

    @cached_property
    def left_out(self) -> Counter[str]:
        """What costs tokens and has no text here, by what it is called: ``image_url``."""
        found: Counter[str] = Counter()
        for sample in self.each:
            found.update(sample.chat.left_out)
        return Counter({name: count for name, count in found.items() if name not in TOOLS})

    def of(self, family: str) -> Sampled:
        """The input tokens of a request by one of the methods, over all samples."""
        return self._sampled(family, ALL, self.each)

    def in_languages(self, family: str) -> list[Sampled]:
        """The same for each kind of text."""
        return [self._sampled(family, kind, each) for kind, each in self.by_language.items()]

    def ratio(self, family: str) -> Interval | None:
        """Tokens of a family for one of the reference, text by text; ``None`` where its own
        tokenizer is not here to count."""
        method = self.methods[family]
        if method.ratios is not None or not self.mix:
            return None
        counted = [float(sample.text.tokens[method.counter]) for sample in self.each]
        return ratio(counted, [float(sum(sample.text.kinds.values())) for sample in self.each])

    def _sampled(self, family: str, language: str, each: Sequence[_Sample]) -> Sampled:
        method = self.methods[family]
        frame = method.family.frame if method.family else Frame()
        text = [method.estimate(sample.text) for sample in each]
        tools = _band([method.estimate(sample.tools) for sample in each])
        return Sampled(
            family,
            method.grade,
            language,
            len(each),
            mean([float(one.mid) for one in text]),
            _band(text),
            _band([sample.chat.frame(frame) for sample in each]),
            Band(*(value * factor for value, factor in zip(tools, AS_JSON, strict=True))),
            method.notes,
        )


def from_samples(patterns: Sequence[str], families: Iterable[str]) -> list[Sampled]:
    """Input tokens of a request, for every family over all samples, then by language.

    Args:
        patterns: text files, JSONL files of conversations, or globs of them.
        families: tokenizer families, as the catalog names them.

    Raises:
        InputError: no file, an empty one, or a line that is no conversation.
    """
    paths = dict.fromkeys(path for pattern in patterns for path in matched(pattern))
    families = list(dict.fromkeys(families))
    samples = counted(list(paths), families)
    return [
        found
        for family in families
        for found in (samples.of(family), *samples.in_languages(family))
    ]


def counted(paths: Sequence[Path], families: Iterable[str]) -> Samples:
    """Every sample of these files, counted for every family.

    Raises:
        InputError: a file that cannot be used, or no sample in all of them.
    """
    methods = {family: method_of(None, family) for family in (REFERENCE, *families)}
    counters = [method.counter for method in methods.values() if method.ratios is None]
    nothing = tally([], counters, reference())
    each = [
        _Sample(
            kind_of("\n".join(part.text for part in found.text)),
            found.chat,
            tally(found.text, counters, reference()),
            tally(found.tools, counters, reference()) if found.tools else nothing,
        )
        for path in paths
        for found in _read(path)
    ]
    if not each:
        raise unusable(", ".join(map(str, paths)), "holds no sample")
    return Samples(each, methods)


def _band(each: Sequence[Estimate]) -> Band:
    n = len(each)
    return Band(
        sum(one.low for one in each) / n,
        sum(one.mid for one in each) / n,
        sum(one.high for one in each) / n,
    )


def _share(end: float, middle: float) -> float:
    return end / middle if middle else 1.0


class _Written(NamedTuple):
    """A sample as it was read. ``tools`` are the schemas of its tools, as compact JSON."""

    text: list[Part]
    tools: list[Part]
    chat: Chat


def _read(path: Path) -> Iterator[_Written]:
    with opened(path) as stream:
        if path.suffix.lower() not in (".jsonl", ".ndjson"):
            text = _decoded(stream.read(), str(path))
            yield _Written(list(parts([text])), [], Chat(messages=1, conversations=1))
            return
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _conversation(line, str(path), number)


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unusable(name, "is not UTF-8 text") from None
    if not text.strip():
        raise unusable(name, "is empty")
    return text


def _conversation(line: bytes, name: str, number: int) -> _Written:
    chat = Chat()
    try:
        said = list(chat_parts(io.BytesIO(line), name, chat, lambda _: None))
    except InputError as fault:  # of this line, which it takes for the first one
        raise unusable(name, fault.problems[0].message, number) from None
    tools = [part for text in _tools(json.loads(line)) for part in parts([text])]
    return _Written(said, tools, chat)


def _tools(record: Any) -> Iterator[str]:
    if not isinstance(record, dict):
        return
    around = record["body"] if isinstance(record.get("body"), dict) else record
    for name in TOOLS:
        if found := around.get(name):
            yield json.dumps(found, ensure_ascii=False, separators=(",", ":"))
