"""Charts: valid SVG, everything inside the view box, widths that add up."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.reporting import html
from advisor.reporting.charts import (
    BarInput,
    CurveInput,
    LineInput,
    PointInput,
    contributions,
    months,
    scatter,
    steps,
    volumes,
)
from tests.reporting.sample import sample_record

AMOUNT = st.floats(min_value=0, max_value=1e9, allow_nan=False)


def drawn(**variant: object) -> list[ET.Element]:
    text = html.render(sample_record(**variant))  # type: ignore[arg-type]
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


@pytest.mark.parametrize(
    "variant",
    [
        {},
        {"models": 1, "ranked": 1},
        {"models": 200},
        {"winner": False},
        {"hostile": "<&\"'", "hosted": True},
        {"hosted": True},
    ],
)
def test_charts_are_valid_named_and_inside_their_box(variant: dict[str, object]) -> None:
    charts = drawn(**variant)
    assert len(charts) >= (2 if variant.get("winner") is False else 3)
    for svg in charts:
        assert svg.get("role") == "img"
        space = {"s": "http://www.w3.org/2000/svg"}
        title, desc = svg.find("s:title", space), svg.find("s:desc", space)
        assert title is not None and desc is not None and title.text and desc.text
        assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        _, _, width, height = (float(part) for part in str(svg.get("viewBox")).split())
        for item in svg.iter():
            for x, y in _points(item):
                assert math.isfinite(x) and math.isfinite(y)
                assert 0 <= x <= width and 0 <= y <= height, ET.tostring(item)


def _points(item: ET.Element) -> list[tuple[float, float]]:
    def number(name: str, default: float = 0.0) -> float:
        return float(item.get(name, default))

    tag = item.tag.rpartition("}")[2]
    if tag in ("polygon", "polyline"):
        return [
            (float(x), float(y)) for x, y in (p.split(",") for p in str(item.get("points")).split())
        ]
    if tag == "line":
        return [(number("x1"), number("y1")), (number("x2"), number("y2"))]
    if tag == "rect":
        x, y = number("x"), number("y")
        return [(x, y), (x + number("width"), y + number("height"))]
    if tag == "circle":
        return [(number("cx"), number("cy"))]
    return [(number("x"), number("y"))] if tag == "text" else []


def test_bars_of_the_report_add_up() -> None:
    record = sample_record()
    bars = drawn()[0]
    rects = [r for r in bars.iter("{http://www.w3.org/2000/svg}rect") if r.get("height") == "17"]
    rows: dict[str, float] = {}
    for rect in rects:
        rows[str(rect.get("y"))] = rows.get(str(rect.get("y")), 0.0) + float(str(rect.get("width")))
    ranked = [c for c in record["candidates"] if c["status"] == "ranked" and c["best"]]
    for width, candidate in zip(rows.values(), ranked, strict=True):
        assert width == pytest.approx(candidate["value"] * 652, abs=0.2)


@given(st.lists(st.floats(min_value=0, max_value=20), min_size=1, max_size=5))
def test_stacked_widths_add_up_to_the_total(parts: list[float]) -> None:
    chart = contributions([BarInput("a", "b", parts, 0, 100)], ["g"] * len(parts), str)
    assert sum(s.width for s in chart.bars[0].segments) == pytest.approx(sum(parts) * 6.52, abs=0.2)
    assert all(s.width > 0 for s in chart.bars[0].segments)


@settings(max_examples=50)
@given(
    st.lists(st.lists(AMOUNT, min_size=3, max_size=3).map(sorted), min_size=1, max_size=36),
    st.none() | AMOUNT,
)
def test_lines_stay_inside(rows: list[list[float]], budget: float | None) -> None:
    series = [LineInput(str(n), [(a, b, c) for a, b, c in rows]) for n in range(4)]
    chart = months(series, [f"m{n}" for n in range(len(rows))], budget, "b", str)
    for line in chart.lines:
        for x, y in (pair.split(",") for pair in (line.points + " " + line.band).split()):
            assert chart.left <= float(x) <= chart.right and 0 <= float(y) <= chart.bottom
    labels = sorted(line.label_y for line in chart.lines)
    assert all(b - a >= 16.8 for a, b in itertools.pairwise(labels))


@given(st.lists(st.tuples(AMOUNT, st.floats(min_value=0, max_value=100)), min_size=1, max_size=20))
def test_points_stay_inside(points: list[tuple[float, float]]) -> None:
    inputs = [
        PointInput("1", "n", "ranked", (cost * 0.8, cost, cost * 1.2), quality)
        for cost, quality in points
    ]
    chart = scatter(inputs, str)
    for point in chart.points:
        assert chart.left <= point.low <= point.x <= point.high <= chart.right
        assert chart.top <= point.y <= chart.bottom


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_steps_hold_the_top_and_are_few(top: float) -> None:
    found = steps(top)
    assert found[0] == 0 and found[-1] >= top * (1 - 1e-6) and 2 <= len(found) <= 8


STEPS = st.lists(st.tuples(st.floats(0.01, 1e6), st.floats(0, 1e9)), min_size=1, max_size=12)


@given(st.lists(STEPS, min_size=1, max_size=6), st.none() | st.floats(0, 1e9))
def test_curves_stay_inside_and_keep_their_ends(
    curves: list[list[tuple[float, float]]], stated: float | None
) -> None:
    series = []
    for rises in curves:
        at = list(itertools.accumulate((by for by, _ in rises), initial=1.0))
        points = [
            (x, y) for pair, (_, y) in zip(itertools.pairwise(at), rises, strict=True) for x in pair
        ]
        series.append(CurveInput("a", points))
    chart = volumes(series, stated, str)
    if chart is None:
        assert not any(y >= 1e-6 for item in series for _, y in item.points)
        return
    assert chart.stated is None or chart.left <= chart.stated <= chart.right
    for curve in chart.curves:
        places = [tuple(map(float, pair.split(","))) for pair in curve.points.split()]
        assert places[-1] == curve.end
        assert all(chart.left <= x <= chart.right for x, _ in places)
        assert all(chart.top <= y <= chart.bottom for _, y in places)
        assert all(left[0] <= right[0] for left, right in itertools.pairwise(places))
    labels = sorted(curve.label_y for curve in chart.curves)
    assert all(b - a >= 16.8 for a, b in itertools.pairwise(labels))


def test_a_price_by_the_token_is_straight_and_a_fixed_part_bends_it() -> None:
    straight = CurveInput("a", [(10, 1.0), (10_000, 1000.0)])
    bent = CurveInput("b", [(10, 101.0), (10_000, 1100.0)])
    stairs = CurveInput("c", [(10, 5.0), (100, 5.0), (100, 9.0), (10_000, 9.0)])
    chart = volumes([straight, bent, stairs], 100, "{:.0f}".format)
    assert chart
    lengths = [len(curve.points.split()) for curve in chart.curves]
    assert lengths[0] == 2 and lengths[1] > 20
    assert chart.stated == chart.x_ticks[1].at
    assert [tick.text for tick in chart.x_ticks] == ["10", "100", "1000", "10000"]
    x = [pair.split(",")[0] for pair in chart.curves[2].points.split()]
    assert x.count(str(chart.stated)) == 2
