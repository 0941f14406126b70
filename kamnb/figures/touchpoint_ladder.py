"""On which rung between hospitality and joint innovation do the touchpoints with key accounts stand?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "beyond_hospitality"
INTERNAL = True
"""It shows the total of meals and gifts, which an external reader does not see."""
DEEP = 0.5
"""From this depth on a rung is drawn as deep."""
LOOKS: dict[str, dict[str, Any]] = {
    "hospitality": {"facecolor": COLORS.second, "edgecolor": COLORS.white, "hatch": "////", "linewidth": 0},
    "routine": {"facecolor": COLORS.line, "edgecolor": COLORS.muted, "linewidth": 0.6},
    "deep": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent, "linewidth": 0.6},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which share of touchpoints stands on each rung? `rungs` of {kind, depth, share}, shallow to deep.

    Meals and gifts come as one total (`hospitality`). Hatched, pale and dark, to be told apart in grey.
    """
    rungs = series["rungs"]
    figure, ax = new_figure(6.3, 0.7 + 0.25 * len(rungs))
    shares = [rung["share"] for rung in rungs]
    bars = ax.barh(range(len(rungs)), shares, height=0.68)
    for bar, rung in zip(bars, rungs, strict=True):
        bar.set(**LOOKS[group_of(rung["depth"])])
    ax.bar_label(bars, [say.number(share, "share") for share in shares], padding=3, color=COLORS.ink)
    ax.set_yticks(range(len(rungs)), [name_of(rung["kind"], say) for rung in rungs])
    ax.set_xlim(0, max(shares) * 1.12)
    ax.set_xticks([])
    ax.set_xlabel(say("axis"))
    ax.set_ylabel(say("depth"))
    ax.grid(visible=False)
    handles = [Patch(**look, label=say(f"group_{name}")) for name, look in LOOKS.items()]
    figure.legend(handles=handles, loc="outside upper center", ncols=len(handles))
    return figure


def group_of(depth: float) -> str:
    """To which part of the ladder does a rung belong?"""
    return "hospitality" if depth == 0 else "deep" if depth >= DEEP else "routine"


def name_of(kind: str, say: Say) -> str:
    """What is a rung called?"""
    return say("hospitality") if kind == "hospitality" else say.word("touchpoint_kind", kind)
