"""Where accounts' requirements go, and how they end."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "requirements_with_owner"
LOOKS: dict[str, dict[str, Any]] = {
    "in_time": {"fc": COLORS.accent, "ec": COLORS.white},
    "late": {"fc": COLORS.second, "ec": COLORS.white},
    "overdue": {"fc": COLORS.bad, "ec": COLORS.white, "hatch": "////"},
    "running": {"fc": COLORS.light, "ec": COLORS.line},
}
LABELLED = 0.05
"""The smallest part of the longest bar that holds its number."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Who takes requirements on, and are they met? `departments` of {department, n} and a count of each end."""
    rows = series["departments"]
    figure, ax = new_figure(6.3, 1.0 + 0.36 * len(rows))
    longest, left = max(row["n"] for row in rows), [0] * len(rows)
    for end, look in LOOKS.items():
        counts = [row[end] for row in rows]
        ax.barh(range(len(rows)), counts, left=left, height=0.64, lw=0.6, label=say(end), **look)
        for y, (start, n) in enumerate(zip(left, counts, strict=True)):
            if n >= LABELLED * longest and n:
                draw_count(ax, start + n / 2, y, say.number(n, "count"), end)
        left = [start + n for start, n in zip(left, counts, strict=True)]
    ax.set_yticks(range(len(rows)), [row_label(row, say) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.02 * longest)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=4)
    return figure


def draw_count(ax: Any, x: float, y: int, text: str, end: str) -> None:
    """A number inside its part of a bar, on a plain ground where the part is hatched."""
    color = COLORS.white if end == "in_time" else COLORS.ink
    ground = {"boxstyle": "round,pad=0.25", "fc": COLORS.white, "ec": "none"} if end == "overdue" else None
    ax.text(x, y, text, ha="center", va="center", fontsize=8, color=color, bbox=ground)


def row_label(row: dict[str, Any], say: Say) -> str:
    """What is a department called, with its number of requirements?"""
    named = {None: "nobody", "rest": "rest"}
    department = row["department"]
    name = say(named[department]) if department in named else say.word("department", department)
    return say("row", department=name, n=row["n"])
