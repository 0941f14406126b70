"""The list against the criteria in four fields: key or not, among the first k or not."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure
from kamnb.instrument.thresholds import threshold

INDICATOR = "key_choice_stable"
CERTAIN = threshold("selection_certain")
CODES_A_LINE, LINES = 6, 2
FIELDS = {"key_fits": (0, 1), "key_unfit": (1, 1), "other_fits": (0, 0), "other_unfit": (1, 0)}
"""Column and row, from bottom left, of each field."""
MISPLACED = ("key_unfit", "other_fits")


def plot(series: dict[str, Any], say: Say) -> Figure:
    """How many accounts are where they belong? `fields` of {n, doubtful} and `accounts` of {code, chance, key}.

    All fields but the last name their accounts, the surest first, with a mark behind a doubtful one; those of the
    misplaced have a heavy frame.
    """
    figure, ax = new_figure(6.3, 3.1)
    for name, (x, y) in FIELDS.items():
        draw_field(ax, name, x, y, series, say)
    ax.set_xlim(-0.02, 2.02)
    ax.set_ylim(-0.03, 2.03)
    ax.set_xticks([0.5, 1.5], [say("fits", k=series["k"]), say("unfit", k=series["k"])])
    ax.xaxis.tick_top()
    ax.set_yticks([1.5, 0.5], [say("key"), say("other")], rotation=90, va="center")
    ax.set_xlabel(say("note", mark=say("mark")), size=7.5)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return figure


def draw_field(ax: Axes, name: str, x: float, y: float, series: dict[str, Any], say: Say) -> None:
    """What stands in one field? Its number, its name, how many are doubtful, and the codes."""
    field, wrong = series["fields"][name], name in MISPLACED
    edge = (COLORS.bad if name == "key_unfit" else COLORS.accent) if wrong else COLORS.line
    box = Rectangle((x + 0.02, y + 0.03), 0.96, 0.94, fc=COLORS.white if wrong else COLORS.light, ec=edge)
    box.set_linewidth(2 if wrong else 0.8)
    ax.add_patch(box)
    ax.text(x + 0.07, y + 0.7, say.number(field["n"], "count"), size=20, va="center", weight="bold")
    ax.text(x + 0.3, y + 0.77, say(name), size=9, va="center", weight="bold")
    if field["doubtful"]:
        share = say("doubtful", n=field["doubtful"])
        ax.text(x + 0.3, y + 0.61, share, size=7.5, va="center", color=COLORS.muted)
    codes = field_codes(series["accounts"], name, say) if name != "other_unfit" else []
    ax.text(x + 0.07, y + 0.27, wrapped(codes, field["n"], say), size=8, va="center", linespacing=1.5)


def field_codes(accounts: list[dict[str, Any]], name: str, say: Say) -> list[str]:
    """Which accounts are in a field? Codes, the surest first."""
    key, fits = name.startswith("key"), name.endswith("_fits")
    chosen = [a for a in accounts if a["key"] == key and (a["chance"] >= 0.5) == fits]
    chosen = sorted(chosen, key=lambda a: (-a["chance"] if fits else a["chance"], a["code"]))
    doubt = [1 - CERTAIN < a["chance"] < CERTAIN for a in chosen]
    return [a["code"] + (say("mark") if d else "") for a, d in zip(chosen, doubt, strict=True)]


def wrapped(codes: list[str], n: int, say: Say) -> str:
    """How do codes fill two lines? The rest is counted."""
    room, n = CODES_A_LINE * LINES, max(n, len(codes))
    if n > room and codes:
        codes = [*codes[: room - 1], say("more", n=n - room + 1)]
    lines = [codes[i : i + CODES_A_LINE] for i in range(0, len(codes), CODES_A_LINE)]
    return "\n".join("  ".join(line) for line in lines)
