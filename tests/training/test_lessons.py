"""Every lesson, found by its folder: sound content, right, wrong and blank answers, and a notebook that runs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kamnb.instrument.load import load_instrument
from kamnb.paths import notebooks
from kamnb.text.load import LANGUAGES
from kamnb.training.lesson import OpenLesson, open_lesson
from kamnb.training.notebooks import build_notebook, notebook_name
from kamnb.training.plan import Lesson, check_lesson, load_lessons

LESSONS = load_lessons()
ASKED = [(one, e, lang) for one in LESSONS for e in one.exercises for lang in LANGUAGES]
QUIZZES = [(one, q, lang) for one in LESSONS for q in one.quizzes for lang in LANGUAGES]
EXERCISES = pytest.mark.parametrize(("plan", "name", "lang"), ASKED, ids=lambda x: getattr(x, "id", x))
LIMIT = 1.0
"""Seconds that a check may take once the company is diagnosed and the modules are loaded."""


def solved(opened: OpenLesson, name: str) -> Any:
    """What does the shipped solution leave in the exercise's variable?"""
    names: dict[str, Any] = {"lesson": opened}
    exec(opened.plan.exercises[name].solution, names)
    return names[opened.plan.exercises[name].variable]


def test_there_are_lessons_in_an_order() -> None:
    assert LESSONS[0].id == "thesis"
    assert len({one.order for one in LESSONS}) == len(LESSONS)


@pytest.mark.parametrize("plan", LESSONS, ids=lambda one: one.id)
def test_a_lesson_is_sound(plan: Lesson) -> None:
    assert list(check_lesson(plan, {c.id for c in load_instrument().clauses()})) == []
    assert plan.id.isidentifier()
    assert plan.id == plan.folder.name


@EXERCISES
def test_the_shipped_solution_is_right_and_says_why(place: Path, plan: Lesson, name: str, lang: str) -> None:
    opened = open_lesson(plan.id, lang)
    answer = solved(opened, name)
    told = opened.check(name, answer)
    opened.kept.clear()
    start = time.perf_counter()
    opened.check(name, answer)
    assert time.perf_counter() - start < LIMIT
    assert told.outcome == "right", told
    assert len(told.lines[0]) > 10
    assert "{" not in told.lines[0]
    kept = json.loads((place / "progress.json").read_text(encoding="utf-8"))
    assert kept["lessons"][plan.id]["exercises"][name]["outcome"] == "right"


@EXERCISES
def test_the_shipped_wrong_answer_is_not_yet_right(place: Path, plan: Lesson, name: str, lang: str) -> None:
    told = open_lesson(plan.id, lang).check(name, plan.exercises[name].wrong)
    assert told.outcome == "not_yet", told
    assert len(told.lines) >= 2


@EXERCISES
def test_a_blank_is_not_an_attempt(place: Path, plan: Lesson, name: str, lang: str) -> None:
    opened = open_lesson(plan.id, lang)
    for blank in (plan.exercises[name].blank, None, "", "____"):
        assert opened.check(name, blank).outcome == "not_attempted"
    assert not (place / "progress.json").exists()


@EXERCISES
def test_a_fault_of_the_author_is_told_as_such(
    place: Path, plan: Lesson, name: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Lesson, exercise: str) -> Any:
        raise ZeroDivisionError("by the author")

    opened = OpenLesson(plan, lang)
    answer = solved(opened, name)
    monkeypatch.setattr(Lesson, "check", broken)
    told = opened.check(name, answer)
    assert told.outcome == "broken"
    assert "ZeroDivisionError: by the author" in repr(told)
    assert plan.id in repr(told) and name in repr(told)
    assert not (place / "progress.json").exists()


@EXERCISES
def test_hints_go_further_and_the_solution_shows_its_code(
    place: Path, plan: Lesson, name: str, lang: str
) -> None:
    opened = OpenLesson(plan, lang)
    hints = [repr(opened.hint(name)) for _ in plan.part(lang, f"exercises.{name}.hints")]
    assert len(set(hints)) == len(hints) >= 2
    assert repr(opened.hint(name)) == hints[-1]
    assert all("{n_" not in hint for hint in hints)
    told = opened.solution(name)
    assert told.code == plan.exercises[name].solution
    assert told.outcome == "solution"
    kept = json.loads((place / "progress.json").read_text(encoding="utf-8"))["lessons"][plan.id]
    assert kept["exercises"][name] == {"hints": len(hints), "solution_seen": True}


@EXERCISES
def test_every_sentence_of_an_exercise_can_be_filled(place: Path, plan: Lesson, name: str, lang: str) -> None:
    opened = OpenLesson(plan, lang)
    asked = plan.exercises[name]
    expected = opened._expected(asked)
    written = plan.part(lang, f"exercises.{name}.slips")
    assert set(expected.slips) <= set(written)
    for text in [*written.values(), plan.words(lang, f"exercises.{name}.not_yet")]:
        if expected.judge is None:
            assert opened._filled(asked, text)


@pytest.mark.parametrize(("plan", "name", "lang"), QUIZZES, ids=lambda x: getattr(x, "id", x))
def test_every_option_of_a_quiz_is_explained(place: Path, plan: Lesson, name: str, lang: str) -> None:
    opened, quiz = OpenLesson(plan, lang), plan.quizzes[name]
    for option in quiz.options:
        told = opened.quiz(name, option)
        assert told.outcome == ("right" if option == quiz.right else "not_yet")
        assert len(told.lines) == len(quiz.options)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("plan", LESSONS, ids=lambda one: one.id)
def test_the_committed_notebook_is_the_generated_one(plan: Lesson, lang: str) -> None:
    path = notebooks() / "training" / notebook_name(plan, lang)
    assert path.read_text(encoding="utf-8") == build_notebook(plan, lang), "run scripts/make_lessons.py"


def test_there_is_no_notebook_without_a_lesson() -> None:
    made = {notebook_name(plan, lang) for plan in LESSONS for lang in LANGUAGES}
    assert {p.name for p in (notebooks() / "training").glob("*.ipynb")} == made


RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for path in sys.argv[1:]:
    cells = [c for c in json.loads(open(path, encoding="utf-8").read())["cells"] if c["cell_type"] == "code"]
    for order in (cells, cells[::-1]):
        shell.reset()
        for cell in order:
            shell.run_cell("".join(cell["source"]), silent=False).raise_error()
print("ran", len(sys.argv) - 1)
"""


def test_every_notebook_runs_with_blanks_in_any_order(place: Path) -> None:
    """Top to bottom, then bottom to top, each time in an empty session."""
    paths = [str(p) for p in sorted((notebooks() / "training").glob("*.ipynb"))]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *paths], capture_output=True, text=True, encoding="utf-8", cwd=place
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert f"ran {len(paths)}" in done.stdout


@pytest.mark.parametrize("plan", LESSONS, ids=lambda one: one.id)
def test_cells_are_short_and_half_of_them_prose(plan: Lesson) -> None:
    cells = json.loads(build_notebook(plan, "en"))["cells"]
    code = [c for c in cells if c["cell_type"] == "code"]
    assert all(sum(bool(line.strip()) for line in c["source"]) <= 8 for c in code)
    assert len(cells) - len(code) >= 0.35 * len(cells)
    assert len({c["id"] for c in cells}) == len(cells)
