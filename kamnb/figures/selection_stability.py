"""Whose place among the first k holds under other weights: every account by its chance, key ones filled."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure
from kamnb.instrument.thresholds import threshold

INDICATOR = "key_choice_stable"
CERTAIN = threshold("selection_certain")
UNLIKELY = 0.02
"""Other accounts with a smaller chance are counted, not drawn."""
MOST_CODES = 48
"""Up to so many accounts each has its code below."""
MOST_MARKS = 160
LIMIT = 0.10


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Who is surely in, surely out, or doubtful? `accounts` of {code, chance, key}, highest chance first; `k`, `n`.

    Sorted from left to right; the vertical line ends the k places. `weights` is told below the codes.
    """
    drawn = [a for a in series["accounts"] if a["key"] or a["chance"] >= UNLIKELY]
    drawn = sorted(drawn, key=lambda a: not a["key"])[:MOST_MARKS] if len(drawn) > MOST_MARKS else drawn
    drawn = sorted(drawn, key=lambda a: -a["chance"])
    figure, ax = new_figure(6.3, 3.5)
    draw_zones(ax, len(drawn), say)
    draw_marks(ax, drawn, say)
    if series["k"] < len(drawn):
        ax.axvline(series["k"] - 0.5, color=COLORS.muted, lw=1.1, ls=(0, (4, 3)), zorder=1)
        ax.annotate(
            say("places", k=series["k"]),
            (series["k"] - 0.5, 1.085),
            (-4, 0),
            textcoords="offset points",
            ha="right" if series["k"] > 0.3 * len(drawn) else "left",
            va="center",
            size=7.5,
            color=COLORS.muted,
        )
    codes = [a["code"] for a in drawn] if len(drawn) <= MOST_CODES else []
    ax.set_xticks(range(len(codes)), codes, rotation=90, size=7 if len(codes) <= 36 else 6)
    ax.set_xlabel("\n".join(notes(series, len(drawn), say)), size=7.5, linespacing=1.5)
    ax.set_ylabel(say("y", k=series["k"]))
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def draw_zones(ax: Axes, n: int, say: Say) -> None:
    """Where does certainty begin and end? A shaded band of doubt between two lines, each zone named at the right."""
    right = max(n, 4)
    ax.axhspan(1 - CERTAIN, CERTAIN, color=COLORS.light, zorder=0)
    for edge in (1 - CERTAIN, CERTAIN):
        ax.axhline(edge, color=COLORS.line, lw=0.9, zorder=0)
    zones = {"certain_in": (1 + CERTAIN) / 2, "doubtful": 0.5, "certain_out": (1 - CERTAIN) / 2}
    for word, height in zones.items():
        ax.annotate(
            say(word),
            (1, height),
            (5, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            size=7.5,
            color=COLORS.muted,
            annotation_clip=False,
        )
    ax.set_xlim(-0.8, right - 0.2)
    ax.set_ylim(-0.06, 1.14)
    ticks = (0, 0.2, 0.5, 0.8, 1)
    ax.set_yticks(ticks, [say.number(t, "share") for t in ticks])
    ax.grid(visible=False)


def draw_marks(ax: Axes, drawn: list[dict[str, Any]], say: Say) -> None:
    """Where does each account stand? Key accounts as filled circles, others as hollow diamonds."""
    size = 34 if len(drawn) <= MOST_CODES else 18 if len(drawn) <= 90 else 11
    rim = 0.6 if len(drawn) <= MOST_CODES else 0
    looks = {
        True: {"marker": "o", "fc": COLORS.ink, "ec": COLORS.white, "s": size * 1.25, "linewidths": rim},
        False: {
            "marker": "D",
            "fc": COLORS.white,
            "ec": COLORS.accent,
            "s": size * 0.8,
            "linewidths": 1.2 if rim else 0.8,
        },
    }
    for key, look in looks.items():
        chosen = [(i, a["chance"]) for i, a in enumerate(drawn) if a["key"] == key]
        if chosen:
            x, y = zip(*chosen, strict=True)
            ax.vlines(x, 0, y, color=COLORS.line, lw=0.9, zorder=1)
            ax.scatter(x, y, zorder=3, label=say("key" if key else "other"), **look)  # type: ignore[arg-type]


def notes(series: dict[str, Any], drawn: int, say: Say) -> list[str]:
    """What must be said below? The accounts left out, and the weights with their consistency."""
    rest = series["n"] - drawn
    lines = [say("rest", n=rest)] if rest > 0 else []
    used = series.get("weights")
    if used:
        parts = [say("weight", name=say(n), share=say.number(w, "share")) for n, w in used["values"].items()]
        lines.append(say("weights", list=" · ".join(parts), origin=origin(used, say)))
    return lines


def origin(used: dict[str, Any], say: Say) -> str:
    """Where do the weights come from, and can they be relied on?"""
    ratio = used["consistency"]
    if used["origin"] != "comparisons" or ratio is None:
        return say(used["origin"])
    return say("consistent" if ratio <= LIMIT else "inconsistent", ratio=say.number(ratio, "ratio"))
