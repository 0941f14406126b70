"""Where work stands still: the hand-offs between departments with the longest gaps."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "hand_off_waits"
MOST = 8


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which hand-offs wait longest? `pairs` of {from, to, median_days, n}, slowest first."""
    pairs = series["pairs"][:MOST]
    if not pairs:
        return plot_sentence(say("none"))
    days = [pair["median_days"] for pair in pairs]
    figure, ax = new_figure(6.3, 0.7 + 0.3 * len(pairs))
    colors = [COLORS.bad if day == max(days) else COLORS.accent for day in days]
    ax.barh(range(len(pairs)), days, height=0.62, color=colors)
    for y, pair in enumerate(pairs):
        text = say("bar", days=say.number(pair["median_days"], "days"), n=pair["n"])
        ax.annotate(
            text, (pair["median_days"], y), (4, 0), textcoords="offset points", va="center", fontsize=8
        )
    ax.set_yticks(range(len(pairs)), [pair_label(pair, say) for pair in pairs])
    ax.set_ylim(len(pairs) - 0.4, -0.6)
    ax.set_xlim(0, 1.4 * max(days) or 1)
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    return figure


def pair_label(pair: dict[str, Any], say: Say) -> str:
    """What is a pair of departments called?"""
    return say("pair", first=say.word("department", pair["from"]), second=say.word("department", pair["to"]))
