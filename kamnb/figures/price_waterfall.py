"""Where the list price goes with key accounts, step by step, and what the same step takes with the others."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "key_margin_after_service"
STEPS = ("discount", "rebate", "payment_terms", "cost_to_serve", "direct_cost")
HEIGHT = 0.62
GIVEN: dict[str, Any] = {"color": COLORS.second}
COST: dict[str, Any] = {
    "facecolor": COLORS.white,
    "edgecolor": COLORS.muted,
    "hatch": "////",
    "linewidth": 0.7,
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How much of 100 is left after each step? Bars fall from the list price (or invoice) to the margin."""
    found = series["waterfall"]
    names = [name for name in ("key", "other") if name in found["groups"]]
    steps = found["groups"][names[0]] if names else {}
    rows = [step for step in STEPS if steps.get(step) is not None]
    figure, ax = new_figure(6.3, 1.0 + 0.3 * (len(rows) + 2))
    left = draw_steps(ax, rows, steps)
    labels = [say(found["base"]), *(say(step) for step in rows), say("margin")]
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlim(min(0.0, 1.1 * left), 1.0 - min([0.0, *(1.3 * steps[step] for step in rows)]))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_xlabel(say(f"x_{found['base']}"))
    ax.grid(axis="y", visible=False)
    for column, name in enumerate(names):
        tell(ax, rows, found["groups"][name], column, say(name), say)
    return figure


def draw_steps(ax: Axes, rows: list[str], steps: dict[str, Any]) -> float:
    """Where does each step begin and end? What is left after the last of them."""
    ax.barh(0, 1.0, HEIGHT, color=COLORS.ink)
    left = 1.0
    for y, step in enumerate(rows, 1):
        share = steps[step]
        ax.barh(y, -share, HEIGHT, left=left, **(COST if step == "direct_cost" else GIVEN))
        ax.plot([left, left], [y - 1 + HEIGHT / 2, y - HEIGHT / 2], color=COLORS.muted, lw=0.7)
        left -= share
    y = len(rows) + 1
    ax.plot([left, left], [y - 1 + HEIGHT / 2, y - HEIGHT / 2], color=COLORS.muted, lw=0.7)
    ax.barh(y, left, HEIGHT, color=COLORS.good if left >= 0 else COLORS.bad)
    ax.axvline(0, color=COLORS.muted, lw=0.9)
    return left


def tell(ax: Axes, rows: list[str], steps: dict[str, Any], column: int, head: str, say: Say) -> None:
    """What does each step take of a group's list price? A column of numbers beside the bars, its head in the first row."""
    place: dict[str, Any] = {
        "xycoords": ("axes fraction", "data"),
        "textcoords": "offset points",
        "va": "center",
        "ha": "center",
        "annotation_clip": False,
    }
    move = 34 + 64 * column
    ax.annotate(head, (1, 0), (move, 0), size=8, weight="bold" if column == 0 else "normal", **place)
    for y, step in enumerate([*rows, "margin"], 1):
        share = steps.get(step)
        text = say("unknown") if share is None else taken(step, share, say)
        ax.annotate(text, (1, y), (move, 0), size=8, weight="bold" if column == 0 else "normal", **place)


def taken(step: str, share: float, say: Say) -> str:
    """How is a step written? What is taken off with a minus, what is added with a plus; the margin as it is."""
    number = say.number(share if step == "margin" else abs(share), "share")
    if step == "margin" or share == 0:
        return number
    return say("minus" if share > 0 else "plus", share=number)
