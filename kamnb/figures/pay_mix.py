"""What account managers are paid and appraised for: base, short-term, long-term, team."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "pay_long_term_share"
LOOK = {
    "base": {"facecolor": COLORS.line, "edgecolor": COLORS.muted},
    "short": {"facecolor": COLORS.white, "edgecolor": COLORS.second, "hatch": "////"},
    "rest": {"facecolor": COLORS.light, "edgecolor": COLORS.muted, "hatch": "...."},
    "long": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent},
    "team": {"facecolor": COLORS.ink, "edgecolor": COLORS.ink},
}
COUNTS = {"pay": "n", "appraisal": "n_appraisal"}
HEIGHT = 0.5
ROOM_FOR_LABEL = 0.08


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How is pay made up, and what does appraisal weigh? `pay`, and `appraisal` where known."""
    bars = {name: series[name] for name in ("pay", "appraisal") if series.get(name)}
    figure, ax = new_figure(6.3, 1.05 + 0.65 * len(bars))
    for y, parts in enumerate(bars.values()):
        draw_bar(ax, y, parts, say)
    ax.set_yticks(range(len(bars)), [f"{say(name)}\nn = {series[COUNTS[name]]}" for name in bars])
    ax.set_ylim(len(bars) - 0.48, -0.52)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(f"{say('axis')} · {say('note')}")
    present = [part for part in LOOK if any(part in parts for parts in bars.values())]
    keys = [Patch(label=say(part), **LOOK[part]) for part in present]
    figure.legend(handles=keys, loc="outside upper left", ncols=len(keys))
    return figure


def draw_bar(ax: Axes, y: int, parts: dict[str, float], say: Say) -> None:
    """One bar of parts side by side, each with its share inside, or outside where it is narrow."""
    left = 0.0
    for part, share in parts.items():
        if share > 0:
            ax.barh(y, share, left=left, height=HEIGHT, linewidth=1, **LOOK[part])
        label = label_inside if share >= ROOM_FOR_LABEL else label_outside
        label(ax, left + share / 2, y, part, say.number(share, "share"))
        left += share


def label_inside(ax: Axes, x: float, y: int, part: str, text: str) -> None:
    """The share in the middle of its part: white on dark, on a white plate where the part is hatched."""
    dark = part in ("long", "team")
    plate = {"facecolor": COLORS.white, "edgecolor": "none", "pad": 1.5} if "hatch" in LOOK[part] else None
    ax.text(x, y, text, ha="center", va="center", color=COLORS.white if dark else COLORS.ink, bbox=plate)


def label_outside(ax: Axes, x: float, y: int, part: str, text: str) -> None:
    """The share of a narrow part: neighbours go to different sides of the bar."""
    above = part in ("base", "rest", "long")
    side = -1 if above else 1
    ax.text(x, y + side * HEIGHT * 0.54, text, ha="center", va="bottom" if above else "top", color=COLORS.ink)
