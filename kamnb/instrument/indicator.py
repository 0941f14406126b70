"""The mark on a function that makes it an indicator: what it feeds, what it needs, how its value becomes a score."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kamnb.model import Measurement

UNITS = ("share", "days", "months", "money", "count", "ratio", "points", "index", "years")


@dataclass(frozen=True)
class Indicator:
    """One measure taken from a client's records, with the anchor points that map its value to 0–100."""

    id: str
    clause: str
    unit: str
    needs: Mapping[str, tuple[str, ...]]
    anchors: tuple[tuple[float, float], ...]
    source: str
    minimum: int
    measure: Callable[[Any], Measurement] = field(repr=False)

    def score(self, value: float) -> float:
        """What 0–100 does a value mean? Piecewise linear between the anchor points, clamped at the ends."""
        return interpolate(value, self.anchors)


def interpolate(value: float, anchors: tuple[tuple[float, float], ...]) -> float:
    """Where does a value lie on the anchor points? NaN stays NaN."""
    if math.isnan(value) or value <= anchors[0][0]:
        return math.nan if math.isnan(value) else anchors[0][1]
    for (x0, y0), (x1, y1) in zip(anchors, anchors[1:], strict=False):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return anchors[-1][1]


def indicator(
    *,
    clause: str,
    unit: str,
    needs: Mapping[str, tuple[str, ...]],
    anchors: Mapping[float, float],
    source: str,
    minimum: int,
) -> Callable[[Callable[[Any], Measurement]], Callable[[Any], Measurement]]:
    """Mark a function of a ClientData as an indicator named like the function.

    `needs` names tables and columns without which the outcome is `no_data`; `minimum` is the smallest n
    below which it is `too_few`; `source` is `ours` or `study:`, `standard:`, `convention:` with a key of sources.yml.
    Raises ValueError for an unknown unit, fewer than two anchors or a score outside 0–100.
    """

    def mark(function: Callable[[Any], Measurement]) -> Callable[[Any], Measurement]:
        points = tuple(sorted((float(x), float(y)) for x, y in anchors.items()))
        if unit not in UNITS or len(points) < 2 or any(not 0 <= y <= 100 for _, y in points):
            raise ValueError(f"{function.__name__}: unit {unit!r} or anchors {points} are not usable")
        function.indicator = Indicator(  # type: ignore[attr-defined]
            function.__name__, clause, unit, dict(needs), points, source, minimum, function
        )
        return function

    return mark
