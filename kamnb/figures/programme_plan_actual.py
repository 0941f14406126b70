"""What KAM needs, what was planned for it and what arrived, by kind of resource."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "programme_resourcing"
NEED: dict[str, Any] = {"color": COLORS.ink, "linewidth": 1.2, "linestyle": (0, (4, 2))}
BARS: dict[str, dict[str, Any]] = {
    "planned": {"facecolor": COLORS.line, "edgecolor": COLORS.muted, "linewidth": 0.8},
    "actual": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent, "linewidth": 0.8},
}
PLACES = {"planned": (-0.16, 0.34), "actual": (0.2, 0.22)}
"""Where in its row a bar lies, and how high it is."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which part of the need is planned, and which arrived? `kinds` of {kind, n, planned, actual}; None is unknown."""
    rows = series["kinds"]
    figure, ax = new_figure(6.3, 1.1 + 0.45 * len(rows))
    ax.axvline(1, zorder=3, **NEED)
    for y, row in enumerate(rows):
        for name, (shift, height) in PLACES.items():
            if row[name] is not None:
                ax.barh(y + shift, row[name], height=height, **BARS[name])
                value_label(ax, row[name], y + shift, say.number(row[name], "share"))
    names = [say("row", kind=say.word("programme_kind", row["kind"]), n=row["n"]) for row in rows]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.45, -0.55)
    reach = max([1.0, *(row[name] or 0 for row in rows for name in PLACES)])
    ax.set_xlim(0, reach * 1.12)
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(say("axis"))
    keys: list[Any] = [Patch(label=say(name), **look) for name, look in BARS.items()]
    figure.legend(
        handles=[*keys, Line2D([], [], label=say("need"), **NEED)], loc="outside upper left", ncols=3
    )
    return figure


def value_label(ax: Axes, x: float, y: float, text: str) -> None:
    """A bar's value after its end, on a white plate so that the line of the need does not cross it."""
    plate = {"facecolor": COLORS.white, "edgecolor": "none", "pad": 0.6}
    ax.annotate(
        text, (x, y), (5, 0), textcoords="offset points", va="center", fontsize=7.5, bbox=plate, zorder=5
    )
