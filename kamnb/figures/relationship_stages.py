"""The stage of each key account relationship, and whether its contact is a bow-tie or a diamond."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "accounts_at_cooperative_stage"
ORDER = ("cannot_tell", "exploratory", "basic", "cooperative", "interdependent", "integrated")
MARKS: dict[str, dict[str, Any]] = {
    "diamond": {"marker": "D", "mfc": COLORS.accent, "mec": COLORS.accent, "ms": 7},
    "between": {"marker": "o", "mfc": COLORS.line, "mec": COLORS.ink, "ms": 7.5},
    "bow_tie": {
        "marker": [(-1, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)],
        "mfc": COLORS.second,
        "mec": COLORS.ink,
    },
    "cannot_tell": {"marker": "x", "mec": COLORS.muted, "ms": 6, "mew": 1.4},
}
LABELS = {"cannot_tell": "untold"}
A_LINE = 14
"""So many accounts stand in one line of a stage; more begin another."""
CODED = 80
"""Up to so many accounts have their codes beside the marks."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """At which stage are they? `accounts` of {code, stage, structure}; one mark an account, its shape the structure.

    Stages from shallow (bottom) to deep (top); what cannot be told stands apart below.
    """
    groups = {stage: members(series["accounts"], stage) for stage in ORDER}
    if not groups["cannot_tell"]:
        del groups["cannot_tell"]
    a_line = max(A_LINE, -(-max(len(g) for g in groups.values()) // 5))
    rows = {stage: max(1, -(-len(group) // a_line)) for stage, group in groups.items()}
    figure, ax = new_figure(6.3, 0.75 + 0.42 * sum(rows.values()))
    coded, base, ticks = len(series["accounts"]) <= CODED, 0.0, []
    for stage, group in groups.items():
        ax.axhspan(
            base, base + rows[stage], color=COLORS.light if stage in ORDER[3:] else COLORS.white, zorder=0
        )
        ax.axhline(base, color=COLORS.line, lw=0.8, zorder=1)
        draw_group(ax, group, base + rows[stage], a_line, coded)
        ax.text(
            a_line + 0.1, base + rows[stage] / 2, say("count", n=len(group)), va="center", ha="left", size=9
        )
        ticks.append(base + rows[stage] / 2)
        base += rows[stage]
    ax.set_yticks(ticks, [say(stage) for stage in groups])
    ax.set_ylim(0, base)
    ax.set_xlim(-0.6, a_line + 0.9)
    ax.set_xticks([])
    ax.set_ylabel(say("y"))
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    present = [name for name in MARKS if any(a["structure"] == name for a in series["accounts"])]
    keys = [Line2D([], [], ls="", label=say(LABELS.get(name, name)), **look(name, 7)) for name in present]
    figure.legend(handles=keys, loc="outside upper center", ncols=len(keys), handletextpad=0.2)
    return figure


def members(accounts: list[dict[str, Any]], stage: str) -> list[dict[str, Any]]:
    """Which accounts stand at a stage? Diamonds first, then by code."""
    rank = list(MARKS)
    found = [account for account in accounts if account["stage"] == stage]
    return sorted(found, key=lambda account: (rank.index(account["structure"]), account["code"]))


def look(structure: str, size: float) -> dict[str, Any]:
    """How is a contact structure marked?"""
    return {"ms": size, **MARKS[structure]}


def draw_group(ax: Axes, group: list[dict[str, Any]], top: float, a_line: int, coded: bool) -> None:
    """A stage's accounts, line under line."""
    small = 1.0 if a_line <= A_LINE else A_LINE / a_line
    for i, account in enumerate(group):
        x, y = i % a_line, top - i // a_line - (0.36 if coded else 0.5)
        style = look(account["structure"], 8)
        ax.plot(x, y, ls="", **{**style, "ms": style["ms"] * max(small, 0.45)}, zorder=3)
        if coded:
            ax.text(x, y - 0.27, account["code"], ha="center", va="top", size=6, color=COLORS.muted)
