"""Which fields of the contacts are filled, valid and current?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "contact_completeness"
DIMENSIONS = ("completeness", "validity", "currentness")
LIGHTEST, DARKEST = 0.04, 0.62
"""Opacity of a cell at 0 and at 1: dark enough to rank in grey, light enough for dark numbers."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How complete, valid and current is each field? `fields` of {field, and a share by dimension}.

    The darker, the higher: one colour in steps of opacity, so that grey print keeps the order; None is an
    empty cell with a word.
    """
    fields = series["fields"]
    figure, ax = new_figure(6.3, 0.5 + 0.42 * len(fields))
    for row, quality in enumerate(fields):
        for column, dimension in enumerate(DIMENSIONS):
            share = quality[dimension]
            draw_cell(ax, column, row, share, say("empty") if share is None else say.number(share, "share"))
    ax.set_xlim(0, len(DIMENSIONS))
    ax.set_ylim(len(fields), 0)
    ax.set_xticks([i + 0.5 for i in range(len(DIMENSIONS))], [say(name) for name in DIMENSIONS])
    ax.set_yticks([i + 0.5 for i in range(len(fields))], [say(f"name_{f['field']}") for f in fields])
    ax.xaxis.tick_top()
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    return figure


def draw_cell(ax: Any, column: int, row: int, share: float | None, text: str) -> None:
    """Fills one cell by its share and prints its value."""
    cell = Rectangle((column + 0.02, row + 0.04), 0.96, 0.92, linewidth=0)
    if share is None:
        cell.set(facecolor=COLORS.white, edgecolor=COLORS.line, linewidth=0.6)
    else:
        cell.set(facecolor=COLORS.accent, alpha=LIGHTEST + (DARKEST - LIGHTEST) * share**1.5)
    ax.add_patch(cell)
    color = COLORS.muted if share is None else COLORS.ink
    ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=color)
