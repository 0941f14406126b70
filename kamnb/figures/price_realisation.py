"""Do prices hold: what key and other accounts pay of the list price, quarter by quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from kamnb.figures.revenue_trend import MOST_LABELS
from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "price_realisation_change"
LOOKS: dict[str, dict[str, Any]] = {
    "key": {"color": COLORS.accent, "lw": 2.0, "marker": "o", "ms": 5, "mec": COLORS.white, "mew": 0.6},
    "other": {
        "color": COLORS.second,
        "lw": 1.5,
        "ls": (0, (5, 2)),
        "marker": "D",
        "ms": 4.5,
        "mfc": COLORS.white,
        "mec": COLORS.second,
        "mew": 1.2,
    },
}
LEAST_REACH = 0.08


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which share of the list price is paid? A line a group; quarters without enough list amounts leave a gap."""
    quarters = series["quarters"]
    figure, ax = new_figure(6.3, 2.9)
    at = np.arange(len(quarters["ends"]))
    found = {name: np.array(quarters[name], dtype=float) for name in LOOKS}
    for name, share in found.items():
        if not np.isnan(share).all():
            ax.plot(at, share, label=say(name), **LOOKS[name])
            mark_ends(ax, at, share, say)
    step = max(1, -(-len(at) // MOST_LABELS))
    shown = at[::-1][::step][::-1]
    ax.set_xticks(shown, [quarters["ends"][i] for i in shown])
    ax.set_xlim(-0.6, max(len(at) - 0.4, 0.6))
    known = np.concatenate([*found.values()])
    known = known[~np.isnan(known)]
    if len(known):
        middle, reach = (known.max() + known.min()) / 2, max(float(np.ptp(known)), LEAST_REACH)
        ax.set_ylim(middle - 0.65 * reach, middle + 0.65 * reach)
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_xlabel(say("x"))
    ax.set_ylabel(say("y"))
    ax.grid(axis="x", visible=False)
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        figure.legend(loc="outside upper center", ncols=len(handles))
    return figure


def mark_ends(ax: Any, at: np.ndarray, share: np.ndarray, say: Say) -> None:
    """Where did a line begin and where is it now? The first and the last known value in words."""
    known = np.flatnonzero(~np.isnan(share))
    for i in sorted({int(known[0]), int(known[-1])}):
        ax.annotate(
            say.number(float(share[i]), "share"),
            (at[i], share[i]),
            (0, 7),
            textcoords="offset points",
            ha="center",
            size=8,
        )
