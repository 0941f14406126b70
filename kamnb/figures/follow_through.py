"""What became of the commitments of earlier waves: kept, late, overdue, dropped, or not due yet."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "change_commitments_kept"
LOOKS: dict[str, dict[str, Any]] = {
    "kept": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent},
    "late": {"facecolor": COLORS.white, "edgecolor": COLORS.accent, "hatch": "////"},
    "overdue": {"facecolor": COLORS.ink, "edgecolor": COLORS.ink},
    "dropped": {"facecolor": COLORS.muted, "edgecolor": COLORS.ink, "hatch": "xxxx"},
    "undated": {"facecolor": COLORS.line, "edgecolor": COLORS.muted},
    "not_due": {"facecolor": COLORS.white, "edgecolor": COLORS.muted, "hatch": "...."},
}
DARK = ("kept", "overdue")
NARROW = 0.028
"""A part of the longest bar narrower than this has no room for its number."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """What became of them? `all` and each of `phases` with a count for each fate; one bar each, all at the top.

    One phase alone is the same as all, and is not drawn twice.
    """
    rows = [("all", series["all"])]
    rows += [(p["phase"], p) for p in series["phases"]] if len(series["phases"]) > 1 else []
    totals = [sum(row[fate] for fate in LOOKS) for _, row in rows]
    figure, ax = new_figure(6.3, 1.05 + 0.42 * len(rows))
    for y, (_, row) in enumerate(rows):
        left = 0
        for fate, look in LOOKS.items():
            n = row[fate]
            if n:
                ax.barh(y, n, left=left, height=0.62, linewidth=0.8, **look)
            if n >= NARROW * max(totals) and n:
                plate = (
                    {"facecolor": COLORS.white, "edgecolor": "none", "pad": 1.2} if "hatch" in look else None
                )
                color = COLORS.white if fate in DARK else COLORS.ink
                ax.text(left + n / 2, y, str(n), ha="center", va="center", size=8, color=color, bbox=plate)
            left += n
    names = [say("row", name=say(name), n=n) for (name, _), n in zip(rows, totals, strict=True)]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0, max(totals) * 1.01)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    present = [fate for fate in LOOKS if any(row[fate] for _, row in rows)]
    keys = [Patch(label=say(fate), **LOOKS[fate]) for fate in present]
    figure.legend(handles=keys, loc="outside upper center", ncols=min(len(keys), 3))
    return figure
