"""What is sent to models, from logs and from samples, and what it would have cost elsewhere.

    from advisor.workload import read, replay

    log = read(["usage.parquet"], offers)
    costs = replay(log.sums, offers)

A log is reduced in one scan to sums per month, model and rate cell; what any number of offers would
have charged for it is then one product of matrices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.workload.reading import Reading, read
    from advisor.workload.replaying import Replay, contracted, replay
    from advisor.workload.sampling import Sampled, from_samples
    from advisor.workload.summary import summarized

__all__ = [
    "Reading",
    "Replay",
    "Sampled",
    "contracted",
    "from_samples",
    "read",
    "replay",
    "summarized",
]

_WHERE = {
    **dict.fromkeys(("Reading", "read"), "reading"),
    **dict.fromkeys(("Replay", "contracted", "replay"), "replaying"),
    **dict.fromkeys(("Sampled", "from_samples"), "sampling"),
    "summarized": "summary",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
