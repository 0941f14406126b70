"""How managers are seen in each of the three roles: by themselves, above, beside, below, and by accounts."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure
from kamnb.text.numbers import number

INDICATOR = "weakest_role_rating"
ROLES = ("engineer", "salesperson", "leader")
RELATIONS = ("self", "supervisor", "peer", "report", "account")
OWN = {"marker": "D", "mfc": COLORS.white, "mec": COLORS.second, "color": COLORS.second}
OTHERS = {"marker": "o", "mfc": COLORS.accent, "mec": COLORS.accent, "color": COLORS.accent}
MEAN = {"color": COLORS.ink, "lw": 1.0, "ls": (0, (4, 3))}

ROOM_FOR_NUMBER = 0.8
"""Points of the scale that a number beside an interval takes up."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Who sees which role how? `cells` of role and relation, `others` the mean by role, `agreement` of raters."""
    figure, axes = new_figure(6.3, 3.3, ncols=len(ROLES), sharey=True)
    agreement = {found["role"]: found for found in series["agreement"]}
    for ax, role in zip(axes, ROLES, strict=True):  # type: ignore[call-overload]
        cells = {cell["relation"]: cell for cell in series["cells"] if cell["role"] == role}
        mean = series["others"].get(role)
        draw_cells(ax, cells, mean, say)
        if mean is not None:
            ax.axvline(mean, zorder=1, **MEAN)
        ax.set_title(say(role), fontsize=9, color=COLORS.ink, pad=5)
        ax.set_xlabel("\n".join(list_agreement(agreement.get(role), say)), fontsize=7.5)
    axes[0].set_yticks(range(len(RELATIONS)), [label_row(name, series["cells"], say) for name in RELATIONS])  # type: ignore[index]
    axes[0].set_ylim(len(RELATIONS) - 0.5, -0.6)  # type: ignore[index]
    figure.supxlabel(f"{say('axis')} · {say('note')}", fontsize=7.5, color=COLORS.muted)
    figure.legend(handles=list_keys(say), loc="outside upper center", ncols=3)
    return figure


def draw_cells(ax: Axes, cells: dict[str, dict[str, Any]], mean: float | None, say: Say) -> None:
    """One role: a mark with its interval for each relation, a dash where nothing may be shown.

    The number stands right of the interval, and of others' mean where it would cross this.
    """
    for y, relation in enumerate(RELATIONS):
        cell = cells.get(relation)
        if cell is None:
            ax.text(3, y, say("hidden"), ha="center", va="center", color=COLORS.muted)
            continue
        look = OWN if relation == "self" else OTHERS
        ax.plot(
            [cell["low"], cell["high"]], [y, y], color=look["color"], lw=1.6, solid_capstyle="butt", zorder=2
        )
        ax.plot(cell["value"], y, ls="none", ms=6, mew=1.5, zorder=3, **look)
        end = cell["high"]
        if mean is not None and end <= mean < end + ROOM_FOR_NUMBER:
            end = mean
        text = number(cell["value"], say.lang, 1)
        ax.annotate(text, (end, y), (4, 0), textcoords="offset points", va="center", fontsize=7.5)
    ax.set_xlim(0.8, 5.9)
    ax.set_xticks(range(1, 6))
    ax.grid(axis="y", visible=False)


def label_row(relation: str, cells: list[dict[str, Any]], say: Say) -> str:
    """Who rates, and how many of them? The largest number over the roles."""
    counts = [cell["raters"] for cell in cells if cell["relation"] == relation]
    word = say.word("relation", relation)
    return say("row", relation=word, n=max(counts)) if counts else word


def list_agreement(found: dict[str, Any] | None, say: Say) -> list[str]:
    """How far do raters of a role agree? The coefficient's form and its numbers, or why there are none."""
    if found is None or found["note"]:
        return [say("agreement", form="1,k"), say(found["note"] if found else "too_few")]
    numbers = [say.number(x, "ratio") for x in found["mean"]]
    if found["mean"][1] is None:
        return [say("agreement", form=found["form"]), numbers[0]]
    values = dict(zip(("value", "low", "high"), numbers, strict=True))
    return [say("agreement", form=found["form"]), say("interval", **values)]


def list_keys(say: Say) -> list[Line2D]:
    """What do the marks stand for?"""
    marks = [
        Line2D([], [], ms=6, mew=1.5, lw=1.6, label=say(k), **v)
        for k, v in (("own", OWN), ("others", OTHERS))
    ]
    return [*marks, Line2D([], [], label=say("mean"), **MEAN)]
