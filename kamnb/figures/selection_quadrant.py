"""Who is on the key account list: strategic rating against revenue rank, account by account."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "revenue_pull"
LABELLED = 4
"""How many codes are shown on either side: accounts that the cut would move."""
BOX = (21.0, 9.0)
"""Width and height in points that a code takes up."""

Point = dict[str, Any]


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Does the list follow strategy or revenue? `accounts` of {code, fit, rank, key}; `cut` and `k`.

    The revenue rank gives each account a height of its own, so that marks do not hide each other.
    """
    points, cut = series["accounts"], series["cut"]
    figure, ax = new_figure(6.3, 3.6)
    draw_marks(ax, points, cut, say)
    ax.axvline(cut, color=COLORS.muted, lw=1.1, ls=(0, (4, 3)), zorder=0, label=say("cut", k=series["k"]))
    fits = [p["fit"] for p in points]
    pad = 0.12 * max(0.5, max(fits) - min(fits))
    ax.set_xlim(min(fits) - pad, max(fits) + pad)
    ax.set_ylim(-7, 107)
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.set_xlabel("\n".join([say("x"), *pull(series, say)]), linespacing=1.5)
    ax.set_ylabel(say("y"))
    figure.legend(loc="outside upper center", ncols=3)
    draw_codes(figure, ax, series, by_revenue(points, cut) + overlooked(points, cut))
    return figure


def pull(series: dict[str, Any], say: Say) -> list[str]:
    """How well do revenue and strategy each tell key accounts from others? A line, where it is known."""
    if "by_strategy" not in series:
        return []
    return [say("pull", **{k: say.number(series[k], "share") for k in ("by_revenue", "by_strategy")})]


def by_revenue(points: list[Point], cut: float) -> list[Point]:
    """Which key accounts lie below the cut and matter most? The lowest rated, then the largest, first."""
    below = [p for p in points if p["key"] and p["fit"] < cut]
    return sorted(below, key=lambda p: (p["fit"], -p["rank"]))[:LABELLED]


def overlooked(points: list[Point], cut: float) -> list[Point]:
    """Which other accounts lie above the cut and matter most? The highest rated first."""
    above = [p for p in points if not p["key"] and p["fit"] > cut]
    return sorted(above, key=lambda p: (-p["fit"], -p["rank"]))[:LABELLED]


def draw_marks(ax: Axes, points: list[Point], cut: float, say: Say) -> None:
    """Where does each account lie? Key: filled circles, others: hollow diamonds; the misplaced in colour."""
    size = 42 if len(points) <= 60 else 24 if len(points) <= 200 else 12
    key, other = {"marker": "o", "ec": COLORS.white}, {"marker": "D", "fc": COLORS.white}
    kinds = [
        ("key", True, lambda f: f >= cut, {"fc": COLORS.ink, "s": size * 1.2, **key}),
        ("by_revenue", True, lambda f: f < cut, {"fc": COLORS.bad, "s": size * 1.5, **key}),
        (
            "other",
            False,
            lambda f: f <= cut,
            {"ec": COLORS.muted, "s": size * 0.7, "linewidths": 0.8, **other},
        ),
        (
            "overlooked",
            False,
            lambda f: f > cut,
            {"ec": COLORS.accent, "s": size, "linewidths": 1.8, **other},
        ),
    ]
    for label, is_key, beyond, look in kinds:
        chosen = [p for p in points if p["key"] == is_key and beyond(p["fit"])]
        x, y = [p["fit"] for p in chosen], [p["rank"] for p in chosen]
        ax.scatter(x, y, label=say(label), zorder=3 if is_key else 2, **look)


def draw_codes(figure: Figure, ax: Axes, series: dict[str, Any], labelled: list[Point]) -> None:
    """Which accounts would change sides? Their codes, where there is room beside the marks."""
    figure.draw_without_rendering()
    scale = 72 / figure.dpi
    marks = [(p["fit"], p["rank"]) for p in series["accounts"]]
    line = [(series["cut"], y) for y in range(-7, 108, 3)]
    taken = ax.transData.transform(marks + line) * scale
    for point in labelled:
        x, y = ax.transData.transform((point["fit"], point["rank"])) * scale
        for dx, dy in ((17, 0), (-17, 0), (0, 11), (0, -11)):
            away = np.abs(taken - (x + dx, y + dy))
            if not np.any((away[:, 0] < BOX[0] / 2 + 4) & (away[:, 1] < BOX[1] / 2 + 3)):
                ax.annotate(
                    point["code"],
                    (point["fit"], point["rank"]),
                    xytext=(dx, dy),
                    textcoords="offset points",
                    ha="center",
                    va="center",
                    size=7.5,
                    color=COLORS.ink,
                )
                corners = [(x + dx + side, y + dy) for side in (-8, 0, 8)]
                taken = np.vstack([taken, corners])
                break
