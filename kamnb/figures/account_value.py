"""What are accounts worth over three years: the largest, and those that cost more than they bring, with intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamnb.figures.revenue_trend import magnitude, plain
from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "key_accounts_with_value"
MOST, LAST = 16, 6
LOOKS = {
    "key": {"marker": "o", "mfc": COLORS.accent, "mec": COLORS.accent},
    "other": {"marker": "D", "mfc": COLORS.white, "mec": COLORS.second},
    "unknown": {"marker": "s", "mfc": COLORS.white, "mec": COLORS.muted},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """What is each account worth? One line an account, its 90 % interval, key and other told by shape."""
    rows, gap = chosen(series["accounts"])
    figure, ax = new_figure(6.3, 1.1 + 0.17 * max(len(rows), 1))
    highest = max([abs(row[key]) for row in rows for key in ("low", "high", "value_3y")], default=0.0)
    size, unit = magnitude(highest, say.lang)
    for name, look in LOOKS.items():
        draw_group(ax, rows, name, look, size, say)
    ax.axvline(0, color=COLORS.muted, lw=1.0, zorder=1)
    if gap is not None:
        ax.axhline(gap - 0.5, color=COLORS.muted, lw=0.8, ls=(0, (2, 3)))
    ax.set_yticks(range(len(rows)), [row["code"] for row in rows], fontsize=7.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: plain(x, say.lang)))
    ax.set_xlabel(say("x", unit=say.money_unit(series["currency"], unit)))
    ax.grid(axis="y", visible=False)
    ax.margins(x=0.04)
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        figure.legend(loc="outside upper center", ncols=len(handles))
    return figure


def chosen(accounts: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int | None]:
    """Which accounts are drawn? All of few; of many the largest and the smallest, and where the gap between them is."""
    if len(accounts) <= MOST + LAST:
        return accounts, None
    return accounts[:MOST] + accounts[-LAST:], MOST


def draw_group(
    ax: Axes, rows: list[dict[str, Any]], name: str, look: dict[str, Any], size: float, say: Say
) -> None:
    """Where do one group's accounts lie, and how sure is it?"""
    own = [(y, row) for y, row in enumerate(rows) if row["group"] == name]
    if not own:
        return
    at = np.array([y for y, _ in own])
    value, low, high = (np.array([row[key] for _, row in own]) / size for key in ("value_3y", "low", "high"))
    ax.hlines(at, low, high, color=look["mec"], lw=1.3, zorder=2)
    ax.plot(value, at, ls="none", ms=5.5, mew=1.3, label=say(name), zorder=3, **look)
