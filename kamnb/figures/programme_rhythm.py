"""In which quarters did the programme make progress, and in which did it rest?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "programme_quarters_active"


def plot(series: dict[str, Any], say: Say) -> Figure:
    """When was it active? `active` by quarter, oldest first; the last one ends with the day of the diagnosis."""
    active = series["active"]
    figure, ax = new_figure(6.3, 1.25)
    for x, busy in enumerate(active):
        face = (
            {"fc": COLORS.accent, "ec": COLORS.accent} if busy else {"fc": COLORS.white, "ec": COLORS.muted}
        )
        ax.scatter(x, 0, s=260, marker="s", linewidths=1.2, linestyle="-" if busy else (0, (2, 2)), **face)
    names = [say("ago", n=3 * (len(active) - x)) for x in range(len(active))]
    shown = range(len(active) - 1, -1, -2)
    ax.set_xticks(list(shown), [say("now") if x == len(active) - 1 else names[x] for x in shown], fontsize=8)
    ax.set_xlim(-0.7, max(len(active), 6) - 0.3)
    ax.set_ylim(-0.5, 0.5)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlabel(say("axis", active=sum(active), n=len(active)))
    return figure
