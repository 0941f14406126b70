"""The roadmap's plan and the value at stake: everything is drawn inside its box, nothing overlaps, colour is not needed."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kamnb.figures.draw import draw_figure, figure_module, figure_words
from kamnb.figures.roadmap_plan import LINES, MOST, box_words, fold
from kamnb.figures.say import Say
from kamnb.figures.sentence import text_width
from kamnb.figures.style import COLORS
from kamnb.findings.recommend import PHASES
from kamnb.instrument.load import load_instrument
from kamnb.text.load import LANGUAGES

TITLES = {
    r.id: load_instrument().text(r.area, f"remedies.{r.id}.title")
    for r in load_instrument().remedies().values()
}


def remedy(id: str, robust: bool) -> dict[str, Any]:
    return {"title": TITLES[id], "clauses": ["S4", "S4a", "S4b", "S4c"], "effort": 80.0, "robust": robust}


def plan(*numbers: int) -> dict[str, Any]:
    """A plan with so many of the real remedies in each phase, every other one robust."""
    ids, phases = iter(list(TITLES) * 3), []
    for phase, n in zip(PHASES, numbers, strict=True):
        remedies = [remedy(next(ids), i % 2 == 0) for i in range(n)]
        name = {"zh": "前 90 天", "en": "First 90 days"}
        phases.append({"id": phase, "name": name, "used": 40.0, "capacity": 60.0, "remedies": remedies})
    return {"phases": phases}


def stake(**parts: tuple[float, float, float] | None) -> dict[str, Any]:
    rows = [
        {"id": k, "clause": "P3", **dict(zip(("low", "mid", "high"), v or (None,) * 3, strict=True))}
        for k, v in parts.items()
    ]
    return {"rows": rows, "currency": "CNY"}


FULL = stake(
    price=(1e6, 2e6, 3e6),
    losses=None,
    retention=(0.0, 0.0, 9e5),
    selection=(1.0, 2.0, 3.0),
    all=(2e6, 3e6, 6e6),
)
CASES = [
    ("roadmap_plan", plan(3, 8, 13, 9)),
    ("roadmap_plan", plan(0, 1, 0, 20)),
    ("roadmap_plan", plan(0, 0, 0, 0)),
    ("value_at_stake", FULL),
    ("value_at_stake", stake(price=(0.0, 0.0, 0.0), all=(0.0, 0.0, 0.0))),
    ("value_at_stake", stake(price=None, all=None)),
]


def laid_out(figure: str, given: dict[str, Any], lang: str) -> Figure:
    made = figure_module(figure).plot(given, Say(lang, figure_words(load_instrument(), "", figure, lang)))
    FigureCanvasAgg(made).draw()
    return made


@pytest.mark.parametrize(("figure", "given"), CASES)
def test_each_is_drawn_in_both_languages_in_palette_colours_the_same_each_time(
    figure: str, given: dict[str, Any]
) -> None:
    drawn = draw_figure(load_instrument(), "", figure, given)
    assert set(drawn) == set(LANGUAGES) and drawn == draw_figure(load_instrument(), "", figure, given)
    for svg in drawn.values():
        assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= set(vars(COLORS).values())
        assert "{" not in re.sub(r"<style.*?</style>", "", svg, flags=re.S)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("figure", "given"), CASES)
def test_no_text_touches_another_or_the_edge(figure: str, given: dict[str, Any], lang: str) -> None:
    made = laid_out(figure, given, lang)
    (ax,) = made.axes
    shown = [t for t in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()] if t.get_text()]
    extents = [t.get_window_extent() for t in shown if ax.axison or t in ax.texts]
    assert extents
    for a, b in combinations(extents, 2):
        assert not (min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.5)
    assert all(made.bbox.x0 <= e.x0 and e.x1 <= made.bbox.x1 + 0.5 for e in extents)
    assert all(made.bbox.y0 <= e.y0 and e.y1 <= made.bbox.y1 + 0.5 for e in extents)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_remedy_s_words_stay_inside_its_box_and_boxes_apart(lang: str) -> None:
    half = len(TITLES) // 4
    made = laid_out("roadmap_plan", plan(half, half, half, half), lang)
    (ax,) = made.axes
    boxes = [p.get_window_extent() for p in ax.patches if isinstance(p, Rectangle) and p.get_height() > 15]
    boxes = [b for b in boxes if b.width > 20]
    assert len(boxes) == 4 * half
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    for text in ax.texts:
        e = text.get_window_extent()
        holders = [b for b in boxes if b.x0 <= e.x0 <= b.x1 and b.y0 <= (e.y0 + e.y1) / 2 <= b.y1]
        assert all(e.x1 <= b.x1 for b in holders), text.get_text()


def test_robust_and_open_differ_without_colour() -> None:
    (ax,) = laid_out("roadmap_plan", plan(1, 1, 0, 0), "en").axes
    both = laid_out("roadmap_plan", plan(2, 0, 0, 0), "en").axes[0]
    broken = [p for p in both.patches if p.get_linestyle() not in ("-", "solid")]
    assert len(broken) == 2  # the open remedy's and the legend's
    assert {t.get_fontweight() for t in both.texts} == {"bold", "normal"}
    assert "Nothing is planned here" in {t.get_text() for t in ax.texts}


def test_more_remedies_than_fit_are_counted() -> None:
    (ax,) = laid_out("roadmap_plan", plan(0, 0, 0, MOST + 4), "en").axes
    assert "4 more, see the table" in {t.get_text() for t in ax.texts}


def test_what_is_unknown_says_so_and_is_no_zero() -> None:
    svg = draw_figure(load_instrument(), "", "value_at_stake", FULL)
    assert "现有数据不足以判断" in svg["zh"] and "The data do not suffice" in svg["en"]
    assert "3.00 m (2.00 m–6.00 m)" in svg["en"] and "300万（200万–600万）" in svg["zh"].replace(" ", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_fold_into_few_lines_of_like_length(lang: str) -> None:
    for text in TITLES.values():
        lines = fold(text[lang], 24)
        assert 1 <= len(lines) <= LINES and all(text_width(line) <= 25 for line in lines)
        joined = (" " if lang == "en" else "").join(lines)
        assert joined == text[lang] or joined.endswith("…")
    assert fold("明确角色，把不该做的事移出去", 24) == ["明确角色，", "把不该做的事移出去"]


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        (["I1", "I2", "I3"], "30 person-days · I1, I2, I3"),
        (["S1", "S2", "S7", "F1"], "30 person-days · S1, S2 +2"),
        ([], "30 person-days ·"),
    ],
)
def test_clauses_that_do_not_fit_are_counted_and_never_cut(clauses: list[str], told: str) -> None:
    given = {"title": {"zh": "立", "en": "Set up"}, "clauses": clauses, "effort": 30.0, "robust": True}
    say = Say("en", figure_words(load_instrument(), "", "roadmap_plan", "en"))
    assert box_words(given, 24, 28, say)[1].strip() == told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_title_of_ours_is_cut(lang: str) -> None:
    assert not [text for text in TITLES.values() if any("\u2026" in line for line in fold(text[lang], 24))]
