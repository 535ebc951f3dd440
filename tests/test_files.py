"""Writing files: all or nothing, and nothing but files is replaced."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from advisor.files import write_all, write_atomically


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"told")
    reader.join(timeout=10)
    assert read == [b"told"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    wanted = {tmp_path / "old": b"new", tmp_path / "folder": b"x"}
    with pytest.raises(IsADirectoryError):
        write_all(wanted)
    assert (tmp_path / "old").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "old"]
    write_all({tmp_path / "old": b"new", tmp_path / "deep" / "er": b"x"})
    assert (tmp_path / "old").read_bytes() == b"new"
    assert (tmp_path / "deep" / "er").read_bytes() == b"x"
