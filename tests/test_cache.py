"""The compiled cache and the writing of files: whatever lies there, the result is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from advisor import resources
from advisor.catalog.assemble import assemble
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.stored import PARTS, dumped, restored
from advisor.compiled import compiled
from advisor.files import write_atomically
from advisor.pipeline import recommend
from advisor.rules.load import load_rules
from advisor.yamlio.folders import yaml_files
from tests.worlds import TODAY, World, benchmark, score, shipped, small, worlds


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ADVISOR_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small().write(tmp_path / "catalog")


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def tampered(content: bytes) -> bytes:
    """A fact is changed, the checksum is not."""
    assert b"acme/alpha" in content or b"limits.window" in content
    return content.replace(b"acme/alpha", b"acme/alphx").replace(b"limits.window", b"limits.windox")


def resealed(text: bytes) -> Callable[[bytes], bytes]:
    """Other content under a checksum that holds."""
    return lambda content: hashlib.sha256(text).hexdigest().encode() + b"\n" + text


DAMAGES = [
    lambda content: b"",
    lambda content: b"\x00\xff" * 100,
    truncated,
    tampered,
    resealed(b"{}"),
    resealed(b"[1, 2]"),
    resealed(b"null"),
    resealed(b'[{"id": "a.b"}]'),
    resealed(b"not json"),
    resealed(b"[" * 100_000),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_catalog_is_built_anew(
    cache: Path, folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = load_catalog(shipped=folder)
    (file,) = cache.glob("catalog-*.json")
    sound = file.read_bytes()
    file.write_bytes(damage(sound))
    assert load_catalog(shipped=folder) == first
    assert file.read_bytes() == sound


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_rules_are_built_anew(cache: Path, damage: Callable[[bytes], bytes]) -> None:
    first = load_rules()
    (file,) = cache.glob("rules-*.json")
    sound = file.read_bytes()
    file.write_bytes(damage(sound))
    assert [one.rule for one in load_rules().rules] == [one.rule for one in first.rules]
    assert file.read_bytes() == sound


def altered(part: str, line: bytes) -> Callable[[bytes], bytes]:
    """Another line for one part of the catalog, under a checksum that holds."""

    def damage(content: bytes) -> bytes:
        lines = content.partition(b"\n")[2].split(b"\n")
        lines[PARTS.index(part)] = line
        return resealed(b"\n".join(lines))(content)

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        altered("models", b'{"acme/alpha": {"id": "acme/alpha"}}'),
        altered("models", b'{"acme/alpha": 1'),
        altered("models", b"[" * 100_000),
        altered("providers", b"null"),
        altered("gpu_prices", b'[{"hourly": "-1"}]'),
    ],
)
def test_a_part_that_does_not_pass_the_schema_is_built_anew(
    cache: Path, folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = load_catalog(shipped=folder)
    (file,) = cache.glob("catalog-*.json")
    file.write_bytes(damage(file.read_bytes()))
    assert load_catalog(shipped=folder) == first


@given(worlds())
def test_a_catalog_comes_back_as_it_was(world: World) -> None:
    catalog = world.catalog()
    found = restored(dumped(catalog), catalog.sha256, catalog.overlays, pytest.fail)
    assert found == catalog


def test_the_shipped_catalog_is_the_same_from_its_files_and_compiled(cache: Path) -> None:
    root = resources.folder("catalog")
    found = load_catalog()
    assert found == assemble([root], [yaml_files(root, "catalog")], found.sha256, ())


def test_a_part_is_read_once_and_only_when_asked_for(cache: Path, folder: Path) -> None:
    load_catalog(shipped=folder)
    catalog = load_catalog(shipped=folder)
    assert not set(PARTS) & set(vars(catalog))
    assert not set(PARTS) & set(vars(Catalog)), "a default of the class would hide what is read"
    assert catalog.models is catalog.models
    assert set(PARTS) & set(vars(catalog)) == {"models"}
    with pytest.raises(AttributeError, match="modles"):
        catalog.modles  # noqa: B018


def test_a_sound_copy_is_used(cache: Path) -> None:
    def never() -> str:
        raise AssertionError("it is built a second time")

    for build in (lambda: "x", never):
        assert compiled("test", "k" * 40, build, str.encode, bytes.decode) == "x"


def test_without_a_writable_folder_everything_works(
    cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = load_catalog(shipped=folder)
    cache.rename(cache.with_name("away"))
    cache.write_text("a file where the folder should be")
    assert load_catalog(shipped=folder) == sound
    monkeypatch.setenv("ADVISOR_CACHE_DIR", "/dev/null/nowhere")
    assert load_catalog(shipped=folder) == sound


def test_a_changed_file_is_seen(cache: Path, folder: Path) -> None:
    assert load_catalog(shipped=folder).models["acme/alpha"].limits.window == 128000
    file = folder / "models/acme/alpha.yaml"
    file.write_text(file.read_text().replace("128000", "64000"))
    assert load_catalog(shipped=folder).models["acme/alpha"].limits.window == 64000


def test_old_copies_are_forgotten(cache: Path) -> None:
    for n in range(12):
        compiled("test", f"{n:040d}"[::-1], lambda: "x", str.encode, bytes.decode)
    assert len(list(cache.glob("test-*.json"))) == 8


def test_the_first_run_and_the_second_give_the_same_bytes(cache: Path, tmp_path: Path) -> None:
    """Fractions are the trap: exact numbers in YAML, and something else in the cache."""
    world = small()
    preferred = {"temperature": ["0.5"], "attempts": [1], "tools": [False]}
    world.benchmarks = [benchmark("arena-text", preferred=preferred)]
    files = world.write(tmp_path / "catalog")
    model = files / "models/acme/alpha.yaml"
    text = """\
id: acme/alpha
name: Alpha
family: alpha
openness: api_only
scores:
  - {benchmark: arena-text, value: 1412.5, by: independent, source: page, as_of: 2026-10-01,
     setting: {temperature: 0.50, attempts: 1.0, tools: false, note: 1.25}}
disputed:
  - {field: limits.window, value: 49.20, source: page, why: another page says so}
  - {field: limits, value: {window: 0.5, list: [1.5, 2.0]}, source: page, why: so does a third}
"""
    model.write_text(text)
    runs = [
        recommend(world.loaded(), load_catalog(shipped=files), shipped(), TODAY).to_json()
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    monkey = os.environ["ADVISOR_CACHE_DIR"]
    assert list(Path(monkey).glob("catalog-*.json"))


def test_fractions_compare_by_value_from_files_too(cache: Path, tmp_path: Path) -> None:
    world = World(
        models=[{**small().models[0], "scores": [score("arena-text", 1450, setting={"t": 0.50})]}],
        providers=[small().providers[0]],
        benchmarks=[benchmark("arena-text", preferred={"t": [0.5]})],
    )
    world.providers[0]["offers"] = world.providers[0]["offers"][:1]
    folder = world.write(tmp_path / "catalog")
    file = folder / "models/acme/alpha.yaml"
    file.write_text(file.read_text().replace('"t": 0.5', '"t": 0.500'))
    for _ in range(2):
        found = recommend(world.loaded(), load_catalog(shipped=folder), shipped(), TODAY)
        chat = next(
            c for c in found.candidate("acme/alpha")["criteria"] if c["rule"] == "quality.chat"
        )
        assert chat["raw"] == 0.9


# -- atomic writing -----------------------------------------------------------------------------


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.json"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "report.json"
    target.write_bytes(b"old")

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_an_interruption_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.json"
    target.write_bytes(b"old")

    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("report.json", b"old")
    ]
