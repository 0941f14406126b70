"""What the cells of lesson 3 show: word and record side by side, without fused scores; the truth once it was guessed."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean
from typing import Any

import pandas as pd

from kamnb.model import Bilingual
from kamnb.report import blocks as b
from kamnb.text.load import LANGUAGES
from kamnb.text.numbers import both_number
from kamnb.training.case import Case
from kamnb.training.choices import problem_areas
from kamnb.training.company import Company, Reading
from kamnb.training.lesson import OpenLesson
from kamnb.training.told import Told, box
from kamnb.workbook.show import Shown

WORST = 5
"""So many of the truly weakest clauses are shown, and count as rightly named."""


def word(lesson: OpenLesson, key: str) -> Bilingual:
    """One of the lesson's words for its tables."""
    return {lang: lesson.plan.words(lang, f"views.{key}") for lang in LANGUAGES}


def show(lesson: OpenLesson, id: str, heads: list[str], rows: list[list[Any]]) -> Shown:
    """A table: the first column to the left, the others to the right."""
    columns = [
        {"label": word(lesson, k), "align": "right" if i else "left", "share": 1.0 if i else 3.0}
        for i, k in enumerate(heads)
    ]
    return Shown([b.table(id, word(lesson, f"{id}_caption"), columns, rows)], lesson.lang, Path())


def mean_of(readings: list[Reading]) -> float | None:
    """The mean of the scores that could be told; None where there are none."""
    known = [r.score for r in readings if r.score is not None]
    return fmean(known) if known else None


def area_means(company: Company) -> pd.DataFrame:
    """What do people say and records show of each problem area on the mean? Index area id, columns people, record."""
    found = {
        area: {
            "people": mean_of([row.people for row in company.clauses(area)]),
            "record": mean_of([row.record for row in company.clauses(area)]),
        }
        for area in problem_areas(company.instrument)
    }
    return pd.DataFrame.from_dict(found, orient="index").astype(float)


def means(lesson: OpenLesson) -> pd.DataFrame:
    """The means as a table for code."""
    return area_means(lesson.company).round(1)


def overview(lesson: OpenLesson) -> Shown:
    """Word and record of each area on the mean, without the fused score."""
    company = lesson.company
    rows = [
        [
            b.cell(area_name(company, str(area))),
            *(b.cell(both_number(v, 1)) for v in (m["people"], m["record"], m["people"] - m["record"])),
        ]
        for area, m in area_means(company).iterrows()
    ]
    return show(lesson, "overview", ["area", "people", "record", "difference"], rows)


def area_name(company: Company, area: str) -> Bilingual:
    """An area with its letter."""
    return b.joined(
        b.plain(company.instrument.area(area).prefix), company.instrument.text(area, "area.title")
    )


def readings(lesson: OpenLesson, area: str) -> Shown:
    """Word and record of each clause of an area with intervals, without the fused score."""
    company = lesson.company
    rows = [
        [
            b.cell(b.joined(b.plain(row.id), row.title)),
            *(
                b.cell(text)
                for r in (row.people, row.record)
                for text in (both_number(r.score), b.interval_text(vars(r), r.outcome))
            ),
        ]
        for row in company.clauses(area)
    ]
    return show(lesson, "readings", ["clause", "people", "interval", "record", "interval"], rows)


def locked(lesson: OpenLesson, exercise: str) -> Told | None:
    """What is said to those who want the truth before they have answered? None for those who have."""
    if lesson.tried(exercise):
        return None
    return box(lesson.lang, "not_attempted", [lesson.plan.words(lesson.lang, f"views.first_{exercise}")])


def truth(lesson: OpenLesson) -> Shown | Told:
    """How healthy is each area really, and what did each kind of evidence make of it? Only after the ranking."""
    if told := locked(lesson, "ranking"):
        return told
    company = lesson.company
    assert isinstance(company, Case)
    planted = company.truth
    mean = area_means(company)
    rows = []
    for area in sorted(mean.index, key=planted.areas.__getitem__):
        found = company.area(area)
        rows.append(
            [
                b.cell(area_name(company, area)),
                b.cell(both_number(planted.areas[area]), bold=True),
                b.cell(both_number(mean.loc[area, "people"])),
                b.cell(both_number(mean.loc[area, "record"])),
                b.cell(both_number(found.score)),
                b.cell(b.interval_text(vars(found), found.outcome)),
            ]
        )
    return show(lesson, "truth", ["area", "health", "people", "record", "fused", "interval"], rows)


def worst(lesson: OpenLesson) -> Shown | Told:
    """Which clauses are truly the weakest? Only after they were named."""
    if told := locked(lesson, "worst_clauses"):
        return told
    company = lesson.company
    assert isinstance(company, Case)
    planted = company.truth
    rows = [
        [
            b.cell(b.joined(b.plain(row.id), row.title)),
            b.cell(both_number(planted.clauses[row.id]), bold=True),
            *(b.cell(both_number(r.score)) for r in (row.people, row.record, row.fused)),
        ]
        for row in (company.clause(c) for c in weakest(company, WORST))
    ]
    return show(lesson, "worst", ["clause", "health", "people", "record", "fused"], rows)


def weakest(company: Case, n: int) -> list[str]:
    """Which clauses of the five problem areas are truly the weakest?"""
    health, instrument = company.truth.clauses, company.instrument
    there = [c.id for area in problem_areas(instrument) for c in instrument.area(area).clauses]
    return sorted(there, key=health.__getitem__)[:n]
