"""From one wave to the next: where each area and each clause that moved stood, and where it stands now."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

LOOKS: dict[str, dict[str, Any]] = {
    "rising": {"marker": ">", "color": COLORS.good, "lw": 2.4, "ls": "-"},
    "stable": {"marker": "o", "color": COLORS.muted, "lw": 1.0, "ls": "-"},
    "falling": {"marker": "<", "color": COLORS.bad, "lw": 2.4, "ls": (0, (2, 1))},
}
"""Which way it went is told by the mark and the line, not by colour alone."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How far did each go? `rows` of {label, level, before, after, change}; the hollow mark is the earlier wave."""
    rows = series["rows"]
    figure, ax = new_figure(6.3, 1.0 + 0.31 * max(len(rows), 2))
    for y, row in enumerate(rows):
        draw_row(ax, y, row)
    ax.set_yticks(range(len(rows)), [say.pick(row["label"]) for row in rows])
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row["level"] == "area" else "normal")
    areas = sum(row["level"] == "area" for row in rows)
    if 0 < areas < len(rows):
        ax.axhline(areas - 0.5, color=COLORS.line, lw=1.0)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    figure.legend(handles=keys(rows, say), loc="outside upper center", ncols=4)
    return figure


def draw_row(ax: Axes, y: int, row: dict[str, Any]) -> None:
    """One line: hollow where it was, filled where it is, the scores beside the marks where they do not touch."""
    look, before, after = LOOKS[row["change"]], row["before"], row["after"]
    ax.plot([before, after], [y, y], color=look["color"], lw=look["lw"], ls=look["ls"], zorder=2)
    ax.plot(before, y, "o", mfc=COLORS.white, mec=COLORS.ink, ms=5.5, zorder=3)
    ax.plot(after, y, look["marker"], color=look["color"], mec=COLORS.ink, mew=0.6, ms=7.5, zorder=4)
    right = after >= before
    for score, beyond in ((before, not right), (after, right)):
        offset, align = (7, "left") if beyond else (-7, "right")
        ax.annotate(
            f"{score:.0f}",
            (score, y),
            (offset, 0),
            textcoords="offset points",
            va="center",
            ha=align,
            size=7.5,
            color=COLORS.ink,
        )


def keys(rows: list[dict[str, Any]], say: Say) -> list[Line2D]:
    """What do the marks mean? Only those that are drawn."""
    first = Line2D([], [], ls="", marker="o", mfc=COLORS.white, mec=COLORS.ink, ms=5.5, label=say("before"))
    drawn = [change for change in LOOKS if any(row["change"] == change for row in rows)]
    return [first, *(Line2D([], [], ms=7.5, label=say(change), **LOOKS[change]) for change in drawn)]
