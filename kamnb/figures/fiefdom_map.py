"""Where information stays at home: each department in each region, what it shares and what it reads."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.say import Say
from kamnb.figures.sentence import shorten, text_width
from kamnb.figures.style import COLORS, new_figure
from kamnb.figures.who_reads_whom import ordered

INDICATOR = "cross_region_reading"
SIDES = ("given", "taken")
DEEPEST = 0.55
"""The deepest shade on which a number in ink is still read with ease."""
LONGEST, FLAT = 16, 5
"""Halves of a Chinese character: the longest name of a region, the longest that stands flat below its column."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which cells are closed? `regions` and `cells` of {department, region, given, taken}, shares across the border."""
    departments = ordered({cell["department"] for cell in series["cells"]})
    figure, axes = new_figure(6.3, 1.1 + 0.32 * len(departments), ncols=2, sharey=True)
    for ax, side in zip(axes.flat, SIDES, strict=True):  # type: ignore[attr-defined]
        draw_side(ax, side, series, departments, say)
    axes.flat[0].set_yticks(  # type: ignore[attr-defined]
        range(len(departments)), [say.word("department", d) for d in departments]
    )
    return figure


def draw_side(ax: Axes, side: str, series: dict[str, Any], departments: list[str], say: Say) -> None:
    """One matrix: the darker a cell, the less crosses its border; unknown and small cells stay blank."""
    regions = series["regions"]
    for cell in series["cells"]:
        x, y, share = regions.index(cell["region"]), departments.index(cell["department"]), cell[side]
        if share is not None:
            draw_cell(ax, x, y, share, say)
    names = [say("rest") if region is None else shorten(region, LONGEST) for region in regions]
    set_region_labels(ax, names)
    ax.set_xlim(-0.5, len(regions) - 0.5)
    ax.set_ylim(len(departments) - 0.5, -0.5)
    ax.set_xlabel(say(side))
    ax.xaxis.set_label_position("top")
    ax.xaxis.label.set_color(COLORS.ink)
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)


def set_region_labels(ax: Axes, names: list[str]) -> None:
    """Regions below a matrix: short ones flat, long Chinese ones in lines of two, other long ones lean."""
    if any(name.isascii() and len(name) > FLAT for name in names):
        ax.set_xticks(range(len(names)), names, rotation=35, ha="right", rotation_mode="anchor")
    else:
        short = all(text_width(name) <= FLAT for name in names)
        ax.set_xticks(range(len(names)), names if short else ["\n".join(wrap(name, 2)) for name in names])


def draw_cell(ax: Axes, x: int, y: int, share: float, say: Say) -> None:
    """One department in one region: its number, on a ground the darker the more closed it is."""
    box = {"xy": (x - 0.47, y - 0.45), "width": 0.94, "height": 0.9, "ec": "none"}
    ax.add_patch(Rectangle(fc=COLORS.light, **box))  # type: ignore[arg-type]
    ax.add_patch(Rectangle(fc=COLORS.bad, alpha=DEEPEST * (1 - share), **box))  # type: ignore[arg-type]
    ax.text(x, y, say.number(share, "share"), ha="center", va="center", fontsize=7.5)
