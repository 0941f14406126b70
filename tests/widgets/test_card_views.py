"""How the cards look, without a browser: nothing is told too early, what a client wrote is text, a table stands in."""

from __future__ import annotations

import json
import re

import pytest

from kamnb.instrument.load import load_instrument
from kamnb.widgets.judgement_view import JudgementView
from kamnb.workbook.area import AreaPaper
from kamnb.workbook.record import Recorder
from kamnb.workbook.show import Shown

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def widgets(box):
    """A widget and all below it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from widgets(child)


def sent(view) -> str:
    """All that a browser is told."""
    return json.dumps([w.get_state() for w in widgets(view.box)], default=str, ensure_ascii=False)


def press(view, name: str) -> None:
    next(w for w in widgets(view.box) if f"kamnb-do-{name}" in w._dom_classes).click()


def field(view, name: str):
    return next(w for w in widgets(view.box) if f"kamnb-{name}" in w._dom_classes)


@pytest.fixture
def paper(firm, folder, tmp_path):
    """The working paper of the firm's strategy, by hand."""
    strategy = next(r for r in firm[1] if r.area == "strategy")
    recorder = Recorder(tmp_path / "work", "strategy")
    return AreaPaper(firm[0], load_instrument(), recorder, "en", True, "strategy", strategy, folder)


def test_the_browser_is_told_no_reading_before_the_blind_level(paper):
    view = paper.judge()
    assert isinstance(view, JudgementView) and view.card.chosen == "S2"
    told = sent(view)
    assert "kamnb-score" not in told and "Score of the clause" not in told
    assert not re.search(r"\d\d \(\d+–\d+\)", told)
    assert paper.form["clauses"]["S2"]["score"] is not None
    field(view, "by").value, field(view, "level-blind").value = "LW", 2
    press(view, "save-blind")
    assert view.card.step == "seen" and view.card.score() in sent(view)
    view.card.chosen = "S3"
    assert not re.search(r"\d\d \(\d+–\d+\)", sent(view).replace(view.card.message, ""))


def test_buttons_and_fields_do_what_the_card_does(paper, folder):
    view = paper.judge()
    field(view, "by").value, field(view, "level-blind").value = "LW", 1
    press(view, "save-blind")
    assert view.first.layout.display == "none" and field(view, "reason").layout.display is None
    field(view, "level").value = 4
    assert view.changed.layout.display is None
    field(view, "level").value = 2
    assert view.changed.layout.display == "none"
    field(view, "reason").value = "goals in a drawer"
    press(view, "save-judgement")
    assert "reason: goals in a drawer" in (folder / "judgement.yml").read_text(encoding="utf-8")
    assert view.chooser.value == view.card.chosen == "S2"
    assert view.clauses()[1][0].startswith("\u25cf S2") and list(view.chooser.options) == view.clauses()
    press(view, "next-open")
    assert view.chooser.value == view.card.chosen == "S3" and view.blind.layout.display is None


def test_the_paper_goes_on_with_what_was_saved(paper, folder):
    view, before = paper.judge(), paper.form["clauses"]["S2"]["score"]
    assert paper.judgements() is view
    field(view, "by").value, field(view, "level-blind").value = "LW", 5
    press(view, "save-blind")
    field(view, "level").value, field(view, "reason").value = 5, "all know it"
    press(view, "save-judgement")
    assert paper.form["clauses"]["S2"]["score"] == view.card.form["clauses"]["S2"]["score"] > before
    assert paper.form["areas"]["strategy"]["score"] == view.card.form["areas"]["strategy"]["score"]
    assert "all know it" in repr(AreaPaper.judgements(shallow(paper)))


def shallow(paper) -> AreaPaper:
    """The same paper in a run."""
    return AreaPaper(
        paper.client,
        paper.instrument,
        paper.recorder,
        paper.lang,
        False,
        paper.area,
        paper.result,
        paper.folder,
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_a_run_and_without_widgets_there_is_a_plain_table(paper, lang):
    paper.lang = lang
    bundle = paper.judge()._repr_mimebundle_()
    run = shallow(paper)
    shown = run.judge()
    assert isinstance(shown, Shown) and isinstance(run.judgements(), Shown)
    assert len(shown.blocks[0]["rows"]) == len(load_instrument().area("strategy").clauses)
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == paper.card.box.model_id
    assert bundle["text/plain"] == repr(shown) == repr(paper.card) and "<table" in bundle["text/html"]


def test_what_somebody_wrote_is_shown_as_text(paper, folder):
    said = f"clauses:\n  S1: {{level_blind: 2, level: 2, reason: '{HOSTILE}', by: '{HOSTILE}'}}\n"
    (folder / "judgement.yml").write_text(said, encoding="utf-8")
    view = paper.judge()
    view.card.chosen = "S1"
    (folder / "judgement.yml").write_text(f"clauses: {{'{HOSTILE}': 1}}\n", encoding="utf-8")
    press(view, "reload")
    shown = [w.value for w in widgets(view.box) if type(w).__name__ == "HTML"]
    assert any("&lt;script&gt;" in html for html in shown)
    assert not [html for html in shown if "<script" in html or "<img" in html]
