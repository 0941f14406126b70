"""The blind case: planted truth that lies in no file, a seed as the learner writes it, and an order judged in pairs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import kamnb.training.lessons.blind_case.checks as checks
from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.training.case import LEVELS, case_options, case_truth, make_case, read_seed
from kamnb.training.choices import problem_areas
from kamnb.training.company import Reading
from kamnb.training.lesson import OpenLesson
from kamnb.training.plan import find_lesson
from kamnb.training.progress import MANIFEST, PLACE

SEEDS = range(20)
TRUE = ["manager", "strategy", "it", "organization", "relationship"]


@pytest.fixture
def blind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenLesson:
    """The lesson in a new learner's folder."""
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    monkeypatch.setenv(PLACE, str(tmp_path))
    return OpenLesson(find_lesson("blind_case"), "en")


@pytest.mark.parametrize("seed", SEEDS)
def test_areas_stand_apart_and_a_weak_one_is_flattered(seed: int) -> None:
    truth, instrument = case_truth(seed), load_instrument()
    five = problem_areas(instrument)
    found = sorted(truth.areas[area] for area in five)
    assert [pytest.approx(level, abs=0.5) for level in LEVELS] == found
    flattered = {instrument.clause(c).area for c, h in truth.clauses.items() if truth.believed[c] > h}
    assert len(flattered) == 1
    assert truth.areas[flattered.pop()] <= found[1]
    assert case_options(seed) == case_options(seed)


def test_seeds_give_different_orders() -> None:
    five = problem_areas(load_instrument())
    assert len({tuple(sorted(five, key=case_truth(seed).areas.__getitem__)) for seed in SEEDS}) > 10


def test_no_file_tells_the_truth(tmp_path: Path) -> None:
    make_case(tmp_path / "case_3", 3)
    assert {p.name for p in tmp_path.iterdir()} == {"case_3"}
    text = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "case_3").iterdir())
    assert "plant" not in text
    assert "believed" not in text


@pytest.mark.parametrize("given", [7, "7", "\uff17", 7.0, " 7 "])
def test_a_seed_as_people_write_it(given: Any) -> None:
    assert read_seed(given) == 7


@pytest.mark.parametrize("given", [-1, 1.5, "seven", None, print, 10**7, True])
def test_what_is_no_seed_is_said(given: Any) -> None:
    with pytest.raises(UsageError, match="whole number from 0 to 999999"):
        read_seed(given)


def test_the_chosen_seed_outlives_the_session(blind: OpenLesson) -> None:
    assert blind.seed == blind.plan.case
    assert blind.choose_case("\uff11\uff11").outcome == "case"
    assert OpenLesson(blind.plan, "zh").seed == 11
    with pytest.raises(UsageError, match="no seed to choose"):
        OpenLesson(find_lesson("thesis"), "en").choose_case(3)


def test_the_truth_waits_for_an_answer_about_this_very_company(
    blind: OpenLesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenLesson, "_expected", lambda self, asked: checks.Expected(TRUE))
    assert blind.view("truth").outcome == "not_attempted"
    blind.check("ranking", print)
    blind.check("ranking", ...)
    assert not blind.tried("ranking")
    blind.check("ranking", TRUE[::-1])
    assert OpenLesson(blind.plan, "en").tried("ranking")
    blind.choose_case(11)
    assert not blind.tried("ranking")


def company() -> Any:
    """A company whose truth and evidence are set by hand."""
    instrument = load_instrument()
    health = dict(zip(TRUE, LEVELS, strict=True))
    clauses = {c.id: health.get(c.area, 90.0) + i / 100 for i, c in enumerate(instrument.clauses())}
    scores = {area: Reading(h, h - 9, h + 9, None, "measured") for area, h in health.items()}
    rows = {
        area: [SimpleNamespace(id=c.id, score=clauses[c.id]) for c in instrument.area(area).clauses]
        for area in TRUE
    }
    truth = SimpleNamespace(areas=health, clauses=clauses)
    return SimpleNamespace(
        instrument=instrument, truth=truth, area=scores.__getitem__, clauses=rows.__getitem__
    )


@pytest.mark.parametrize(
    ("answer", "key", "pairs"),
    [
        (TRUE, "why", 10),
        (["strategy", "manager", "it", "organization", "relationship"], "why", 9),
        (["it", "strategy", "manager", "organization", "relationship"], "some", 7),
        (TRUE[::-1], "reversed", 0),
        (["strategy", "it", "manager", "organization", "relationship"], "by_word", 8),
        (["manager", "strategy", "organization", "relationship", "it"], "by_record", 8),
    ],
)
def test_an_order_is_judged_by_its_pairs(
    answer: list[str], key: str, pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = {"strategy": 1, "it": 2, "manager": 3, "organization": 4, "relationship": 5}
    record = {"manager": 1, "strategy": 2, "organization": 3, "relationship": 4, "it": 5}
    means = pd.DataFrame({"people": word, "record": record}).astype(float)
    monkeypatch.setattr(checks, "area_means", lambda company: means)
    expected = checks.ranking(company())
    assert expected.judge is not None
    found, values = expected.judge(answer)
    assert (found, values["pairs"]) == (key, pairs)
    assert (expected.values["word_pairs"], expected.values["record_pairs"], expected.values["own_pairs"]) == (
        8,
        8,
        10,
    )
    words = find_lesson("blind_case").part("en", "exercises.ranking")
    assert found == "why" or found in words["slips"]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({"M1", "M2", "R1"}, "why"),
        ({"M1", "R1", "R2"}, "few"),
        ({"M1", "M2"}, "count"),
        ({"M1", "M2", "F1"}, "outside"),
    ],
)
def test_clauses_are_judged_by_those_that_are_truly_weakest(answer: set[str], key: str) -> None:
    expected = checks.worst_clauses(company())
    assert expected.judge is not None
    assert expected.judge(frozenset(answer))[0] == key
    assert expected.right == {"M1", "M2", "M3"}


def test_pairs_of_intervals_and_intervals_that_hold_the_truth() -> None:
    made = company()
    assert checks.sure_pairs(made).right == 6
    assert checks.covered(made).right == 5


def test_an_unknown_view_is_told_with_the_nearest(blind: OpenLesson) -> None:
    with pytest.raises(UsageError, match="Did you mean truth"):
        blind.view("truht")
