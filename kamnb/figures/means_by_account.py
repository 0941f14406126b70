"""The mix of business touchpoints that each key account gets: are the rows alike or fitted?"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from kamnb.figures.say import Say
from kamnb.figures.style import COLORS, new_figure

INDICATOR = "means_fitted"
MOST = 16
"""So many accounts are shown, those with most touchpoints: with more, no second picture fits the page."""
WRAP = {"zh": 2, "en": 9}
"""After so many characters a column's name goes on in a second line."""


def plot(series: dict[str, Any], say: Say) -> Figure:
    """What does each account get? `kinds` shallow to deep, `accounts` of {code, counts}, `p` of one common mix."""
    accounts = sorted(series["accounts"], key=lambda each: (-sum(each["counts"]), each["code"]))[:MOST]
    accounts.sort(key=lambda each: each["code"])
    most = max(max(each["counts"]) for each in accounts)
    figure, ax = new_figure(6.3, 1.1 + 0.24 * len(accounts))
    for y, each in enumerate(accounts):
        for x, n in enumerate(each["counts"]):
            if n:
                share = n / most
                ax.scatter(x, y, s=60 + 130 * share, fc=COLORS.accent if share > 0.35 else COLORS.light)
                ink = COLORS.white if share > 0.35 else COLORS.ink
                ax.text(x, y, str(n), ha="center", va="center", size=7, color=ink)
    names = [wrap(say.word("touchpoint_kind", kind), say.lang) for kind in series["kinds"]]
    ax.set_xticks(range(len(names)), names, fontsize=8)
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(accounts)), [each["code"] for each in accounts], fontsize=7.5)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_ylim(len(accounts) - 0.4, -0.6)
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_visible(False)
    left = len(series["accounts"]) - len(accounts)
    chance = say("chance", p=say.number(series["p"], "share"))
    first = [say("kinds"), *([say("more", n=left)] if left else [])]
    ax.set_xlabel(" · ".join(first) + f"\n{chance}", fontsize=8, linespacing=1.5)
    return figure


def wrap(name: str, lang: str) -> str:
    """A column's name in two lines where it is long: Chinese after two characters, English at a blank."""
    if lang == "zh":
        return name if len(name) <= WRAP[lang] else f"{name[:2]}\n{name[2:]}"
    return name.replace(" ", "\n") if len(name) > WRAP[lang] else name
