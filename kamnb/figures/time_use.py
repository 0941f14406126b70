"""Where account managers' hours go: what builds the account against what puts out fires."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "role_building_share"
GROUPS = {
    "building": ("account_planning", "solution_design", "team_leading"),
    "fire": ("firefighting", "selling"),
    "other": ("service", "administration"),
}
LOOK = {
    "building": {"facecolor": COLORS.accent, "edgecolor": COLORS.accent},
    "fire": {"facecolor": COLORS.white, "edgecolor": COLORS.bad, "hatch": "////"},
    "other": {"facecolor": COLORS.line, "edgecolor": COLORS.muted},
}


def plot(series: dict[str, Any], say: Say) -> Figure:
    """What share of their hours do account managers spend on what? `shares` by activity, `n` managers."""
    group_of = {name: group for group, names in GROUPS.items() for name in names}
    shares = sorted(series["shares"].items(), key=lambda pair: (-pair[1], pair[0]))
    figure, ax = new_figure(6.3, 3.1)
    for y, (name, share) in enumerate(shares):
        ax.barh(y, share, height=0.62, linewidth=1, **LOOK[group_of[name]])
        ax.annotate(say.number(share, "share"), (share, y), (4, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(shares)), [say(name) for name, _ in shares])
    ax.invert_yaxis()
    ax.set_xlim(0, max(0.1, 1.12 * shares[0][1]))
    ax.xaxis.set_major_locator(MultipleLocator(0.1))
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(f"{say('axis')} · {say('note', n=series['n'])}")
    figure.legend(handles=list_keys(series["shares"], say), loc="outside upper left", ncols=3)
    return figure


def list_keys(shares: dict[str, float], say: Say) -> list[Patch]:
    """Which groups of activities are there, and what do they add up to?"""
    sums = {group: sum(shares.get(name, 0.0) for name in names) for group, names in GROUPS.items()}
    return [Patch(label=f"{say(g)} {say.number(sums[g], 'share')}", **LOOK[g]) for g in GROUPS]
