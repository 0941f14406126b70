"""How long account managers wait for each department that they call on."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "prompt_departments"
MOST = 10
PLATE = {"facecolor": COLORS.white, "edgecolor": "none", "pad": 1.0}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """After how many days has each department granted half? `departments` of {department, n, median_days, low, high}.

    A dot with its interval, filled where prompt; an open end or an unreached median runs to the edge.
    """
    rows, limit = series["departments"][:MOST], series["prompt_days"]
    known = [row[key] for row in rows for key in ("median_days", "low", "high") if row[key] is not None]
    edge = 1.3 * max([*known, limit])
    figure, ax = new_figure(6.3, 1.0 + 0.36 * len(rows))
    for y, row in enumerate(rows):
        draw_row(ax, y, row, limit, edge, say)
    ax.axvline(limit, color=COLORS.muted, lw=1.1, ls=(0, (4, 3)), zorder=0)
    ax.annotate(
        say("limit", n=limit), (limit, -0.62), (3, 0), textcoords="offset points", size=8, va="bottom"
    )
    names = [say("row", department=say.word("department", row["department"]), n=row["n"]) for row in rows]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.4, -0.95)
    ax.set_xlim(0, edge)
    ax.set_xlabel(say("axis"))
    ax.grid(axis="y", visible=False)
    return figure


def draw_row(ax: Axes, y: int, row: dict[str, Any], limit: float, edge: float, say: Say) -> None:
    """A department: its interval as a line, its median as a dot, beside it the days."""
    median = row["median_days"]
    if median is None:
        ax.text(0.99 * edge, y, say("unreached"), ha="right", va="center", size=8, bbox=PLATE)
        return
    low, high = (median if row["low"] is None else row["low"]), row["high"]
    ax.plot([low, edge if high is None else high], [y, y], color=COLORS.accent, lw=2.2, solid_capstyle="butt")
    face = COLORS.accent if median <= limit else COLORS.white
    ax.plot(median, y, "o", ms=7, mfc=face, mec=COLORS.accent, mew=1.6, zorder=3)
    text = say.number(median, "days")
    ax.annotate(
        text, (median, y), (0, 6), textcoords="offset points", ha="center", size=8, bbox=PLATE, zorder=2.5
    )
