"""Revenue by quarter: how much of it comes from key accounts, and how that moved."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure
from kamnb.text.load import load_text
from kamnb.text.numbers import MYRIADS, THOUSANDS, number

INDICATOR = "top_accounts_share"
MOST_LABELS = 10
FILLS = {
    "key": {"color": COLORS.accent},
    "other": {"color": COLORS.second, "alpha": 0.55},
    "unknown": {"facecolor": COLORS.white, "edgecolor": COLORS.muted, "hatch": "////", "linewidth": 0.6},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How did revenue of key, other and unmarked accounts move? Stacked bars; net credit goes below zero."""
    trend = series["trend"]
    figure, ax = new_figure(6.3, 3.0)
    at = np.arange(len(trend["ends"]))
    above, below = np.zeros(len(at)), np.zeros(len(at))
    for name, fill in FILLS.items():
        height = np.array(trend[name], dtype=float)
        if height.any():
            ax.bar(at, height, 0.72, bottom=np.where(height >= 0, above, below), label=say(name), **fill)
        above, below = above + np.clip(height, 0, None), below + np.clip(height, None, 0)
    step = max(1, -(-len(at) // MOST_LABELS))
    shown = at[::-1][::step][::-1]
    ax.set_xticks(shown, [trend["ends"][i] for i in shown])
    ax.set_ylim(below.min(initial=0) * 1.1, above.max(initial=0) * 1.08 or 1)
    size, unit = magnitude(float(above.max(initial=0)), say.lang)
    ax.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value / size, say.lang)))
    ax.set_xlabel(say("axis_period"))
    ax.set_ylabel(say("axis_revenue", unit=say.money_unit(trend["currency"], unit)))
    ax.grid(axis="x", visible=False)
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        figure.legend(loc="outside upper center", ncols=len(handles))
    return figure


def magnitude(largest: float, lang: str) -> tuple[float, str]:
    """In which magnitude of the language is the axis written? Size and word; 1 and no word for small sums."""
    words = load_text("units", lang)["magnitudes"]
    for size, name in MYRIADS if lang == "zh" else THOUSANDS:
        if largest >= 2 * size:
            return size, str(words[name]).strip()
    return 1.0, ""


def plain(value: float, lang: str) -> str:
    """A tick's number: whole where it is whole."""
    return number(value, lang, 0 if float(round(value, 6)).is_integer() else 1)
