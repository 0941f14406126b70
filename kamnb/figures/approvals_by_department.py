"""Who approves, how often, and how long after the step before."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "approval_step_share"


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which departments approve? `departments` of {department, n, share, median_days}; the top is dark."""
    rows = series["departments"]
    if not rows:
        return plot_sentence(say("nobody"))
    shares = [row["share"] for row in rows]
    figure, ax = new_figure(6.3, 0.7 + 0.3 * len(rows))
    colors = [COLORS.ink if row["department"] == "executive" else COLORS.accent for row in rows]
    ax.barh(range(len(rows)), shares, height=0.62, color=colors)
    for y, row in enumerate(rows):
        ax.annotate(
            bar_label(row, say),
            (row["share"], y),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    ax.set_yticks(range(len(rows)), [say.word("department", row["department"]) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.75 * max(shares))
    ticks = [tick for tick in ax.get_xticks() if tick <= 1]
    ax.set_xticks(ticks, [say.number(tick, "share") for tick in ticks])
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    return figure


def bar_label(row: dict[str, Any], say: Say) -> str:
    """What stands beside a bar? The share, the days where they are known, the number of approvals."""
    share, days = say.number(row["share"], "share"), row["median_days"]
    if days is None:
        return say("short", share=share, n=row["n"])
    return say("bar", share=share, days=say.number(days, "days"), n=row["n"])
