"""What is at stake in a year: one line a component and one for all, each a range with its middle."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence
from kamnb.figures.style import COLORS, new_figure


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How much money a year, from what, between which ends? `rows` of {id, clause, low, mid, high}, `currency`.

    The row `all` comes last and is drawn heavier; a component that could not be measured says so. Only one
    sentence where nothing is measured.
    """
    rows = series["rows"]
    told = [row for row in rows if row["mid"] is not None]
    if not told:
        return plot_sentence(say("none"))
    figure, ax = new_figure(6.3, 0.7 + 0.34 * len(rows))
    most = max(row["high"] for row in told) or 1.0
    for y, row in enumerate(rows):
        draw_row(ax, y, row, most, series["currency"], say)
    ax.set_yticks(range(len(rows)), [label(row, say) for row in rows])
    ax.tick_params(axis="y", pad=7)  # a mark at zero is half left of the axis
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.5 * most)
    ax.xaxis.set_major_locator(MaxNLocator(5, prune="upper"))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: say.number(x, "money")))
    ax.set_xlabel(say("x", unit=say.money_unit(series["currency"])))
    ax.grid(axis="y", visible=False)
    return figure


def label(row: dict[str, Any], say: Say) -> str:
    """What is a row called? Its name and clause."""
    return say("all") if row["id"] == "all" else f"{say(row['id'])}  {row['clause']}"


def draw_row(ax: Axes, y: int, row: dict[str, Any], most: float, currency: str, say: Say) -> None:
    """One range with its middle, and the numbers behind its end."""
    if row["mid"] is None:
        ax.text(0.01 * most, y, say("unknown"), size=8, va="center", color=COLORS.muted)
        return
    whole = row["id"] == "all"
    color = COLORS.ink if whole else COLORS.accent
    ax.plot(
        [row["low"], row["high"]],
        [y, y],
        color=color,
        lw=5 if whole else 3,
        solid_capstyle="butt",
        alpha=0.45,
    )
    ax.plot(row["mid"], y, "D" if whole else "o", color=color, ms=7 if whole else 5.5, clip_on=False)
    low, mid, high = (say.number(row[key], "money") for key in ("low", "mid", "high"))
    text = say("range", low=low, mid=mid, high=high)
    style: dict[str, Any] = {"size": 8, "va": "center", "weight": "bold" if whole else "normal"}
    ax.text(row["high"] + 0.02 * most, y, text, **style)
