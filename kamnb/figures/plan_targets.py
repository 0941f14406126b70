"""How much of its plan's target each account reached, period by period."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "plan_targets_realistic"
FAR = 0.2
MOST = 1.6
"""What lies beyond is drawn at the edge, as an arrow."""
PERIODS = 8


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Do targets fit what came of them? `periods` of {period, over, n, median, far, accounts: [{code, reached}]}.

    One row a period, oldest first; a running one is projected at the present pace and drawn hollow.
    """
    periods = series["periods"][-PERIODS:]
    figure, ax = new_figure(6.3, 1.2 + 0.5 * len(periods))
    ax.axvspan(1 - FAR, 1 + FAR, color=COLORS.light, zorder=0)
    ax.axvline(1, color=COLORS.muted, lw=1.1, ls=(0, (4, 3)), zorder=1)
    for y, row in enumerate(periods):
        draw_row(ax, y, row)
        ax.text(
            1.03, y, say("row", median=say.number(row["median"], "share"), far=row["far"], n=row["n"]),
            transform=ax.get_yaxis_transform(), va="center", size=8,
        )  # fmt: skip
    names = [say("period" if row["over"] else "running", period=row["period"]) for row in periods]
    ax.set_yticks(range(len(periods)), names)
    ax.set_ylim(len(periods) - 0.4, -0.6)
    shown = [min(a["reached"], MOST) for row in periods for a in row["accounts"]]
    low = max(-0.2, min([0.6, *shown]) - 0.05)
    ax.set_xlim(low, max([1.3, *shown]) + 0.05)
    ticks = [t for t in (0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6) if low <= t <= ax.get_xlim()[1]]
    ax.set_xticks(ticks, [say.number(t, "share") for t in ticks])
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    legend(ax, figure, periods, say)
    return figure


def draw_row(ax: Axes, y: int, row: dict[str, Any]) -> None:
    """Where do one period's accounts stand? A mark each, set apart in height, and a bar at the median."""
    reached = np.array([a["reached"] for a in row["accounts"]])
    apart = y + 0.2 * np.resize([0, 1, -1, 0.5, -0.5], len(reached))
    beyond = (reached > MOST) | (reached < -0.15)
    look = {"fc": COLORS.ink if row["over"] else COLORS.white, "ec": COLORS.ink, "linewidths": 1.0}
    ax.scatter(reached[~beyond], apart[~beyond], s=24, marker="o", zorder=3, **look)
    over, under = reached > MOST, reached < -0.15
    ax.scatter(np.full(over.sum(), MOST), apart[over], s=30, marker=">", zorder=3, **look)
    ax.scatter(np.full(under.sum(), -0.15), apart[under], s=30, marker="<", zorder=3, **look)
    ax.vlines(np.clip(row["median"], -0.15, MOST), y - 0.34, y + 0.34, color=COLORS.bad, lw=2.2, zorder=4)


def legend(ax: Axes, figure: Figure, periods: list[dict[str, Any]], say: Say) -> None:
    """Which mark means what? Only those that are drawn."""
    kinds = {True: COLORS.ink, False: COLORS.white}
    for over, face in kinds.items():
        if any(row["over"] == over for row in periods):
            ax.scatter([], [], s=24, fc=face, ec=COLORS.ink, label=say("reached" if over else "pace"))
    ax.plot([], [], color=COLORS.bad, lw=2.2, label=say("median"))
    figure.legend(loc="outside upper center", ncols=3)
