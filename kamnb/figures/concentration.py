"""On how few customers does revenue hang: the ten largest, the line of disclosure, and the usual figures by name."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "top_accounts_share"
LOOKS: dict[str, dict[str, Any]] = {
    "key": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent},
    "other": {"facecolor": COLORS.light, "edgecolor": COLORS.second, "hatch": "////"},
    "unknown": {"facecolor": COLORS.white, "edgecolor": COLORS.muted, "hatch": "...."},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How large are the largest customers? Bars with shares, the line of 10 %, and a column of figures by name."""
    rows = series["largest"]
    figure, ax = new_figure(6.3, max(3.1, 0.8 + 0.25 * len(rows)))
    for name, look in LOOKS.items():
        own = [(y, row["share"]) for y, row in enumerate(rows) if row["group"] == name]
        if own:
            at, share = zip(*own, strict=True)
            ax.barh(at, share, 0.62, linewidth=0.8, label=say(name), **look)
    box = {"facecolor": COLORS.white, "edgecolor": "none", "pad": 0.6}
    for y, row in enumerate(rows):
        text = say.number(row["share"], "share")
        ax.annotate(
            text, (row["share"], y), (4, 0), textcoords="offset points", va="center", size=8, bbox=box
        )
    line = series["major_from"]
    label = say("major_line", share=say.number(line, "share"))
    ax.axvline(line, color=COLORS.bad, lw=1.1, ls=(0, (4, 3)), zorder=1, label=label)
    ax.set_yticks(range(len(rows)), [row["code"] for row in rows])
    ax.set_ylim(max(len(rows), 5) - 0.4, -0.6)
    ax.set_xlim(0, 1.18 * max([line, *(row["share"] for row in rows)]))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_xlabel(say("x"))
    ax.grid(axis="y", visible=False)
    name_figures(ax, series, say)
    figure.legend(loc="outside upper center", ncols=4)
    return figure


def name_figures(ax: Axes, series: dict[str, Any], say: Say) -> None:
    """Which figures of concentration are disclosed and compared? One line each, right of the bars."""
    shares = [(f"top_{k}", say.number(series["top"][k], "share")) for k in ("1", "3", "5", "10")]
    lines = [
        *shares,
        ("major", say.number(series["major"], "count")),
        (
            "hhi",
            say("hhi_value", points=say.number(series["hhi_points"], "count"), hhi=f"{series['hhi']:.3f}"),
        ),
        ("gini", say.number(series["gini"], "ratio")),
    ]
    place: dict[str, Any] = {
        "xycoords": "axes fraction",
        "textcoords": "offset points",
        "annotation_clip": False,
    }
    for row, (key, text) in enumerate(lines):
        y = 1 - (row + 0.5) / len(lines)
        ax.annotate(say(key), (1, y), (14, 5), va="center", ha="left", size=7.5, color=COLORS.muted, **place)
        ax.annotate(text, (1, y), (14, -6), va="center", ha="left", size=9, weight="bold", **place)
