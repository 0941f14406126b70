"""How much of each month was invoiced in its last ten days: quarter ends against other months."""

from __future__ import annotations

from statistics import mean
from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "quarter_end_push"
MOST_LABELS = 24


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Are quarters closed by a push? `months` of {month, late, closing}, oldest first; a line at the other months' mean."""
    months = series["months"]
    figure, ax = new_figure(6.3, 2.9)
    looks: dict[bool, dict[str, Any]] = {
        True: {"fc": COLORS.second, "hatch": "///", "ec": COLORS.white},
        False: {"fc": COLORS.ink, "ec": COLORS.white},
    }
    for closing, look in looks.items():
        chosen = [(i, m["late"]) for i, m in enumerate(months) if m["closing"] == closing]
        if chosen:
            x, y = zip(*chosen, strict=True)
            ax.bar(x, y, width=0.74, linewidth=0.4, label=say("closing" if closing else "usual"), **look)
    usual = [m["late"] for m in months if not m["closing"]]
    if usual:
        label = say("mean", share=say.number(mean(usual), "share"))
        ax.axhline(mean(usual), color=COLORS.bad, lw=1.3, ls=(0, (4, 3)), label=label)
    shown = months if len(months) <= MOST_LABELS else []
    ax.set_xticks(range(len(shown)), [m["month"] for m in shown], rotation=90, size=7)
    ax.set_xlim(-0.7, max(len(months), 6) - 0.3)
    top = max([0.1, *(m["late"] for m in months)])
    ax.set_ylim(0, top * 1.08)
    ticks = [t / 100 for t in range(0, 101, 10 if top <= 0.6 else 20) if t / 100 <= top * 1.08]
    ax.set_yticks(ticks, [say.number(t, "share") for t in ticks])
    ax.set_ylabel(say("y"))
    ax.grid(axis="x", visible=False)
    figure.legend(loc="outside upper center", ncols=3)
    return figure
