"""The geometry of the charts: from figures to coordinates, so that templates only print.

Coordinates are SVG user units, rounded to one decimal. Gutters are fixed: no text is measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

WIDTH = 720.0
GUTTER, LABEL = 216.0, 26
"""Room to the right of lines for their names, and so many characters that fit there."""
COLORS = ("#1f4e8c", "#2a7a73", "#8a5a10", "#7a4b8c", "#56616f", "#a5483b")
"""Print colors of the series, in order; the style sheet says the same for both themes."""
DASHES = ("", "8 4", "2 4", "10 3 2 3", "14 4", "1 2 6 2")
SHAPES = ("circle", "square", "diamond", "triangle")
LEAST = 1e-6
"""Less is nothing, which a logarithmic scale does not hold."""


class Segment(NamedTuple):
    x: float
    width: float
    series: int
    text: str


class Bar(NamedTuple):
    y: float
    label: str
    text: str
    segments: tuple[Segment, ...]
    low: float
    high: float


class Tick(NamedTuple):
    at: float
    text: str


class Bars(NamedTuple):
    width: float
    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[float, str, int], ...]
    bottom: float


class BarInput(NamedTuple):
    """One stacked bar: ``parts`` are points of 100, one for each series."""

    label: str
    text: str
    parts: Sequence[float]
    low: float
    high: float


class Line(NamedTuple):
    series: int
    label: str
    points: str
    band: str
    marks: tuple[tuple[float, float], ...]
    label_y: float
    end: tuple[float, float]


class Lines(NamedTuple):
    width: float
    height: float
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    budget: float | None
    budget_text: str
    left: float
    right: float
    bottom: float


class LineInput(NamedTuple):
    """One series: ``(low, base, high)`` for each month."""

    label: str
    months: Sequence[tuple[float, float, float]]


class Curve(NamedTuple):
    series: int
    label: str
    points: str
    label_y: float
    end: tuple[float, float]


class Curves(NamedTuple):
    width: float
    height: float
    curves: tuple[Curve, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    stated: float | None
    left: float
    right: float
    top: float
    bottom: float


class CurveInput(NamedTuple):
    """One candidate: ``(requests, cost)`` of a month, straight between two points."""

    label: str
    points: Sequence[tuple[float, float]]


class Point(NamedTuple):
    x: float
    y: float
    text: str
    label: str
    kind: str
    low: float
    high: float


class Scatter(NamedTuple):
    width: float
    height: float
    points: tuple[Point, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    left: float
    right: float
    top: float
    bottom: float


class PointInput(NamedTuple):
    """One model: cost over the horizon (with its band) and quality in points of 100."""

    text: str
    label: str
    kind: str
    cost: tuple[float, float, float]
    quality: float


def _r(value: float) -> float:
    """One decimal; whole numbers without it."""
    near = round(value, 1)
    return int(near) if near == int(near) else near


def cut(text: str, length: int) -> str:
    """``text`` shortened to ``length`` characters, since SVG text does not wrap."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def steps(top: float, count: int = 5) -> list[float]:
    """Round numbers from 0 to at least ``top``, about ``count`` of them."""
    if not 1e-6 <= top < math.inf:
        return [0.0, 1.0]
    rough = top / count
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(s * scale for s in (1, 2, 2.5, 5, 10) if s * scale >= rough * 0.999999)
    last = math.ceil(top / step - 1e-9)
    return [round(step * i, 10) for i in range(last + 1)]


def contributions(
    rows: Sequence[BarInput], series: Sequence[str], number: Callable[[float], str]
) -> Bars:
    """Stacked bars on a scale of 0 to 100 points; the widths of a bar add up to its total."""
    left, right, row, top = 8.0, 60.0, 44.0, 34.0
    scale = (WIDTH - left - right) / 100
    bars = []
    for index, item in enumerate(rows):
        edges, total = [left], 0.0
        for part in item.parts:
            total += part
            edges.append(_r(left + total * scale))
        segments = tuple(
            Segment(edges[i], _r(edges[i + 1] - edges[i]), i, number(part) if part >= 4.5 else "")
            for i, part in enumerate(item.parts)
            if edges[i + 1] > edges[i]
        )
        low, high = _r(left + item.low * scale), _r(left + item.high * scale)
        y = _r(top + index * row)
        bars.append(Bar(y, cut(item.label, 80), item.text, segments, low, high))
    bottom = _r(top + len(rows) * row)
    ticks = tuple(Tick(_r(left + at * scale), number(at)) for at in (0, 20, 40, 60, 80, 100))
    gap = (WIDTH - left) / max(len(series), 4)
    legend = tuple(
        (_r(left + gap * i), cut(name, max(6, int(gap / 8) - 3)), i)
        for i, name in enumerate(series)
    )
    return Bars(WIDTH, bottom + 26, tuple(bars), ticks, legend, bottom)


def _apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """``wanted`` heights moved as little as needed to stand ``gap`` apart, within the plot."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = [0.0] * len(wanted)
    floor = top
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = bottom
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def months(
    series: Sequence[LineInput],
    names: Sequence[str],
    budget: float | None,
    budget_text: str,
    money: Callable[[float], str],
) -> Lines:
    """Lines of cost by month, each with its low-high band; ``names`` are the months."""
    left, right, top, bottom, height = 92.0, WIDTH - GUTTER, 18.0, 282.0, 320.0
    peak = max([high for item in series for _, _, high in item.months] + [budget or 0.0])
    axis = steps(peak)
    count = max(len(names), 1)

    def x(index: int) -> float:
        return _r(left + (right - left) * (index / (count - 1) if count > 1 else 0.5))

    def y(value: float) -> float:
        return _r(bottom - (bottom - top) * value / axis[-1])

    labels = _apart([y(item.months[-1][1]) + 4 for item in series], 17, top + 4, bottom)
    lines = tuple(_line(i, item, x, y, _r(labels[i])) for i, item in enumerate(series))
    every = max(1, math.ceil(count / 8))
    x_ticks = tuple(Tick(x(i), names[i]) for i in range(0, count, every) if i < len(names))
    y_ticks = tuple(Tick(y(value), money(value)) for value in axis)
    line = None if budget is None else y(budget)
    return Lines(WIDTH, height, lines, x_ticks, y_ticks, line, budget_text, left, right, bottom)


def _line(
    index: int,
    item: LineInput,
    x: Callable[[int], float],
    y: Callable[[float], float],
    label_y: float,
) -> Line:
    base = [(x(i), y(mid)) for i, (_, mid, _) in enumerate(item.months)]
    upper = [(x(i), y(high)) for i, (_, _, high) in enumerate(item.months)]
    lower = [(x(i), y(low)) for i, (low, _, _) in enumerate(item.months)]
    every = max(1, math.ceil(len(base) / 8))
    return Line(
        index,
        cut(item.label, LABEL),
        _path(base),
        _path(upper + lower[::-1]),
        tuple(base[::every]),
        label_y,
        base[-1],
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def scatter(points: Sequence[PointInput], money: Callable[[float], str]) -> Scatter:
    """Cost across (logarithmic where it spans more than twenty-fold), quality upwards."""
    left, right, top, bottom, height = 48.0, WIDTH - 24, 16.0, 300.0, 352.0
    costs = [value for item in points for value in item.cost]
    low, high = min(costs, default=0.0), max(costs, default=0.0)
    log = low >= 1e-6 and high / low > 20
    axis = _decades(low, high) if log else steps(high)

    def place(value: float) -> float:
        if log:
            share = math.log(value / axis[0]) / math.log(axis[-1] / axis[0])
        else:
            share = value / axis[-1]
        return _r(left + (right - left) * share)

    def y(value: float) -> float:
        return _r(bottom - (bottom - top) * min(max(value, 0.0), 100.0) / 100)

    found = tuple(
        Point(
            place(item.cost[1]),
            y(item.quality),
            item.text,
            cut(item.label, 60),
            item.kind,
            place(item.cost[0]),
            place(item.cost[2]),
        )
        for item in points
    )
    x_ticks = tuple(Tick(place(value), money(value)) for value in axis)
    y_ticks = tuple(Tick(y(value), f"{value}") for value in (0, 20, 40, 60, 80, 100))
    return Scatter(WIDTH, height, found, x_ticks, y_ticks, left, right, top, bottom)


def _decades(low: float, high: float) -> list[float]:
    """Powers of ten that hold ``low`` and ``high`` between them."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def volumes(
    series: Sequence[CurveInput], stated: float | None, number: Callable[[float], str]
) -> Curves | None:
    """Cost by volume, both on logarithmic scales; ``None`` where there is nothing to draw."""
    left, right, top, bottom, height = 108.0, WIDTH - GUTTER, 30.0, 300.0, 350.0
    drawn = [[(x, y) for x, y in item.points if min(x, y) >= LEAST] for item in series]
    every = [point for points in drawn for point in points]
    first, last = (pick((x for x, _ in every), default=0.0) for pick in (min, max))
    if last <= first:
        return None
    axis = _decades(min(y for _, y in every), max(y for _, y in every))

    def at(x: float) -> float:
        return left + (right - left) * math.log(x / first) / math.log(last / first)

    def up(y: float) -> float:
        return bottom - (bottom - top) * math.log(y / axis[0]) / math.log(axis[-1] / axis[0])

    kept = [(item, points) for item, points in zip(series, drawn, strict=True) if len(points) > 1]
    labels = _apart([up(points[-1][1]) + 4 for _, points in kept], 17, top + 4, bottom)
    curves = tuple(
        _curve(i, item.label, points, at, up, _r(labels[i]))
        for i, (item, points) in enumerate(kept)
    )
    places = [first * 10.0**power for power in range(int(math.log10(last / first) + 1e-9) + 1)]
    x_ticks = tuple(Tick(_r(at(value)), number(value)) for value in places)
    y_ticks = tuple(Tick(_r(up(value)), number(value)) for value in axis)
    line = _r(at(stated)) if stated and first <= stated <= last else None
    return Curves(WIDTH, height, curves, x_ticks, y_ticks, line, left, right, top, bottom)


def _curve(
    index: int,
    label: str,
    points: Sequence[tuple[float, float]],
    at: Callable[[float], float],
    up: Callable[[float], float],
    label_y: float,
) -> Curve:
    """Steps that are finer than the line is wide are left out."""
    places = [points[0], *_between(points)]
    drawn = [(_r(at(x)), _r(up(y))) for x, y in places]
    path = drawn[:1]
    for x, y in drawn[1:-1]:
        if abs(x - path[-1][0]) >= 1 or abs(y - path[-1][1]) >= 1:
            path.append((x, y))
    path.append(drawn[-1])
    return Curve(index, cut(label, LABEL), _path(path), label_y, path[-1])


def _between(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The points after the first, with more where a straight line with a fixed part bends on
    logarithmic scales: one at least for each quarter more of requests."""
    for (x, y), (end, last) in pairwise(points):
        is_straight = abs(y * end - last * x) <= 1e-6 * last * x
        pieces = 1 if is_straight else math.ceil(math.log(end / x, 1.25))
        for piece in range(1, pieces):
            middle = x * (end / x) ** (piece / pieces)
            yield middle, y + (last - y) * (middle - x) / (end - x)
        yield end, last
