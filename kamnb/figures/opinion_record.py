"""What people say against what records show, clause by clause: two marks and the way between them."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How far apart are opinion and record? `rows` of {label, opinion, record, clash}; a mark is left out where there is none."""
    rows = series["rows"]
    figure, ax = new_figure(6.3, 0.7 + 0.27 * len(rows))
    for y, row in enumerate(rows):
        a, b = row["opinion"], row["record"]
        if a is not None and b is not None:
            ax.plot([a, b], [y, y], color=COLORS.bad if row["clash"] else COLORS.line, lw=3, zorder=1)
        if a is not None:
            ax.plot(a, y, "o", ms=7, mfc=COLORS.white, mec=COLORS.accent, mew=1.8, zorder=3, clip_on=False)
        if b is not None:
            ax.plot(b, y, "s", ms=6, color=COLORS.ink, zorder=2, clip_on=False)
    ax.set_yticks(range(len(rows)), [say.pick(r["label"]) for r in rows])
    ax.tick_params(axis="y", pad=7)  # a mark at zero is half left of the axis
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    marks = [
        Line2D(
            [],
            [],
            marker="o",
            ls="",
            ms=7,
            mfc=COLORS.white,
            mec=COLORS.accent,
            mew=1.8,
            label=say("opinion"),
        ),
        Line2D([], [], marker="s", ls="", ms=6, color=COLORS.ink, label=say("record")),
        Line2D([], [], color=COLORS.bad, lw=3, label=say("clash")),
    ]
    figure.legend(handles=marks, loc="outside upper center", ncols=3)
    return figure
