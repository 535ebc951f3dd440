"""The bytes of an upstream file: from a path, or from an https address that the user gave."""

from __future__ import annotations

from urllib.parse import urlsplit

from advisor.catalog.importers.file import MAX_BYTES, UpstreamFile
from advisor.yamlio.files import read_bytes
from advisor.yamlio.problems import InputError, Problem

TIMEOUT_SECONDS = 30


def opened(path: str) -> UpstreamFile:
    """The file behind a path, ``-`` or an https address. Nothing else is ever fetched.

    Raises:
        InputError: it cannot be read, is too large, or the address is not https.
    """
    if "://" in path:
        return UpstreamFile(path, _fetched(path))
    name = "<stdin>" if path == "-" else path
    return UpstreamFile(name, read_bytes(path, name, MAX_BYTES))


def _fetched(address: str) -> bytes:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    if urlsplit(address).scheme != "https":
        raise _refused(address, "only https addresses are fetched")
    request = Request(address, headers={"User-Agent": "advisor"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            if urlsplit(answer.geturl()).scheme != "https":
                raise _refused(address, "it leads to an address that is not https")
            content: bytes = answer.read(MAX_BYTES + 1)
    except (URLError, OSError, ValueError) as error:
        raise _refused(address, f"cannot fetch it: {error}") from None
    if len(content) > MAX_BYTES:
        raise _refused(address, f"it is larger than {MAX_BYTES // 1_000_000} MB")
    return content


def _refused(address: str, message: str) -> InputError:
    return InputError([Problem(address, None, None, message)])
