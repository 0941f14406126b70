"""The house style of every figure: size, font, palette tokens that the brand replaces at render time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kamnb.paths import fonts

FONT = "Noto Sans SC"
COLORS = SimpleNamespace(
    ink="#13304f",
    accent="#0f7c80",
    second="#c58b2a",
    good="#2f7d5b",
    warn="#c98a1b",
    bad="#b23a3a",
    muted="#6b7785",
    light="#eef2f6",
    line="#d5dce4",
    white="#ffffff",
)
"""Palette tokens: figures use only these, so that a brand can map each to its own colour."""

STYLE: Any = {
    "font.family": [FONT],
    "font.size": 8.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "kamnb",
    "axes.edgecolor": COLORS.line,
    "axes.labelcolor": COLORS.muted,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": COLORS.light,
    "grid.linewidth": 0.8,
    "text.color": COLORS.ink,
    "xtick.color": COLORS.muted,
    "ytick.color": COLORS.muted,
    "xtick.labelcolor": COLORS.ink,
    "ytick.labelcolor": COLORS.ink,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "figure.facecolor": COLORS.white,
    "axes.facecolor": COLORS.white,
}


def use_fonts() -> None:
    """Are the shipped fonts known to matplotlib? Registers them once."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(fonts().glob("*.[ot]tf")):
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))


def new_figure(width: float = 6.3, height: float = 3.0, **subplots: Any) -> tuple[Figure, Axes]:
    """Which figure and axes carry the house style? Sizes in inches; `subplots` go to Figure.subplots."""
    import matplotlib as mpl

    use_fonts()
    mpl.rcParams.update(STYLE)
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(**subplots)
