"""Who puts information into the CRM, and who takes any out, by function."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "crm_collecting"
MARKS = {
    "collects": {"marker": "s", "facecolor": COLORS.white, "edgecolor": COLORS.ink, "s": 42},
    "analyses": {"marker": "o", "facecolor": COLORS.accent, "edgecolor": COLORS.accent, "s": 46},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which share of each function enters, and which analyses? `functions` of {function, seats, collects, analyses}."""
    rows = sorted(series["functions"], key=lambda row: (-row["collects"], row["function"]))
    if not rows:
        return plot_sentence(say("none"))
    figure, ax = new_figure(6.3, 1.1 + 0.34 * len(rows))
    for y, row in enumerate(rows):
        ax.plot([row["analyses"], row["collects"]], [y, y], color=COLORS.muted, linewidth=1.2, zorder=1)
        for name, side in (("collects", 1), ("analyses", -1)):
            ax.scatter(row[name], y, zorder=3 if name == "analyses" else 2, linewidth=1.3, **MARKS[name])
            right = (row[name] - row["analyses" if name == "collects" else "collects"]) * side >= 0
            outward = side if right else -side
            label(ax, row[name], y, outward, say.number(row[name], "share"))
    names = [say("row", function=say.word("function", r["function"]), seats=r["seats"]) for r in rows]
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-0.14, 1.14)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.set_xlabel(say("axis"))
    keys = [ax.scatter([], [], linewidth=1.3, label=say(name), **look) for name, look in MARKS.items()]
    figure.legend(handles=keys, loc="outside upper left", ncols=2)
    return figure


def label(ax: Any, x: float, y: int, side: int, text: str) -> None:
    """A value beside its mark, on the side away from the other mark."""
    align = "left" if side > 0 else "right"
    ax.annotate(text, (x, y), (7 * side, 0), textcoords="offset points", ha=align, va="center", fontsize=8)
