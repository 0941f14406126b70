"""From vision to action: what became of the programme's lines."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "programme_on_time"
LOOKS: dict[str, dict[str, Any]] = {
    "on_time": {"fc": COLORS.ink, "text": COLORS.white},
    "late": {"fc": COLORS.accent, "hatch": "//", "text": COLORS.white},
    "missed": {"fc": COLORS.bad, "hatch": "xx", "text": COLORS.white},
    "loose": {"fc": COLORS.white, "hatch": "..", "text": COLORS.ink},
    "open": {"fc": COLORS.line, "text": COLORS.ink},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Of each kind of line, how many were done on time, late, not, or belong to nobody? `kinds` of counts by state."""
    kinds = series["kinds"]
    figure, ax = new_figure(6.3, 1.25 + 0.36 * len(kinds))
    left = [0] * len(kinds)
    most = max((sum(row[state] for state in LOOKS) for row in kinds), default=1)
    for state, look in LOOKS.items():
        sizes = [row[state] for row in kinds]
        style = {
            "fc": look["fc"],
            "hatch": look.get("hatch"),
            "ec": COLORS.white if state != "loose" else COLORS.ink,
        }
        bars = ax.barh(
            range(len(kinds)), sizes, left=left, height=0.62, linewidth=0.8, label=say(state), **style
        )
        for bar, size in zip(bars, sizes, strict=True):
            if size >= 0.03 * most and size:
                draw_count(ax, bar, say.number(size, "count"), look["text"], look["fc"])
        left = [a + b for a, b in zip(left, sizes, strict=True)]
    ax.set_yticks(range(len(kinds)), [say.word("programme_kind", row["kind"]) for row in kinds])
    ax.set_ylim(len(kinds) - 0.4, -0.6)
    ax.set_xlim(0, 1.04 * max(left, default=1) or 1)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def draw_count(ax: Any, bar: Any, text: str, color: str, ground: str) -> None:
    """How many lines is a part of a bar? The number in its middle, on a plain ground."""
    x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
    box = {"boxstyle": "round,pad=0.15", "fc": ground, "ec": "none"}
    ax.text(x, y, text, ha="center", va="center", size=8, color=color, bbox=box)
