"""The map of causes: every clause and claim is drawn, nothing overlaps, and it can be read without colour."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from kamnb.causes.claims import load_claims
from kamnb.figures.cause_map import ARROWS, BANDS, lines, plot
from kamnb.figures.draw import draw_figure, figure_words
from kamnb.figures.say import Say
from kamnb.instrument.load import load_instrument
from kamnb.text.load import LANGUAGES


def series(score: float | None = 100.0) -> dict[str, Any]:
    """All claims, each outcome in turn, with the longest titles and scores that may come."""
    edges = [
        {"from": c.cause, "to": c.effect, "outcome": list(ARROWS)[i % len(ARROWS)]}
        for i, c in enumerate(load_claims())
    ]
    names = dict.fromkeys(end for e in edges for end in (e["from"], e["to"]))
    title = load_instrument().title
    bands = list(BANDS)
    nodes = [
        {"id": n, "title": title(n), "score": score, "band": bands[i % 4], "root": i % 2 == 0}
        for i, n in enumerate(names)
    ]
    return {"nodes": nodes, "edges": edges}


def drawn(lang: str, given: dict[str, Any]) -> Figure:
    """The map in a language, laid out."""
    figure = plot(given, Say(lang, figure_words(load_instrument(), "", "cause_map", lang)))
    FigureCanvasAgg(figure).draw()
    return figure


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clause_and_claim_is_drawn_and_no_label_touches_another(lang: str) -> None:
    figure = drawn(lang, series())
    (ax,) = figure.axes
    boxes = [p for p in ax.patches if isinstance(p, FancyBboxPatch)]
    arrows = [p for p in ax.patches if isinstance(p, FancyArrowPatch)]
    assert (len(boxes), len(arrows), len(ax.texts)) == (22, 18, 22)
    extents = [b.get_window_extent() for b in boxes]
    assert not any(a.overlaps(b) for a, b in combinations(extents, 2))
    for text, box in zip(ax.texts, extents, strict=True):
        label = text.get_window_extent()
        assert box.x0 <= label.x0 and label.x1 <= box.x1 and box.y0 <= label.y0 and label.y1 <= box.y1
    page = figure.bbox
    assert all(page.x0 <= e.x0 and e.x1 <= page.x1 and page.y0 <= e.y0 and e.y1 <= page.y1 for e in extents)


def test_no_arrow_runs_through_a_box_that_is_not_its_own() -> None:
    (ax,) = drawn("en", series()).axes
    boxes = [p.get_window_extent() for p in ax.patches if isinstance(p, FancyBboxPatch)]
    for arrow in (p for p in ax.patches if isinstance(p, FancyArrowPatch)):
        (x0, y0), (x1, y1) = arrow._posA_posB
        ends = ax.transData.transform([(x0, y0), (x1, y1)])
        for step in range(5, 96):
            x, y = ends[0] + (ends[1] - ends[0]) * step / 100
            assert not any(b.x0 < x < b.x1 and b.y0 < y < b.y1 for b in boxes)


def test_bands_and_outcomes_differ_without_colour() -> None:
    marks = {(b["marker"], "markerfacecolor" in b) for b in BANDS.values()}
    assert len(marks) == len(BANDS)
    looks = {(str(a["linestyle"]), a["linewidth"]) for a in ARROWS.values()}
    assert len(looks) == len(ARROWS)


def test_without_scores_and_with_one_claim_it_is_drawn_too() -> None:
    one = {k: v[:2] if k == "nodes" else v[:1] for k, v in series(None).items()}
    for given in (one, series(None), {"nodes": [], "edges": []}):
        assert set(draw_figure(load_instrument(), "", "cause_map", given)) == set(LANGUAGES)


def test_the_same_series_give_the_same_bytes() -> None:
    first, again = (draw_figure(load_instrument(), "", "cause_map", series()) for _ in range(2))
    assert first == again


def test_titles_break_at_blanks_and_colons() -> None:
    assert lines("S7 · 41 A strategic capability that executes", 27) == [
        "S7 · 41 A strategic",
        "capability that executes",
    ]
    assert lines("short", 27) == ["short"]
    assert [len(part) for part in lines("长" * 20, 28)] == [14, 6]
    assert lines("F2 · 38 理性权威：法治而非人治", 28)[1] == "法治而非人治"
