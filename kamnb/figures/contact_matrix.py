"""Level by level: at how many key accounts did which of our levels meet which of theirs?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "executive_meetings"
LEVELS = ("executive", "manager", "frontline")


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Who meets whom? `grid` of {our, their, accounts, touchpoints}; `accounts` is the number of key accounts.

    Levels of a client's own stand after the contract's.
    """
    ours, theirs = (order([cell[side] for cell in series["grid"]]) for side in ("our", "their"))
    most = max([series["accounts"], *(cell["accounts"] for cell in series["grid"])])
    figure, ax = new_figure(1.5 + 1.35 * len(theirs), 0.75 + 0.85 * len(ours))
    for level in set(ours) & set(theirs):
        corner = (theirs.index(level) - 0.5, ours.index(level) - 0.5)
        ax.add_patch(Rectangle(corner, 1, 1, facecolor=COLORS.light, edgecolor="none", zorder=0))
    for cell in series["grid"]:
        x, y = theirs.index(cell["their"]), ours.index(cell["our"])
        equal = cell["our"] == cell["their"]
        face = COLORS.accent if equal else COLORS.white
        ax.scatter(x, y, s=340 + 960 * cell["accounts"] / most, fc=face, ec=COLORS.accent, lw=1.2, zorder=2)
        color = COLORS.white if equal else COLORS.ink
        ax.text(x, y, say("cell", accounts=cell["accounts"]), ha="center", va="center", color=color, size=8)
        often = say("often", touchpoints=cell["touchpoints"])
        ax.text(x, y + 0.46, often, ha="center", va="bottom", size=7, color=COLORS.muted)
    ax.set_xticks(range(len(theirs)), [level_name("their_level", level, say) for level in theirs])
    ax.set_yticks(range(len(ours)), [level_name("our_level", level, say) for level in ours])
    ax.set_xlim(-0.5, len(theirs) - 0.5)
    ax.set_ylim(len(ours) - 0.5, -0.5)
    ax.set_xlabel(say("theirs"))
    ax.set_ylabel(say("ours"))
    ax.grid(visible=False)
    return figure


def order(found: list[str]) -> list[str]:
    """Which levels are drawn, in which order? The contract's always, others after them by name."""
    return [*LEVELS, *sorted(set(found) - set(LEVELS))]


def level_name(vocabulary: str, level: str, say: Say) -> str:
    """What is a level called? Accounts' specialists and front line are one."""
    if vocabulary == "their_level" and level == "frontline":
        return say("specialists")
    return say.word(vocabulary, level)
