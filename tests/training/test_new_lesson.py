"""A new lesson is one folder: a toy lesson in a temporary folder is found, made into a notebook, checked and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kamnb.training.lessons
from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.training.folder import fill_folder
from kamnb.training.lesson import open_lesson
from kamnb.training.plan import check_lesson, find_lesson, read_lesson

LESSON = """
id: toy
order: 90
minutes: [30, 30]
clauses: [S1]
cells: [{text: hello}, {exercise: sum}, {quiz: which}]
exercises:
  sum: {kind: number, solution: "sum = 1 + 1", wrong: 3}
quizzes:
  which: {right: a, options: [a, b, c]}
"""
WORDS = """
title: Toy
question: Does it work?
cells: {hello: "## Hello"}
exercises:
  sum: {task: "One and one?", hints: {1: "Count.", 2: "Use fingers."}, why: "It is {right}.", not_yet: "No.", solution: "Add."}
quizzes:
  which:
    question: Which?
    options: {a: {text: This, told: "Yes."}, b: {text: That, told: "No."}, c: {text: None, told: "No."}}
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the toy lesson, on the path of lessons."""
    folder = tmp_path / "lessons" / "toy"
    folder.mkdir(parents=True)
    (folder / "lesson.yml").write_text(LESSON, encoding="utf-8")
    for lang in ("zh", "en"):
        (folder / f"text.{lang}.yml").write_text(WORDS, encoding="utf-8")
    (folder / "checks.py").write_text("def sum(company):\n    return 2\n", encoding="utf-8")
    paths = [*kamnb.training.lessons.__path__, str(folder.parent)]
    monkeypatch.setattr(kamnb.training.lessons, "__path__", paths)
    yield folder


def test_a_folder_is_a_lesson(toy: Path, place: Path, tmp_path: Path) -> None:
    known = {c.id for c in load_instrument().clauses()}
    assert list(check_lesson(find_lesson("toy"), known)) == []
    lesson = open_lesson("toy", "en")
    assert repr(lesson.check("sum", "\uff12")) == "Right\nIt is 2."
    assert lesson.check("sum", 3).outcome == "not_yet"
    assert lesson.quiz("which", "A").outcome == "right"
    assert "Toy | 30" in repr(lesson.progress())
    assert "90_toy.en.ipynb" in fill_folder(tmp_path / "learner", "en").new


def test_a_notebook_takes_it_by_name(toy: Path) -> None:
    from kamnb.training.en import toy as lesson

    assert repr(lesson) == "Toy"
    with pytest.raises(ImportError):
        from kamnb.training.en import tuy  # noqa: F401


def test_every_gap_of_a_lesson_is_named(toy: Path) -> None:
    text = (toy / "text.en.yml").read_text(encoding="utf-8").replace('2: "Use fingers."', "")
    (toy / "text.en.yml").write_text(text.replace('told: "Yes."', 'told: ""'), encoding="utf-8")
    broken = LESSON.replace("[S1]", "[S99]").replace("[30, 30]", "[5, 5]").replace("wrong: 3", "")
    (toy / "lesson.yml").write_text(broken.replace("{quiz: which}", "{game: which}"), encoding="utf-8")
    from kamnb.training.plan import read_lesson

    found = "\n".join(check_lesson(read_lesson(toy), {"S1"}))
    for told in (
        "S99 does not exist",
        "30 to 45",
        "wrong answer",
        "of kind game",
        "two hints",
        "options.a.told",
        "quiz cells",
    ):
        assert told in found, told


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("lesson.yml", "order: 9\n", "minutes"),
        ("lesson.yml", "minutes: [30\n", "line 2"),
        ("lesson.yml", LESSON.replace("[30, 30]", "soon"), "invalid literal"),
        ("text.en.yml", None, "text.en.yml"),
    ],
)
def test_a_lesson_that_is_half_written_is_named(toy: Path, file: str, text: str | None, told: str) -> None:
    if text is None:
        (toy / file).unlink()
    else:
        (toy / file).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="toy") as raised:
        read_lesson(toy)
    assert told in str(raised.value) and str(toy) in str(raised.value)
