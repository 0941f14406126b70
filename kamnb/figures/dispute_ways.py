"""How disputes with accounts were settled, and how long each way took."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "dispute_days"
RULES = {"facecolor": COLORS.accent, "edgecolor": COLORS.accent}
PERSONS = {"facecolor": COLORS.line, "edgecolor": COLORS.muted}
OPEN = {"facecolor": COLORS.white, "edgecolor": COLORS.bad, "hatch": "////"}
LOOKS: dict[str, dict[str, Any]] = {"contract": RULES, "rule": RULES, "unresolved": OPEN}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which ways, how often, how long? `ways` of {way, n, median_days}; rules dark, persons pale, open hatched."""
    ways = series["ways"]
    figure, ax = new_figure(6.3, 0.65 + 0.34 * len(ways))
    counts = [each["n"] for each in ways]
    for y, each in enumerate(ways):
        ax.barh(y, each["n"], height=0.62, linewidth=0.8, **LOOKS.get(each["way"], PERSONS))
        key = "open" if each["way"] == "unresolved" else "bar"
        text = say(key, n=each["n"], days=say.number(each["median_days"], "days"))
        ax.annotate(text, (each["n"], y), (4, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set_yticks(range(len(ways)), [way_name(each["way"], say) for each in ways])
    ax.set_ylim(len(ways) - 0.4, -0.6)
    ax.set_xlim(0, 1.5 * max(counts))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(say("axis"))
    ax.grid(axis="y", visible=False)
    return figure


def way_name(way: str, say: Say) -> str:
    """What is a way of settling called?"""
    return say(way) if way in ("unknown", "unresolved") else say.word("resolved_by", way)
