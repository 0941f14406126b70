"""Who stays: the retention of key accounts since they were made key, beside that of the others."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "key_accounts_retained"
LOOKS = {
    "key": {"color": COLORS.accent, "lw": 2.0, "ls": "-"},
    "other": {"color": COLORS.second, "lw": 1.5, "ls": (0, (5, 2))},
}
LONGEST = 6.0
"""Years that are drawn: the horizon of three and as much again."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which share is still there after so many years? Steps, the key accounts' band, and how many were watched."""
    figure, ax = new_figure(6.3, 3.4)
    curves = {name: curve for name, curve in series["curves"].items() if curve and name in LOOKS}
    last = min(LONGEST, max((curve["years"][-1] for curve in curves.values()), default=series["horizon"]))
    last = max(last, 1.02 * series["horizon"])
    for name, curve in curves.items():
        draw_curve(ax, name, curve, last, say)
    ax.axvline(series["horizon"], color=COLORS.muted, lw=0.8, ls=(0, (1, 2)), zorder=1)
    lows = [y for curve in curves.values() for y in (*curve["survival"], *curve["low"][:1])]
    key = curves.get("key")
    lows += [y for x, y in zip(key["years"], key["low"], strict=True) if x <= last] if key else []
    floor = np.floor(10 * min([0.8, *lows])) / 10
    ax.set_ylim(floor, 1.0 + 0.03 * (1 - floor))
    ax.set_xlim(0, last)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_ylabel(say("y"))
    numbers_watched(ax, curves, last, say)
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def draw_curve(ax: Axes, name: str, curve: dict[str, Any], last: float, say: Say) -> None:
    """How does one group's curve run? Key accounts with their band and edges that are visible in grey."""
    years = np.array(curve["years"])
    seen = years <= last + 1e-9
    x = years[seen]
    y, low, high = (np.array(curve[key])[seen] for key in ("survival", "low", "high"))
    ax.step(x, y, where="post", label=say(name), solid_capstyle="butt", zorder=3, **LOOKS[name])
    if name == "key":
        ax.fill_between(x, low, high, step="post", color=COLORS.accent, alpha=0.18, lw=0, label=say("band"))
        for edge in (low, high):
            ax.step(x, edge, where="post", color=COLORS.accent, lw=0.6)
    if x[0] > 0:
        ax.plot(x[0], y[0], marker="|", ms=9, mew=1.6, color=LOOKS[name]["color"], zorder=4, clip_on=False)


def numbers_watched(ax: Axes, curves: dict[str, Any], last: float, say: Say) -> None:
    """How many accounts was each curve drawn from, year by year? Lines of numbers below the axis."""
    ax.set_xlabel(say("x"), labelpad=6 + 11 * len(curves))
    for row, (name, curve) in enumerate(curves.items()):
        below = -22 - 11 * row
        place: dict[str, Any] = {
            "textcoords": "offset points",
            "xycoords": ("data", "axes fraction"),
            "va": "center",
        }
        ax.annotate(
            say(f"watched_{name}"), (0, 0), (-14, below), ha="right", size=7.5, color=COLORS.muted, **place
        )
        for year, count in zip(curve["whole_years"], curve["watched"], strict=True):
            if year <= last:
                ax.annotate(str(count), (year, 0), (0, below), ha="center", size=7.5, **place)
