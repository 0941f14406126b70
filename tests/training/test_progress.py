"""Progress is kept safely: two notebooks, a damaged file, a lock left behind, a folder that cannot be written."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from kamnb.sources.whole import locked
from kamnb.training import progress
from kamnb.training.lesson import OpenLesson
from kamnb.training.progress import MANIFEST, NAME, PLACE, find_place, read_progress, update

WRITERS, TIMES = 4, 15


def add_one(entry: dict) -> None:
    """One attempt more."""
    entry["attempts"] = entry.get("attempts", 0) + 1


def write_often(folder: str) -> None:
    """What one of several notebooks does."""
    for _ in range(TIMES):
        assert update(Path(folder), "thesis", "exercises", "one", add_one).key == ""


def test_several_notebooks_lose_nothing_of_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=write_often, args=(str(tmp_path),)) for _ in range(WRITERS)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    assert [each.exitcode for each in running] == [0] * WRITERS
    kept = read_progress(tmp_path).progress
    assert kept["lessons"]["thesis"]["exercises"]["one"]["attempts"] == WRITERS * TIMES
    assert {p.name for p in tmp_path.iterdir()} == {NAME, ".progress.lock"}


def test_what_the_file_holds_besides_is_kept(tmp_path: Path) -> None:
    known = {"version": 9, "own": [1], "lessons": {"thesis": {"notes": {"a": {"b": 1}}}}}
    (tmp_path / NAME).write_text(json.dumps(known), encoding="utf-8")
    update(tmp_path, "thesis", "exercises", "one", add_one)
    kept = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    assert (kept["version"], kept["own"]) == (9, [1])
    assert kept["lessons"]["thesis"] == {"notes": {"a": {"b": 1}}, "exercises": {"one": {"attempts": 1}}}


@pytest.mark.parametrize(
    "content",
    [
        b'{"lessons": {',
        b"",
        b"[1]",
        b'{"lessons": 3}',
        b'{"lessons": {"thesis": {"exercises": 7}}}',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_put_aside_and_said(lesson: OpenLesson, place: Path, content: bytes) -> None:
    (place / NAME).write_bytes(content)
    told = lesson.check("clause_count", 5)
    assert told.outcome == "not_yet"
    assert "progress.json.damaged" in repr(told)
    assert (place / "progress.json.damaged").read_bytes() == content
    assert read_progress(place).progress["lessons"]["thesis"]["exercises"]["clause_count"]["attempts"] == 1
    (place / NAME).write_bytes(content)
    lesson.progress()
    assert (place / "progress.json.damaged2").read_bytes() == content


def test_a_lock_left_behind_holds_nobody_up_and_one_that_is_held_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.1)
    with locked(tmp_path / NAME):
        assert update(tmp_path, "thesis", "exercises", "one", add_one).key == "held"
    assert update(tmp_path, "thesis", "exercises", "one", add_one).key == ""


def test_a_folder_that_is_gone_leaves_the_verdict(
    lesson: OpenLesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson._expected(lesson.plan.exercises["clause_count"])
    monkeypatch.setenv(PLACE, str(tmp_path / "gone"))
    told = lesson.check("clause_count", 5)
    assert told.outcome == "not_yet"
    assert "Progress was not kept" in repr(told)


def test_outside_a_learner_s_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PLACE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_place() is None
    assert update(None, "thesis", "exercises", "one", add_one).key == "not_kept"
    (tmp_path / MANIFEST).touch()
    assert find_place() == tmp_path


def test_right_stays_right(lesson: OpenLesson, place: Path) -> None:
    right = lesson._expected(lesson.plan.exercises["sure_gaps"]).right
    lesson.check("sure_gaps", right)
    lesson.check("sure_gaps", 99)
    lesson.check("sure_gaps", print)
    kept = read_progress(place).progress["lessons"]["thesis"]["exercises"]["sure_gaps"]
    assert kept == {"attempts": 2, "outcome": "right"}


def test_the_table_counts_what_is_right_in_the_whole_course(lesson: OpenLesson) -> None:
    before = repr(lesson.progress())
    assert "0 / 8" in before
    lesson.check("sure_gaps", lesson._expected(lesson.plan.exercises["sure_gaps"]).right)
    lesson.quiz("blind", "B")
    after = repr(lesson.progress())
    assert "1 / 8" in after
    assert f"1 / {len(lesson.plan.quizzes)}" in after


def test_the_file_holds_nothing_of_a_person(lesson: OpenLesson, place: Path) -> None:
    lesson.check("sure_gaps", "my name is Li 99")
    assert "Li" not in (place / NAME).read_text(encoding="utf-8")
