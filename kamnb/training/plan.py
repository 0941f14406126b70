"""What is in a lesson? Its folder read into frozen values, and every rule of its content as a check."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from yaml import YAMLError

import kamnb.training.lessons
from kamnb.discover import find_folders
from kamnb.errors import UsageError
from kamnb.sources.suggest import did_you_mean
from kamnb.text.load import LANGUAGES, look_up, read_yaml

MARKER = "lesson.yml"
KINDS = ("number", "choice", "ranking", "set")


@dataclass(frozen=True)
class Exercise:
    """One question with an answer in a variable.

    `kind` is number, choice, ranking or set; `options` names a set of choices (see choices.py) or lists ids whose
    words stand in the text; `solution` is code that leaves the right answer in the variable; `wrong` and `blank`
    are answers that ship for the tests; `context` is code that the answer's cell begins with.
    """

    id: str
    kind: str
    variable: str
    options: str | tuple[str, ...] = ()
    unit: str = ""
    solution: str = ""
    wrong: Any = None
    blank: Any = ...
    context: str = ""


@dataclass(frozen=True)
class Quiz:
    """One question with options of which one is right; each option has its explanation."""

    id: str
    options: tuple[str, ...]
    right: str


@dataclass(frozen=True)
class Lesson:
    """One lesson as its author wrote it: order, minutes, clauses, cells, exercises, quizzes and all words.

    `case` is the seed of a company whose health is planted, where the lesson looks at one instead of the demo client.
    """

    id: str
    order: int
    minutes: tuple[int, int]
    clauses: tuple[str, ...]
    cells: tuple[dict[str, str], ...]
    exercises: dict[str, Exercise]
    quizzes: dict[str, Quiz]
    text: dict[str, dict[str, Any]] = field(repr=False, default_factory=dict)
    folder: Path = field(repr=False, default=Path())
    case: int | None = None

    def words(self, lang: str, key: str) -> str:
        """What does the lesson say under a dotted key? KeyError where it says nothing."""
        return str(look_up(self.text[lang], key)).strip()

    def part(self, lang: str, key: str) -> dict[str, Any]:
        """A group of the lesson's words; empty where there is none."""
        try:
            found = look_up(self.text[lang], key)
        except KeyError:
            return {}
        return found if isinstance(found, dict) else {}

    def check(self, exercise: str) -> Callable[..., Any]:
        """The author's function that computes an exercise's right answer. Raises what importing checks.py raises."""
        return getattr(self.module("checks"), exercise)

    def module(self, name: str) -> ModuleType:
        """One of the author's modules: checks, views."""
        return importlib.import_module(f"kamnb.training.lessons.{self.folder.name}.{name}")


def lesson_folders() -> list[Path]:
    """Which folders hold a lesson?"""
    return find_folders(kamnb.training.lessons, MARKER)


def read_lesson(folder: Path) -> Lesson:
    """One lesson from its folder. UsageError names what lesson.yml or a text lacks: a lesson is half written then."""
    try:
        return build_lesson(folder, read_yaml(folder / MARKER))
    except FileNotFoundError as error:
        what = Path(error.filename).name
    except KeyError as error:
        what = str(error.args[0])
    except (AttributeError, IndexError, TypeError, ValueError, YAMLError) as error:
        what = str(error)
    raise UsageError("half-lesson", lesson=folder.name, what=what, where=str(folder))


def build_lesson(folder: Path, data: dict[str, Any]) -> Lesson:
    """One lesson from what its lesson.yml says."""
    exercises = {name: read_exercise(name, body) for name, body in data.get("exercises", {}).items()}
    quizzes = {
        name: Quiz(name, tuple(map(str, body["options"])), str(body["right"]))
        for name, body in data.get("quizzes", {}).items()
    }
    minutes = tuple(map(int, data["minutes"]))
    return Lesson(
        data["id"],
        int(data["order"]),
        (minutes[0], minutes[-1]),
        tuple(map(str, data["clauses"])),
        tuple(data["cells"]),
        exercises,
        quizzes,
        {lang: read_yaml(folder / f"text.{lang}.yml") for lang in LANGUAGES},
        folder,
        data.get("case"),
    )


def read_exercise(name: str, body: dict[str, Any]) -> Exercise:
    """One exercise from its YAML."""
    options = body.get("options", ())
    return Exercise(
        name,
        body["kind"],
        body.get("variable", name),
        options if isinstance(options, str) else tuple(map(str, options)),
        body.get("unit", ""),
        body.get("solution", "").strip(),
        body.get("wrong"),
        body.get("blank", ...),
        body.get("context", "").strip(),
    )


@cache
def _load(folders: tuple[Path, ...]) -> tuple[Lesson, ...]:
    return tuple(sorted(map(read_lesson, folders), key=lambda each: (each.order, each.id)))


def load_lessons() -> tuple[Lesson, ...]:
    """Which lessons are there, in their order? Read once per set of folders."""
    return _load(tuple(lesson_folders()))


def find_lesson(name: str) -> Lesson:
    """Which lesson has this id? UsageError names those that are there."""
    known = {each.id: each for each in load_lessons()}
    if name not in known:
        raise UsageError(
            "unknown-lesson", name=name, hint=did_you_mean(name, known), allowed=", ".join(known)
        )
    return known[name]


def check_lesson(lesson: Lesson, known_clauses: set[str]) -> Iterator[str]:
    """Which rules of content does a lesson break? Nothing where it is sound."""
    if not 30 <= lesson.minutes[0] <= lesson.minutes[1] <= 45:
        yield f"{lesson.id}: minutes {lesson.minutes} are not within 30 to 45"
    if not lesson.clauses:
        yield f"{lesson.id}: cites no clause"
    yield from (f"{lesson.id}: clause {c} does not exist" for c in lesson.clauses if c not in known_clauses)
    used = [next(iter(cell.items())) for cell in lesson.cells]
    for kind, there in (("exercise", lesson.exercises), ("quiz", lesson.quizzes)):
        shown = [name for k, name in used if k == kind]
        if sorted(shown) != sorted(there):
            yield f"{lesson.id}: {kind} cells {sorted(shown)}, but defined are {sorted(there)}"
    yield from (f"{lesson.id}: a cell of kind {k}" for k, _ in used if k not in CELLS)
    for lang in LANGUAGES:
        yield from check_words(lesson, lang, [name for k, name in used if k == "text"])
    for e in lesson.exercises.values():
        if e.kind not in KINDS:
            yield f"{lesson.id}.{e.id}: kind {e.kind} is none of {', '.join(KINDS)}"
        if not e.solution or e.wrong is None:
            yield f"{lesson.id}.{e.id}: needs a solution and a wrong answer"


CELLS = ("text", "code", "exercise", "quiz")


def check_words(lesson: Lesson, lang: str, texts: list[str]) -> Iterator[str]:
    """Has everything of a lesson its words in a language?"""
    wanted = ["title", "question", *(f"cells.{name}" for name in texts)]
    for name in lesson.exercises:
        wanted += [f"exercises.{name}.{key}" for key in ("task", "why", "not_yet", "solution")]
        if len(lesson.part(lang, f"exercises.{name}.hints")) < 2:
            yield f"{lesson.id}.{name} ({lang}): at least two hints are needed"
    for quiz in lesson.quizzes.values():
        if quiz.right not in quiz.options or len(quiz.options) < 3:
            yield f"{lesson.id}.{quiz.id}: three options or more, the right one among them"
        wanted.append(f"quizzes.{quiz.id}.question")
        wanted += [f"quizzes.{quiz.id}.options.{o}.{k}" for o in quiz.options for k in ("text", "told")]
    for key in wanted:
        try:
            empty = not lesson.words(lang, key)
        except KeyError:
            empty = True
        if empty:
            yield f"{lesson.id} ({lang}): no words for {key}"
