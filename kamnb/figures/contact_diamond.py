"""Who deals with whom: ribbons between our functions and theirs, one thick one (bow-tie) or many (diamond)."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "single_thread_accounts"
MOST = 7
"""More functions on a side are shown as one block, the rest."""
REST = "*"
GAP, WIDTH = 0.035, 0.03
SMALLEST = 0.045
"""A block is at least so high, that its label has room."""
LOOKS: dict[str, dict[str, Any]] = {
    "busiest": {"facecolor": COLORS.second, "edgecolor": COLORS.ink, "hatch": "////", "linewidth": 0.8},
    "others": {"facecolor": COLORS.accent, "edgecolor": COLORS.white, "alpha": 0.55, "linewidth": 0.6},
}
SIDES = (("our", 0.0, "right", -0.015), ("their", 1.0, "left", 0.015))

Span = tuple[float, float]


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which functions meet? `pairs` of {our, their, touchpoints}, busiest first; `structures` and `untold` counts."""
    pairs = group_rest(series["pairs"])
    sides = {side: weights(pairs, side) for side, *_ in SIDES}
    rows = max(len(w) for w in sides.values())
    figure, ax = new_figure(6.3, 1.3 + 0.36 * rows)
    spans = {side: place(w) for side, w in sides.items()}
    draw_ribbons(ax, pairs, spans)
    for side, x, align, shift in SIDES:
        draw_blocks(ax, side, x, align, shift, sides[side], spans[side], say)
    ax.set_xlim(-0.42, 1.42)
    ax.set_ylim(-0.02, 1.08)
    ax.axis("off")
    keys = [Patch(label=say(name), **look) for name, look in LOOKS.items()][: len(pairs)]
    figure.legend(handles=keys, loc="outside upper center", ncols=2)
    note = say("note", **series["structures"], untold=series["untold"])
    figure.supxlabel(note, fontsize=8, color=COLORS.muted)
    return figure


def group_rest(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pairs with each side's smallest functions made one, busiest first, those with a rest at the end."""
    kept = {side: list(weights(pairs, side))[:MOST] for side in ("our", "their")}
    found: dict[tuple[str, str], int] = {}
    for pair in pairs:
        ours, theirs = (pair[side] if pair[side] in kept[side] else REST for side in ("our", "their"))
        key = (str(ours), str(theirs))
        found[key] = found.get(key, 0) + pair["touchpoints"]
    made = [{"our": a, "their": b, "touchpoints": n} for (a, b), n in found.items()]
    return sorted(made, key=lambda pair: (REST in pair.values(), -pair["touchpoints"], *pair.values()))


def weights(pairs: list[dict[str, Any]], side: str) -> dict[str, int]:
    """How many touchpoints has each function of a side? Busiest first, the rest last."""
    found: dict[str, int] = {}
    for pair in pairs:
        found[pair[side]] = found.get(pair[side], 0) + pair["touchpoints"]
    return dict(sorted(found.items(), key=lambda item: (item[0] == REST, -item[1], item[0])))


def place(sizes: dict[str, int]) -> dict[str, Span]:
    """Where does each block stand, from 1 downwards? Its bottom and height; heights as the sizes, none too small."""
    total, room = sum(sizes.values()), 1 - GAP * (len(sizes) - 1)
    raw = {name: max(size / total, SMALLEST) for name, size in sizes.items()}
    scale, top, found = room / sum(raw.values()), 1.0, {}
    for name, height in raw.items():
        found[name] = (top - height * scale, height * scale)
        top -= height * scale + GAP
    return found


def draw_ribbons(ax: Axes, pairs: list[dict[str, Any]], spans: dict[str, dict[str, Span]]) -> None:
    """A ribbon for each pair, stacked within its blocks; the busiest last, on top."""
    starts: dict[tuple[int, str], Span] = {}
    for side, *_ in SIDES:
        other = "their" if side == "our" else "our"
        total = weights(pairs, side)
        top = {name: bottom + height for name, (bottom, height) in spans[side].items()}
        for i in sorted(range(len(pairs)), key=lambda i: -spans[other][pairs[i][other]][0]):
            name = pairs[i][side]
            part = spans[side][name][1] * pairs[i]["touchpoints"] / total[name]
            top[name] -= part
            starts[i, side] = (top[name], part)
    for i in reversed(range(len(pairs))):
        look = LOOKS["busiest" if i == 0 else "others"]
        ax.add_patch(
            PathPatch(ribbon(starts[i, "our"], starts[i, "their"]), zorder=2 if i == 0 else 1, **look)
        )


def ribbon(left: Span, right: Span) -> Path:
    """The outline from one block's part to another's, curved."""
    (a, h), (b, k), x0, x1 = left, right, WIDTH, 1 - WIDTH
    upper = [(x0, a + h), (0.5, a + h), (0.5, b + k), (x1, b + k)]
    lower = [(x1, b), (0.5, b), (0.5, a), (x0, a)]
    return Path([*upper, *lower, (x0, a + h)], [1, 4, 4, 4, 2, 4, 4, 4, 79])


def draw_blocks(
    ax: Axes,
    side: str,
    x: float,
    align: Any,
    shift: float,
    sizes: dict[str, int],
    spans: dict[str, Span],
    say: Say,
) -> None:
    """A side's blocks, each with its name and share, under the side's heading."""
    for name, (bottom, height) in spans.items():
        left = x if x == 0 else x - WIDTH
        ax.add_patch(Rectangle((left, bottom), WIDTH, height, facecolor=COLORS.ink, zorder=3))
        share = say.number(sizes[name] / sum(sizes.values()), "share")
        label = say("block", name=function_name(name, side, say), share=share)
        ax.text(x + shift, bottom + height / 2, label, ha=align, va="center", fontsize=8.5)
    heading = say("ours" if side == "our" else "theirs")
    ax.text(x + shift, 1.05, heading, ha=align, va="center", fontsize=8, color=COLORS.muted)


def function_name(name: str, side: str, say: Say) -> str:
    """What is a function called? Ours by the contract's words, theirs also by words that only accounts use."""
    if name == REST:
        return say("rest")
    own = say.words.get("functions", {}) if side == "their" else {}
    return str(own.get(name, say.word("department", name)))
