"""How far up a case goes before it is decided, by type of case."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "executive_decided_share"
LOOKS = {
    "none": {"fc": COLORS.light, "ec": COLORS.line},
    "department": {"fc": COLORS.accent, "ec": COLORS.white},
    "top": {"fc": COLORS.ink, "ec": COLORS.white},
}
LABELLED = 0.07
"""The smallest part of a bar that holds its number."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which shares of the cases of a type need no approval, a department's or the top's? `levels` of each type."""
    levels = series["levels"]
    if not levels:
        return plot_sentence(say("few"))
    figure, ax = new_figure(6.3, 1.0 + 0.36 * len(levels))
    left = [0.0] * len(levels)
    for level, look in LOOKS.items():
        shares = [row[level] for row in levels]
        ax.barh(range(len(levels)), shares, left=left, height=0.64, label=say(level), **look)  # type: ignore[arg-type]
        for y, (start, share) in enumerate(zip(left, shares, strict=True)):
            if share >= LABELLED:
                color = COLORS.ink if level == "none" else COLORS.white
                text = say.number(share, "share")
                ax.text(start + share / 2, y, text, ha="center", va="center", fontsize=8, color=color)
        left = [start + share for start, share in zip(left, shares, strict=True)]
    ax.set_yticks(range(len(levels)), [row_label(row, say) for row in levels])
    ax.set_ylim(len(levels) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_xticks(ticks, [say.number(tick, "share") for tick in ticks])
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def row_label(row: dict[str, Any], say: Say) -> str:
    """What is a type of case called, with its number of cases?"""
    name = say.word("case_type", row["type"]) if row["type"] else say("untyped")
    return say("row", type=name, n=row["n"])
