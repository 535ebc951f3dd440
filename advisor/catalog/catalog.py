"""The catalog in memory: everything that was read and cross-checked, by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.catalog.schema import (
        Benchmark,
        Gpu,
        GpuPrice,
        HostingCost,
        License,
        Model,
        OwnedMachine,
        Provider,
        RefusedName,
        Source,
    )


@dataclass(frozen=True)
class Overlay:
    """A folder given by ``--catalog``: its name and the hash over its files."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Catalog:
    """All facts of a run. ``sha256`` is over the files' relative names and bytes."""

    sha256: str
    models: dict[str, Model]
    providers: dict[str, Provider]
    licenses: dict[str, License]
    benchmarks: dict[str, Benchmark]
    shared_sources: dict[str, Source]
    """Of ``sources.yaml``, and of the files that hold nothing but a list."""
    gpus: dict[str, Gpu] = field(default_factory=dict)
    gpu_prices: tuple[GpuPrice, ...] = field(default_factory=tuple)
    hosting_costs: dict[str, HostingCost] = field(default_factory=dict)
    owned_machines: tuple[OwnedMachine, ...] = field(default_factory=tuple)
    """By id, in order; the shipped catalog has none."""
    refused_names: tuple[RefusedName, ...] = field(default_factory=tuple)
    own_sources: tuple[str, ...] = field(default_factory=tuple)
    """Keys of the sources that an overlay states, in order."""
    overlays: tuple[Overlay, ...] = field(default_factory=tuple)

    @classmethod
    def unread(cls, read: Callable[[str], Any], **known: Any) -> Catalog:
        """A catalog whose other fields ``read`` gives by name, each when it is first asked for."""
        catalog = object.__new__(cls)
        vars(catalog).update(known, _read=read)
        return catalog

    if not TYPE_CHECKING:  # there it would hide that a name is misspelled

        def __getattr__(self, name: str) -> Any:
            if name not in self.__dataclass_fields__ or "_read" not in vars(self):
                raise AttributeError(f"a catalog has no {name!r}")
            part = vars(self)[name] = vars(self)["_read"](name)
            return part

    @property
    def offers(self) -> int:
        return sum(len(provider.offers) for provider in self.providers.values())

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source by its key: shared ones by id, a file's own by ``owner#id``."""
        found = dict(self.shared_sources)
        owners: Iterable[tuple[str, Model | Provider | License | Benchmark]] = [
            *self.models.items(),
            *self.providers.items(),
            *((f"license:{key}", item) for key, item in self.licenses.items()),
            *((f"benchmark:{key}", item) for key, item in self.benchmarks.items()),
        ]
        for owner, item in owners:
            for source in item.sources:
                found.setdefault(self.source_key(owner, source.id), source)
        return found

    def source_key(self, owner: str, source: str) -> str:
        """The key of the source that a file calls ``source``."""
        return source if source in self.shared_sources else f"{owner}#{source}"

    def supporting(self, owner: str, sources: Iterable[Source], field: str) -> tuple[str, ...]:
        """Keys of the sources that vouch for a field (``limits``, ``terms.regions``) of a file.

        ``terms`` covers ``terms.regions``, unless a source names that field itself.
        """
        index = self._supports.get(owner)
        if index is None:
            index = self._supports[owner] = self._index(owner, sources)
        while field not in index and "." in field:
            field = field.rpartition(".")[0]
        return index.get(field, ())

    def _index(self, owner: str, sources: Iterable[Source]) -> dict[str, tuple[str, ...]]:
        """Each supported field of a file, with the keys of the sources that support it."""
        index: dict[str, tuple[str, ...]] = {}
        for source in sources:
            for supported in source.supports:
                key = self.source_key(owner, source.id)
                index[supported] = (*index.get(supported, ()), key)
        return index

    @cached_property
    def _supports(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {}
