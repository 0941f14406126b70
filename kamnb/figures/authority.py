"""Whether account managers have a say: what became of their requests, and who granted them, by department asked."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "requests_granted_in_time"
LOOK = {
    "granted_rule": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent},
    "granted_above": {"facecolor": COLORS.white, "edgecolor": COLORS.accent, "hatch": "////"},
    "granted_unknown": {"facecolor": COLORS.light, "edgecolor": COLORS.accent},
    "open": {"facecolor": COLORS.white, "edgecolor": COLORS.muted, "hatch": "...."},
    "refused": {"facecolor": COLORS.ink, "edgecolor": COLORS.ink},
}
DARK = ("granted_rule", "refused")
MOST = 8
ROOM_FOR_LABEL = 0.07


def plot(series: dict[str, Any], say: Say) -> Figure:
    """What became of requests? `departments` of {department, n, and a count for each fate}, most asked first."""
    rows = series["departments"][:MOST]
    figure, ax = new_figure(6.3, 1.25 + 0.4 * len(rows))
    for y, row in enumerate(rows):
        draw_bar(ax, y, {fate: row[fate] / row["n"] for fate in LOOK}, say)
    names = [say("row", department=say.word("department", row["department"]), n=row["n"]) for row in rows]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(f"{say('axis')} · {say('note', months=series['months'])}")
    present = [fate for fate in LOOK if any(row[fate] for row in rows)]
    keys = [Patch(label=say(fate), **LOOK[fate]) for fate in present]
    figure.legend(handles=keys, loc="outside upper left", ncols=2 if len(keys) > 3 else len(keys))
    return figure


def draw_bar(ax: Axes, y: int, shares: dict[str, float], say: Say) -> None:
    """One department: its requests' fates side by side, each with its share where there is room."""
    left = 0.0
    for fate, share in shares.items():
        if share > 0:
            ax.barh(y, share, left=left, height=0.62, linewidth=1, **LOOK[fate])
        if share >= ROOM_FOR_LABEL:
            plate = (
                {"facecolor": COLORS.white, "edgecolor": "none", "pad": 1.5}
                if "hatch" in LOOK[fate]
                else None
            )
            color = COLORS.white if fate in DARK else COLORS.ink
            ax.text(
                left + share / 2,
                y,
                say.number(share, "share"),
                ha="center",
                va="center",
                fontsize=8,
                color=color,
                bbox=plate,
            )
        left += share
