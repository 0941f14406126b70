"""Is the CRM used week by week, or in bursts?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "crm_regularity"


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How many used it in how many weeks? `classes` of {from, to, users, share}; `regular` weeks make a habit."""
    rows = series["classes"]
    if len(rows) < 2:
        return plot_sentence(say("single"))
    figure, ax = new_figure(6.3, 0.75 + 0.34 * len(rows))
    for y, row in enumerate(rows):
        habit = row["from"] >= series["regular"]
        look = (
            {"fc": COLORS.accent, "ec": COLORS.accent} if habit else {"fc": COLORS.light, "ec": COLORS.muted}
        )
        ax.barh(y, row["share"], height=0.6, linewidth=0.8, **look)
        text = say("bar", share=say.number(row["share"], "share"), users=row["users"])
        ax.annotate(text, (row["share"], y), (5, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set_yticks(range(len(rows)), [class_name(row, say) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.3 * max(row["share"] for row in rows) or 1)
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(say("axis"))
    return figure


def class_name(row: dict[str, Any], say: Say) -> str:
    """What is a class of weeks called?"""
    return say("none_of") if row["to"] == 0 else say("weeks", low=row["from"], high=row["to"])
