"""What the performance measures look at, and how far: weight by kind and horizon."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "long_term_measures"
LOOK = {
    "short": {"facecolor": COLORS.white, "edgecolor": COLORS.second, "hatch": "////"},
    "middle": {"facecolor": COLORS.line, "edgecolor": COLORS.muted},
    "long": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent},
    "open": {"facecolor": COLORS.white, "edgecolor": COLORS.muted, "hatch": "...."},
}
ROOM = 0.1
"""A part narrower than this share of the widest bar has no room for its value."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How is the weight spread? `kinds` of {kind, short, middle, long, open}, shares of all weight."""
    rows = series["kinds"]
    figure, ax = new_figure(6.3, 1.05 + 0.4 * len(rows))
    totals = [sum(row[part] for part in LOOK) for row in rows]
    reach = max(totals)
    for y, (row, total) in enumerate(zip(rows, totals, strict=True)):
        left = 0.0
        for part, look in LOOK.items():
            if row[part] > 0:
                ax.barh(y, row[part], left=left, height=0.56, linewidth=0.8, **look)
            if row[part] >= ROOM * reach and row[part] < total - 1e-9:
                part_label(ax, left + row[part] / 2, y, part, say.number(row[part], "share"))
            left += row[part]
        text = say.number(total, "share")
        ax.annotate(
            text, (total, y), (5, 0), textcoords="offset points", va="center", fontsize=8.5, weight="bold"
        )
    names = [say("unknown") if r["kind"] == "unknown" else say.word("measure_kind", r["kind"]) for r in rows]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.45, -0.55)
    ax.set_xlim(0, 1.14 * reach)
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(say("axis"))
    present = [part for part in LOOK if any(row[part] > 0 for row in rows)]
    keys = [Patch(label=say(part), **LOOK[part]) for part in present]
    figure.legend(handles=keys, loc="outside upper left", ncols=len(keys))
    return figure


def part_label(ax: Any, x: float, y: int, part: str, text: str) -> None:
    """A part's value inside it: white on dark, on a white plate where the part is hatched."""
    plate = {"facecolor": COLORS.white, "edgecolor": "none", "pad": 1.2} if "hatch" in LOOK[part] else None
    color = COLORS.white if part == "long" else COLORS.ink
    ax.text(x, y, text, ha="center", va="center", fontsize=8, color=color, bbox=plate)
