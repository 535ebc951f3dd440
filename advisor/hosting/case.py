"""One case to size: a model in a precision, on an accelerator, under a load."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.hosting.accelerator import Accelerator
from advisor.hosting.blueprint import Dimensions
from advisor.hosting.cache import Cache
from advisor.hosting.demand import Demand
from advisor.hosting.weights import WeightBytes


@dataclass(frozen=True, slots=True)
class Case:
    """``peak`` is operations a second at which the accelerator multiplies these weights, ``None``
    where that is not known; ``slower`` multiplies every time."""

    shape: Dimensions
    weights: WeightBytes
    accelerator: Accelerator
    peak: float | None
    demand: Demand
    slower: float = 1.0

    @property
    def cache(self) -> Cache:
        return self.shape.caches[self.demand.cache]
