"""What is done when: one column a phase, one box a remedy; those that hold whatever the gains are have a heavy bar."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.say import Say
from kamnb.figures.sentence import plot_sentence, shorten, text_width
from kamnb.figures.style import COLORS, new_figure

WIDTH = 6.3 * 72
EDGE, GAP, HEAD, FOOT, LINE, PAD = 0.6, 7.0, 34.0, 18.0, 9.6, 4.6
"""Points: around all, between columns, above the boxes, below them, a line of text, a box's inner edge."""
TITLE, SMALL = 7.4, 6.6
LINES, MOST = 4, 16
HALF = 0.515
"""Width of half a Chinese character, or of a bold Latin letter, as a part of the type's size."""
THIN = 0.5
"""Width of a Latin letter or a figure of the usual weight."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """Which remedies are planned in which phase? `phases` of {id, name, used, capacity, remedies}, titles bilingual.

    A remedy is {title, clauses, effort, robust}; only one sentence where none is planned.
    """
    phases = series["phases"]
    if not any(phase["remedies"] for phase in phases):
        return plot_sentence(say("none"))
    width = (WIDTH - 2 * EDGE - GAP * (len(phases) - 1)) / len(phases)
    room = int((width - 3 * PAD) / (TITLE * HALF))
    note = int((width - 3 * PAD) / (SMALL * THIN))
    boxes = [[box_words(r, room, note, say) for r in shown(phase)] for phase in phases]
    total = HEAD + max(sum(map(box_height, column)) + PAD * len(column) for column in boxes) + LINE + FOOT
    figure, ax = new_figure(WIDTH / 72, total / 72)
    figure.set_layout_engine("none")
    ax.set_position((0, 0, 1, 1))
    ax.set_xlim(0, WIDTH)
    ax.set_ylim(total, 0)
    ax.set_axis_off()
    for k, phase in enumerate(phases):
        draw_column(ax, EDGE + k * (width + GAP), width, phase, boxes[k], say)
    draw_legend(ax, total - FOOT / 2, say)
    return figure


def shown(phase: dict[str, Any]) -> list[dict[str, Any]]:
    """Which remedies have a box? All of few; of many the first."""
    found: list[dict[str, Any]] = phase["remedies"]
    return found[:MOST]


def box_words(remedy: dict[str, Any], room: int, small: int, say: Say) -> tuple[list[str], str]:
    """What stands in a box? The title's lines, and effort and clauses below, at most so many halves of a character."""
    effort, named = say.number(remedy["effort"], "count"), list(remedy["clauses"])
    notes = [say("note", clauses=first_of(named, n), effort=effort) for n in range(max(len(named), 1), 0, -1)]
    note = next((text for text in notes if text_width(text) <= small), shorten(notes[-1], small))
    return fold(say.pick(remedy["title"]), room), note


def first_of(names: list[str], n: int) -> str:
    """The first of some names, and how many more there are."""
    return ", ".join(names[:n]) + (f" +{len(names) - n}" if n < len(names) else "")


def box_height(words: tuple[list[str], str]) -> float:
    """How tall is a box? Points."""
    return (len(words[0]) + 1) * LINE + 1.6 * PAD


def fold(text: str, room: int) -> list[str]:
    """How does a title stand on lines of at most so many halves of a Chinese character? On few, and of like length.

    At most LINES; the rest is cut off.
    """
    lines, halves = broken(text, room), clauses(text)
    if len(lines) == 2 == len(halves) and max(map(text_width, halves)) <= room + 1:
        return halves
    if len(lines) > LINES:
        return [*lines[: LINES - 1], shorten(" ".join(lines[LINES - 1 :]), room)]
    narrower = [broken(text, less) for less in range(room // 2, room)]
    return next((found for found in narrower if len(found) == len(lines)), lines)


def clauses(text: str) -> list[str]:
    """Into which two parts does a stop within a text divide it? One part where there is none or several."""
    stops = [i for i, c in enumerate(text[:-1], 1) if unicodedata.category(c) == "Po" and text_width(c) == 2]
    return [text[: stops[0]], text[stops[0] :]] if len(stops) == 1 else [text]


def broken(text: str, room: int) -> list[str]:
    """Where does a text break into lines? Between words, in Chinese between characters, never before a stop."""
    lines: list[str] = []
    for word in text.split(" ") if text_width(text) == len(text) else list(text):
        joint = " " if text_width(text) == len(text) else ""
        if lines and text_width(lines[-1] + joint + word) <= room:
            lines[-1] += joint + word
        elif lines and unicodedata.category(word[:1] or " ").startswith("P"):
            lines[-1] += word
        else:
            lines += textwrap.wrap(word, room) or [word]
    return lines


def draw_column(
    ax: Axes,
    x: float,
    width: float,
    phase: dict[str, Any],
    boxes: list[tuple[list[str], str]],
    say: Say,
) -> None:
    """One phase: its name, person-days used of those there, and its remedies."""
    ax.text(x, 9, say.pick(phase["name"]), size=9, weight="bold", va="center")
    used, there = (say.number(phase[key], "count") for key in ("used", "capacity"))
    ax.text(x, 20.5, say("capacity", used=used, there=there), size=SMALL, va="center", color=COLORS.muted)
    ax.add_patch(Rectangle((x, 27), width, 2.4, fc=COLORS.light, ec="none"))
    share = min(phase["used"] / phase["capacity"], 1.0) if phase["capacity"] else 0.0
    ax.add_patch(Rectangle((x, 27), width * share, 2.4, fc=COLORS.ink, ec="none"))
    y = HEAD + PAD / 2
    for remedy, words in zip(shown(phase), boxes, strict=True):
        draw_box(ax, x, y, width, box_height(words), remedy["robust"], words)
        y += box_height(words) + PAD
    if not boxes:
        ax.text(x, y + LINE, say("empty"), size=TITLE, va="center", color=COLORS.muted)
    if len(phase["remedies"]) > MOST:
        more = say("more", n=len(phase["remedies"]) - MOST)
        ax.text(x, y + LINE / 2, more, size=SMALL, va="center", color=COLORS.muted)


def draw_box(
    ax: Axes, x: float, y: float, width: float, height: float, robust: bool, words: tuple[list[str], str]
) -> None:
    """One remedy: a filled box with a heavy bar where the choice is robust, else an empty one with a broken edge."""
    look = {"fc": COLORS.light, "ec": COLORS.line} if robust else {"fc": COLORS.white, "ec": COLORS.muted}
    ax.add_patch(Rectangle((x, y), width, height, lw=0.7, ls="-" if robust else (0, (3, 2)), **look))
    if robust:
        ax.add_patch(Rectangle((x, y), 2.6, height, fc=COLORS.accent, ec="none"))
    title, note = words
    for i, line in enumerate(title):
        at = y + PAD * 0.8 + LINE * (i + 0.5)
        ax.text(x + 1.6 * PAD, at, line, size=TITLE, va="center", weight="bold" if robust else "normal")
    at = y + height - PAD * 0.8 - LINE / 2
    ax.text(x + 1.6 * PAD, at, note, size=SMALL, va="center", color=COLORS.muted)


def draw_legend(ax: Axes, y: float, say: Say) -> None:
    """What do the two kinds of box mean?"""
    for x, robust, key in ((0.0, True, "robust"), (WIDTH / 2, False, "open")):
        draw_box(ax, x, y - 4, 12, 8, robust, ([], ""))
        ax.text(x + 17, y, say(key), size=SMALL, va="center", color=COLORS.ink)
