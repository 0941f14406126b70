"""What does each bar and point of a figure say? Read from the drawn axes, noted in the SVG for screens that point."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, PercentFormatter

MOST = 400
"""A figure with more points than this notes none: they lie too close to be pointed at."""
COLON, COMMA = "\uff1a", "\uff0c"


def note_points(figure: Figure, lang: str) -> str:
    """Give bars and points ids, and write what each says: a line `id<tab>text` a shape. Empty where there is nothing to say."""
    writer = Writer(lang)
    found: dict[str, list[str]] = {}
    for ax in figure.axes:
        for artist, texts in artists(ax, writer):
            if any(texts):
                name = f"tip{len(found) + 1}"
                artist.set_gid(name)
                found[name] = texts
    few = sum(map(len, found.values())) <= MOST
    lines = [f"{name}\t{' '.join(text.split())}" for name, texts in found.items() for text in texts]
    return "\n".join(lines) if few else ""


def artists(ax: Axes, writer: Writer) -> list[tuple[Any, list[str]]]:
    """Bars, points of lines and scattered points of an axes, each with its texts."""
    found: list[tuple[Any, list[str]]] = []
    for bars in ax.containers:
        if isinstance(bars, BarContainer):
            upright = bars.orientation == "vertical"
            for bar in bars.patches:
                at = (bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2)
                value = bar.get_height() if upright else bar.get_width()
                if value:
                    found.append((bar, [writer.bar(ax, upright, at[0 if upright else 1], value, bars)]))
    for line in ax.lines:
        if line.get_marker() not in (None, "", " ", "None", "none"):
            points = np.column_stack([np.ravel(line.get_xdata()), np.ravel(line.get_ydata())])
            if line.get_transform() == ax.transData:
                found.append((line, writer.points(ax, points, line)))
    for group in ax.collections:
        if isinstance(group, PathCollection) and group.get_offset_transform() == ax.transData:
            found.append((group, writer.points(ax, np.asarray(group.get_offsets(), dtype=float), group)))
    return found


class Writer:
    """How are values of an axis written in one language?"""

    def __init__(self, lang: str) -> None:
        self.colon, self.comma = (COLON, COMMA) if lang == "zh" else (": ", ", ")

    def bar(self, ax: Axes, upright: bool, at: float, value: float, bars: BarContainer) -> str:
        """A bar: where it stands, of which series, how long."""
        across, along = (ax.xaxis, ax.yaxis) if upright else (ax.yaxis, ax.xaxis)
        place = self.category(across, at)
        if place is None:
            return ""
        parts = [p for p in (place, self.series(bars)) if p]
        return self.said(self.comma.join(parts), self.value(along, value))

    def said(self, place: str, value: str) -> str:
        """Place and value; nothing where either cannot be written."""
        return place + self.colon + value if place and value else ""

    def points(self, ax: Axes, points: Any, artist: Any) -> list[str]:
        """One text a point: its category and value, or both values with the names of their axes."""
        return [self.point(ax, x, y, self.series(artist)) for x, y in points if np.isfinite([x, y]).all()]

    def point(self, ax: Axes, x: float, y: float, series: str) -> str:
        """One point."""
        across, up = self.category(ax.xaxis, x), self.category(ax.yaxis, y)
        if across is not None or up is not None:
            place = self.comma.join(p for p in (up, across, series) if p)
            if across is not None and up is not None:
                return place
            return self.said(place, self.value(ax.xaxis if across is None else ax.yaxis, x if up else y))
        named = [
            self.said(axis.get_label_text().split("\n")[0], self.value(axis, v))
            for axis, v in ((ax.xaxis, x), (ax.yaxis, y))
        ]
        return self.comma.join([*([series] if series else []), *named]) if all(named) else ""

    def series(self, artist: Any) -> str:
        """What is a series called in the legend? Empty where it is not named."""
        label = str(artist.get_label() or "")
        return "" if label.startswith("_") else label

    def category(self, axis: Axis, at: float) -> str | None:
        """Which name stands at a place of an axis? None where the axis has numbers or no name stands there.

        An axis has names where its ticks are fixed at 0, 1, 2 and so on.
        """
        locator = axis.get_major_locator()
        ticks = list(locator()) if isinstance(locator, FixedLocator) else []
        near = round(float(at))
        if not ticks or not np.array_equal(ticks, np.arange(len(ticks))) or not 0 <= near < len(ticks):
            return None
        return str(axis.get_major_formatter()(near, near)).replace("\n", " ").strip() or None

    def value(self, axis: Axis, value: float) -> str:
        """A value as the axis counts it; nothing where the axis shows no numbers to read it by."""
        formatter = axis.get_major_formatter()
        if not axis.get_visible() or not axis.axes.axison or not len(axis.get_major_locator()()):
            return ""
        if isinstance(formatter, PercentFormatter):
            share = 100 * value / formatter.xmax
            return f"{share:,.{0 if abs(share) >= 10 or not share else 1}f}%"
        if isinstance(formatter, FuncFormatter):
            return str(formatter(value, 0))
        if isinstance(formatter, NullFormatter):
            return ""
        return f"{value:,.{0 if abs(value) >= 20 or float(value).is_integer() else 1}f}"
