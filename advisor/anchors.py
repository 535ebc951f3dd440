"""From a figure in its own unit to a worth of 0 to 1: fixed anchors, straight lines between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Context, Decimal

_LOG = Context(prec=28)


def piecewise(anchors: Sequence[tuple[Decimal, Decimal]], x: Decimal | int) -> Decimal:
    """Linear between the anchors ``(x, worth)`` (ascending in ``x``), constant beyond them."""
    if x <= anchors[0][0]:
        return anchors[0][1]
    if x >= anchors[-1][0]:
        return anchors[-1][1]
    at = bisect_right(anchors, x, key=lambda anchor: anchor[0])
    (x0, y0), (x1, y1) = anchors[at - 1], anchors[at]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def logarithmic(anchors: Sequence[tuple[Decimal, Decimal]], x: Decimal | int) -> Decimal:
    """The same on a logarithmic scale of ``x``: equal ratios are worth equal steps."""
    if x <= anchors[0][0]:
        return anchors[0][1]
    scaled = [(_LOG.ln(at), worth) for at, worth in anchors]
    return piecewise(scaled, _LOG.ln(Decimal(x)))
