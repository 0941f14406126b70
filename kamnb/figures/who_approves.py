"""Who gives the approvals: the top, or the departments to which it delegates?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "executive_approvals"
MOST = 8
TOP = {"facecolor": COLORS.white, "edgecolor": COLORS.ink, "hatch": "////", "linewidth": 0.9}
REST = {"facecolor": COLORS.accent, "edgecolor": COLORS.accent, "linewidth": 0.9}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Who approves? `departments` of {department, n}, most first; `limits` of managers, or None.

    The top is hatched; the smallest departments become one bar.
    """
    rows = [(row["department"], row["n"]) for row in series["departments"]]
    total = sum(n for _, n in rows)
    left = sum(n for _, n in rows[MOST:])
    rows = rows[:MOST] + ([("", left)] if left else [])
    figure, ax = new_figure(6.3, 0.75 + 0.3 * len(rows))
    bars = ax.barh(range(len(rows)), [n / total for _, n in rows], height=0.64)
    for bar, (name, _) in zip(bars, rows, strict=True):
        bar.set(**(TOP if name == "executive" else REST))
    labels = [say("bar", share=say.number(n / total, "share"), n=say.number(n, "count")) for _, n in rows]
    ax.bar_label(bars, labels, padding=3, fontsize=8, color=COLORS.ink)
    ax.set_yticks(
        range(len(rows)), [say.word("department", name) if name else say("rest") for name, _ in rows]
    )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.3 * max(n for _, n in rows) / total)
    ax.set_xticks([])
    ax.grid(visible=False)
    limits = series["limits"]
    note = [say("limits", **limits)] if limits else []
    ax.set_xlabel("\n".join([say("axis"), *note]), linespacing=1.5)
    return figure
