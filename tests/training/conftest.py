"""A learner's folder with the demo's diagnosis in it, so that no test waits for it twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kamnb.model import Diagnosis
from kamnb.paths import demo_client
from kamnb.training.company import run_folder
from kamnb.training.lesson import OpenLesson
from kamnb.training.plan import find_lesson
from kamnb.training.progress import MANIFEST, PLACE
from kamnb.workbook.record import write_whole


@pytest.fixture(scope="session")
def learned_place(demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's folder that knows the demo's diagnosis."""
    place = tmp_path_factory.mktemp("learner")
    write_whole(place / MANIFEST, "{}")
    write_whole(run_folder(demo_client(), place) / "diagnosis.json", demo_diagnosis.to_json())
    return place


@pytest.fixture
def place(learned_place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same folder with the progress of one who begins."""
    monkeypatch.setenv(PLACE, str(learned_place))
    yield learned_place
    for path in learned_place.glob("progress.json*"):
        path.unlink()


@pytest.fixture
def lesson(place: Path) -> OpenLesson:
    """Lesson 0 as a learner who begins has it."""
    return OpenLesson(find_lesson("thesis"), "en")
