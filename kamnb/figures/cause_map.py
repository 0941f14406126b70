"""Which clause bears on which, and does this client's evidence agree? A map of the causal claims."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from kamnb.figures.say import Say
from kamnb.figures.sentence import shorten, text_width
from kamnb.figures.style import COLORS, new_figure
from kamnb.text.numbers import number

WIDTH, PITCH, BOX = 6.3, 0.475, (1.72, 0.36)
COLUMNS = (0.9, 3.15, 5.4)
PLACES = {
    "M5": (1, 0.5),
    "R1": (2, 0),
    "R5": (2, 1),
    "F2": (0, 2),
    "M6": (1, 2),
    "O2": (2, 2),
    "M7": (1, 3),
    "P2": (2, 3),
    "R6": (1, 4),
    "O6": (1, 5.0),
    "O3": (2, 5.35),
    "F5": (0, 6.3),
    "M8": (2, 6.35),
    "I3": (0, 7.4),
    "I2": (1, 7.4),
    "I1": (2, 7.4),
    "S1": (1, 8.45),
    "I4": (1, 9.45),
    "I6": (1, 10.45),
    "I7": (1, 11.45),
    "I8": (1, 12.45),
    "S7": (2, 10.45),
}
"""Column and row of each clause: foundations on the left, causes before effects, so that no two arrows cross."""
BANDS = {
    "good": {"marker": "o", "color": COLORS.good},
    "warn": {"marker": "^", "color": COLORS.warn},
    "bad": {"marker": "s", "color": COLORS.bad},
    "muted": {"marker": "o", "color": COLORS.muted, "markerfacecolor": COLORS.white},
}
ARROWS: dict[str, dict[str, Any]] = {
    "consistent": {"color": COLORS.ink, "linestyle": "-", "linewidth": 1.9},
    "cannot_tell": {"color": COLORS.muted, "linestyle": (0, (4, 2.5)), "linewidth": 1.0},
    "contrary": {"color": COLORS.bad, "linestyle": "-", "linewidth": 1.1},
    "no_variation": {"color": COLORS.muted, "linestyle": (0, (1, 2)), "linewidth": 1.0},
}
COLON = "\uff1a"
LINE = 28
"""How many halves of a Chinese character a line of a box holds."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """The claims as arrows between clauses. `nodes` of {id, title, score, band, root}, `edges` of {from, to, outcome}."""
    nodes = {n["id"]: n for n in series["nodes"] if n["id"] in PLACES}
    edges = [e for e in series["edges"] if e["from"] in nodes and e["to"] in nodes]
    rows = [PLACES[name][1] for name in nodes]
    height = PITCH * (max(rows, default=0) + 1) + 0.75
    figure, ax = new_figure(WIDTH, height)
    figure.set_layout_engine("none")
    ax.set_position((0, 0, 1, 1))
    ax.set(xlim=(0, WIDTH), ylim=(height, 0))
    ax.set_axis_off()
    for edge in edges:
        draw_arrow(ax, edge, edges)
    for node in nodes.values():
        draw_box(ax, node, say)
    draw_legend(ax, say)
    return figure


def centre(name: str) -> tuple[float, float]:
    """Where does a clause stand, in inches from the upper left?"""
    column, row = PLACES[name]
    return COLUMNS[column], PITCH * (row + 0.5) + 0.04


def draw_arrow(ax: Axes, edge: dict[str, Any], edges: list[dict[str, Any]]) -> None:
    """One claim, from box to box; arrows that meet in one box end a little apart, in the order of their causes."""
    start, end = centre(edge["from"]), centre(edge["to"])
    into = sorted((e["from"] for e in edges if e["to"] == edge["to"]), key=lambda name: centre(name)[1])
    out = sorted((e["to"] for e in edges if e["from"] == edge["from"]), key=lambda name: centre(name)[1])
    here = (start[0] + BOX[0] / 2, start[1] + apart(out.index(edge["to"]), len(out)))
    there = (end[0] - BOX[0] / 2 - 0.02, end[1] + apart(into.index(edge["from"]), len(into)))
    look = ARROWS[edge["outcome"]]
    style = "-|>,head_length=5,head_width=2.5"
    ax.add_patch(FancyArrowPatch(here, there, arrowstyle=style, shrinkA=0, shrinkB=0, zorder=2, **look))
    if edge["outcome"] == "contrary":
        middle = [(a + b) / 2 for a, b in zip(here, there, strict=True)]
        ax.plot(*middle, marker="x", markersize=8, markeredgewidth=2, color=look["color"], zorder=3)


def apart(place: int, n: int) -> float:
    """By how much is one of n arrows moved from the middle of its box?"""
    return 0.0 if n < 2 else 0.22 * (place / (n - 1) - 0.5)


def draw_box(ax: Axes, node: dict[str, Any], say: Say) -> None:
    """One clause: a mark for its band, its id and score, its title. A thick frame where a root path runs through it."""
    x, y = centre(node["id"])
    left = x - BOX[0] / 2
    frame = {"edgecolor": COLORS.ink, "linewidth": 1.8} if node["root"] else {"edgecolor": COLORS.line}
    shape = "round,pad=0,rounding_size=0.06"
    corner = (left, y - BOX[1] / 2)
    ax.add_patch(FancyBboxPatch(corner, *BOX, boxstyle=shape, facecolor=COLORS.white, zorder=4, **frame))
    ax.plot(left + 0.13, y, markersize=6.5, linestyle="", zorder=5, **BANDS[node["band"]])
    words = {"id": node["id"], "title": say.pick(node["title"])}
    known = node["score"] is not None
    told = (
        say("node", score=number(node["score"], say.lang), **words) if known else say("node_unknown", **words)
    )
    text = "\n".join(lines(told))
    ax.text(left + 0.26, y, text, fontsize=7, va="center", ha="left", linespacing=1.15, zorder=5)


def lines(text: str, width: int = LINE) -> list[str]:
    """A text in at most two lines: broken at a blank or colon where there is one, else between characters."""
    if text_width(text) <= width:
        return [text]
    cut = 1
    while text_width(text[: cut + 1]) <= width:
        cut += 1
    blank = max(text.rfind(" ", 0, cut + 1), text.rfind(COLON, 0, cut) + 1, 0)
    at = blank if text_width(text[:blank]) >= width / 2 else cut
    return [text[:at].rstrip(), shorten(text[at:].lstrip(), width)]


def draw_legend(ax: Axes, say: Say) -> None:
    """What do marks, frames and arrows mean?"""
    bands = [Line2D([], [], linestyle="", markersize=6.5, label=say(k), **v) for k, v in BANDS.items()]
    arrows = [Line2D([], [], label=say(name), **look) for name, look in ARROWS.items()]
    arrows[2].set(marker="x", markersize=7, markeredgewidth=2)
    bands.append(Line2D([], [], marker="s", linestyle="", markersize=7, label=say("root"), **ROOT))
    for handles, at in ((bands, 0.285), (arrows, 0.01)):
        legend = ax.legend(
            handles=handles,
            loc="lower center",
            bbox_to_anchor=(0.5, at / ax.get_ylim()[0]),
            ncols=len(handles),
            fontsize=7,
            handlelength=2.4,
            handletextpad=0.5,
            columnspacing=1.1,
            borderpad=0.2,
        )
        if handles is bands:
            ax.add_artist(legend)


ROOT = {"markerfacecolor": COLORS.white, "markeredgecolor": COLORS.ink, "markeredgewidth": 1.8}
"""The legend's box with a thick frame."""
