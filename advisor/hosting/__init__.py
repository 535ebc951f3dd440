"""What it takes to run an open-weight model oneself: memory, layout, speed, how to start it.

Arithmetic over facts of the catalog, no simulation, microseconds each::

    blueprint = Blueprint.of(model, as_of)                 # the facts of a model, once
    accelerator = Accelerator.of(gpu)                      # of an accelerator, once
    sizing = size(blueprint, accelerator, PRECISIONS["fp8"], demand)

An unknown dimension makes a :class:`Sizing` unknown and is named in ``missing``.
"""

from advisor.hosting.accelerator import Accelerator
from advisor.hosting.blueprint import Blueprint
from advisor.hosting.demand import Demand
from advisor.hosting.precision import PRECISIONS, Precision, native
from advisor.hosting.sizing import Sizing, size

__all__ = [
    "PRECISIONS",
    "Accelerator",
    "Blueprint",
    "Demand",
    "Precision",
    "Sizing",
    "native",
    "size",
]
