"""A lesson's notebook, made from its folder: the same bytes each time."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from pathlib import Path
from typing import Any

from kamnb.training.plan import Exercise, Lesson, load_lessons
from kamnb.training.told import say

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
Cell = dict[str, Any]


def notebook_name(lesson: Lesson, lang: str) -> str:
    """How is a lesson's notebook called?"""
    return f"{lesson.order:02d}_{lesson.id}.{lang}.ipynb"


def build_notebook(lesson: Lesson, lang: str) -> str:
    """The notebook of a lesson in a language, as text."""
    cells = [head(lesson, lang)]
    numbers = {"exercise": 0, "quiz": 0}
    for each in lesson.cells:
        kind, name = next(iter(each.items()))
        if kind in numbers:
            numbers[kind] += 1
        cells += build_cells(lesson, lang, kind, name, numbers.get(kind, len(cells)))
    cells.append(markdown(f"{lesson.id}-end", say(lang, "notebook.end")))
    cells.append(code(f"{lesson.id}-progress", lesson, lang, "lesson.progress()"))
    form = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def build_cells(lesson: Lesson, lang: str, kind: str, name: str, number: int) -> list[Cell]:
    """The cells of one step of a lesson."""
    if kind == "text":
        return [markdown(f"{lesson.id}-{name}", lesson.words(lang, f"cells.{name}"))]
    if kind == "code":
        return [code(f"{lesson.id}-code-{number}", lesson, lang, name)]
    if kind == "quiz":
        question = lesson.words(lang, f"quizzes.{name}.question")
        title = say(lang, "notebook.quiz", n=number)
        return [
            markdown(f"{lesson.id}-{name}-question", f"### {title}\n\n{question}"),
            code(f"{lesson.id}-{name}-quiz", lesson, lang, f'lesson.quiz("{name}")'),
        ]
    asked = lesson.exercises[name]
    title = say(lang, "notebook.exercise", n=number)
    task = lesson.words(lang, f"exercises.{name}.task")
    help_ = f'# lesson.hint("{name}")\n# lesson.solution("{name}")'
    return [
        markdown(f"{lesson.id}-{name}-task", f"### {title}\n\n{task}"),
        code(f"{lesson.id}-{name}-answer", lesson, lang, answer_code(asked)),
        code(f"{lesson.id}-{name}-help", lesson, lang, help_),
    ]


def answer_code(asked: Exercise) -> str:
    """The cell where a learner answers: a variable to be filled in, and its check."""
    start = f"{asked.context}\n" if asked.context else ""
    return f'{start}{asked.variable} = ...\nlesson.check("{asked.id}", {asked.variable})'


def head(lesson: Lesson, lang: str) -> Cell:
    """The first cell: title, time, clauses, and how the notebook works."""
    minutes = say(lang, "minutes", low=lesson.minutes[0], high=lesson.minutes[1])
    facts = say(lang, "notebook.facts", minutes=minutes, clauses=", ".join(lesson.clauses))
    title, question = lesson.words(lang, "title"), lesson.words(lang, "question")
    text = f"# {lesson.order:02d} {title}\n\n{question}\n\n{facts}\n\n{say(lang, 'notebook.how')}"
    return markdown(f"{lesson.id}-head", text)


def markdown(id: str, text: str) -> Cell:
    """A cell of prose."""
    return {"cell_type": "markdown", "id": cell_id(id), "metadata": {}, "source": lines(text)}


def code(id: str, lesson: Lesson, lang: str, text: str) -> Cell:
    """A cell of code that stands on its own: it begins by taking the lesson."""
    start = f"from kamnb.training.{lang} import {lesson.id} as lesson"
    source = lines(f"{start}\n\n{spaced(text.strip())}")
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id(id),
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def spaced(text: str) -> str:
    """Code with a blank line between its imports and what follows."""
    given = text.splitlines()
    n = sum(1 for _ in takewhile(lambda line: line.startswith(("import ", "from ")), given))
    return "\n".join([*given[:n], *([""] if 0 < n < len(given) and given[n] else []), *given[n:]])


def cell_id(text: str) -> str:
    """A cell's id: letters, digits, hyphens, at most 64."""
    return re.sub(r"[^a-zA-Z0-9_-]+", "-", text)[:64]


def lines(text: str) -> list[str]:
    """A source as notebooks keep it: a list of lines with their breaks."""
    return text.strip().splitlines(keepends=True)


def write_notebooks(folder: Path, langs: tuple[str, ...]) -> list[Path]:
    """Write every lesson's notebook into a folder of masters."""
    made = []
    for lesson in load_lessons():
        for lang in langs:
            path = folder / notebook_name(lesson, lang)
            path.write_text(build_notebook(lesson, lang), encoding="utf-8", newline="\n")
            made.append(path)
    return made
