"""Which column of a log tells what: by a vendor's preset, by what the user maps, or asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from advisor.workload.presets import FIELDS, NEEDED, PRESETS, Preset, Side, matching
from advisor.yamlio.problems import InputError, Problem, did_you_mean, quote

Has = Callable[[str], bool]
_HIDDEN_CACHE = ("cached", "five_minutes", "one_hour")


@dataclass(frozen=True)
class Choices:
    """What the user says of a log. ``columns``: our field -> a column, or a path into one."""

    preset: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    cached: Side | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                told = f"unknown field {quote(name)}; there are {', '.join(FIELDS)}"
                raise refused("--map", told, did_you_mean(name, FIELDS))
        names = [preset.name for preset in PRESETS]
        if self.preset is not None and self.preset not in names:
            told = f"unknown preset {quote(self.preset)}; there are {', '.join(names)}"
            raise refused("--preset", told, did_you_mean(self.preset, names))
        if self.zone is not None and not _is_zone(self.zone):
            told = f"unknown time zone {quote(self.zone)}; write one such as Asia/Seoul"
            raise refused("--zone", told)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the database
        return False
    return True


@dataclass(frozen=True)
class Told:
    """``places``: our field -> the names that hold it, the likeliest first; absent is not told.

    ``lenient`` fields may be missing in a row: the vendor leaves out what is zero.
    """

    places: Mapping[str, tuple[str, ...]]
    preset: str | None
    cached: Side | None
    thought: Side
    lenient: frozenset[str]

    def names(self) -> list[str]:
        """All names that are read."""
        return list(dict.fromkeys(name for names in self.places.values() for name in names))


def refused(name: str, message: str, suggestion: str | None = None) -> InputError:
    return InputError([Problem(name, None, None, message, suggestion)])


def mapped(choices: Choices, has: Has, name: str, may_have: Has | None = None) -> Told:
    """The mapping of a log that has these names (``name`` is what the log is called).

    Args:
        may_have: names that rows beyond those looked into may have; by default the same.

    Raises:
        InputError: no preset fits or several do, a mapped column is not there, a needed field is
            not told, or it is open whether cached tokens are inside or beside the input.
    """
    _refuse_absent(choices.columns, has, name)
    preset, below = _preset(choices, has, name)
    places: dict[str, tuple[str, ...]] = {}
    if preset:
        for each, names in preset.places(below).items():
            there_is = has if each in NEEDED or may_have is None else may_have
            if there := tuple(n for n in names if there_is(n)):
                places[each] = there
    places.update({each: (column,) for each, column in choices.columns.items()})
    if absent := [each for each in NEEDED if each not in places]:
        told = ", ".join(f"--map {each}=COLUMN" for each in absent)
        raise refused(name, f"no column tells {' nor '.join(absent)}; name it: {told}")
    cached = choices.cached or (preset.cached if preset else None)
    if cached is None and any(each in places for each in _HIDDEN_CACHE):
        raise refused(name, _ask_for_cached(places))
    return Told(
        {each: places[each] for each in FIELDS if each in places},
        preset.name if preset else None,
        cached,
        preset.thought if preset else "inside",
        frozenset(places) - set(NEEDED) - set(choices.columns),
    )


def _refuse_absent(columns: Mapping[str, str], has: Has, name: str) -> None:
    if absent := [column for column in columns.values() if not has(column)]:
        raise refused(name, f"has no column {' nor '.join(map(quote, absent))}")


def _preset(choices: Choices, has: Has, name: str) -> tuple[Preset | None, str]:
    if choices.preset:
        chosen = next(preset for preset in PRESETS if preset.name == choices.preset)
        below = chosen.found(has)
        return chosen, chosen.below[0] if below is None else below
    if all(each in choices.columns for each in NEEDED):
        return None, ""  # the user has said all, and nothing is to be taken for granted
    found = matching(has)
    if len(found) == 1:
        return found[0]
    if not found and not choices.columns:
        raise refused(name, _no_preset())
    if len(found) > 1:
        raise refused(name, _several([preset.name for preset, _ in found]))
    return None, ""


def _no_preset() -> str:
    names = ", ".join(preset.name for preset in PRESETS)
    mapped = " ".join(f"--map {each}=COLUMN" for each in NEEDED)
    return f"is no usage record of {names}; say which with --preset, or name its columns: {mapped}"


def _several(names: Sequence[str]) -> str:
    """A record may have the names of several vendors, or a log their records in turn."""
    return (
        f"looks like {' and '.join(names)}; say which with --preset. Where rows are of either, "
        f"measure them apart: --preset {names[0]} sets the others aside, and so for each"
    )


def _ask_for_cached(places: Iterable[str]) -> str:
    told = " and ".join(each for each in places if each in _HIDDEN_CACHE)
    return (
        f"tells {told} tokens, and not whether the input tokens hold them already. "
        "State --cached inside (as OpenAI and Gemini count: input is the whole prompt) or "
        "--cached beside (as Anthropic counts: input is what was neither read nor written)"
    )
