"""Which answers can be chosen, and by which names do people call them?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kamnb.instrument.load import Instrument, find_indicators
from kamnb.model import Bilingual
from kamnb.text.load import LANGUAGES
from kamnb.training.plan import Exercise, Lesson

COMMON = ("purpose", "foundations")
"""The areas that are not problem areas: what KAM is for, and the common ground."""
Titles = dict[str, Bilingual]


def fold(text: str) -> str:
    """A name without what does not tell names apart: width, case, blanks, punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def problem_areas(instrument: Instrument) -> list[str]:
    """Which are the five problem areas?"""
    return [a.id for a in instrument.areas if a.id not in COMMON]


def titles_of(lesson: Lesson, exercise: Exercise, instrument: Instrument) -> Titles:
    """What can be chosen in an exercise, and what is each choice called?

    `five_areas`, `areas`, `clauses`, `clauses:<area>` and `indicators:<clause>` come from the instrument; a list of
    ids has its words in the lesson's text.
    """
    wanted = exercise.options
    if not isinstance(wanted, str):
        key = f"exercises.{exercise.id}.options"
        return {o: {lang: str(lesson.part(lang, key).get(o, o)) for lang in LANGUAGES} for o in wanted}
    kind, _, of = wanted.partition(":")
    if kind == "five_areas":
        return {a: instrument.text(a, "area.title") for a in problem_areas(instrument)}
    if kind == "areas":
        return {a.id: instrument.text(a.id, "area.title") for a in instrument.areas}
    if kind == "clauses":
        within = instrument.area(of).clauses if of else instrument.clauses()
        return {c.id: {k: f"{c.id} {t}" for k, t in instrument.title(c.id).items()} for c in within}
    if kind == "indicators":
        area = instrument.clause(of).area
        found = [i for i in find_indicators(area) if i.clause == of]
        return {i.id: instrument.text(area, f"indicators.{i.id}.title") for i in found}
    raise ValueError(f"{lesson.id}.{exercise.id}: unknown options {wanted!r}")


def names_of(lesson: Lesson, exercise: Exercise, titles: Titles, instrument: Instrument) -> dict[str, str]:
    """By which folded names does each choice go? Ids, titles, both together, an area's letter, the lesson's synonyms."""
    found: dict[str, str] = {}
    letters = {a.id: a.prefix for a in instrument.areas}

    def add(choice: str, names: Iterable[str]) -> None:
        for name in names:
            found.setdefault(fold(name), choice)

    for choice, title in titles.items():
        add(choice, [choice, *title.values(), *(t.removeprefix(f"{choice} ") for t in title.values())])
    for choice, title in titles.items():
        add(choice, (f"{choice} {t}" for t in title.values()))
        if choice in letters:
            add(choice, [letters[choice], *(f"{letters[choice]} {t}" for t in title.values())])
        for lang in LANGUAGES:
            synonyms = lesson.part(lang, f"exercises.{exercise.id}.synonyms").get(choice, "")
            add(choice, str(synonyms).replace("\uff0c", ",").replace("\u3001", ",").split(","))
    found.pop("", None)
    return found
