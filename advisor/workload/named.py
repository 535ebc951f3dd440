"""The files that a profile names: found, hashed, and at fault where the profile names them."""

from __future__ import annotations

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from advisor.profile.load import LoadedProfile
from advisor.workload.globs import matched
from advisor.workload.measurement import Input
from advisor.yamlio.problems import InputError, Problem, did_you_mean

T = TypeVar("T")
CHANGED = "changed while it was read: measure it once by `advisor workload`, and name that file"


@dataclass(frozen=True)
class Named:
    """The files of ``workload.samples`` or ``workload.log``, in the order of their names."""

    loaded: LoadedProfile
    field: str
    patterns: tuple[str, ...]
    paths: tuple[Path, ...]

    @classmethod
    def of(cls, loaded: LoadedProfile, field: str, patterns: Sequence[str]) -> Named:
        """Paths are relative to the folder of the profile's file.

        Raises:
            InputError: at the pattern that names no file.
        """
        found: dict[Path, None] = {}
        for n, pattern in enumerate(patterns):
            try:
                found.update(dict.fromkeys(files(pattern, _folder(loaded))))
            except InputError as fault:
                place = ("workload", field, n)
                raise InputError(_placed(loaded, place, each) for each in fault.problems) from None
        return cls(loaded, field, tuple(patterns), tuple(found))

    @property
    def name(self) -> str:
        """As the profile names them."""
        return ", ".join(self.patterns)

    def read(self, reader: Callable[[Sequence[Path]], T]) -> tuple[T, Input]:
        """What ``reader`` makes of them, and their hash, which holds for what was read.

        Raises:
            InputError: what is wrong with a file, at the place where the profile names it.
        """
        try:
            before = [_state(path) for path in self.paths]
            hashed = self._hashed()
            found = reader(self.paths)
            if before != [_state(path) for path in self.paths]:
                raise _unusable(self.name, CHANGED)
        except InputError as fault:
            place = ("workload", self.field)
            raise InputError(_placed(self.loaded, place, each) for each in fault.problems) from None
        return found, hashed

    def _hashed(self) -> Input:
        hashes = [_sha256(path) for path in self.paths]
        if len(hashes) == 1:
            return Input(self.name, hashes[0], 1)
        whole = hashlib.sha256()
        for path, each in zip(self.paths, hashes, strict=True):
            relative = os.path.relpath(path, _folder(self.loaded))
            whole.update(Path(relative).as_posix().encode() + b"\0" + bytes.fromhex(each))
        return Input(self.name, whole.hexdigest(), len(hashes))


def files(pattern: str, folder: Path = Path()) -> list[Path]:
    """The files of a pattern, relative to a folder, in the order of their names.

    Raises:
        InputError: there is none, or what is named is no file.
    """
    within, is_pattern = str(folder), glob.has_magic(pattern)
    if is_pattern:
        within = glob.escape(within)  # its own name may look like a pattern, which it is not
    try:
        found = matched(os.path.join(within, pattern))  # noqa: PTH118 (it may be a pattern)
    except InputError:
        found = []
    if is_pattern:
        found = [path for path in found if path.is_file()]
    wrong = "no file matches" if not found else next(filter(None, map(_wrong, found)), None)
    if wrong:
        raise InputError([Problem(pattern, None, None, wrong, _near(folder, pattern))])
    return found


def _wrong(path: Path) -> str | None:
    if path.is_file():
        return None
    if path.is_dir():
        return "is a folder; name the files in it, for instance by *.txt"
    return "is no file" if path.exists() else "there is no such file"


def _placed(loaded: LoadedProfile, place: tuple[str | int, ...], problem: Problem) -> Problem:
    """What is wrong with a file, told where the profile names it."""
    line = "" if problem.line is None else f":{problem.line}"
    message = f"{problem.file}{line}: {problem.message}"
    return loaded.document.problem(place, message, suggestion=problem.suggestion)


def _folder(loaded: LoadedProfile) -> Path:
    return Path(loaded.document.name).parent


def _near(folder: Path, pattern: str) -> str | None:
    """What was probably meant: a name beside the first one that is not there."""
    steps = Path(pattern).parts
    for n, step in enumerate(steps):
        here = folder.joinpath(*steps[:n])
        if (here / step).exists():
            continue
        names = sorted(each.name for each in here.iterdir()) if here.is_dir() else []
        if glob.has_magic(step):
            endings = Counter(Path(name).suffix for name in names if (here / name).is_file())
            close = next(
                (Path(step).with_suffix(end).name for end, _ in endings.most_common(1)), None
            )
        else:
            close = did_you_mean(step, names)
        return Path(*steps[:n], close, *steps[n + 1 :]).as_posix() if close else None
    return None


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as fault:
        raise _unreadable(path, fault) from None
    return found.st_size, found.st_mtime_ns


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _unreadable(path: Path, fault: OSError) -> InputError:
    return _unusable(str(path), f"cannot be read: {fault.strerror or fault}")


def _unusable(name: str, message: str) -> InputError:
    return InputError([Problem(name, None, None, message)])
