"""The whale curve: how far cumulative margin rises over profitable accounts, and how far it falls again."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "profit_given_back"
FEW = 60
FALL = 0.005
MARKS = {
    "key": {"marker": "D", "ms": 4.5, "mfc": COLORS.accent, "mec": COLORS.white, "mew": 0.5, "zorder": 4},
    "other": {"marker": "o", "ms": 4, "mfc": COLORS.white, "mec": COLORS.second, "mew": 1.2, "zorder": 3},
    "unknown": {"marker": "x", "ms": 4, "mec": COLORS.muted, "mew": 1.2, "zorder": 3},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How does cumulative margin run over accounts, where is its peak, which accounts are key?"""
    figure, ax = new_figure(6.3, 3.2)
    x, y = np.array([0, *series["position"]]), np.array([0.0, *series["cumulative"]])
    ax.plot(x, y, color=COLORS.ink, lw=1.4, zorder=2)
    mark_accounts(ax, series, say)
    mark_peak(ax, series, say)
    ax.set_xlim(0, series["n"] * 1.02)
    reach = float(y.max() - y.min())
    ax.set_ylim(min(0.0, series["end"] - 0.2 * reach), float(y.max()) + 0.2 * reach)
    ax.set_xlabel(say("axis_accounts"))
    ax.set_ylabel(say("axis_margin" if series["base"] == "total" else "axis_margin_peak"))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(round(value, 6), "share")))
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        figure.legend(loc="outside upper center", ncols=len(handles))
    return figure


def mark_accounts(ax: Axes, series: dict[str, Any], say: Say) -> None:
    """Which accounts are key? All are marked where they are few, only the key ones where they are many."""
    group = np.array(series["group"])
    x, y = np.array(series["position"]), np.array(series["cumulative"])
    for name, style in MARKS.items():
        own = group == name
        if own.any() and (name == "key" or series["n"] <= FEW):
            ax.plot(x[own], y[own], ls="none", color=COLORS.ink, label=say(name), **style)


def mark_peak(ax: Axes, series: dict[str, Any], say: Say) -> None:
    """Where is the peak, and how much of it is lost after it?"""
    count, share = series["peak"]["count"], series["peak"]["share"]
    end, n = series["end"], series["n"]
    ax.plot([0, n], [share, share], color=COLORS.muted, lw=0.8, ls=(0, (4, 3)), zorder=1)
    ax.plot(count, share, color=COLORS.bad, marker="o", ms=9, mfc="none", mec=COLORS.bad, mew=1.4, zorder=5)
    peak = say("peak", share=say.number(share, "share"), count=count)
    ax.annotate(peak, (count, share), (0, 9), textcoords="offset points", ha=side(count, n), color=COLORS.bad)
    if share - end > FALL:
        ax.annotate("", (n, end), (n, share), arrowprops={"arrowstyle": "->", "color": COLORS.bad, "lw": 1.2})
        label = say("end", share=say.number(end, "share"))
        ax.annotate(label, (n, end), (0, -14), textcoords="offset points", ha="right", color=COLORS.bad)


def side(count: int, n: int) -> str:
    """On which side of the peak is there room for its label?"""
    return "right" if count > 0.75 * n else "left" if count < 0.25 * n else "center"
