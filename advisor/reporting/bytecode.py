"""Compiled templates, kept in the user's cache folder like other compiled inputs."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from advisor._version import __version__
from advisor.compiled import keep, recall


class KeptBytecode(BytecodeCache):
    """Byte code by template and source; a damaged file does not count, and is written anew."""

    def load_bytecode(self, bucket: Bucket) -> None:
        stored = recall(self._name(bucket))
        if stored is not None:
            bucket.bytecode_from_string(stored)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return f"template-{__version__}-{bucket.key}.bin"
