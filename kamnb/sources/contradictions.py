"""Where does a judgement contradict itself? Levels far apart, an override far from the level, two overrides of a clause."""

from __future__ import annotations

from collections.abc import Iterator

from kamnb.errors import Problem
from kamnb.sources.settings import Judgement
from kamnb.sources.yamlfile import Path_, YamlFile

FAR = 3
"""So many rubric levels apart, one of two judgements cannot stand without a reason of its own."""
STEP = 25
"""Points between two rubric levels."""


def find_contradictions(judgement: Judgement, file: YamlFile) -> list[Problem]:
    """Which entries of judgement.yml cannot stand beside each other? Each with its line."""
    return [
        *moved_levels(judgement, file),
        *overrides_twice(judgement, file),
        *far_overrides(judgement, file),
    ]


def moved_levels(judgement: Judgement, file: YamlFile) -> Iterator[Problem]:
    """Which levels were moved far from the blind one without saying what changed the consultant's mind?"""
    for clause, said in judgement.clauses.items():
        if said.level_blind is None or said.level is None or said.changed.strip():
            continue
        if abs(said.level - said.level_blind) >= FAR:
            levels = {"blind": said.level_blind, "level": said.level}
            yield problem("judgement-moved", file, ("clauses", clause, "level"), clause, **levels)


def overrides_twice(judgement: Judgement, file: YamlFile) -> Iterator[Problem]:
    """Which clauses have more than one override?"""
    first: dict[str, int] = {}
    for i, one in enumerate(judgement.overrides):
        if one.clause in first:
            other = file.line(("overrides", first[one.clause]))
            yield problem("judgement-twice", file, ("overrides", i, "clause"), one.clause, first=other)
        first.setdefault(one.clause, i)


def far_overrides(judgement: Judgement, file: YamlFile) -> Iterator[Problem]:
    """Which overrides say the contrary of the level that the same file gives the clause?"""
    for i, one in enumerate(judgement.overrides):
        said = judgement.clauses.get(one.clause)
        level = None if said is None else said.level or said.level_blind
        if level is not None and abs(one.score - STEP * (level - 1)) >= FAR * STEP:
            told = {"score": f"{one.score:g}", "level": level, "points": STEP * (level - 1)}
            yield problem("judgement-override", file, ("overrides", i, "score"), one.clause, **told)


def problem(key: str, file: YamlFile, place: Path_, clause: str, **values: object) -> Problem:
    """A contradiction with its line."""
    column = ".".join(map(str, place))
    return Problem(key, file.name, row=file.line(place), column=column, value=clause, values=values)
