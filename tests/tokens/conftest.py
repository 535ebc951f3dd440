"""tiktoken's own encodings, from the shipped ranks put where tiktoken looks for downloads."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
import tiktoken

from advisor.resources import folder

CACHED_AS = {
    "o200k_base": "fb374d419588a4632f3f557e76b4b70aebbca790",
    "cl100k_base": "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
}
"""tiktoken names a download by the SHA-1 of its address, and checks the SHA-256 of the content."""


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Callable[[str], list[int]]]:
    """What tiktoken itself encodes, by family."""
    place = tmp_path_factory.mktemp("tiktoken")
    for name, cached in CACHED_AS.items():
        packed = (folder("vocabularies") / "openai" / f"{name}.tiktoken.gz").read_bytes()
        (place / cached).write_bytes(gzip.decompress(packed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(place))
        return {
            name.replace("_", "-"): tiktoken.get_encoding(name).encode_ordinary
            for name in CACHED_AS
        }
