"""A quiz without a browser: the model, what its view shows, and plain text where there are no widgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets import TraitError

from kamnb.errors import UsageError
from kamnb.training.lesson import OpenLesson
from kamnb.training.progress import read_progress
from kamnb.training.quiz import Asked, Question


def test_the_model_knows_its_options(lesson: OpenLesson) -> None:
    model = Question(lesson.plan.quizzes["blind"])
    assert model.right is None
    model.chosen = "faster"
    assert model.right is False
    model.chosen = "anchor"
    assert model.right is True
    with pytest.raises(TraitError):
        model.chosen = "other"


def test_choosing_in_the_view_shows_every_explanation_and_is_kept(lesson: OpenLesson, place: Path) -> None:
    asked = lesson.quiz("blind")
    assert isinstance(asked, Asked)
    listed, buttons, told = asked.view.children
    assert listed.value.count("<div>") == 4
    assert buttons.value is None
    assert told.value == ""
    buttons.value = "faster"
    assert told.value.count("<p ") == 4
    assert 'data-outcome="not_yet"' in told.value
    buttons.value = "anchor"
    assert 'data-outcome="right"' in told.value
    kept = read_progress(place).progress["lessons"]["thesis"]["quizzes"]["blind"]
    assert kept == {"attempts": 2, "chosen": "anchor", "outcome": "right"}


def test_where_there_are_no_widgets_it_is_a_list(lesson: OpenLesson) -> None:
    data, _ = lesson.quiz("blind")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    lines = data["text/plain"].splitlines()
    assert [line[:2] for line in lines[1:5]] == ["A.", "B.", "C.", "D."]
    assert 'lesson.quiz("blind", "A")' in lines[-1]


@pytest.mark.parametrize("given", ["B", "b", "\uff22", "2", 2, "anchor", " b. "])
def test_an_answer_by_letter_number_or_name(lesson: OpenLesson, given: str) -> None:
    assert lesson.quiz("blind", given).outcome == "right"


def test_another_letter_is_met_with_those_that_are_there(lesson: OpenLesson, place: Path) -> None:
    told = lesson.quiz("blind", "Z")
    assert told.outcome == "not_attempted"
    assert "A, B, C, D" in repr(told)
    assert not (place / "progress.json").exists()


def test_unknown_names_are_told_with_the_nearest(lesson: OpenLesson) -> None:
    with pytest.raises(UsageError, match="Did you mean blind"):
        lesson.quiz("blin")
    with pytest.raises(UsageError, match="Did you mean sure_gaps"):
        lesson.check("sure_gap", 3)
    with pytest.raises(UsageError, match="has no exercise"):
        lesson.hint(print)
