"""Own machines: what runs, how fast, what it costs in parts, on which assumptions that rests."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.decision.record import (
    AssumedCost,
    CandidateRecord,
    CostTotal,
    DecisionRecord,
    FlipRecord,
    HostingRecord,
    MachineRecord,
    SourceRecord,
    StartRecord,
)
from advisor.reporting.view import Chosen, Cite, Reader, candidate, full_name, safe_url
from advisor.reporting.words import COMMITMENTS, COMPONENTS, LEVERS, N_, Name, Sentence, Words

GIB = 2**30
NEAREST = 2
"""So many assumptions that turn the order are told in a sentence; the table has all."""


class Levels(NamedTuple):
    """A figure with its ends, and what it means."""

    name: str
    low: str
    base: str
    high: str
    meaning: str


class Price(NamedTuple):
    text: str
    as_of: str
    cites: tuple[Cite, ...]
    link: str


class Hosted(NamedTuple):
    """A candidate on one's own machines."""

    label: str
    id: str
    facts: tuple[tuple[str, str], ...]
    """What it is, and in words."""
    price: Price
    doubts: tuple[str, ...]
    speed: tuple[Levels, ...]
    parts: tuple[Levels, ...]
    total: Levels


class Assumed(NamedTuple):
    name: str
    low: str
    base: str
    high: str
    unit: str
    origin: str
    """``stated``, ``judgment`` or ``source``."""
    as_of: str
    cites: tuple[Cite, ...]
    note: str


class Flip(NamedTuple):
    assumption: str
    unit: str
    base: str
    at: str
    """Empty where no value turns the order."""


class Flips(NamedTuple):
    conclusion: Sentence
    rows: tuple[Flip, ...]


class Machines(NamedTuple):
    hosted: tuple[Hosted, ...]
    assumed: tuple[Assumed, ...]
    flips: Flips | None


def machines(chosen: Chosen, reader: Reader) -> Machines | None:
    """Of the models whose cost is shown, and of the one that is held against a service."""
    words, against = reader.words, reader.record.get("flips")
    items = {item["id"]: item for item, _ in chosen}
    if against and (item := candidate(reader.record, against["hosted"])):
        items.setdefault(item["id"], item)
    hosted = [(item, found) for item in items.values() if (found := hosting(item))]
    if not hosted:
        return None
    told = tuple(_hosted(item, found, reader) for item, found in hosted)
    reader.block(words.gettext("Own machines"), words.gettext("assumptions"))
    assumed = {each["id"]: each for _, found in hosted for each in found["assumptions"]}
    return Machines(
        told,
        tuple(_assumed(each, reader) for each in assumed.values()),
        flips(reader.record, words),
    )


def hosting(item: CandidateRecord) -> HostingRecord | None:
    """What is recorded of its machines; ``None`` of a service, and where no cost is known."""
    return item["cost"].get("hosting") if item["cost"] else None


def _hosted(item: CandidateRecord, found: HostingRecord, reader: Reader) -> Hosted:
    words, cost = reader.words, item["cost"]
    assert cost
    reader.block(full_name(item), words.gettext("own machines"))
    return Hosted(
        full_name(item),
        item["id"],
        tuple(_facts(found, words)),
        _price(found["machine"], reader),
        tuple(words.text(text) for text in found["doubts"]),
        tuple(_speed(found, words)),
        parts(item, words),
        _levels(words.gettext("together"), cost["total"], 0, words),
    )


def parts(item: CandidateRecord, words: Words) -> tuple[Levels, ...]:
    """What the cost of its machines is made of, in USD over the horizon; nothing of a service."""
    found = hosting(item)
    if found is None:
        return ()
    names = [*COMPONENTS, *sorted(found["components"].keys() - COMPONENTS.keys())]
    return tuple(
        _levels(words.text(COMPONENTS.get(name, name)), found["components"][name], 0, words)
        for name in names
        if name in found["components"]
    )


def _facts(found: HostingRecord, words: Words) -> Iterator[tuple[str, str]]:
    precision = found["precision"]
    if found["quantized"]:
        message = N_("%(precision)s, fewer bits than the weights that were measured")
        precision = words.gettext(message) % {"precision": precision}
    yield words.gettext("One replica"), replica(found, words)
    yield words.gettext("Machine"), machine(found["machine"], words)
    yield words.gettext("Paid for"), paid(found, words)
    yield words.gettext("Precision"), precision
    yield words.gettext("Context window"), words.value(found["context"], "tokens")
    message = N_("%(rate)s requests a second in all, %(count)s at once in one replica")
    rate, count = words.number(found["requests_per_second"]), words.number(found["in_flight"])
    yield words.gettext("At the peak"), words.gettext(message) % {"rate": rate, "count": count}
    memory = gib(found["weights_bytes"], words)
    if found["tight"]:
        tight = words.gettext("memory is tight: the largest overhead seen would leave no room")
        memory = words.listing((memory, tight))
    yield words.gettext("Weights"), memory
    if unsure := found.get("dimensions"):
        yield words.gettext("Dimensions"), words.text(unsure)


def replica(found: HostingRecord, words: Words) -> str:
    """``8 × NVIDIA H100 (tensor parallel 4, data parallel 2)``."""
    tensor, data = found["layout"]["tensor_parallel"], found["layout"]["data_parallel"]
    if tensor * data == 1:
        return gpus(found, words)
    message = N_("%(gpus)s (tensor parallel %(tensor)s, data parallel %(data)s)")
    values = {"gpus": gpus(found, words), "tensor": str(tensor), "data": str(data)}
    return words.gettext(message) % values


def gpus(found: HostingRecord, words: Words) -> str:
    """The GPUs of one replica."""
    count = found["layout"]["tensor_parallel"] * found["layout"]["data_parallel"]
    values = {"count": words.number(count), "gpu": words.text(found["gpu_name"])}
    return words.gettext("%(count)s × %(gpu)s") % values


def machine(found: MachineRecord, words: Words) -> str:
    """Its name and GPUs, where it stands, and for how long it is taken."""
    gpus = words.plural("%(count)s GPU", "%(count)s GPUs", found["gpus"]).say()
    known = (found["cloud"], found["region"], found["country"])
    place = [words.text(part) for part in known if part]
    terms = words.text(COMMITMENTS.get(found["commitment"], found["commitment"]))
    return words.listing((words.text(found["name"]), gpus, *place, terms))


def paid(found: HostingRecord, words: Words) -> str:
    """Replicas and machines in the first and in the last month."""
    count, months = found["replicas"], found["machines"]
    message = N_(
        "%(first)s in the first month (%(machines)s), %(last)s in the last (%(more)s), "
        "%(spare)s to spare among them"
    )
    return words.gettext(message) % {
        "first": words.plural("%(count)s replica", "%(count)s replicas", count["first"]).say(),
        "machines": _machines(months[0], words),
        "last": words.number(count["last"]),
        "more": _machines(months[-1], words),
        "spare": words.number(count["spare"]),
    }


def _machines(count: int, words: Words) -> str:
    return words.plural("%(count)s machine", "%(count)s machines", count).say()


def price(found: MachineRecord, words: Words) -> str:
    """``USD 2.29 an hour`` for one machine; what it costs to buy where it is owned."""
    if found["hourly"] is not None:
        return words.gettext("%(price)s an hour") % {"price": words.money(found["hourly"])}
    if found["capital"] is not None:
        return words.gettext("%(price)s to buy") % {"price": words.money(found["capital"])}
    return words.gettext("unknown")


def _price(found: MachineRecord, reader: Reader) -> Price:
    source = reader.record["sources"].get(found["source"])
    return Price(
        price(found, reader.words),
        reader.words.date(found["as_of"]),
        reader.citations.cite([found["source"]]),
        safe_url(source["url"]) if source else "",
    )


def _speed(found: HostingRecord, words: Words) -> Iterator[Levels]:
    meaning = words.gettext("from one output token of a request to its next, at the peak")
    yield _levels(words.gettext("TPOT, milliseconds"), found["tpot_ms"], None, words, meaning)
    meaning = words.gettext("from the arrival of a request to its first output token, at the peak")
    yield _levels(words.gettext("TTFT, milliseconds"), found["ttft_ms"], None, words, meaning)


def _levels(
    name: str, band: CostTotal, digits: int | None, words: Words, meaning: str = ""
) -> Levels:
    low, base, high = (words.number(band[level], digits) for level in ("low", "base", "high"))
    return Levels(name, low, base, high, meaning)


def _assumed(found: AssumedCost, reader: Reader) -> Assumed:
    words, key = reader.words, found["source"]
    source = reader.record["sources"].get(key) if key else None
    origin = "stated" if key is None else "source"
    return Assumed(
        words.text(found["name"]),
        words.number(found["low"]),
        words.number(found["base"]),
        words.number(found["high"]),
        words.text(found["unit"]),
        "judgment" if source and source.get("judgment") else origin,
        words.date(found["as_of"]) or (_read(source, words) if source else ""),
        reader.citations.cite([key] if key else []),
        words.text(found["note"]),
    )


def _read(source: SourceRecord, words: Words) -> str:
    return words.gettext("read %(date)s") % {"date": words.date(source["read"])}


def flips(record: DecisionRecord, words: Words) -> Flips | None:
    """What turns the order of own machines and a service, where one is held against the other."""
    found = record.get("flips")
    if found is None:
        return None
    rows = tuple(_flip(each, words) for each in found["flips"])
    behind = found["service"] if found["ahead"] == found["hosted"] else found["hosted"]
    names = {"ahead": named(record, found["ahead"]), "other": named(record, behind)}
    distances = [(_distance(each), n) for n, each in enumerate(found["flips"]) if each["at"]]
    turning = [
        words.gettext("%(assumption)s about %(at)s %(unit)s (assumed: %(base)s)")
        % rows[n]._asdict()
        for _, n in sorted(distances)[:NEAREST]
    ]
    if not turning:
        message = N_(
            "%(ahead)s comes before %(other)s. No single assumption about the machines turns that "
            "within reach."
        )
        return Flips(words.sentence(message, **names), rows)
    message = N_(
        "%(ahead)s comes before %(other)s. Each alone turns that, the nearest first: %(changes)s."
    )
    changes = words.gettext("; ").join(turning)
    return Flips(words.sentence(message, changes=changes, **names), rows)


def _distance(found: FlipRecord) -> float:
    """How far off the value is that turns the order: twice as much is as far as half of it."""
    assert found["at"]
    return abs(math.log(found["at"] / found["base"]))


def _flip(found: FlipRecord, words: Words) -> Flip:
    at = found["at"]
    return Flip(
        words.text(LEVERS.get(found["assumption"], found["assumption"])),
        words.text(found["unit"]),
        words.number(found["base"]),
        "" if at is None else words.number(float(f"{at:.3g}")),
    )


def named(record: DecisionRecord, id: str) -> Name:
    found = candidate(record, id)
    return Name(full_name(found) if found else id)


def report(found: StartRecord | None, words: Words) -> tuple[str, ...]:
    """What the engine should say when it starts, to hold it against the sizing."""
    if found is None:
        return ()
    message = N_(
        "When it starts, the engine should report about %(weights)s of weights and %(cache)s "
        "for the cache on each GPU. If it reports much less for the cache, the sizing is too "
        "good for this machine."
    )
    told = words.gettext(message) % {
        "weights": gib(found["weights_bytes_per_gpu"], words),
        "cache": gib(found["cache_bytes_per_gpu"], words),
    }
    return (told, *(words.text(note) for note in found["notes"]))


def gib(size: int, words: Words) -> str:
    return words.gettext("%(count)s GiB") % {"count": words.number(size / GIB, 1)}


def brief(item: CandidateRecord, words: Words) -> Sequence[tuple[str, str]]:
    """Own machines in three lines, for a terminal; nothing of a service."""
    found = hosting(item)
    if found is None:
        return ()
    speed = "; ".join(
        f"{each.name} {each.base} (low {each.low}, high {each.high}), {each.meaning}"
        for each in _speed(found, words)
    )
    day = f", as of {found['machine']['as_of']}" if found["machine"]["as_of"] else ""
    return (
        ("one replica", f"{replica(found, words)}, {found['precision']}"),
        ("machines", f"{machine(found['machine'], words)}, {price(found['machine'], words)}{day}"),
        ("paid for", paid(found, words)),
        ("speed", speed),
    )
