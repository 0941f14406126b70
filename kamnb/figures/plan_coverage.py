"""What account plans hold on paper, and how much of it is still in date."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "plans_alive"


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How far is each element of the plan covered? `elements` of {element, paper, current}; `n` key accounts.

    The wide light bar is paper, the narrow dark one in it what is in date; the number is the latter.
    """
    rows = series["elements"]
    figure, ax = new_figure(6.3, 0.95 + 0.34 * len(rows))
    places = range(len(rows))
    paper = [100 * row["paper"] for row in rows]
    current = [100 * row["current"] for row in rows]
    ax.barh(places, paper, height=0.66, color=COLORS.line, label=say("paper"))
    ax.barh(places, current, height=0.34, color=COLORS.accent, label=say("current"))
    for y, row in zip(places, rows, strict=True):
        numbers = f"{say.number(row['paper'], 'share')} → {say.number(row['current'], 'share')}"
        ax.text(103, y, numbers, va="center", size=8)
    ax.set_yticks(places, [say(row["element"]) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 124)
    ax.set_xticks([0, 25, 50, 75, 100], [say.number(x / 100, "share") for x in (0, 25, 50, 75, 100)])
    ax.set_xlabel(say("x", n=series["n"]), loc="left")
    ax.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=2)
    return figure
