"""README and docs do what they say: every snippet is read, run or compared, page by page, in order.

What a fence says after its language decides how it is checked:

| fence | check |
| --- | --- |
| ```` ```yaml profile ```` | a whole profile, and everything that it names exists |
| ```` ```yaml profile-part ```` | the same, laid over a profile that has nothing but a task |
| ```` ```yaml rule ```` | a rule whose own cases come out |
| ```` ```yaml model ```` `offers` `license` `benchmark` | a catalog file, beside the others |
| ```` ```yaml model-part ```` `offer-part` `license-part` | fields of one model, offer or license |
| ```` ```yaml overlay ```` | saved under its title; the page's commands are what checks it |
| ```` ```console ```` | `$ …` is run; what follows is its output, with `…` for what is left out |
| ```` ```python ```` | run; a following ```` ```text output ```` block is what it prints |
| ```` ```json ```` `toml` | parsed |
| ```` ```text ```` | a picture; nothing is checked |

`title=FILE` saves the block under that name in the page's folder, where the commands run. The
fences of a page share that folder, as a reader's would. A command must succeed unless `$ echo $?`
and its answer follow. Output that names a catalog (`catalog 1a2b3c4d`) is compared only while the
catalog is that one; `python tests/docs/test_docs.py` writes such output anew.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CATALOG_KINDS = {
    "model": "models",
    "offers": "offers",
    "license": "licenses",
    "benchmark": "benchmarks",
}
FENCE = re.compile(
    r"^(?P<marks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=marks)[ \t]*$", re.M | re.S
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
CATALOG_HASH = re.compile(r"\bcatalog ([0-9a-f]{8})\b")


@dataclass(frozen=True)
class Block:
    """One fenced block: ``language``, the words after it, its text, and the line it starts on."""

    language: str
    words: tuple[str, ...]
    title: str | None
    body: str
    line: int
    span: tuple[int, int]
    """Where the body stands in the page's text."""


@dataclass
class Command:
    """``$ line``, the output that the page shows, and the exit code that it expects."""

    line: str
    shown: list[str] = field(default_factory=list)
    code: int = 0


def must(holds: bool, otherwise: str) -> None:
    """An assertion whose message is the whole story."""
    if not holds:
        raise AssertionError(otherwise)


def blocks(text: str) -> Iterator[Block]:
    for match in FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        titles = [word.removeprefix("title=") for word in words if word.startswith("title=")]
        rest = tuple(word for word in words if not word.startswith("title="))
        line = text.count("\n", 0, match.start()) + 1
        title = titles[0] if titles else None
        yield Block(language, rest, title, match["body"], line, match.span("body"))


def prose(text: str) -> str:
    """The page without its blocks and code spans: where links and headings stand."""
    return re.sub(r"`[^`\n]+`", "", FENCE.sub("", text))


def commands(body: str) -> list[Command]:
    found: list[Command] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:]))
        elif found and found[-1].line.endswith("\\"):
            found[-1].line += f"\n{line}"
        elif found:
            found[-1].shown.append(line)
        else:
            raise AssertionError(f"a console block begins with `$ `, not {line!r}")
    for before, asked in pairwise(found):
        if asked.line == "echo $?":
            before.code = int(asked.shown[0])
    return [command for command in found if command.line != "echo $?"]


def matches(shown: list[str], came: list[str]) -> bool:
    """Is the output what is shown, where `…` alone is any lines and in a line any text?"""
    lines = [line.rstrip() for line in shown]
    pattern = "\n".join("(?:.*\n)*?.*" if line.strip() == "…" else _line(line) for line in lines)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in came)) is not None


def _line(line: str) -> str:
    return "[^\n]*".join(map(re.escape, line.split("…")))


# -- a page, from top to bottom -------------------------------------------------------------------


class Reader:
    """Follows a page to the letter, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.names = folder, {"__name__": "docs"}
        self.printed = ""
        self.others: list[Any] = []
        """What the page has added to the catalog so far."""
        tools = folder.parent / f"{folder.name}-tools"
        self.packages = tools / "packages"
        self.packages.mkdir(parents=True)
        _script(tools / "advisor", f'exec "{sys.executable}" -m advisor "$@"')
        _script(tools / "pip", f'exec "{sys.executable}" "{Path(__file__)}" install "$@"')
        path = os.pathsep.join([str(tools), os.environ["PATH"]])
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "ADVISOR_DEBUG")},
            "PATH": path,
            "PYTHONPATH": os.pathsep.join([str(self.packages), str(ROOT)]),
            "ADVISOR_DOCS_PACKAGES": str(self.packages),
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
        }
        # A checkout's folders, for pages that are read in one.
        for name in ("catalog", "rules", "examples", "vocabularies"):
            (folder / name).symlink_to(ROOT / name)

    def read(self, block: Block) -> None:
        if block.title:
            self._save(block.title, block.body)
        handler: Callable[[Block], None] | None = getattr(self, f"_{block.language}", None)
        must(handler is not None, f"nothing checks a block in {block.language or 'no language'!r}")
        assert handler
        handler(block)

    def _save(self, title: str, body: str) -> None:
        top = self.folder / Path(title).parts[0]
        if top.is_symlink():  # the page changes its checkout: from here on it has one of its own
            top.unlink()
            copytree(ROOT / top.name, top)
            copytree(ROOT / "advisor", self.folder / "advisor", dirs_exist_ok=True)
            self.environment["PYTHONPATH"] = f"{self.packages}{os.pathsep}{self.folder}"
        file = self.folder / title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, encoding="utf-8")

    # -- one method a language

    def _yaml(self, block: Block) -> None:
        must(len(block.words) == 1, "a YAML block says what it is: ```yaml profile")
        check_yaml(block.words[0], block.body, self.others)

    def _console(self, block: Block) -> None:
        for command in commands(block.body):
            came = self.run(command)
            if command.shown and is_current(block.body):
                text = "\n".join(came)
                must(matches(command.shown, came), f"$ {command.line}\ngives:\n{text}")

    def run(self, command: Command) -> list[str]:
        """The lines that a command prints, on either stream."""
        if command.line == "pip install .":
            return []
        if command.line.startswith("make "):
            goals = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M)
            must(command.line.split()[1] in goals, f"{command.line}: no such goal")
            return []
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command.line],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        told = f"$ {command.line}\nexits with {done.returncode}:\n{done.stdout}"
        must(done.returncode == command.code, told)
        return done.stdout.splitlines()

    def _python(self, block: Block) -> None:
        compiled = compile(block.body, block.title or "block", "exec", dont_inherit=True)
        if block.title:
            return  # a file of its own; what uses it runs it
        printed = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            exec(compiled, self.names)
        self.printed = printed.getvalue()

    def _text(self, block: Block) -> None:
        if block.words == ("output",):
            must(matches(block.body.splitlines(), self.printed.splitlines()), self.printed)

    def _json(self, block: Block) -> None:
        json.loads(block.body)

    def _toml(self, block: Block) -> None:
        tomllib.loads(block.body)


def _script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def is_current(body: str) -> bool:
    """Does the output come from today's catalog, or from none in particular?"""
    named = set(CATALOG_HASH.findall(body))
    return not named or named == {shipped().sha256[:8]}


@cache
def shipped() -> Any:
    """The shipped catalog, read once."""
    from advisor import load_catalog

    return load_catalog()


# -- YAML blocks ----------------------------------------------------------------------------------

PARTS = {
    "profile-part": {"task": {"chat": "1"}},
    "model-part": {"id": "acme/acme-1", "name": "Acme 1", "family": "acme", "openness": "api_only"},
    "offer-part": {"model": "acme/acme-1", "endpoint": "acme-1"},
    "license-part": {
        "id": "acme",
        "name": "Acme",
        "kind": "community",
        "commercial_use": {"value": "yes", "text": "Allowed."},
    },
}


def check_yaml(kind: str, body: str, others: list[Any]) -> None:
    """By the product's own loaders.

    Raises:
        InputError: with every problem of the snippet.
    """
    from advisor.yamlio import read_text

    if kind in CATALOG_KINDS:
        others.append(_check_catalog_file(CATALOG_KINDS[kind], body, others))
    elif kind == "rule":
        _check_rule(body)
    elif kind == "overlay":
        pass  # it is saved, and the page's commands load it
    else:
        document = read_text(body, f"{kind}.yaml")
        data = {**PARTS.get(kind, {}), **document.data}
        _check_document(kind.removesuffix("-part"), replace(document, data=data))


def _check_document(kind: str, document: Any) -> None:
    from advisor import load_rules
    from advisor.catalog.schema import License, Model, Offer
    from advisor.pipeline import prepared
    from advisor.profile.load import checked
    from advisor.yamlio import check

    if kind == "profile":
        prepared(checked(document), shipped(), load_rules())
    else:
        check(document, {"model": Model, "offer": Offer, "license": License}[kind])


def _check_catalog_file(kind: str, body: str, others: list[Any]) -> Any:
    """Beside the shipped catalog and ``others``; returns the checked entry."""
    from advisor.catalog.assemble import KINDS, Entry, cross_check
    from advisor.yamlio import InputError, check, read_text

    document = read_text(body, f"{kind}.yaml")
    item = check(document, KINDS[kind][0])
    catalog = shipped()
    by_kind = {
        "models": catalog.models,
        "offers": catalog.providers,
        "licenses": catalog.licenses,
        "benchmarks": catalog.benchmarks,
    }
    entry = (Entry(kind, document.data[KINDS[kind][1]], document), item)
    beside = [
        (Entry(folder, name, document), found)
        for folder, items in by_kind.items()
        for name, found in items.items()
        if (folder, name) != (kind, entry[0].id)
    ]
    problems = cross_check([*beside, *others, entry], catalog.shared_sources)
    if problems:
        raise InputError(problems)
    return entry


def _check_rule(body: str) -> None:
    from advisor import load_rules

    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "snippet.yaml").write_text(body, encoding="utf-8")
        load_rules(place)


# -- tests ----------------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: Any) -> None:
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def follow(page: Path, folder: Path) -> str | None:
    """Read a page from top to bottom; what does not hold, if anything."""
    reader = Reader(folder)
    for block in blocks(page.read_text(encoding="utf-8")):
        try:
            reader.read(block)
        except Exception as fault:
            return f"{page.relative_to(ROOT)}:{block.line}: {type(fault).__name__}: {fault}"
    return None


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Future[str | None]]]:
    """Every page, two at a time: the pages are independent, and most of the time is commands'."""
    shipped()
    pool = ProcessPoolExecutor(2, mp_context=get_context("fork"))
    yield {page: pool.submit(follow, page, tmp_path_factory.mktemp("page")) for page in PAGES}
    pool.shutdown(cancel_futures=True)


def test_every_snippet_works(page: Path, followed: dict[Path, Future[str | None]]) -> None:
    problem = followed[page].result()
    if problem:
        pytest.fail(problem, pytrace=False)


def test_every_internal_link_leads_somewhere(page: Path) -> None:
    for match in LINK.finditer(prose(page.read_text(encoding="utf-8"))):
        path, _, anchor = match["target"].partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {path}, which is not there"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {path}#{anchor}"


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of a page's headings."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.M):
        plain = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(plain.strip().replace(" ", "-"))
    return found


def test_every_page_is_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for match in LINK.finditer(prose(page.read_text(encoding="utf-8"))):
            target = match["target"].partition("#")[0]
            if target and "://" not in target:
                waiting.append((page.parent / target).resolve())
    assert set(PAGES) <= seen


def test_every_profile_field_is_in_the_reference() -> None:
    from advisor.profile.names import profile_names

    text = (ROOT / "docs/users/profile-reference.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_.-]+)`", text))
    missing = {name.removeprefix("profile.") for name in profile_names()} - told
    assert not missing


def test_every_preset_and_command_is_documented() -> None:
    from advisor.cli import COMMANDS
    from advisor.profile.presets import PRESETS

    reference = (ROOT / "docs/users/profile-reference.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in reference for name in PRESETS)
    told = (ROOT / "docs/users/commands.md").read_text(encoding="utf-8")
    assert all(f"## advisor {name}\n" in told for name in COMMANDS)


def test_every_quantity_of_the_reference_reads_as_it_says() -> None:
    """Rows ``| `written` | count | `read as` |`` of the reference's table."""
    from advisor.profile import quantities

    text = (ROOT / "docs/users/profile-reference.md").read_text(encoding="utf-8")
    row = r"^\| `([^`]+)` \| (count|share|rate|weight|money) \| `([^`]+)` \|$"
    rows = re.findall(row, text, re.M)
    assert len(rows) >= 8
    for written, kind, read in rows:
        if kind == "money":
            assert str(quantities.Money.model_validate(written)) == read
        else:
            assert str(getattr(quantities, kind)(written)) == read


def test_every_measure_is_listed_by_the_command_that_the_docs_name() -> None:
    from advisor.measures import measures

    done = subprocess.run(
        [sys.executable, "-m", "advisor", "rules", "facts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    missing = [name for name in measures() if name not in done.stdout]
    assert not missing


def test_the_attribution_names_every_source_that_the_catalog_shares() -> None:
    text = (ROOT / "catalog/SOURCES.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.M))
    assert told == set(shipped().shared_sources)


def test_elisions_match_what_they_leave_out() -> None:
    assert matches(["a", "…", "d"], ["a", "b", "c", "d"])
    assert matches(["x … z"], ["x and y and z"])
    assert not matches(["a", "d"], ["a", "b", "d"])
    assert not matches(["x … z"], ["x and y"])


# -- `python tests/docs/test_docs.py`: write anew what names a catalog ----------------------------


def refresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "work").mkdir()
        reader = Reader(Path(place) / "work")
        for block in blocks(text):
            if block.language == "console" and CATALOG_HASH.search(block.body):
                old, new = block.body, _again(reader, block)
                text = text.replace(old, new)
            else:
                reader.read(block)
    page.write_text(text, encoding="utf-8")


def _again(reader: Reader, block: Block) -> str:
    lines = []
    for command in commands(block.body):
        lines += [f"$ {command.line}", *reader.run(command)]
        lines += ["$ echo $?", str(command.code)] if command.code else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def install(project: Path, packages: Path) -> None:
    """What ``pip install`` does for a project of one module, without a network."""
    told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for module in project.glob("*.py"):
        (packages / module.name).write_bytes(module.read_bytes())
    info = packages / f"{told['name'].replace('-', '_')}-{told['version']}.dist-info"
    info.mkdir()
    head = f"Metadata-Version: 2.1\nName: {told['name']}\nVersion: {told['version']}\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in told.get("entry-points", {}).items()
    ]
    (info / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["install"]:
        install(Path(sys.argv[-1]), Path(os.environ["ADVISOR_DOCS_PACKAGES"]))
    else:
        sys.path.insert(0, str(ROOT))
        for each in PAGES:
            if CATALOG_HASH.search(each.read_text(encoding="utf-8")):
                refresh(each)
