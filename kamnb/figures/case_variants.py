"""Which paths cases really take: the most frequent ones, with how many cases and how many days."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence, shorten, text_width
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "repeated_step_share"
LINE, BAR, GAP = 0.15, 0.17, 0.17
"""Inches: a line of a path, a bar, the space below it."""
WIDE = 112
"""Halves of a Chinese character in a line of a path."""
MOST_LINES = 3
LONGEST_STEP = 36


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Along which paths do cases run? `paths` of {steps, left_out, n, share, median_days}; `cases, variants, for_half`."""
    paths = series["paths"]
    total = {"cases": series["cases"], "variants": series["variants"]}
    if not paths:
        return plot_sentence(say("none", **total))
    told = [path_lines(path, say) for path in paths]
    rest = series["cases"] - sum(path["n"] for path in paths)
    height = sum(len(lines) * LINE + BAR + GAP for lines in told) + (BAR + LINE + GAP) * bool(rest)
    figure, ax = new_figure(6.3, height + 0.6)
    y = 0.0
    for path, lines in zip(paths, told, strict=True):
        days = say.number(path["median_days"], "days")
        label = say("bar", share=say.number(path["share"], "share"), days=days, n=path["n"])
        y = draw_row(ax, y, lines, path["share"], label, {"color": COLORS.accent})
    if rest:
        name = say("rest", count=series["variants"] - len(paths))
        label = say("rest_bar", share=say.number(rest / series["cases"], "share"), n=rest)
        look = {"fc": COLORS.light, "ec": COLORS.muted, "hatch": "////", "lw": 0.6}
        y = draw_row(ax, y, [name], rest / series["cases"], label, look)
    largest = max([path["share"] for path in paths] + [rest / series["cases"]])
    finish_axes(ax, y, largest / 0.68, say)
    ax.set_xlabel(say("x") + "\n" + say("note", **total, half=series["for_half"]), linespacing=1.6)
    return figure


def draw_row(ax: Axes, y: float, lines: list[str], share: float, label: str, look: dict[str, Any]) -> float:
    """One path: its steps above, its bar with a label below. Gives the place of the next row."""
    for number, line in enumerate(lines):
        ax.text(0, y + (number + 0.45) * LINE, line, fontsize=7.5, va="center", ha="left")
    middle = y + len(lines) * LINE + BAR / 2
    ax.barh(middle, share, height=BAR, **look)
    ax.annotate(label, (share, middle), (4, 0), textcoords="offset points", va="center", fontsize=7.5)
    return middle + BAR / 2 + GAP


def finish_axes(ax: Axes, bottom: float, right: float, say: Say) -> None:
    """Percent below, no scale at the side: the rows say what they are."""
    ax.set_ylim(bottom - GAP / 2, 0)
    ax.set_xlim(0, min(right, 1.45))
    ticks = [tick for tick in ax.get_xticks() if 0 <= tick <= min(right, 1)]
    ax.set_xticks(ticks, [say.number(tick, "share") for tick in ticks])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def path_lines(path: dict[str, Any], say: Say) -> list[str]:
    """How is a path written? Steps with arrows on at most three lines; what does not fit is counted in the middle."""
    steps, ending = path["steps"], 4 if path["left_out"] else 0
    first = merged(steps[: len(steps) - ending], say)
    last = merged(steps[len(steps) - ending :], say) if ending else []
    hidden = path["left_out"]
    while True:
        middle = [say("more", count=hidden)] if hidden else []
        lines = wrapped(
            [text for text, _ in first] + middle + [text for text, _ in last], f" {say('arrow')} "
        )
        if len(lines) <= MOST_LINES or len(first) <= 1:
            return lines[:MOST_LINES]
        if not last:
            first, last = first[:-1], first[-1:]
        hidden += first.pop()[1]


def merged(steps: list[str], say: Say) -> list[tuple[str, int]]:
    """Steps with immediate repeats as one: (text, number of steps)."""
    runs = [(shorten(step, LONGEST_STEP), len(list(run))) for step, run in groupby(steps)]
    return [(step if n == 1 else say("times", step=step, count=n), n) for step, n in runs]


def wrapped(parts: list[str], arrow: str) -> list[str]:
    """The parts joined by arrows, broken into lines before an arrow."""
    lines = [parts[0]]
    for part in parts[1:]:
        if text_width(lines[-1] + arrow + part) <= WIDE:
            lines[-1] += arrow + part
        else:
            lines.append(arrow.lstrip() + part)
    return lines
