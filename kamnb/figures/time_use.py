"""Where account managers' hours go: what builds the account against what puts out fires."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
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

TARGET: dict[str, Any] = {
    "marker": "|",
    "mew": 2.4,
    "color": COLORS.ink,
    "path_effects": [withStroke(linewidth=4.4, foreground=COLORS.white)],
}
ROOM_FOR_NUMBER = 0.09
"""The part of the longest bar that a number beside a bar takes up."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """What share of their hours do account managers spend on what, and should they?

    `shares` and `target` by activity, `building` for those that build, `n` managers.
    """
    group_of = {name: group for group, names in GROUPS.items() for name in names}
    shares = sorted(series["shares"].items(), key=lambda pair: (-pair[1], pair[0]))
    target = [series["target"][name] for name, _ in shares]
    longest = max(0.1, shares[0][1], *target)
    figure, ax = new_figure(6.3, 3.1)
    for y, (name, share) in enumerate(shares):
        ax.barh(y, share, height=0.62, linewidth=1, **LOOK[group_of[name]])
        end = place_number(share, series["target"][name], longest)
        ax.annotate(say.number(share, "share"), (end, y), (5, 0), textcoords="offset points", va="center")
    ax.plot(target, range(len(shares)), ls="none", ms=15, **TARGET)
    ax.set_yticks(range(len(shares)), [say(name) for name, _ in shares])
    ax.invert_yaxis()
    ax.set_xlim(0, 1.12 * longest)
    ax.xaxis.set_major_locator(MultipleLocator(0.1))
    ax.xaxis.set_major_formatter(lambda x, _: say.number(x, "share"))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(f"{say('axis')} · {say('note', n=series['n'])}")
    keys = [*list_keys(series, say), Line2D([], [], ls="none", ms=9, label=say("target"), **TARGET)]
    figure.legend(handles=keys, loc="outside upper left", ncols=2)
    return figure


def place_number(share: float, target: float, longest: float) -> float:
    """Where does a bar's number begin? At its end, or beyond the target's mark where that would cross it."""
    return target if share <= target < share + ROOM_FOR_NUMBER * longest else share


def list_keys(series: dict[str, Any], say: Say) -> list[Patch]:
    """Which groups of activities are there, and what do they add up to? `building` as the indicator tells it."""
    shares = series["shares"]
    sums = {group: sum(shares.get(name, 0.0) for name in names) for group, names in GROUPS.items()}
    sums["building"] = series.get("building", sums["building"])
    return [Patch(label=f"{say(g)} {say.number(sums[g], 'share')}", **LOOK[g]) for g in GROUPS]
