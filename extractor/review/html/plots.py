"""Plots as inline SVG, drawn by Vega-Lite offline.

In: counts of numbers by bin, of this run and an earlier one. Out: SVG coloured by the page's style
sheet, so that it adapts to light, dark and print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.deferred import deferred

#: bars of a histogram: few enough to distinguish at the width of a card
BARS = 32
#: minimum number of values to draw; for fewer, a line of figures shows as much
DRAWN_FROM = 20
#: ratio of highest to lowest positive number above which the scale is logarithmic
WIDE = 100

WIDTH, HEIGHT = 300, 84
_AXIS = {
    "labelColor": "var(--mut)",
    "gridColor": "var(--line)",
    "domainColor": "var(--mut)",
    "tickColor": "var(--mut)",
    "labelFont": "system-ui, sans-serif",
    "labelFontSize": 11,
}
_STYLE = deferred(r' style="[^"]*"')


def histogram(
    name: str, now: Mapping[float, int], before: Mapping[float, int], fence: tuple[float, float]
) -> str | None:
    """A histogram of numbers, with an earlier run's shares as a line. A linear scale ends at the
    fence, so that outliers do not flatten it. None if there are too few numbers, or if the drawing
    library is missing (the extra `plots`)."""
    if sum(now.values()) < DRAWN_FROM:
        return None
    try:
        import vl_convert
    except ImportError:
        return None
    svg: str = vl_convert.vegalite_to_svg(_spec(now, before, fence))
    svg = _STYLE.sub("", svg)  # the page's security policy forbids style attributes
    return svg.replace("<svg ", f'<svg role="img" aria-label="How {name} is distributed" ', 1)


def _spec(
    now: Mapping[float, int], before: Mapping[float, int], fence: tuple[float, float]
) -> dict[str, Any]:
    low, high = min([*now, *before]), max([*now, *before])
    wide = low > 0 and high / low > WIDE
    if not wide:
        low, high = max(low, fence[0]), min(high, fence[1])
    x: dict[str, Any] = {
        "field": "x",
        "type": "quantitative",
        "title": None,
        "scale": {"type": "log", "nice": False} if wide else {"zero": False, "nice": False},
        "axis": {"tickCount": 5, "format": "~s" if high >= 1e4 else ",~f", "grid": False},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 3, "format": "%"},
    }
    bars = {
        "data": {"values": _bars(now, low, high, wide)},
        "mark": {"type": "rect", "color": "var(--b0)"},
        "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"datum": 0}},
    }
    line = {
        "data": {"values": _bars(before, low, high, wide)},
        "mark": {
            "type": "line",
            "color": "var(--b1)",
            "strokeWidth": 2,
            "interpolate": "step-after",
        },
        "encoding": {"x": x, "y": y},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "layer": [bars, line] if before else [bars],
        "config": {"axis": _AXIS, "view": {"stroke": None}},
    }


def _bars(counts: Mapping[float, int], low: float, high: float, wide: bool) -> list[dict[str, Any]]:
    """The share of numbers in each of `BARS` steps from lowest to highest, equal on the scale."""
    total = sum(counts.values()) or 1
    ratio = (high / low) ** (1 / BARS) if wide else 1.0
    step = (high - low) / BARS or 1.0
    edges = [low * ratio**n if wide else low + step * n for n in range(BARS + 1)]
    sums = [0] * BARS
    for number, count in counts.items():
        if not low <= number <= high:
            continue
        at = next((n for n in range(BARS) if number < edges[n + 1]), BARS - 1)
        sums[at] += count
    return [
        {"x": float(f"{edges[n]:.6g}"), "x2": float(f"{edges[n + 1]:.6g}"), "y": count / total}
        for n, count in enumerate(sums)
    ]
