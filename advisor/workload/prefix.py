"""The part of a text file that is whole: up to the last line break that it had when opened.

A log that is being written is thus read as it stood at one moment, and never half a line.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

CHUNK = 4 * 1024 * 1024
LINES = pa.schema([("line", pa.large_string()), ("number", pa.int64())])


class Prefix(io.RawIOBase):
    """The whole lines of a file as UTF-8; bytes that are none become U+FFFD.

    ``rest`` is what stood after the last line break, at most a few hundred bytes of it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb")
        size = self._file.seek(0, io.SEEK_END)
        self.length = _after_last_break(self._file, size)
        self._file.seek(self.length)
        self.rest = self._file.read(min(size - self.length, 400))
        self.cut = size - self.length
        self._file.seek(0)
        self._left = self.length
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._ready = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """About ``size`` bytes, never none before the end."""
        wanted = self._left if size < 0 else size
        while not self._ready and self._left:
            raw = self._file.read(min(max(wanted, CHUNK), self._left))
            self._left = self._left - len(raw) if raw else 0
            self._ready = self._decode(raw, not self._left).encode()
        cut = len(self._ready) if size < 0 else size
        found, self._ready = self._ready[:cut], self._ready[cut:]
        return found

    def close(self) -> None:
        self._file.close()
        super().close()


def _after_last_break(file: Any, size: int) -> int:
    end = size
    while end:
        start = max(0, end - CHUNK)
        file.seek(start)
        at = file.read(end - start).rfind(b"\n")
        if at >= 0:
            return int(start + at + 1)
        end = start
    return 0


def lines(prefix: Prefix) -> Iterator[pa.RecordBatch]:
    """Batches of :data:`LINES`; empty lines are left out, but count."""
    number, kept = 1, b""
    while chunk := prefix.read(CHUNK):
        block = kept + chunk
        end = block.rfind(b"\n") + 1
        kept = block[end:]
        if end:
            batch = _cut(block[:end], number)
            number += batch.num_rows
            yield batch.filter(pc.not_equal(batch["line"], ""))


def _cut(block: bytes, number: int) -> pa.RecordBatch:
    """The lines of a block that ends with a line break, without copying them."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + 1
    offsets = np.concatenate(([0], ends)).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(block)]
    whole = pa.Array.from_buffers(pa.large_string(), len(ends), buffers)
    numbers = pa.array(np.arange(number, number + len(ends)))
    return pa.RecordBatch.from_arrays([pc.utf8_trim_whitespace(whole), numbers], LINES.names)
