"""All that the estimates need of one model, read from its facts once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar

from advisor.catalog.schema import Architecture, Model, Weights
from advisor.hosting.cache import HYBRID, Cache, cache
from advisor.hosting.constants import YOUNG_DAYS
from advisor.hosting.demand import CachePrecision
from advisor.hosting.layout import Layout, layouts
from advisor.hosting.overhead import overhead
from advisor.hosting.parameters import Parameters, parameters
from advisor.hosting.precision import Precision, native
from advisor.hosting.unknown import UnknownError, dimensions
from advisor.hosting.weights import WeightBytes, weigh

CONFIRMED = frozenset({"config", "param-verified"})


@dataclass(frozen=True, slots=True)
class Dimensions:
    """What is known of a model whose memory and speed can be worked out."""

    layers: int
    parameters: Parameters
    caches: dict[CachePrecision, Cache]
    layouts: tuple[Layout, ...]
    overheads: dict[int, int]
    """Bytes beside weights and caches, by tensor-parallel size."""
    is_hybrid: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """``dimensions`` is ``None`` where one is unknown, and ``missing`` names it.

    ``unsplit`` are the fields without which only a precision that is the same for every matrix can
    be sized. ``is_young``: the model is in its first months; ``None`` where that is not known.
    """

    model: Model
    dimensions: Dimensions | None
    missing: tuple[str, ...]
    unsplit: tuple[str, ...]
    is_young: bool | None
    native: Precision | None
    _weighed: dict[str, WeightBytes] = field(default_factory=dict)

    @classmethod
    def of(cls, model: Model, as_of: date) -> Blueprint:
        released = model.released
        young = None if released is None else (as_of - released).days < YOUNG_DAYS
        stated = native(model.weights.precision if model.weights else None)
        found, missing, unsplit = _dimensions(model.architecture, model.weights)
        return cls(model, found, missing, unsplit, young, stated)

    @property
    def window(self) -> int | None:
        """Tokens at most: what the maker promises, else what the configuration says."""
        shape = self.model.architecture
        return self.model.limits.window or (shape.max_positions if shape else None)

    @property
    def unsure(self) -> str | None:
        """What of the dimensions nothing confirms, in the catalog's words."""
        shape = self.model.architecture
        return shape.confidence if shape and shape.confidence not in CONFIRMED else None

    def weights(self, precision: Precision) -> WeightBytes:
        """The weights in a precision.

        Raises:
            UnknownError: a dimension that is needed to tell kinds of matrices apart.
        """
        found = self._weighed.get(precision.id)
        if found is None:
            if self.dimensions is None:
                raise UnknownError(*self.missing)
            if self.unsplit and not precision.is_uniform:
                raise UnknownError(*self.unsplit)
            stated = self.model.weights
            size = stated.bytes if stated and precision is self.native else None
            found = self._weighed[precision.id] = weigh(
                self.dimensions.parameters, precision, size or None
            )
        return found


_Found = tuple[Dimensions | None, tuple[str, ...], tuple[str, ...]]


def _dimensions(shape: Architecture | None, weights: Weights | None) -> _Found:
    """The dimensions, the fields that all lack, the fields that a split lacks."""
    if shape is None:
        return None, ("architecture",), ()
    missing: dict[str, None] = {}
    unsplit: dict[str, None] = {}
    caches = _tried(lambda: _caches(shape), missing)
    width = _tried(lambda: _width(shape), missing)
    sizes = _tried(lambda: dimensions(shape, "layers", "hidden_size", "attention_heads"), missing)
    counted = _tried(lambda: parameters(shape, weights), unsplit)
    if counted is None and weights and weights.parameters and not shape.experts:
        counted = _unsplit(weights.parameters)
    if caches is None or width is None or sizes is None or counted is None:
        return None, tuple({**missing, **({} if counted else unsplit)}), ()
    return _whole(shape, caches, counted, width), (), tuple(unsplit)


T = TypeVar("T")


def _tried(find: Callable[[], T], missing: dict[str, None]) -> T | None:
    """What is found, or ``None`` and the fields that are lacking added to ``missing``."""
    try:
        return find()
    except UnknownError as fault:
        missing.update(dict.fromkeys(fault.fields))
        return None


def _caches(shape: Architecture) -> dict[CachePrecision, Cache]:
    return {"bf16": cache(shape, "bf16"), "fp8": cache(shape, "fp8")}


def _unsplit(total: int) -> Parameters:
    return Parameters(0, total, 0, 0, 0, Fraction(0))


def _whole(
    shape: Architecture,
    caches: dict[CachePrecision, Cache],
    counted: Parameters,
    width: int,
) -> Dimensions:
    layers, hidden = dimensions(shape, "layers", "hidden_size")
    allowed = layouts(shape, caches["bf16"])
    ranks = {layout.tensor_parallel for layout in allowed}
    return Dimensions(
        layers,
        counted,
        caches,
        allowed,
        {size: overhead(hidden, width, size) for size in ranks},
        shape.attention in HYBRID,
    )


def _width(shape: Architecture) -> int:
    """Of what one token goes through in a feed-forward block: the dense one, or its experts."""
    dense = shape.intermediate_size or 0
    if not shape.experts:
        return dimensions(shape, "intermediate_size")[0]
    chosen, width = dimensions(shape, "experts_per_token", "expert_intermediate_size")
    shared = (shape.shared_experts or 0) * (shape.shared_expert_intermediate_size or width)
    return max(dense, chosen * width + shared)
