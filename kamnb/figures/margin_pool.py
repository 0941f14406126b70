"""Whose margin is it: the shares of key and other accounts in number, revenue and margin after cost to serve."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "key_margin_lead"
MEASURES = ("accounts", "revenue", "margin")
LOOKS: dict[str, dict[str, Any]] = {
    "key": {"facecolor": COLORS.accent, "edgecolor": COLORS.white},
    "other": {"facecolor": COLORS.light, "edgecolor": COLORS.second, "hatch": "////"},
    "unknown": {"facecolor": COLORS.white, "edgecolor": COLORS.muted, "hatch": "...."},
}
NARROW = 0.09
"""Parts that are narrower than this have no room for their number."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which part of accounts, of revenue and of margin is key? Bars of 100 %; a group's loss lies left of zero."""
    pool = series["pool"]["groups"]
    figure, ax = new_figure(6.3, 2.3)
    reach = [draw_bar(ax, y, measure, pool, say) for y, measure in enumerate(MEASURES)]
    ax.axvline(0, color=COLORS.muted, lw=0.9)
    ax.set_yticks(
        range(len(MEASURES)),
        [row_label(measure, pool, series["pool"]["currency"], say) for measure in MEASURES],
    )
    ax.set_ylim(len(MEASURES) - 0.45, -0.55)
    ax.set_xlim(min(low for low, _ in reach), max(high for _, high in reach))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: say.number(round(x, 6), "share")))
    ax.grid(axis="y", visible=False)
    handles = [Patch(label=say(name), **LOOKS[name]) for name in LOOKS if name in pool]
    figure.legend(handles=handles, loc="outside upper center", ncols=len(handles))
    return figure


def row_label(measure: str, pool: dict[str, Any], currency: str, say: Say) -> str:
    """What does a bar stand for, and how much is 100 %?"""
    total = sum(group[measure] for group in pool.values())
    unit = "count" if measure == "accounts" else "money"
    return f"{say(measure)}\n{say.number(total, unit, currency)}"


def draw_bar(ax: Axes, y: int, measure: str, pool: dict[str, Any], say: Say) -> tuple[float, float]:
    """Which part has each group? Gains to the right, losses to the left of zero; the bar's ends."""
    total = sum(group[measure] for group in pool.values())
    whole = total if total > 0 else sum(abs(group[measure]) for group in pool.values()) or 1.0
    right, left = 0.0, 0.0
    for name, look in LOOKS.items():
        if name not in pool:
            continue
        share = pool[name][measure] / whole
        start = right if share >= 0 else left
        ax.barh(y, share, 0.6, left=start, linewidth=0.9, **look)
        if abs(share) >= NARROW:
            paint = {"color": COLORS.white, "weight": "bold"} if name == "key" else {"color": COLORS.ink}
            box = None if name == "key" else {"facecolor": COLORS.white, "edgecolor": "none", "pad": 1.5}
            text = say.number(share, "share")
            ax.text(start + share / 2, y, text, ha="center", va="center", size=8.5, bbox=box, **paint)
        right, left = right + max(share, 0.0), left + min(share, 0.0)
    return left, right
