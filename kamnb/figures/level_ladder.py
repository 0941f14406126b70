"""The same question at every level: where the view from the top and the view from the line part."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

MARKS = {
    "executive": ("^", COLORS.second),
    "leadership": ("^", COLORS.second),
    "manager": ("D", COLORS.accent),
    "frontline": ("o", COLORS.ink),
    "account": ("s", COLORS.bad),
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How do levels rate the same statements? `rows` of {label, levels: {level: {score, low, high}}}."""
    rows = series["rows"]
    figure, ax = new_figure(6.3, 0.8 + 0.36 * len(rows))
    present: list[str] = []
    for y, row in enumerate(rows):
        names = list(row["levels"])
        for i, name in enumerate(names):
            level, (mark, color) = row["levels"][name], MARKS[name]
            at = y + (i - (len(names) - 1) / 2) * 0.2
            ax.plot([level["low"], level["high"]], [at, at], color=color, lw=1.2, alpha=0.55)
            ax.plot(level["score"], at, mark, color=color, ms=6)
            present += [name] * (name not in present)
    ax.set_yticks(range(len(rows)), [say.pick(r["label"]) for r in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    marks = [
        Line2D([], [], marker=MARKS[n][0], color=MARKS[n][1], lw=1.2, ms=6, label=say.group(n))
        for n in MARKS
        if n in present
    ]
    figure.legend(handles=marks, loc="outside upper center", ncols=len(marks) or 1)
    return figure
