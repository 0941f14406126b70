"""What stands where a figure would, when there is nothing to draw: one sentence."""

from __future__ import annotations

import unicodedata

from matplotlib.figure import Figure

from kamnb.figures.style import COLORS, new_figure


def plot_sentence(text: str) -> Figure:
    """A flat figure that only says why nothing is drawn."""
    figure, ax = new_figure(6.3, 0.6)
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", color=COLORS.muted, wrap=True)
    return figure


def text_width(text: str) -> int:
    """How wide is a text, in halves of a Chinese character?"""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def shorten(text: str, width: int) -> str:
    """A text of at most so many halves of a Chinese character, its end replaced by a dot of three where longer."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "\u2026"
