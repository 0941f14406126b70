"""Does information cross departments: whose documents are read by whom."""

from __future__ import annotations

import textwrap
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "cross_department_reading"
ORDER = (
    "kam",
    "sales",
    "marketing",
    "service",
    "rnd",
    "production",
    "finance",
    "it",
    "hr",
    "executive",
    "other",
)
DEEPEST = 0.6
"""The deepest shade on which a number in ink is still read with ease (contrast above 5 to 1)."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which share of a department's readers sits where? `pairs` of {author, reader, n}; own ones grey."""
    counts = {(pair["author"], pair["reader"]): pair["n"] for pair in series["pairs"]}
    authors, readers = ordered({a for a, _ in counts}), ordered({r for _, r in counts})
    figure, ax = new_figure(6.3, 1.2 + 0.34 * len(authors))
    totals = {a: sum(counts.get((a, r), 0) for r in readers) for a in authors}
    for y, author in enumerate(authors):
        for x, reader in enumerate(readers):
            draw_cell(ax, x, y, counts.get((author, reader), 0) / totals[author], author == reader, say)
    rows = [say("row", department=say.word("department", a), n=totals[a]) for a in authors]
    ax.set_yticks(range(len(authors)), rows)
    set_reader_labels(ax, [say.word("department", r) for r in readers])
    ax.set_xlim(-0.5, len(readers) - 0.5)
    ax.set_ylim(len(authors) - 0.5, -0.5)
    ax.set_xlabel(say("reader"))
    ax.set_ylabel(say("author"))
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return figure


def draw_cell(ax: Any, x: int, y: int, share: float, own: bool, say: Say) -> None:
    """One cell: the darker, the larger the share; readers in the author's own department are grey."""
    color = COLORS.muted if own else COLORS.accent
    ax.add_patch(Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, fc=COLORS.light, ec="none"))
    ax.add_patch(Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, fc=color, ec="none", alpha=DEEPEST * share))
    ax.text(x, y, say.number(share, "share"), ha="center", va="center", fontsize=8)


def ordered(departments: set[str]) -> list[str]:
    """In which order do departments stand? The contract's, then a client's own names."""
    return sorted(departments, key=lambda d: (ORDER.index(d) if d in ORDER else len(ORDER), d))


def set_reader_labels(ax: Any, labels: list[str]) -> None:
    """Readers' departments below the matrix: Chinese wraps after four characters, longer scripts lean."""
    if all(label.isascii() for label in labels):
        ax.set_xticks(range(len(labels)), labels, rotation=35, ha="right", rotation_mode="anchor")
    else:
        ax.set_xticks(range(len(labels)), ["\n".join(textwrap.wrap(label, 4)) for label in labels])
