"""One way to run an open-weight model oneself: precision, accelerators, layout, machines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from advisor.deployments.load import Load, with_tokens
from advisor.deployments.machines import Machine
from advisor.hosting.sizing import Sizing
from advisor.pricing.projection import Band


@dataclass(frozen=True)
class Deployment:
    """A layout that serves the load, on machines of one kind. Its ``sizing`` has a replica."""

    sizing: Sizing
    machine: Machine
    load: Load
    faster: Decimal = Decimal(1)
    """How much faster it is than estimated: to ask what that would change."""

    @property
    def id(self) -> str:
        """``2xh100-sxm-fp8``: the accelerators of one replica, and the precision of its weights."""
        name = f"{self.gpus}x{self.sizing.accelerator.id}-{self.sizing.precision.id}"
        return f"{name}-owned" if self.machine.is_owned else name

    @property
    def gpus(self) -> int:
        """Accelerators of one replica."""
        assert self.sizing.replica
        return self.sizing.replica.layout.gpus

    @property
    def is_quantized(self) -> bool:
        """Has it fewer bits than the weights that were released, and whose scores are known?"""
        native, chosen = self.sizing.blueprint.native, self.sizing.precision
        return native is not None and chosen.matrices + chosen.experts < (
            native.matrices + native.experts
        )

    def machines(self, replicas: int) -> int:
        return self.machine.needed(replicas, self.gpus)

    def replicas_on(self, machines: int) -> int:
        """Replicas that so many machines hold."""
        return self.machine.holds(machines, self.gpus)

    @cached_property
    def work(self) -> Band:
        """Seconds of one replica that a request takes at the full batch.

        Low is the fast end of the estimate with the shortest requests, high the slow end with the
        longest.
        """
        found = self.sizing.doubt()
        assert found
        load = self.load
        ends = zip(load.input, load.output, found.band, strict=True)
        return Band(*(self.seconds(*tokens) * Decimal(factor) for *tokens, factor in ends))

    def seconds(self, input: Decimal, output: Decimal) -> Decimal:
        """The same for requests of that length, at the middle of the estimate.

        No more of them are in flight than of those that the layout was chosen for: with shorter
        ones there would be room, but the latency would not be the one that was asked for.
        """
        mine, replica = (
            self.sizing.replica,
            self.sizing.under(with_tokens(self.load.demand, input, output)),
        )
        assert mine and replica and replica.speed
        batch = max(min(mine.batch, replica.in_memory), 1)
        return Decimal(1 / replica.speed.throughput(batch)) / self.faster
